// The data of one tenant: plain tables in memory. A row is stored in the form the v2 API shows, so that reading costs no conversion.

/** A stored record. Ids are strings of digits, as in v2. */
export type Row = { id: string } & Record<string, unknown>

export interface Table {
  rows: Map<string, Row>
  nextId: number
}

interface AppliedTag {
  tagId: string
  appliedTime: string
}

export const tableNames = [
  'users',
  'companies',
  'contacts',
  'opportunities',
  'stages',
  'stageMoves',
  'notes',
  'tasks',
  'products',
  'tags',
  'tagCategories',
  'leadSources',
  'appointments',
] as const

export type TableName = (typeof tableNames)[number]

export type RecordType = 'CONTACT' | 'COMPANY' | 'OPPORTUNITY' | 'TASK_NOTE_APPOINTMENT'

/** A custom field's definition, as `GET /{resource}/model` shows it. */
export interface CustomFieldDefinition {
  id: string
  label: string
  field_name: string
  field_type: string
  record_type: RecordType
  group_id: string
  group_name: string
  options?: { id: string; label: string }[]
}

export interface Tenant {
  /** Host name: `ab123.infusionsoft.com`. */
  id: string
  tables: Record<TableName, Table>
  customFields: CustomFieldDefinition[]
  /** Tags by contact id. */
  appliedTags: Map<string, AppliedTag[]>
  businessProfile: Record<string, unknown>
}

/** An empty tenant. */
export function createTenant(id: string): Tenant {
  const tables = Object.fromEntries(tableNames.map((name) => [name, { rows: new Map(), nextId: 1 }])) as unknown as Tenant['tables']
  return { id, tables, customFields: [], appliedTags: new Map(), businessProfile: {} }
}

/** Stores a row under the next id (or its own, when it brings one) and returns it. */
export function insertRow(table: Table, values: Record<string, unknown>): Row {
  const id = typeof values['id'] === 'string' ? values['id'] : String(table.nextId)
  const row: Row = Object.assign({ id }, values, { id })
  table.rows.set(id, row)
  table.nextId = Math.max(table.nextId, Number(id) + 1)
  return row
}

/** The rows of a table, oldest id first. */
export function listRows(table: Table): Row[] {
  return [...table.rows.values()]
}

/** v2's form of a time: UTC, seconds, `Z`. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
