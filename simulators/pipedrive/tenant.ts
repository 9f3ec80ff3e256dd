// The data of one company account: plain tables in memory. Records of v2 are stored in the form v2 shows, the others in v1's.
import type { Field, FieldEntity } from './fields/field.ts'

/** Numbers, except for leads and lead labels, which have UUIDs. */
export type Id = number | string

export type Row = { id: Id } & Record<string, unknown>

export interface Table {
  rows: Map<Id, Row>
  nextId: number
}

export const tableNames = [
  'users',
  'organizations',
  'persons',
  'deals',
  'activities',
  'products',
  'pipelines',
  'stages',
  'leads',
  'leadLabels',
  'notes',
  'activityTypes',
  'filters',
  'webhooks',
  'mailThreads',
  'mailMessages',
  'currencies',
] as const

export type TableName = (typeof tableNames)[number]

export interface Tenant {
  /** Company domain: the first label of its host name. */
  id: string
  companyId: number
  companyName: string
  country: string
  industry: string
  currency: string
  tables: Record<TableName, Table>
  /** Built-in and custom fields by what they describe, in display order. */
  fields: Record<FieldEntity, Field[]>
  nextFieldId: number
  nextOptionId: number
  /** When a record was last written: what the search index may not have seen yet. */
  writtenAt: WeakMap<Row, number>
}

/** An empty company. */
export function createTenant(
  company: Pick<Tenant, 'id' | 'companyId' | 'companyName' | 'country' | 'industry' | 'currency'>,
  fields: Tenant['fields'],
): Tenant {
  const tables = Object.fromEntries(tableNames.map((name) => [name, { rows: new Map(), nextId: 1 }])) as unknown as Tenant['tables']
  const last = Math.max(...Object.values(fields).flatMap((list) => list.map((field) => field.id)))
  return { ...company, tables, fields, nextFieldId: last + 1, nextOptionId: 1, writtenAt: new WeakMap() }
}

/** Stores a row under the next number (or its own id, when it brings one) and returns it. */
export function insertRow(table: Table, values: Record<string, unknown>): Row {
  const id = (values['id'] as Id | undefined) ?? table.nextId
  const row: Row = Object.assign({ id }, values, { id })
  table.rows.set(id, row)
  if (typeof id === 'number') table.nextId = Math.max(table.nextId, id + 1)
  return row
}

/** The rows of a table, oldest first. */
export function listRows(table: Table): Row[] {
  return [...table.rows.values()]
}

/** v2's form of a time: RFC 3339, UTC, whole seconds. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** v1's form of a time: `yyyy-MM-dd HH:mm:ss`, UTC. */
export function formatV1Time(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}
