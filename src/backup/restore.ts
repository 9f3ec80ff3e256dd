/**
 * Restores a backup to a database that is nobody's: the schema is brought to exactly that of the backup, all rows come in one transaction, then the
 * schema goes on to this release's. What is wrong is found before anything is changed, or nothing but empty tables stays.
 */
import pg from 'pg'
import { migrate } from '../store/migrate.ts'
import type { Migration } from '../store/migration.ts'
import { migrations as shipped } from '../store/migrations/all.ts'
import { messageOf, StoreError } from '../store/store-error.ts'
import type { End, Head } from './format.ts'
import { loadTables, setSequences } from './load.ts'
import { connectForCopy } from './reach-postgres.ts'
import { readArchive } from './read-archive.ts'
import { listTables, migrationLock } from './snapshot.ts'
import { demandAlone, demandKnownSchema, demandUnused } from './target.ts'

export interface RestoreParts {
  readonly url: string
  readonly file: string
  /** What `verifyArchive` gave for the file. */
  readonly head: Head
  /** Those of this release. */
  readonly migrations?: readonly Migration[]
}

export interface Restored {
  readonly rows: End['rows']
  /** Tables in the backup that are not Octet's. */
  readonly leftOut: readonly string[]
  /** Versions that the schema went on to. */
  readonly migrated: readonly number[]
}

/** Rejects with a `StoreError` that says what to do when the database cannot take the backup; no row has come in then, unless the message says so. */
export async function restore({ url, file, head, migrations = shipped }: RestoreParts): Promise<Restored> {
  demandKnownSchema(head, migrations)
  const client = await connectForCopy(url)
  try {
    await demandAlone(client)
    await demandUnused(client, head, migrations)
    const version = head.migrations.at(-1)!.version
    await migrate(
      url,
      migrations.filter((migration) => migration.version <= version),
    )
    // A server that starts now waits for this lock, and then finds everything.
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const loaded = await load(client, { file, head, migrations })
    return { ...loaded, migrated: await makeReady(client, url, migrations) }
  } finally {
    // Takes back a transaction that did not come to its end.
    await client.end()
  }
}

/** What is left once the rows are there: statistics for PostgreSQL's planner, and the schema of this release. */
async function makeReady(client: pg.Client, url: string, migrations: readonly Migration[]): Promise<readonly number[]> {
  try {
    await client.query(`ANALYZE ${(await listTables(client)).map(pg.escapeIdentifier).join(', ')}`)
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock])
    return await migrate(url, migrations)
  } catch (error) {
    throw new StoreError(`Every row was restored, but then: ${messageOf(error)}. Start the server: it goes on from there.`, {
      cause: error,
    })
  }
}

type Load = Required<Pick<RestoreParts, 'file' | 'head' | 'migrations'>>

async function load(client: pg.Client, { file, head, migrations }: Load): Promise<Pick<Restored, 'rows' | 'leftOut'>> {
  const ours = await listTables(client)
  const names = ours.map(pg.escapeIdentifier).join(', ')
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${names} IN SHARE ROW EXCLUSIVE MODE`)
  // Once more: what was true before the lock may not be any longer.
  await demandUnused(client, head, migrations)
  const known = head.tables.filter(({ name }) => ours.includes(name))
  const { rows, end } = await loadTables(client, known, readArchive(file))
  for (const { name } of known)
    if (rows[name] !== end?.rows[name])
      throw new StoreError(`${file}: ${end?.rows[name]} rows of ${name} were expected, and ${rows[name]} came.`)
  await setSequences(client, end!)
  await client.query('COMMIT')
  return { rows, leftOut: head.tables.map(({ name }) => name).filter((name) => !ours.includes(name)) }
}
