// What somebody else does to a list while a client walks it: a record more, or the oldest one gone.
import { insertRow, type TableName, type Tenant } from '../tenant.ts'

const listed: Record<string, TableName> = {
  lead: 'leads',
  contact: 'contacts',
  opportunity: 'opportunities',
  task: 'tasks',
  activity: 'activities',
}

/** Inserts a copy of the newest record of the listed table, or deletes its oldest. A path that lists no table is left alone. */
export function disturbTable(tenant: Tenant, path: string, kind: 'insert-record' | 'delete-record'): void {
  const name = listed[path.split('/')[3] ?? '']
  if (!name) return
  const table = tenant.tables[name]
  const [oldest, newest] = [table.order[0], table.order.at(-1)]
  if (kind === 'insert-record' && newest) insertRow(tenant, name, newest)
  if (kind === 'delete-record' && oldest) {
    table.rows.delete(oldest.id)
    table.order.shift()
    table.byLead.get(String(oldest['lead_id']))?.delete(oldest)
  }
}
