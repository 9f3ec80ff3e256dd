// What of a row is shown: every field of a kind of record with how it is read, chosen by `_fields`.
import type { Row, Tenant } from './tenant.ts'

/** Fields by name, in the order of the reply. */
export type View = Record<string, (row: Row, tenant: Tenant) => unknown>

/** A field that is stored as it is shown. */
export function stored(name: string): View {
  return { [name]: (row) => row[name] ?? null }
}

/** Names of the fields asked for, or undefined for all of them. */
export function readFieldNames(parameter: string | null): ReadonlySet<string> | undefined {
  if (parameter === null || parameter === '') return undefined
  const names = new Set(parameter.split(',').map((each) => each.trim()))
  return names.has('_all') ? undefined : names
}

/** A row as it is shown; custom fields follow the others, as `custom.cf_…`. */
export function renderRow(view: View, row: Row, at: { tenant: Tenant; names?: ReadonlySet<string> | undefined }): Record<string, unknown> {
  const { tenant, names } = at
  const shown: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(view)) if (!names || names.has(name)) shown[name] = read(row, tenant)
  for (const name of Object.keys(row)) {
    if (name.startsWith('custom.') && (!names || names.has('custom') || names.has(name))) shown[name] = row[name]
  }
  return shown
}

/** A user's name, or null. */
export function readUserName(tenant: Tenant, id: unknown): string | null {
  const user = typeof id === 'string' ? tenant.tables.users.rows.get(id) : undefined
  return user ? `${user['first_name']} ${user['last_name']}` : null
}

/** Who made and changed a record, and when. */
export const authorship: View = {
  ...stored('created_by'),
  created_by_name: (row, tenant) => readUserName(tenant, row['created_by']),
  ...stored('updated_by'),
  updated_by_name: (row, tenant) => readUserName(tenant, row['updated_by']),
  ...stored('date_created'),
  ...stored('date_updated'),
  organization_id: (_row, tenant) => tenant.organizationId,
}
