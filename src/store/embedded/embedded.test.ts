import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { chooseDatabaseUser, spawnAs } from './database-user.ts'
import { openEmbedded } from './embedded.ts'
import { isAlive } from './postmaster-file.ts'

async function query(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

function openCode(dataFolder: string): string {
  return `
    import { openEmbedded } from './embedded.ts'
    const postgres = await openEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, purpose: 'serve' })`
}

/** A process that opens the data folder, says where, and on SIGINT asks the database once more before it stops. */
async function startHolder(
  dataFolder: string,
): Promise<{ child: ChildProcess; url: string; postgres: number; next(): Promise<string | undefined> }> {
  const code = `
    import pg from 'pg'
    ${openCode(dataFolder)}
    const alive = setInterval(() => {}, 1000)
    process.once('SIGINT', async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      const client = new pg.Client(postgres.url)
      await client.connect()
      console.log((await client.query("SELECT 'still there' AS said")).rows[0].said)
      await client.end()
      await postgres.stop()
      clearInterval(alive)
      console.log('stopped')
    })
    console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid }))`
  // Detached: a process group of its own, as a terminal gives to a command.
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value as string | undefined
  const { url, pid } = JSON.parse((await next())!) as { url: string; pid: number }
  return { child, url, postgres: pid, next }
}

async function waitForEnd(pid: number): Promise<void> {
  for (let waited = 0; isAlive(pid); waited += 10) {
    assert.ok(waited < 10_000, `process ${pid} does not end`)
    await sleep(10)
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string
  let data: string
  /** Where the database files are: the data folder, unless temporary folders are closed to the database user. */
  let home: string

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'octet-embedded-'))
    chmodSync(folder, 0o711)
    data = join(folder, 'data folder')
    // What a first start leaves that was killed half-way.
    mkdirSync(join(data, 'postgres.unfinished-1', 'base'), { recursive: true })
    const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve', settings: { fsync: 'off' } })
    home = postgres.home
    await query(postgres.url, 'CREATE TABLE kept (id integer)')
    await postgres.stop()
  })
  after(() => {
    for (const path of [home, folder]) rmSync(path, { recursive: true, force: true })
  })

  it('keeps what was committed, syncs it to disk, and gives us no superuser', async () => {
    const first = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    await query(first.url, 'INSERT INTO kept VALUES (1)')
    await first.stop()
    const second = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    assert.deepEqual(await query(second.url, 'SELECT DISTINCT id FROM kept WHERE id = 1'), [[1]])
    const facts =
      "SELECT current_setting('fsync'), current_setting('is_superuser'), current_setting('TimeZone'), current_setting('listen_addresses')"
    assert.deepEqual(await query(second.url, facts), [['on', 'off', 'UTC', '127.0.0.1']])
    await second.stop()
  })

  it('lets nobody in without the password, and nobody else read it', async () => {
    const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    const { port } = new URL(postgres.url)
    await assert.rejects(query(`postgres://octet:wrong@127.0.0.1:${port}/octet`, 'SELECT 1'), /password authentication failed/)
    await assert.rejects(
      query(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, 'SELECT 1'),
      /no pg_hba.conf entry|pg_hba.conf rejects/,
    )
    await postgres.stop()
    const password = statSync(join(home, 'postgres-password'))
    assert.equal(password.mode & 0o777, 0o600)
    assert.equal(password.uid, process.getuid?.())
    assert.equal(statSync(join(home, 'postgres')).mode & 0o777, 0o700)
  })

  it('leaves no process behind after a stop', async () => {
    const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    assert.ok(isAlive(postgres.pid!))
    await postgres.stop()
    assert.ok(!isAlive(postgres.pid!))
  })

  it('refuses a second server on the same data and names the first', async () => {
    const holder = await startHolder(data)
    await assert.rejects(openEmbedded({ dataFolder: data, purpose: 'serve' }), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^The data folder .*data folder is in use by process ${holder.child.pid} since 20.*OCTET_DATA`),
      )
      return true
    })
    assert.deepEqual(await query(holder.url, 'SELECT 1'), [[1]], 'the first goes on')
    process.kill(holder.child.pid!, 'SIGINT')
    assert.equal(await holder.next(), 'still there')
    assert.equal(await holder.next(), 'stopped')
  })

  it('is shared by a command while a server runs it, and run by the command when none does', async () => {
    const server = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    const looking = await openEmbedded({ dataFolder: data, purpose: 'command' })
    assert.equal(looking.url, server.url)
    await looking.stop()
    assert.deepEqual(await query(server.url, 'SELECT 1'), [[1]])
    await server.stop()
    const alone = await openEmbedded({ dataFolder: data, purpose: 'command' })
    assert.deepEqual(await query(alone.url, 'SELECT 1'), [[1]])
    const waiting = openEmbedded({ dataFolder: data, purpose: 'serve' })
    await alone.stop()
    await (await waiting).stop()
    assert.ok(!isAlive(alone.pid!))
  })

  it('is not reached by the Ctrl-C that reaches the server', async () => {
    const holder = await startHolder(data)
    process.kill(-holder.child.pid!, 'SIGINT')
    assert.equal(await holder.next(), 'still there')
    assert.equal(await holder.next(), 'stopped')
    assert.ok(!isAlive(holder.postgres))
  })

  it('comes back by itself after the server was killed, which PostgreSQL survives', async () => {
    const holder = await startHolder(data)
    await query(holder.url, 'INSERT INTO kept VALUES (2)')
    process.kill(holder.child.pid!, 'SIGKILL')
    await waitForEnd(holder.child.pid!)
    assert.ok(isAlive(holder.postgres))
    const again = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    assert.ok(!isAlive(holder.postgres), 'the one left over is gone')
    assert.deepEqual(await query(again.url, 'SELECT DISTINCT id FROM kept WHERE id = 2'), [[2]])
    await again.stop()
  })

  it('comes back by itself after server and PostgreSQL were killed, even when the pid has gone to another process', async () => {
    const holder = await startHolder(data)
    await query(holder.url, 'INSERT INTO kept VALUES (3)')
    for (const pid of [holder.child.pid!, holder.postgres]) process.kill(pid, 'SIGKILL')
    await waitForEnd(holder.postgres)
    const file = join(home, 'postgres', 'postmaster.pid')
    const stranger = spawn('sleep', ['60'], { ...spawnAs(await chooseDatabaseUser(statSync(file).uid)), stdio: 'ignore' })
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)))
    const again = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    assert.deepEqual(await query(again.url, 'SELECT DISTINCT id FROM kept WHERE id = 3'), [[3]])
    assert.ok(isAlive(stranger.pid!) && stranger.exitCode === null && stranger.signalCode === null)
    stranger.kill()
    await again.stop()
  })

  it('tells when PostgreSQL ends by itself, and lets go of the data folder then', async () => {
    const postgres = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    process.kill(postgres.pid!, 'SIGKILL')
    assert.match(await postgres.died, /^PostgreSQL \(process \d+\) ended by itself with SIGKILL$/)
    await postgres.stop()
    const again = await openEmbedded({ dataFolder: data, purpose: 'serve' })
    await again.stop()
  })

  it('begins again after a first start was killed, wherever it was', async () => {
    const fresh = join(folder, 'fresh')
    for (const moment of [/binaries-.*unfinished/, /^binaries-(?!.*unfinished)/, /^postgres\.unfinished/, /^postgres-password/]) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', openCode(fresh)], {
        cwd: import.meta.dirname,
        stdio: 'ignore',
      })
      while (!(existsSync(fresh) && readdirSync(fresh).some((name) => moment.test(name)))) await sleep(1)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const postgres = await openEmbedded({ dataFolder: fresh, purpose: 'serve', settings: { fsync: 'off' } })
    assert.deepEqual(await query(postgres.url, 'SELECT 1'), [[1]])
    await postgres.stop()
    for (const path of [postgres.home, fresh]) rmSync(path, { recursive: true, force: true })
  })

  it('refuses a cluster of another major version', async () => {
    const version = join(home, 'postgres', 'PG_VERSION')
    const made = readFileSync(version, 'utf8')
    writeFileSync(version, '17\n')
    await assert.rejects(openEmbedded({ dataFolder: data, purpose: 'serve' }), /was made by PostgreSQL 17, and the embedded one is 18/)
    writeFileSync(version, made)
    await (await openEmbedded({ dataFolder: data, purpose: 'serve' })).stop()
  })
})
