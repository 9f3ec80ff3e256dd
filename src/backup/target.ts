/** The database that a backup is restored to must be nobody's: new, or migrated and never used. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { planMigrations } from '../store/migrate.ts'
import type { Migration } from '../store/migration.ts'
import { StoreError } from '../store/store-error.ts'
import type { Head } from './format.ts'
import { listMigrations, listTables } from './snapshot.ts'

const giveAnother = 'Give an empty database: another DATABASE_URL, or another data folder with OCTET_DATA.'

/** Throws a `StoreError` when this release does not know the schema of the backup. */
export function demandKnownSchema({ migrations }: Head, known: readonly Migration[]): void {
  const version = migrations.at(-1)!.version
  const newest = known.at(-1)!.version
  if (version > newest)
    throw new StoreError(`The backup has schema version ${version}, and this release knows ${newest}. Restore it with a newer release.`)
  planMigrations(toRows(migrations), known)
}

/** Throws a `StoreError` while a server, or another command, is connected. */
export async function demandAlone(client: pg.Client): Promise<void> {
  const others = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'octet' AND pid <> pg_backend_pid()`
  // Sessions that were closed a moment ago are listed for a moment.
  for (const end = performance.now() + 2000; (await client.query(others)).rowCount !== 0; await sleep(50)) {
    if (performance.now() > end)
      throw new StoreError(
        `A server or another command of Octet uses this database. Stop it first. A restore never replaces anything: ${giveAnother[0]!.toLowerCase()}${giveAnother.slice(1)}`,
      )
  }
}

/** Throws a `StoreError` when the database holds anything, or has a schema that cannot become that of the backup. */
export async function demandUnused(client: pg.Client, head: Head, known: readonly Migration[]): Promise<void> {
  const had = await listMigrations(client)
  if (had.length === 0) return demandNoTables(client)
  planMigrations(toRows(had), known)
  const [version, wanted] = [had.at(-1)!.version, head.migrations.at(-1)!.version]
  if (version > wanted)
    throw new StoreError(`The database has schema version ${version} already, and the backup is older: ${wanted}. ${giveAnother}`)
  for (const table of await listTables(client)) {
    const { rowCount } = await client.query(`SELECT FROM ${pg.escapeIdentifier(table)} LIMIT 1`)
    if (rowCount !== 0)
      throw new StoreError(`The database is not empty (there are rows in ${table}), and a restore never replaces anything. ${giveAnother}`)
  }
}

async function demandNoTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e') LIMIT 1`,
  )
  if (rows.length > 0) throw new StoreError(`The database holds something else already (${rows[0]!.name}). ${giveAnother}`)
}

function toRows(migrations: Head['migrations']) {
  return migrations.map(({ version, name, compatibleBackTo }) => ({ version, name, compatible_back_to: compatibleBackTo }))
}
