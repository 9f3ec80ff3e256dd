// `POST /crm/v3/objects/{type}/search`: filters, free text, one sort, pages by offset up to a ceiling, over what the index knows by now.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Operations, serve } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import { findType } from '../objects/find-type.ts'
import type { ObjectType } from '../objects/object-types.ts'
import { createSelection, renderRecord } from '../objects/render.ts'
import { type CrmRecord, findTable } from '../portal.ts'
import { compileFilters, createRank, type Indexed, order, type Test } from './filters.ts'

export const searchOperations: Operations = { 'POST /crm/v3/objects/{type}/search': serve('objects.read', search) }

const bounds = { standard: 10, page: 200, characters: 3_000 }

function search(call: Call): Answer {
  const type = findType(call.portal, call.params['type'] ?? '')
  if (JSON.stringify(call.body).length > bounds.characters) {
    throw createInvalidError(`The request body is too long: the maximum is ${bounds.characters} characters`)
  }
  const limit = readNumber(call.body['limit'], { name: 'limit', standard: bounds.standard })
  if (limit > bounds.page) throw createInvalidError(`The limit must not exceed ${bounds.page}, got ${limit}`)
  const after = readNumber(call.body['after'], { name: 'after', standard: 0 })
  if (after + limit > call.options.searchMost) {
    throw createInvalidError(`Paging beyond ${call.options.searchMost} results is not supported (after ${after}, limit ${limit})`)
  }
  const tests = [compileFilters(call, type), compileQuery(call.body['query'], type)].filter((test) => test !== undefined)
  const properties = Array.isArray(call.body['properties']) ? (call.body['properties'] as unknown[]).map(String) : []
  const selection = createSelection(call, type, { properties })
  const found = sortFound(call, type, findMatching(call, type, tests))
  const page = found.slice(after, after + limit)
  const body: Record<string, unknown> = {
    total: found.length,
    results: page.map(({ record, properties: known }) => renderRecord(call, type, { record: { ...record, properties: known }, selection })),
  }
  if (after + limit < found.length) body['paging'] = { next: { after: String(after + limit) } }
  return answerOk(body)
}

interface Found extends Indexed {
  record: CrmRecord
}

function findMatching(call: Call, type: ObjectType, tests: Test[]): Found[] {
  const table = findTable(call.portal, type)
  const found: Found[] = []
  const consider = (record: CrmRecord, properties: Record<string, string> | undefined): void => {
    if (!properties) return
    const candidate = { id: record.id, properties, record }
    if (tests.every((test) => test(candidate))) found.push(candidate)
  }
  for (const record of table.living) consider(record, isBehind(record, call.now) ? record.indexed?.properties : record.properties)
  if (call.options.searchLagMs > 0)
    for (const record of table.archived) if (isBehind(record, call.now)) consider(record, record.indexed?.properties)
  return found
}

function isBehind(record: CrmRecord, now: number): boolean {
  return record.indexed !== undefined && record.indexed.until > now
}

function readNumber(value: unknown, rule: { name: string; standard: number }): number {
  if (value === undefined || value === null || value === '') return rule.standard
  if (!/^\d+$/.test(String(value))) throw createInvalidError(`Invalid input JSON on line 1, column 2: ${rule.name} must be an integer`)
  return Number(value)
}

// Every word must be contained in one of the searchable properties.
function compileQuery(query: unknown, type: ObjectType): Test | undefined {
  if (query === undefined || query === null || query === '') return undefined
  const words = String(query).toLowerCase().split(/\s+/).filter(Boolean)
  return ({ properties }) => words.every((word) => type.searchable.some((name) => properties[name]?.toLowerCase().includes(word)))
}

// Only the first sort counts; what has no value comes last; records are oldest first without one.
function sortFound(call: Call, type: ObjectType, found: Found[]): Found[] {
  const { sorts } = call.body
  const first: unknown = Array.isArray(sorts) ? sorts[0] : undefined
  if (first === undefined) return found
  const given =
    typeof first === 'string'
      ? { propertyName: first.replace(/^-/, ''), direction: first.startsWith('-') ? 'DESCENDING' : 'ASCENDING' }
      : first
  const { propertyName, direction = 'ASCENDING' } = given as { propertyName?: string; direction?: string }
  if (direction !== 'ASCENDING' && direction !== 'DESCENDING') throw createInvalidError(`${direction} is not a valid sort direction`)
  const property = call.portal.properties[type.name]?.get(propertyName ?? '')
  if (!property) throw createInvalidError(`Invalid sort property: ${propertyName}`)
  const rank = createRank(property)
  const sign = direction === 'ASCENDING' ? 1 : -1
  const ranked = found.map((each) => {
    const text = each.properties[property.name]
    return { each, key: text === undefined ? undefined : rank(text) }
  })
  ranked.sort((left, right) => {
    if (left.key === undefined || right.key === undefined) return Number(left.key === undefined) - Number(right.key === undefined)
    return sign * order(left.key, right.key) || Number(left.each.id) - Number(right.each.id)
  })
  return ranked.map(({ each }) => each)
}
