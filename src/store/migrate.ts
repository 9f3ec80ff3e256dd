/**
 * Brings the schema forward, never back. Several servers may start at once (an advisory lock lets one through at a time), and a server one version back
 * may run beside the new one if the newer migrations say that they leave its schema usable.
 */
import type pg from 'pg'
import { lockKeyOf } from './advisory-lock.ts'
import { connectClient } from './connections.ts'
import type { Migration } from './migration.ts'
import { migrations as shipped } from './migrations/all.ts'
import { messageOf, StoreError } from './store-error.ts'

interface AppliedMigration {
  readonly version: number
  readonly name: string
  readonly compatible_back_to: number
}

/**
 * Applies what is missing, each migration in a transaction of its own. Rejects with a `StoreError` when the schema is newer than this server can
 * work with, when its history is another, or when a migration fails (the schema then stays at the one before). Returns the versions applied.
 */
export async function migrate(url: string, migrations: readonly Migration[] = shipped): Promise<readonly number[]> {
  const client = await connectClient(url, { TimeZone: 'UTC' })
  const lock = lockKeyOf('migrations', 0)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await client.query(`CREATE TABLE IF NOT EXISTS octet_migrations (
      version integer PRIMARY KEY, name text NOT NULL, compatible_back_to integer NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
    const { rows } = await client.query<AppliedMigration>('SELECT version, name, compatible_back_to FROM octet_migrations ORDER BY version')
    const pending = planMigrations(rows, migrations)
    for (const migration of pending) await applyMigration(client, migration)
    return pending.map((migration) => migration.version)
  } finally {
    // Ending the session frees the lock, too.
    await client.end()
  }
}

/** Which migrations are to be applied to a schema that has had `applied`; throws the `StoreError` that stops an incompatible server. */
export function planMigrations(applied: readonly AppliedMigration[], migrations: readonly Migration[]): readonly Migration[] {
  const ours = new Map(migrations.map((migration) => [migration.version, migration]))
  const newest = migrations.at(-1)?.version ?? 0
  for (const row of applied) {
    const known = ours.get(row.version)
    if (known !== undefined && known.name !== row.name) {
      throw new StoreError(
        `The database has another history: its schema version ${row.version} is ${row.name}, this server's is ${known.name}.`,
      )
    }
    if (row.version > newest && row.compatible_back_to > newest) {
      throw new StoreError(
        `The database has schema version ${applied.at(-1)!.version}, which needs a server of schema version ${row.compatible_back_to} or newer; this one is of ${newest}. Start a newer release.`,
      )
    }
  }
  const done = new Set(applied.map((row) => row.version))
  return migrations.filter((migration) => !done.has(migration.version))
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(migration.sql)
    await client.query('INSERT INTO octet_migrations (version, name, compatible_back_to) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.compatibleBackTo,
    ])
    await client.query('COMMIT')
  } catch (error) {
    throw new StoreError(`Migration ${migration.version} (${migration.name}) failed: ${messageOf(error)}`, { cause: error })
  }
}
