// The language of searches: groups (any) of filters (all) over properties, compiled once per search.
import { listLinks } from '../associations/store.ts'
import type { Call } from '../call.ts'
import { createInvalidError } from '../errors.ts'
import type { Property } from '../metadata/property.ts'
import { findType } from '../objects/find-type.ts'
import type { ObjectType } from '../objects/object-types.ts'
import { parseTime } from '../objects/values.ts'

/** A record as the index knows it. */
export interface Indexed {
  id: string
  properties: Record<string, string>
}

export type Test = (record: Indexed) => boolean

interface Filter {
  propertyName?: unknown
  operator?: unknown
  value?: unknown
  highValue?: unknown
  values?: unknown
}

const bounds = { groups: 5, filtersOfGroup: 6, filters: 18 }

/** A test out of `filterGroups` and `filters`. @throws ApiError 400 for too many, or one that makes no sense */
export function compileFilters(call: Call, type: ObjectType): Test | undefined {
  const groups = readGroups(call.body)
  if (groups.length === 0) return undefined
  const tests = groups.map((filters) => filters.map((filter) => compileFilter(call, type, filter)))
  return (record) => tests.some((all) => all.every((test) => test(record)))
}

function readGroups(body: Record<string, unknown>): Filter[][] {
  const { filterGroups = [], filters } = body
  if (!Array.isArray(filterGroups)) throw createInvalidError('Invalid input JSON on line 1, column 2: filterGroups must be an array')
  const groups = (filterGroups as { filters?: unknown }[]).map((group) => {
    if (!Array.isArray(group?.filters))
      throw createInvalidError('Invalid input JSON on line 1, column 2. Some required fields were not set: [filters]')
    return group.filters as Filter[]
  })
  if (Array.isArray(filters) && filters.length > 0) groups.push(filters as Filter[])
  if (groups.length > bounds.groups)
    throw createInvalidError(`The maximum number of filter groups is ${bounds.groups}, got ${groups.length}`)
  for (const group of groups) {
    if (group.length > bounds.filtersOfGroup) {
      throw createInvalidError(`The maximum number of filters in a group is ${bounds.filtersOfGroup}, got ${group.length}`)
    }
  }
  const total = groups.reduce((sum, group) => sum + group.length, 0)
  if (total > bounds.filters) throw createInvalidError(`The maximum number of filters is ${bounds.filters}, got ${total}`)
  return groups
}

function compileFilter(call: Call, type: ObjectType, filter: Filter): Test {
  const { propertyName, operator } = filter
  if (typeof propertyName !== 'string' || typeof operator !== 'string') {
    throw createInvalidError('Invalid input JSON on line 1, column 2. Some required fields were not set: [propertyName, operator]')
  }
  if (!Object.hasOwn(operators, operator)) {
    throw createInvalidError(`${operator} is not a valid operator. Valid operators: ${Object.keys(operators).join(', ')}`)
  }
  if (propertyName.startsWith('associations.')) return compileAssociation(call, type, filter)
  const property = call.portal.properties[type.name]?.get(propertyName)
  if (!property) {
    throw createInvalidError(`There was a problem with the request. Property "${propertyName}" does not exist`, {
      errors: [
        { message: `Property "${propertyName}" does not exist`, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [propertyName] } },
      ],
    })
  }
  const test = operators[operator as keyof typeof operators]({ property, filter })
  return (record) => test(record.properties[propertyName])
}

function compileAssociation(call: Call, type: ObjectType, filter: Filter): Test {
  const kind = findType(call.portal, String(filter.propertyName).slice('associations.'.length))
  const wanted = Array.isArray(filter.values) ? filter.values.map(String) : [String(filter.value)]
  const links = (record: Indexed) => listLinks(call.portal.associations, { type: type.name, id: record.id }, kind.name)
  switch (filter.operator) {
    case 'EQ':
    case 'IN':
      return (record) => wanted.some((id) => links(record).has(id))
    case 'NEQ':
    case 'NOT_IN':
      return (record) => !wanted.some((id) => links(record).has(id))
    case 'HAS_PROPERTY':
      return (record) => links(record).size > 0
    case 'NOT_HAS_PROPERTY':
      return (record) => links(record).size === 0
    default:
      throw createInvalidError(`${String(filter.operator)} cannot be used with ${String(filter.propertyName)}`)
  }
}

interface Operand {
  property: Property
  filter: Filter
}

type Check = (value: string | undefined) => boolean

// Without a value a record meets only the negative operators.
const operators = {
  EQ: (operand: Operand): Check => compare(operand, operand.filter.value, (order) => order === 0),
  NEQ: (operand: Operand): Check => negate(compare(operand, operand.filter.value, (order) => order === 0)),
  LT: (operand: Operand): Check => compare(operand, operand.filter.value, (order) => order < 0),
  LTE: (operand: Operand): Check => compare(operand, operand.filter.value, (order) => order <= 0),
  GT: (operand: Operand): Check => compare(operand, operand.filter.value, (order) => order > 0),
  GTE: (operand: Operand): Check => compare(operand, operand.filter.value, (order) => order >= 0),
  BETWEEN: (operand: Operand): Check => {
    const low = compare(operand, operand.filter.value, (order) => order >= 0)
    const high = compare(operand, operand.filter.highValue, (order) => order <= 0)
    return (value) => low(value) && high(value)
  },
  IN: (operand: Operand): Check => isIn(operand),
  NOT_IN: (operand: Operand): Check => negate(isIn(operand)),
  HAS_PROPERTY: (): Check => (value) => value !== undefined,
  NOT_HAS_PROPERTY: (): Check => (value) => value === undefined,
  CONTAINS_TOKEN: (operand: Operand): Check => hasToken(operand),
  NOT_CONTAINS_TOKEN: (operand: Operand): Check => negate(hasToken(operand)),
}

function negate(check: Check): Check {
  return (value) => !check(value)
}

function readText({ property, filter }: Operand, value: unknown): string {
  if (value === undefined || value === null || value === '') {
    throw createInvalidError(`A value is required for operator ${String(filter.operator)} on property ${property.name}`)
  }
  return String(value)
}

function compare(operand: Operand, given: unknown, accepts: (order: number) => boolean): Check {
  const rank = createRank(operand.property)
  const wanted = rank(readText(operand, given))
  if (typeof wanted === 'number' && Number.isNaN(wanted)) {
    throw createInvalidError(
      `Invalid value ${JSON.stringify(given)} for property ${operand.property.name} of type ${operand.property.type}`,
    )
  }
  return (value) => value !== undefined && accepts(order(rank(value), wanted))
}

type Rank = (text: string) => number | string

/** What values of a property are ordered by: numbers, times, or text without regard to case (enumerations with it). */
export function createRank(property: Property): Rank {
  if (property.type === 'number') return Number
  if (property.type === 'date' || property.type === 'datetime') return parseTime
  return property.type === 'enumeration' ? (text) => text : (text) => text.toLowerCase()
}

/** Less than, equal to or greater than zero. */
export function order(left: number | string, right: number | string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

// Of text properties the stored value is lower-cased and the wanted ones are not: they must come in lower case.
function isIn(operand: Operand): Check {
  const { property, filter } = operand
  if (!Array.isArray(filter.values) || filter.values.length === 0) {
    throw createInvalidError(`Values are required for operator ${String(filter.operator)} on property ${property.name}`)
  }
  const rank = createRank(property)
  const isText = property.type === 'string'
  const wanted = new Set(filter.values.map((each) => (isText ? String(each) : rank(String(each)))))
  return (value) => {
    if (value === undefined) return false
    return property.fieldType === 'checkbox' ? value.split(';').some((each) => wanted.has(each)) : wanted.has(rank(value))
  }
}

// Tokens are runs of letters and digits; `*` stands for any part of one, or for several tokens.
function hasToken(operand: Operand): Check {
  const text = readText(operand, operand.filter.value).toLowerCase()
  const pattern = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'))
  const expression = new RegExp(`(^|[^\\p{L}\\p{N}])${pattern.join('.*')}($|[^\\p{L}\\p{N}])`, 'u')
  return (value) => value !== undefined && expression.test(value.toLowerCase())
}
