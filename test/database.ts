/**
 * A fresh, migrated database for a test file. The run's PostgreSQL is named by OCTET_TEST_DATABASE_URL (`npm test` starts one for all files);
 * a file run alone starts its own embedded one in a temporary folder and removes it at the end.
 */
import { createHash, randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, type DatabaseOptions, openDatabase } from '../src/store/database.ts'
import { openEmbedded } from '../src/store/embedded/embedded.ts'
import { migrate } from '../src/store/migrate.ts'
import { migrations } from '../src/store/migrations/all.ts'

export interface TestDatabase {
  readonly database: Database
  /** Of this database; further processes or `openDatabase({ databaseUrl })` can share it. */
  readonly url: string
  close(): Promise<void>
}

/** Settings for data that nobody will miss. */
export const throwawaySettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Creates a database from the migrated template and opens it; `close` drops it. */
export async function openTestDatabase(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const empty = await createEmptyDatabase(`TEMPLATE ${await ensureTemplate()}`)
  const database = await openDatabase({ dataFolder: '', poolSize: 4, ...options, databaseUrl: empty.url })
  const close = async () => {
    await database.close()
    await empty.drop()
  }
  return { database, url: empty.url, close }
}

/** Creates a database with nothing in it: for tests of what opening one does. */
export async function createEmptyDatabase(clause = ''): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await useServer()
  const name = `octet_test_${process.pid}_${randomBytes(4).toString('hex')}`
  try {
    await runAdmin(server.url, `CREATE DATABASE ${name} STRATEGY file_copy ${clause}`)
  } catch (error) {
    await server.leave()
    throw error
  }
  const drop = async () => {
    await runAdmin(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await server.leave()
  }
  return { url: nameDatabase(server.url, name), drop }
}

/** The template's name tells which migrations made it, so one server can serve several checkouts. */
async function ensureTemplate(): Promise<string> {
  const server = await useServer()
  const name = `octet_template_${createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12)}`
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock(1)')
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) {
      // Under its final name only when it is whole: a run that is stopped here must not leave half a template.
      await client.query(`DROP DATABASE IF EXISTS ${name}_new WITH (FORCE)`)
      await client.query(`CREATE DATABASE ${name}_new`)
      await migrate(nameDatabase(server.url, `${name}_new`))
      await client.query(`ALTER DATABASE ${name}_new RENAME TO ${name}`)
    }
  } finally {
    await client.end()
    await server.leave({ keep: true })
  }
  return name
}

async function runAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function nameDatabase(url: string, name: string): string {
  const named = new URL(url)
  named.pathname = `/${name}`
  return named.href
}

interface ServerUse {
  readonly url: string
  /** `keep`: more will follow at once, so an own server stays up. */
  leave(options?: { keep: boolean }): Promise<void>
}

/** The one server of this process, shared by all databases it opens. */
const own: { users: number; started: Promise<ThrowawayPostgres> | undefined } = { users: 0, started: undefined }

async function useServer(): Promise<ServerUse> {
  const given = process.env['OCTET_TEST_DATABASE_URL']
  if (given !== undefined) return { url: given, leave: async () => {} }
  own.users++
  own.started ??= startThrowawayPostgres()
  const server = await own.started
  const leave = async ({ keep } = { keep: false }) => {
    own.users--
    if (own.users > 0 || keep) return
    own.started = undefined
    await server.stop()
  }
  return { url: server.url, leave }
}

export interface ThrowawayPostgres {
  readonly url: string
  stop(): Promise<void>
}

/** Starts an embedded PostgreSQL in a temporary folder; `stop`, or the end of this process, stops it and removes the folder. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'octet-test-'))
  // The database user must be able to pass; mkdtemp closes the folder.
  await chmod(folder, 0o711)
  const postgres = await openEmbedded({ dataFolder: join(folder, 'data'), purpose: 'serve', settings: throwawaySettings })
  const remove = () => {
    for (const path of [postgres.home, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
  // A test that fails before its `close` must not leave a server behind.
  const abandon = () => {
    process.kill(postgres.pid!, 'SIGQUIT')
    remove()
  }
  process.once('exit', abandon)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const stop = async () => {
    process.off('exit', abandon)
    await postgres.stop()
    remove()
  }
  return { url: postgres.url, stop }
}
