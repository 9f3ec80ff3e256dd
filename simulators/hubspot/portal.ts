// The data of one account (portal): records by kind, how they are associated, definitions, pipelines, owners. All in memory.
import type { AssociationStore } from './associations/store.ts'
import type { Property, PropertyGroup } from './metadata/property.ts'
import type { ObjectType } from './objects/object-types.ts'
import type { Campaign, Owner, Pipeline, TimelineEvent, TimelineTemplate } from './portal-data.ts'

interface HistoryEntry {
  value: string
  timestamp: string
  sourceType: string
  sourceId?: string
}

/** A record as it is kept. Values are text, as replies show them; what has no value is absent. */
export interface CrmRecord {
  id: string
  properties: Record<string, string>
  createdAt: string
  updatedAt: string
  archivedAt?: string
  /** Earlier values, newest first; only of properties written after the seed. */
  history?: Record<string, HistoryEntry[]>
  /** What the search index still believes, until when. No properties: it does not know the record. */
  indexed?: { until: number; properties: Record<string, string> | undefined }
}

/** Living records in order of their ids and by the values of unique properties, and all records by id. */
export interface Table {
  living: CrmRecord[]
  byId: Map<string, CrmRecord>
  archived: CrmRecord[]
  /** Names of the unique properties. */
  unique: Set<string>
  byValue: Map<string, CrmRecord>
}

export interface Portal {
  /** The hub id, a number as text. */
  id: string
  domain: string
  currency: string
  timeZone: string
  utcOffsetMs: number
  users: { id: string; email: string; name: string; isSuperAdmin: boolean }[]
  types: Map<string, ObjectType>
  tables: Record<string, Table>
  properties: Record<string, Map<string, Property>>
  groups: Record<string, Map<string, PropertyGroup>>
  pipelines: Record<string, Pipeline[]>
  associations: AssociationStore
  owners: Owner[]
  campaigns: Campaign[]
  templates: TimelineTemplate[]
  events: TimelineEvent[]
  /** Ids are unique over all kinds of an account. */
  nextId: number
}

/** A fresh id. They grow, with gaps. */
export function takeId(portal: Portal): string {
  const id = portal.nextId
  portal.nextId += 1 + (id % 3)
  return String(id)
}

export function createTable(unique: Iterable<string>): Table {
  return { living: [], byId: new Map(), archived: [], unique: new Set(unique), byValue: new Map() }
}

/** The living record that has a value of a unique property. */
export function findByValue(table: Table, name: string, value: string): CrmRecord | undefined {
  return table.byValue.get(`${name}=${value}`)
}

/** Changes a record's values by a function, keeping the index of unique ones. */
export function changeValues(table: Table, record: CrmRecord, change: (properties: Record<string, string>) => void): void {
  forgetValues(table, record)
  change(record.properties)
  noteValues(table, record)
}

function noteValues(table: Table, record: CrmRecord): void {
  for (const name of table.unique) if (record.properties[name]) table.byValue.set(`${name}=${record.properties[name]}`, record)
}

function forgetValues(table: Table, record: CrmRecord): void {
  for (const name of table.unique) {
    const key = `${name}=${record.properties[name]}`
    if (table.byValue.get(key) === record) table.byValue.delete(key)
  }
}

/** The table of a kind. */
export function findTable(portal: Portal, type: ObjectType): Table {
  const table = portal.tables[type.name]
  if (!table) throw new Error(`no table ${type.name}`)
  return table
}

/** Adds a record whose id is the greatest so far. */
export function addRecord(table: Table, record: CrmRecord): void {
  table.living.push(record)
  table.byId.set(record.id, record)
  noteValues(table, record)
}

/** Takes a record out of the living ones. */
export function archiveRecord(table: Table, record: CrmRecord, time: string): void {
  const at = findPosition(table.living, Number(record.id))
  if (table.living[at] !== record) return
  table.living.splice(at, 1)
  forgetValues(table, record)
  record.archivedAt = time
  table.archived.push(record)
}

/** Where the first record with this id or a greater one stands. */
export function findPosition(records: CrmRecord[], id: number): number {
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (Number(records[middle]?.id) < id) low = middle + 1
    else high = middle
  }
  return low
}

/** The vendor's form of a time: ISO, UTC, with milliseconds unless they are zero. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}
