// The data of one organization: modules with their fields and records. A record is stored in the form the API shows, so that reading costs no conversion.
import type { Module, ModuleDefinition } from './modules/module.ts'

/** What a lookup shows. One object per record, shared by every record that points at it, so that a new name shows everywhere. */
export interface Reference {
  id: string
  name: string | null
  email?: string
}

/** A stored record: what the API shows, and when it changed (milliseconds since 1970) for filters and order. */
export interface Row {
  id: string
  values: Record<string, unknown>
  reference: Reference
  createdAt: number
  modifiedAt: number
}

export interface DeletedRow {
  id: string
  displayName: string | null
  deletedBy: Reference
  createdBy: unknown
  deletedAt: number
}

export interface User {
  id: string
  reference: Reference
  values: Record<string, unknown>
  /** Modules the user's profile hides. */
  hidden: readonly string[]
}

/** The records of one module. `list` holds them by rising id. */
export interface Table {
  rows: Map<string, Row>
  list: Row[]
  deleted: DeletedRow[]
}

export interface Tenant {
  /** Name in the consent page and the control surface. */
  id: string
  dataCenter: 'us' | 'eu'
  /** Minutes east of UTC: times are shown with this offset. */
  offset: number
  companyName: string
  modules: Map<string, Module>
  tables: Map<string, Table>
  users: Map<string, User>
  /** First seven digits of every id. */
  prefix: string
  nextId: number
}

/** An organization without records. */
export function createTenant(
  head: Pick<Tenant, 'id' | 'dataCenter' | 'offset' | 'companyName' | 'prefix'>,
  modules: readonly ModuleDefinition[],
): Tenant {
  const tenant: Tenant = { ...head, modules: new Map(), tables: new Map(), users: new Map(), nextId: 2_000 }
  for (const definition of modules) {
    const fields = new Map(definition.fields.map((each) => [each.apiName, { ...each, id: takeId(tenant) }]))
    tenant.modules.set(definition.apiName, { ...definition, id: takeId(tenant), layoutId: takeId(tenant), fields })
    tenant.tables.set(definition.apiName, { rows: new Map(), list: [], deleted: [] })
  }
  return tenant
}

/** The next id: nineteen digits, beyond what a double holds. */
export function takeId(tenant: Tenant): string {
  const id = `${tenant.prefix}${String(tenant.nextId).padStart(12, '0')}`
  tenant.nextId += 1
  return id
}

/** Whether a text has the form of an id. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,19}$/.test(value)
}

/** The records of a module that is there. */
export function readTable(tenant: Tenant, module: string): Table {
  return tenant.tables.get(module) as Table
}

/** Stores a record. */
export function insertRow(table: Table, row: Row): void {
  table.rows.set(row.id, row)
  table.list.push(row)
}

/** Takes a record out and keeps its trace for `/deleted`. */
export function removeRow(table: Table, row: Row, by: { user: Reference; now: number }): void {
  table.rows.delete(row.id)
  table.list = table.list.filter((each) => each !== row)
  table.deleted.push({
    id: row.id,
    displayName: row.reference.name,
    deletedBy: by.user,
    createdBy: row.values['Created_By'],
    deletedAt: by.now,
  })
}

/** A time as the organization sees it: `2026-01-02T03:04:05+01:00`. */
export function formatTime(tenant: Pick<Tenant, 'offset'>, milliseconds: number): string {
  const local = new Date(milliseconds + tenant.offset * 60_000).toISOString().slice(0, 19)
  const distance = Math.abs(tenant.offset)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${local}${tenant.offset < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`
}
