// Records as replies show them: which properties, in which order, with which associations.
import { findTypes, listLinks } from '../associations/store.ts'
import { formatTypeName } from '../associations/type-names.ts'
import type { Call } from '../call.ts'
import type { CrmRecord } from '../portal.ts'
import { findType } from './find-type.ts'
import type { ObjectType } from './object-types.ts'

/** What a request wants to see of records. */
export interface Selection {
  /** Names that exist, sorted. */
  properties: string[]
  history: string[]
  /** Kinds whose associations are shown. */
  associations: ObjectType[]
}

/** A selection out of `properties`, `propertiesWithHistory` and `associations`; names that do not exist are ignored. */
export function createSelection(
  call: Call,
  type: ObjectType,
  asked: { properties?: string[]; history?: string[]; associations?: string[] },
): Selection {
  const known = call.portal.properties[type.name]
  const history = (asked.history ?? []).filter((name) => known?.has(name))
  const names = asked.properties?.length || history.length ? [...(asked.properties ?? []), ...history] : type.defaults
  const all = new Set([...names.map((name) => name.toLowerCase()), type.created, type.modified, 'hs_object_id'])
  return {
    properties: [...all].filter((name) => known?.has(name)).sort(),
    history,
    associations: (asked.associations ?? []).map((name) => findType(call.portal, name)),
  }
}

/** The selection of a GET's query. */
export function readSelection(call: Call, type: ObjectType): Selection {
  return createSelection(call, type, {
    properties: readList(call.query, 'properties'),
    history: readList(call.query, 'propertiesWithHistory'),
    associations: readList(call.query, 'associations'),
  })
}

/** A parameter that may be repeated, joined by commas, or both. */
export function readList(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((each) => each.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** A record with the selected properties: null where one has no value. */
export function renderRecord(call: Call, type: ObjectType, shown: { record: CrmRecord; selection: Selection }): Record<string, unknown> {
  const { record, selection } = shown
  const properties: Record<string, string | null> = {}
  for (const name of selection.properties) properties[name] = record.properties[name] ?? null
  const body = wrapRecord(call, type, { record, properties })
  if (selection.history.length > 0)
    body['propertiesWithHistory'] = Object.fromEntries(selection.history.map((name) => [name, showHistory(record, name)]))
  const associations = showAssociations(call, type, { record, kinds: selection.associations })
  if (associations) body['associations'] = associations
  return body
}

/** A record as the reply to a write shows it: the values it has among `names` and the times, or every value it has. */
export function renderWritten(call: Call, type: ObjectType, written: { record: CrmRecord; names?: string[] }): Record<string, unknown> {
  const { record, names } = written
  const shown = names ? new Set([...names, type.created, type.modified, 'hs_object_id']) : undefined
  const entries = Object.entries(record.properties).filter(([name]) => !shown || shown.has(name))
  const properties: Record<string, string | null> = Object.fromEntries(entries)
  for (const name of names ?? []) properties[name] ??= ''
  const sorted = Object.fromEntries(Object.entries(properties).sort(([left], [right]) => (left < right ? -1 : 1)))
  return wrapRecord(call, type, { record, properties: sorted })
}

function wrapRecord(
  call: Call,
  type: ObjectType,
  { record, properties }: { record: CrmRecord; properties: Record<string, string | null> },
): Record<string, unknown> {
  const { id, createdAt, updatedAt, archivedAt } = record
  return {
    id,
    properties,
    createdAt,
    updatedAt,
    archived: archivedAt !== undefined,
    ...(archivedAt ? { archivedAt } : {}),
    ...(call.options.recordUrls ? { url: formatRecordUrl(call.portal.id, type, id) } : {}),
  }
}

/** Where a person finds the record. */
export function formatRecordUrl(portalId: string, type: ObjectType, id: string): string {
  return `https://app.hubspot.com/contacts/${portalId}/record/${type.typeId}/${id}`
}

function showHistory(record: CrmRecord, name: string): unknown[] {
  const kept = record.history?.[name]
  if (kept) return kept
  const value = record.properties[name]
  return value === undefined ? [] : [{ value, timestamp: record.createdAt, sourceType: 'CRM_UI' }]
}

function showAssociations(
  call: Call,
  type: ObjectType,
  { record, kinds }: { record: CrmRecord; kinds: ObjectType[] },
): Record<string, unknown> | undefined {
  const shown: Record<string, unknown> = {}
  for (const kind of kinds) {
    const types = findTypes(call.portal.associations, type.name, kind.name)
    const results: unknown[] = []
    for (const [id, numbers] of listLinks(call.portal.associations, { type: type.name, id: record.id }, kind.name)) {
      for (const number of numbers) {
        const link = types.find((each) => each.typeId === number)
        if (link) results.push({ id, type: formatTypeName({ from: type, to: kind }, link, types) })
      }
    }
    if (results.length > 0) shown[kind.name.replace('_', ' ')] = { results }
  }
  return Object.keys(shown).length > 0 ? shown : undefined
}
