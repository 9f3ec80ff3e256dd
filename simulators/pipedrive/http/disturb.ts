// What somebody else does to a list while a client walks it: a record more, or the oldest one gone.
import { randomUUID } from 'node:crypto'
import { insertRow, listRows, type TableName, type Tenant, tableNames } from '../tenant.ts'

/** Inserts a copy of the newest record of the listed table, or deletes its oldest. A path that lists no table is left alone. */
export function disturbTable(tenant: Tenant, path: string, kind: 'insert-record' | 'delete-record'): void {
  const name = tableNames.find((each) => path.endsWith(each)) as TableName | undefined
  if (!name) return
  const table = tenant.tables[name]
  const rows = listRows(table)
  const [oldest, newest] = [rows[0], rows.at(-1)]
  if (kind === 'delete-record' && oldest) table.rows.delete(oldest.id)
  if (kind === 'insert-record' && newest) insertRow(table, { ...newest, id: typeof newest.id === 'string' ? randomUUID() : undefined })
}
