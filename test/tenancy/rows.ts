/** Everything in the database, row by row: what an attack left as it was, and what it did not. */
import { sql } from 'kysely'
import type { Database } from '../../src/store/database.ts'

export interface Row {
  readonly table: string
  /** All of it, as text. */
  readonly text: string
  readonly values: Readonly<Record<string, unknown>>
}

/** What is written about calls and changes themselves, and by the server for itself. */
const records = /^(usage|audit_logs|sealing_keys|quota_ledgers|presences?|retention.*|kysely.*|migrations?)(_|$)/
/** A wrong password is counted where it was tried. */
const counted: Readonly<Record<string, readonly string[]>> = { logins: ['failed_attempts', 'locked_until'] }

/** All rows of all tables but those. */
export async function dumpRows({ db }: Database): Promise<readonly Row[]> {
  const tables = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`.execute(db)
  const shown = tables.rows.map(({ name }) => name).filter((name) => !records.test(name))
  const parts = shown.map((name) => sql`SELECT ${sql.lit(name)} AS table, to_jsonb(t) AS values FROM ${sql.table(name)} t`)
  const { rows } = await sql<Omit<Row, 'text'>>`${sql.join(parts, sql` UNION ALL `)}`.execute(db)
  const names = new Map(rows.filter(({ table }) => table === 'common_resources').map(({ values }) => [values['id'], values['object_name']]))
  return rows.map(({ table, values: stored }) => {
    const name = names.get(stored['common_resource_id'])
    const values = name === undefined ? stored : { ...stored, name }
    const kept = Object.fromEntries(Object.entries(values).filter(([column]) => !counted[table]?.includes(column)))
    return { table, values: kept, text: `${table} ${JSON.stringify(kept)}` }
  })
}

/** Whose a row is, found by its own columns or those of what it belongs to. */
export function ownerOf({ table, values }: Row, all: readonly Row[]): { organizationId: unknown; accountId: unknown } {
  const account = all.find((row) => row.table === 'accounts' && row.values['id'] === values['account_id'])
  const own = { organizationId: values['organization_id'] ?? account?.values['organization_id'], accountId: values['account_id'] }
  if (table === 'organizations') return { organizationId: values['id'], accountId: undefined }
  if (table === 'accounts') return { ...own, accountId: values['id'] }
  // A name is the organization's, and so is what it says itself, whoever wrote it: what its accounts say is theirs.
  if (table === 'common_resources') return { ...own, accountId: undefined }
  if (values['level'] === 'organization') return { organizationId: own.organizationId ?? values['associated_id'], accountId: undefined }
  if (values['level'] === 'account') return { ...own, accountId: values['associated_id'] }
  const [parentTable, column] = values['level'] === 'instance' ? ['instances', 'associated_id'] : parentOf(values)
  if (own.organizationId != null || own.accountId != null || parentTable === undefined) return own
  const parent = all.find((row) => row.table === parentTable && row.values['id'] === values[column!])
  return parent === undefined ? own : ownerOf(parent, all)
}

function parentOf(values: Row['values']): [string, string] | [] {
  const parents = {
    user_id: 'users',
    instance_id: 'instances',
    common_resource_id: 'common_resources',
    element_id: 'elements',
    proxy_id: 'oauth_proxies',
  }
  const found = Object.entries(parents).find(([column]) => values[column] != null)
  return found === undefined ? [] : [found[1], found[0]]
}

/** What of the rows `before` is no longer there as it was. */
export function findChanged(before: readonly Row[], after: readonly Row[]): readonly Row[] {
  const now = new Set(after.map(({ text }) => text))
  return before.filter(({ text }) => !now.has(text))
}
