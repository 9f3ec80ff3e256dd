// The data of one organization: objects and their records. A record is stored in the form the API shows, so that reading costs no conversion.
import { createId, readId } from './ids.ts'
import type { ObjectType } from './schema/object.ts'
import { createSalesObjects } from './schema/sales.ts'
import { createWorkObjects } from './schema/work.ts'

export interface Row {
  id: string
  object: ObjectType
  values: Record<string, unknown>
}

/** Records of one object, deleted ones included (`IsDeleted`), in the order they were made. */
export interface Table {
  object: ObjectType
  rows: Map<string, Row>
  list: Row[]
}

/** What is left to read of a query: rows already found, and how to show them. */
export interface Cursor {
  id: string
  userId: string
  rows: Row[]
  show: (row: Row) => Record<string, unknown>
  batch: number
  expiresAt: number
}

export interface Tenant {
  /** Name in the consent page and the control surface. */
  id: string
  name: string
  organizationId: string
  /** Five characters of every id. */
  pod: string
  objects: Map<string, ObjectType>
  tables: Map<string, Table>
  byPrefix: Map<string, Table>
  cursors: Map<string, Cursor>
  nextNumber: number
  /** While a transaction is open: how to take back what it did, latest last. */
  undo?: (() => void)[]
}

/** An organization without records, but for the one that describes it. */
export function createTenant(head: Pick<Tenant, 'id' | 'name' | 'pod'>): Tenant {
  const objects = [...createSalesObjects(), ...createWorkObjects()]
  const tables = objects.map((object): Table => ({ object, rows: new Map(), list: [] }))
  return {
    ...head,
    organizationId: createId('00D', head.pod, 1),
    objects: new Map(objects.map((each) => [each.name.toLowerCase(), each])),
    tables: new Map(tables.map((each) => [each.object.name, each])),
    byPrefix: new Map(tables.map((each) => [each.object.prefix, each])),
    cursors: new Map(),
    nextNumber: 1_000,
  }
}

/** A new id for an object, or for a thing that is none, by its prefix. */
export function takeId(tenant: Tenant, prefix: string): string {
  tenant.nextNumber += 1
  return createId(prefix, tenant.pod, tenant.nextNumber)
}

/** The records of an object that is there. */
export function readTable(tenant: Tenant, name: string): Table {
  return tenant.tables.get(name) as Table
}

/** The record with an id of 15 or 18 characters, of any object, deleted or not. */
export function findRow(tenant: Tenant, id: unknown): Row | undefined {
  const long = readId(id)
  return long === undefined ? undefined : tenant.byPrefix.get(long.slice(0, 3))?.rows.get(long)
}

/** The record with exactly this stored id. */
export function findStored(tenant: Tenant, id: unknown): Row | undefined {
  return typeof id === 'string' ? tenant.byPrefix.get(id.slice(0, 3))?.rows.get(id) : undefined
}

/** Whether a record has been deleted. */
export function isDeleted(row: Row): boolean {
  return row.values['IsDeleted'] === true
}
