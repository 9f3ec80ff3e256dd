/** What is in a database, one SQL operation a function. Ours are the tables of whoever owns `octet_migrations`; partitions are read through their parents. */
import pg from 'pg'
import { lockKeyOf } from '../store/advisory-lock.ts'
import type { End, Head, TableShape } from './format.ts'
import { type Reference, sortByReferences } from './sort-by-references.ts'

const { escapeIdentifier } = pg

/** Kept by the migrations themselves, on either side. */
const historyTable = 'octet_migrations'

/** While it is held, no migration begins or goes on. */
export const migrationLock = lockKeyOf('migrations', 0)

const ownClasses = `
  FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND NOT relispartition
    AND relowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('${historyTable}'))
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')`

/** Names of our tables without the history of migrations, sorted. Empty where nothing has been migrated. */
export async function listTables(client: pg.Client): Promise<string[]> {
  const text = `SELECT relname AS name ${ownClasses} AND relkind IN ('r', 'p') AND relname <> '${historyTable}' ORDER BY relname`
  return (await client.query<{ name: string }>(text)).rows.map(({ name }) => name)
}

/** Begins a transaction that sees the database at one moment and lets nobody drop or change a table until it ends. Gives the names of the tables. */
export async function beginSnapshot(client: pg.Client): Promise<string[]> {
  await client.query('SELECT pg_advisory_lock_shared($1)', [migrationLock])
  try {
    const tables = await listTables(client)
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    // Before the first statement that reads: the moment is when all tables are held.
    if (tables.length > 0)
      await client.query(`LOCK TABLE ${[historyTable, ...tables].map(escapeIdentifier).join(', ')} IN ACCESS SHARE MODE`)
    return tables
  } finally {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [migrationLock]).catch(() => undefined)
  }
}

/** The migrations that the schema has had, in order; empty where there have been none. */
export async function listMigrations(client: pg.Client): Promise<Head['migrations']> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${historyTable}') IS NOT NULL AS there`)
  if (!rows[0]!.there) return []
  const text = `SELECT version, name, compatible_back_to AS "compatibleBackTo" FROM ${historyTable} ORDER BY version`
  return (await client.query<Head['migrations'][number]>(text)).rows
}

/** The columns of the tables that can be written to, in the order in which the tables can be filled. */
export async function describeTables(client: pg.Client, tables: readonly string[]): Promise<TableShape[]> {
  const columns = await client.query<{ table: string; columns: string[] }>(
    `SELECT relname AS "table", array_agg(attname::text ORDER BY attnum) AS columns
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      GROUP BY attrelid, relname`,
    [tables],
  )
  const references = await client.query<Reference>(
    `SELECT source.relname AS "from", target.relname AS "to" FROM pg_constraint
      JOIN pg_class source ON source.oid = conrelid JOIN pg_class target ON target.oid = confrelid
      WHERE contype = 'f' AND source.relname = ANY ($1) AND source.relnamespace = current_schema()::regnamespace`,
    [tables],
  )
  const columnsOf = new Map(columns.rows.map((row) => [row.table, row.columns]))
  return sortByReferences(tables, references.rows).map((name) => ({ name, columns: columnsOf.get(name)! }))
}

/** The sealing keys that the database is sealed with now. */
export async function listKeys(client: pg.Client): Promise<Head['keys']> {
  const text = `SELECT key_id AS id, encode(fingerprint, 'hex') AS fingerprint FROM sealing_keys WHERE retired_at IS NULL ORDER BY created_at, key_id`
  return (await client.query<Head['keys'][number]>(text)).rows
}

/** How far each sequence is. No snapshot holds them: read after it was taken, they are past every row in it. */
export async function readSequences(client: pg.Client): Promise<End['sequences']> {
  const { rows } = await client.query<{ name: string }>(`SELECT relname AS name ${ownClasses} AND relkind = 'S' ORDER BY relname`)
  const sequences: End['sequences'] = []
  for (const { name } of rows) {
    const text = `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${escapeIdentifier(name)}`
    const [state] = (await client.query<{ lastValue: string; isCalled: boolean }>(text)).rows
    sequences.push({ name, ...state! })
  }
  return sequences
}

/** The statement that writes the rows of a table out, by named columns. */
export function copyOut({ name, columns }: TableShape): string {
  // COPY of the table itself leaves out the partitions.
  return `COPY (SELECT ${listColumns(columns)} FROM ${escapeIdentifier(name)}) TO STDOUT`
}

/** The statement that reads them in again. */
export function copyIn({ name, columns }: TableShape): string {
  return `COPY ${escapeIdentifier(name)} (${listColumns(columns)}) FROM STDIN`
}

function listColumns(columns: readonly string[]): string {
  return columns.map(escapeIdentifier).join(', ')
}
