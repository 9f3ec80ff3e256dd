// What one organization holds: tables of rows, found by id, by lead, and in the order of their making.
import { createHash } from 'node:crypto'

export type Row = Record<string, unknown> & { id: string }

export interface Table {
  prefix: string
  rows: Map<string, Row>
  /** Oldest first. */
  order: Row[]
  /** Rows by the lead they hang on. */
  byLead: Map<string, Set<Row>>
  /** Rows deleted a moment ago, which reads may still show: when. */
  ghosts: Map<string, { row: Row; at: number }>
}

const prefixes = {
  users: 'user',
  leads: 'lead',
  contacts: 'cont',
  opportunities: 'oppo',
  tasks: 'task',
  activities: 'acti',
  leadStatuses: 'stat',
  opportunityStatuses: 'stat',
  pipelines: 'pipe',
  customFields: 'cf',
  webhooks: 'whsub',
} as const

export type TableName = keyof typeof prefixes

export const tableNames = Object.keys(prefixes) as TableName[]

export interface Tenant {
  /** `alder`: the name in knobs and on the consent page. */
  id: string
  /** `orga_…`. */
  organizationId: string
  name: string
  tables: Record<TableName, Table>
  /** The event log, oldest first. */
  events: Row[]
  nextId: number
}

/** An empty organization. */
export function createTenant(id: string, name: string): Tenant {
  const createTable = (prefix: string): Table => ({
    prefix,
    rows: new Map(),
    order: [],
    byLead: new Map(),
    ghosts: new Map(),
  })
  const tables = Object.fromEntries(tableNames.map((each) => [each, createTable(prefixes[each])])) as Tenant['tables']
  return { id, organizationId: formatId('orga', id), name, tables, events: [], nextId: 1 }
}

/** A fresh id of a kind: the same on every run for the same order of creation. */
export function createId(tenant: Tenant, prefix: string): string {
  return formatId(prefix, `${tenant.id}/${tenant.nextId++}`)
}

const short: ReadonlySet<string> = new Set(['pipe', 'ev', 'whsub'])

function formatId(prefix: string, source: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const bytes = createHash('sha512').update(`${prefix}:${source}`).digest()
  const length = short.has(prefix) ? 22 : 43
  let text = ''
  for (let at = 0; at < length; at += 1) text += digits[(bytes[at] ?? 0) % 62]
  return `${prefix}_${text}`
}

/** Stores a row under a new id. */
export function insertRow(tenant: Tenant, name: TableName, values: Record<string, unknown>): Row {
  const table = tenant.tables[name]
  const id = createId(tenant, table.prefix)
  const row: Row = { ...values, id }
  table.rows.set(id, row)
  table.order.push(row)
  indexRow(table, row)
  return row
}

/** Takes a row out; for a while it may be seen as a ghost. */
export function removeRow(table: Table, row: Row, now: number): void {
  if (!table.rows.delete(row.id)) return
  table.order.splice(table.order.lastIndexOf(row), 1)
  table.byLead.get(String(row['lead_id']))?.delete(row)
  table.ghosts.set(row.id, { row, at: now })
}

/** Hangs a row on another lead. */
export function moveRow(table: Table, row: Row, leadId: string): void {
  table.byLead.get(String(row['lead_id']))?.delete(row)
  row['lead_id'] = leadId
  indexRow(table, row)
}

/** The rows of a table on a lead, oldest first. */
export function listOnLead(table: Table, leadId: string): Row[] {
  return [...(table.byLead.get(leadId) ?? [])]
}

function indexRow(table: Table, row: Row): void {
  const leadId = row['lead_id']
  if (typeof leadId !== 'string') return
  const rows = table.byLead.get(leadId)
  if (rows) rows.add(row)
  else table.byLead.set(leadId, new Set([row]))
}
