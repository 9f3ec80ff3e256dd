// What a task shows. `view` is where the user would find it: by the day in UTC.
import type { Row } from '../tenant.ts'
import { authorship, readUserName, stored, type View } from '../view.ts'

export const taskView: View = {
  ...stored('id'),
  ...stored('_type'),
  ...stored('text'),
  ...stored('date'),
  due_date: (row) => row['date'] ?? null,
  is_dateless: (row) => row['date'] === null || row['date'] === undefined,
  ...stored('is_complete'),
  ...stored('assigned_to'),
  assigned_to_name: (row, tenant) => readUserName(tenant, row['assigned_to']),
  ...stored('lead_id'),
  lead_name: (row, tenant) => readName(tenant.tables.leads.rows, row['lead_id']),
  ...stored('contact_id'),
  contact_name: (row, tenant) => readName(tenant.tables.contacts.rows, row['contact_id']),
  object_type: () => null,
  object_id: () => null,
  deduplication_key: () => null,
  is_primary_lead_notification: () => true,
  ...stored('priority'),
  ...stored('resolution'),
  ...authorship,
}

/** `archive` when done, `future` after a day, `inbox` up to its end. */
export function readTaskView(row: Row, today: string): 'archive' | 'future' | 'inbox' {
  if (row['is_complete'] === true) return 'archive'
  return typeof row['date'] === 'string' && row['date'].slice(0, 10) > today ? 'future' : 'inbox'
}

function readName(rows: Map<string, Row>, id: unknown): string | null {
  return (rows.get(String(id))?.['name'] as string | undefined) ?? null
}
