/** A server moves: from a PostgreSQL of one's own to the embedded one and back, with all that its customers authorised, and no secret on the way. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type Connected, client, createTestApp, seedConfiguration, type TestApp } from '../app.ts'
import { createEmptyDatabase } from '../database.ts'
import { createServerProcess, type Server } from '../server-process.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const key = randomBytes(32)

describe('backup and restore', () => {
  let test: TestApp
  let hub: Connected
  let folder: string
  /** Of the embedded database. */
  let environment: NodeJS.ProcessEnv
  const servers: Server[] = []
  let empty: { url: string; drop(): Promise<void> }
  before(async () => {
    test = await createTestApp({ config: { keys: [key] } })
    hub = await test.connect()
    empty = await createEmptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'octet-moves-'))
    // The database user must be able to pass.
    await chmod(folder, 0o711)
    const { url } = test.keap
    const element = { 'base.url': `${url}/crm`, 'oauth.token.url': `${url}/token`, 'oauth.authorization.url': `${url}/app/oauth/authorize` }
    environment = {
      ...{ PATH: process.env['PATH'], OCTET_DATA: join(folder, 'data'), OCTET_KEY: key.toString('base64'), OCTET_LOG_LEVEL: 'silent' },
      ...{ OCTET_ALLOW_HOSTS: '127.0.0.1', OCTET_ELEMENT_DEFAULTS: JSON.stringify({ infusionsoftcrm: element }) },
    }
  })
  after(async () => {
    for (const server of servers) await server.stop()
    await empty.drop()
    await test.close()
    await rm(folder, { recursive: true, force: true })
  })

  const run = async (env: NodeJS.ProcessEnv, ...args: string[]) => {
    const done = await promisify(execFile)(process.execPath, [main, ...args], { env }).catch((error) => error)
    return { code: done.code ?? 0, stdout: done.stdout as string, stderr: done.stderr as string }
  }
  const start = async (env: NodeJS.ProcessEnv): Promise<Server> => {
    const server = await createServerProcess(env)
    servers.push(server)
    await server.start()
    return server
  }
  /** A call with the very credentials that the instance was given in the beginning. */
  const readContact = async (server: Server) => {
    const reply = await fetch(`${server.url}/elements/api-v2/hubs/crm/contacts/1`, { headers: { authorization: hub.authorization } })
    return { status: reply.status, body: await reply.json() }
  }
  const onServer = (url: string) => ({ ...environment, DATABASE_URL: url })
  const file = (name: string) => join(folder, name)

  it('takes a backup while the server runs, with no secret in it', async () => {
    const { code, stdout, stderr } = await run(onServer(test.database.url), 'backup', file('one.tar.gz'))
    assert.equal(code, 0, stderr)
    assert.match(stdout, /one\.tar\.gz: \d+ rows of \d+ tables, schema version \d+, \d+ kB\.\nThe sealing key [0-9a-f]{16} is not in it/)
    const bytes = gunzipSync(await readFile(file('one.tar.gz')))
    const holds = (text: string) => bytes.includes(text) || bytes.includes(Buffer.from(text).toString('hex'))
    for (const plain of ['My Infusionsoft', 'admin@localhost']) assert.ok(holds(plain), plain)
    const { accessTokens, refreshTokens } = test.keap.state.tokens
    assert.ok(accessTokens.size > 0 && refreshTokens.size > 0)
    const secrets = [
      ...[test.user, test.organization].map((header) => header.split(' ')[1]!),
      ...[hub.token, client.secret, seedConfiguration['infusionsoft.private.key']],
      ...[...accessTokens.keys(), ...refreshTokens.keys()],
    ]
    for (const secret of secrets) assert.ok(!holds(secret), `${secret} is not in the file`)
    for (const form of [key, key.toString('hex'), key.toString('base64')]) assert.ok(!bytes.includes(form))
  })

  it('restores nothing without the key, or with another one', async () => {
    const { OCTET_KEY: _, ...keyless } = environment
    const none = await run(keyless, 'restore', file('one.tar.gz'))
    assert.equal(none.code, 1)
    assert.match(
      none.stderr,
      /^The backup is sealed with the key [0-9a-f]{16}, and the key file \S+ has none\. Give that key with OCTET_KEY/,
    )
    const other = await run({ ...environment, OCTET_KEY: randomBytes(32).toString('hex') }, 'restore', file('one.tar.gz'))
    assert.match(other.stderr, /^The backup is sealed with the key [0-9a-f]{16}, and OCTET_KEY gives [0-9a-f]{16}\./)
    const nameless = await run(environment, 'restore')
    assert.deepEqual([nameless.code, nameless.stderr.trim()], [2, 'Expected: npm run restore -- <file>'])
  })

  it('moves to the embedded database: the same secrets and tokens go on working, and tokens are renewed there', async () => {
    const expected = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(expected.status, 200)
    const restored = await run(environment, 'restore', file('one.tar.gz'))
    assert.deepEqual([restored.code, restored.stderr], [0, ''])
    assert.match(restored.stdout, /^Restored what \S+ has of \S+Z: \d+ rows of \d+ tables\.\nStart the server on it/)
    await test.app.close(5000)
    const server = await start(environment)
    assert.deepEqual(await readContact(server), { status: 200, body: expected.body })
    test.keap.state.tokens.accessTokens.clear()
    assert.equal((await readContact(server)).status, 200)
    assert.ok(test.keap.record.some((pair) => pair.grant === 'refresh_token'))
    const over = await run(environment, 'restore', file('one.tar.gz'))
    assert.deepEqual([over.code, over.stderr.split('.')[0]], [1, 'A server or another command of Octet uses this database'])
  })

  it('moves from the embedded database to a PostgreSQL of one’s own, and counts on from there', async () => {
    const backup = await run(environment, 'backup', file('two.tar.gz'))
    assert.equal(backup.code, 0, backup.stderr)
    await servers.at(-1)!.stop()
    const restored = await run(onServer(empty.url), 'restore', file('two.tar.gz'))
    assert.equal(restored.code, 0, restored.stderr)
    const server = await start(onServer(empty.url))
    assert.equal((await readContact(server)).status, 200)
    assert.equal(test.keap.record.filter((pair) => pair.grant === 'refresh_token').length, 1, 'the renewed token came along')
    const made = await fetch(`${server.url}/elements/api-v2/accounts`, {
      method: 'POST',
      headers: { authorization: `${test.user}, ${test.organization}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Acme', externalId: 'acme' }),
    })
    assert.equal(made.status, 200, await made.text())
  })
})
