// Search (v2): one kind of record, everything at once, or the values of one field.
import { answerData, type Call, type Operations, serve } from '../call.ts'
import { createValidationError } from '../errors.ts'
import type { FieldEntity } from '../fields/field.ts'
import { readFieldValue } from '../list/filter.ts'
import { readLimit, readWhole, readWord, readWords } from '../list/parameters.ts'
import { type Searched, search } from '../list/search.ts'
import { listRows, type Row } from '../tenant.ts'
import { isThere } from './entity.ts'
import { createSearched } from './searched.ts'

export const searchOperations: Operations = {
  'GET /v2/persons/search': serve(20, 'contacts:read contacts:full search:read', (call) =>
    answerSearch(call, narrow(call, createSearched(call, 'person'), { organization_id: 'org_id' })),
  ),
  'GET /v2/organizations/search': serve(20, 'contacts:read contacts:full search:read', (call) =>
    answerSearch(call, createSearched(call, 'organization')),
  ),
  'GET /v2/deals/search': serve(20, 'deals:read deals:full search:read', (call) => {
    const status = readWord(call.query, 'status', ['open', 'won', 'lost'])
    const kind = narrow(call, createSearched(call, 'deal'), { person_id: 'person_id', organization_id: 'org_id' })
    return answerSearch(call, { ...kind, isListed: (row) => kind.isListed(row) && (!status || row['status'] === status) })
  }),
  'GET /v2/products/search': serve(20, 'products:read products:full search:read', (call) =>
    answerSearch(call, createSearched(call, 'product')),
  ),
  'GET /v2/leads/search': serve(20, 'leads:read leads:full search:read', (call) =>
    answerSearch(call, narrow(call, createSearched(call, 'lead'), { person_id: 'person_id', organization_id: 'organization_id' })),
  ),
  'GET /v2/itemSearch': serve(20, 'search:read', searchItems),
  'GET /v2/itemSearch/field': serve(20, 'search:read', searchField),
}

function narrow(call: Call, kind: Searched, parameters: Record<string, string>): Searched {
  const wanted = Object.entries(parameters).flatMap(([name, property]) => {
    const id = readWhole(call.query, name)
    return id === undefined ? [] : [[property, id] as const]
  })
  return { ...kind, isListed: (row) => kind.isListed(row) && wanted.every(([property, id]) => row[property] === id) }
}

function answerSearch(call: Call, kind: Searched) {
  const { items, next } = search(call, [kind], 500)
  return answerData({ items }, { next_cursor: next })
}

const itemTypes = ['deal', 'person', 'organization', 'product', 'lead', 'file', 'mail_attachment', 'project'] as const

function searchItems(call: Call) {
  const asked = readWords(call.query, 'item_types', itemTypes) ?? [...itemTypes]
  const kinds = (['deal', 'person', 'organization', 'product', 'lead'] as const).filter((each) => asked.includes(each))
  const { items, rows, next } = search(
    call,
    kinds.map((each) => createSearched(call, each)),
    100,
  )
  const isRelatedWanted = call.query.get('search_for_related_items') === 'true'
  return answerData({ items, related_items: isRelatedWanted ? listRelated(call, rows) : [] }, { next_cursor: next })
}

// The newest deals and leads of the persons and organizations found.
function listRelated(call: Call, found: Row[]): unknown[] {
  const { persons, organizations } = call.tenant.tables
  const people = new Set(found.filter((row) => persons.rows.get(row.id) === row).map((row) => row.id))
  const companies = new Set(found.filter((row) => organizations.rows.get(row.id) === row).map((row) => row.id))
  const isRelated = (row: Row) =>
    people.has(row['person_id'] as number) || companies.has((row['org_id'] ?? row['organization_id']) as number)
  return (['lead', 'deal'] as const).flatMap((each) => {
    const kind = createSearched(call, each)
    const rows = [...kind.rows].filter((row) => kind.isListed(row) && isRelated(row)).slice(-100)
    return rows.map((row) => ({ result_score: 0, item: kind.show(row) }))
  })
}

const tables = { deal: 'deals', person: 'persons', organization: 'organizations', product: 'products' } as const

// Case matters here, unlike in the other searches.
function searchField(call: Call) {
  const { query, tenant } = call
  const entity = readWord(query, 'entity_type', ['deal', 'person', 'organization', 'product'] as const)
  if (!entity) throw createValidationError('entity_type', 'This field is missing.')
  const match = readWord(query, 'match', ['exact', 'beginning', 'middle'] as const) ?? 'exact'
  const term = query.get('term') ?? ''
  if (term.length < (match === 'exact' ? 1 : 2)) throw createValidationError('term', 'This value is too short.')
  const field = tenant.fields[entity as FieldEntity].find((each) => each.code === query.get('field'))
  if (!field) throw createValidationError('field', 'Field not found.')
  const tests = {
    exact: (text: string) => text === term,
    beginning: (text: string) => text.startsWith(term),
    middle: (text: string) => text.includes(term),
  }
  const rows = listRows(tenant.tables[tables[entity]]).filter(
    (row) => isThere(row) && spread(readFieldValue(row, field)).some(tests[match]),
  )
  const limit = readLimit(call)
  return answerData(
    rows.slice(0, limit).map((row) => ({ id: row.id, [field.code]: readFieldValue(row, field) })),
    { next_cursor: null },
  )
}

function spread(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null && each !== undefined).map(String)
}
