// Stored filters at work: the tree of conditions becomes one test of a row.
import type { Call } from '../call.ts'
import { createValidationError } from '../errors.ts'
import { type Field, type FieldEntity, fieldEntities } from '../fields/field.ts'
import type { Row } from '../tenant.ts'
import { readFilterDate } from './filter-date.ts'
import { readWhole } from './parameters.ts'

export interface Condition {
  object: string
  field_id: string
  operator: string
  value: unknown
  extra_value: unknown
}

interface Group {
  glue: 'and' | 'or'
  conditions: Condition[]
}

/** Which filters fit which records. */
export const filterTypes: Record<FieldEntity, string> = {
  deal: 'deals',
  person: 'people',
  organization: 'org',
  product: 'products',
  activity: 'activity',
}

/** How a record leads to those a condition may be about. */
const links: Partial<Record<FieldEntity, string>> = { person: 'person_id', organization: 'org_id', deal: 'deal_id' }
const tables = { deal: 'deals', person: 'persons', organization: 'organizations', product: 'products', activity: 'activities' } as const

/** The test of the filter that `filter_id` names, or undefined without one. @throws ApiError 400 when there is none that fits */
export function findFilter(call: Call, entity: FieldEntity): ((row: Row) => boolean) | undefined {
  const id = readWhole(call.query, 'filter_id')
  if (id === undefined) return undefined
  const filter = call.tenant.tables.filters.rows.get(id)
  if (filter?.['active_flag'] !== true || filter['type'] !== filterTypes[entity]) {
    throw createValidationError('filter_id', 'Filter not found or not accessible.')
  }
  return compileFilter(filter['conditions'], entity, call)
}

/** The test of a conditions tree: groups are joined by "and", each joins its own by its glue; an empty group lets all through. */
export function compileFilter(tree: unknown, entity: FieldEntity, call: Call): (row: Row) => boolean {
  const groups = ((tree as { conditions?: Group[] }).conditions ?? []).map(({ glue, conditions }) => {
    const tests = conditions.map((each) => compileCondition(each, entity, call))
    if (tests.length === 0) return () => true
    return glue === 'or' ? (row: Row) => tests.some((test) => test(row)) : (row: Row) => tests.every((test) => test(row))
  })
  return (row) => groups.every((test) => test(row))
}

/** The field a condition is about, by number. */
export function findField(call: Call, condition: Pick<Condition, 'object' | 'field_id'>): Field | undefined {
  const entity = fieldEntities.find((each) => each === condition.object)
  return entity && call.tenant.fields[entity].find((each) => String(each.id) === String(condition.field_id))
}

function compileCondition(condition: Condition, entity: FieldEntity, call: Call): (row: Row) => boolean {
  const field = findField(call, condition)
  if (!field) return () => false
  const object = condition.object as FieldEntity
  const test = compileTest(condition, field, call)
  const read = (row: Row): unknown => readFieldValue(row, field)
  if (object === entity) return (row) => test(read(row))
  const link = links[object] ?? ''
  const { rows } = call.tenant.tables[tables[object]]
  return (row) => {
    const linked = rows.get(row[link] as number)
    return linked !== undefined && test(read(linked))
  }
}

/** What a record has in a field, without the wrapping of its parts: text, numbers, or a list of them. */
export function readFieldValue(row: Row, field: Field): unknown {
  const value = field.isCustom ? (row['custom_fields'] as Record<string, unknown> | undefined)?.[field.code] : row[field.code]
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' && each !== null && 'value' in each ? each.value : each))
  if (typeof value === 'object' && value !== null && 'value' in value) return value.value
  return value
}

function compileTest({ operator, value }: Condition, field: Field, call: Call): (held: unknown) => boolean {
  const like = /^(NOT )?LIKE '(%?)\$(%?)'$/.exec(operator)
  if (like) {
    const part = String(value).toLowerCase()
    const [, not, before, after] = like
    const holds = (held: string) =>
      before && after ? held.includes(part) : after ? held.startsWith(part) : before ? held.endsWith(part) : held === part
    return (held) => spread(held).some((each) => holds(fold(each))) !== Boolean(not)
  }
  switch (operator) {
    case 'IS NULL':
      return isEmpty
    case 'IS NOT NULL':
      return (held) => !isEmpty(held)
    case 'contains':
    case 'not_contains':
      return (held) => spread(held).map(String).includes(String(value)) === (operator === 'contains')
    default:
      return compileComparison(operator, field.type === 'date' ? readFilterDate(value, call.now) : [value, value], field.type === 'date')
  }
}

// A relative date stands for a stretch of days: "=" is within it, "<" before it begins, ">" after it ends.
function compileComparison(operator: string, [from, to]: readonly [unknown, unknown], isDate: boolean): (held: unknown) => boolean {
  const order = (held: unknown, bound: unknown): number => {
    const numeric = typeof held === 'number' && !Number.isNaN(Number(bound))
    const [left, right] = numeric ? [held, Number(bound)] : [cut(fold(held), bound, isDate), fold(bound)]
    return left === right ? 0 : left < right ? -1 : 1
  }
  const tests: Record<string, (held: unknown) => boolean> = {
    '=': (held) => order(held, from) >= 0 && order(held, to) <= 0,
    '!=': (held) => order(held, from) < 0 || order(held, to) > 0,
    '>': (held) => order(held, to) > 0,
    '<': (held) => order(held, from) < 0,
    '>=': (held) => order(held, from) >= 0,
    '<=': (held) => order(held, to) <= 0,
  }
  const test = tests[operator] ?? (() => false)
  if (operator === '!=') return (held) => isEmpty(held) || spread(held).every(test)
  return (held) => !isEmpty(held) && spread(held).some(test)
}

// A day compares with the day of a time.
function cut(held: string, bound: unknown, isDate: boolean): string {
  const text = isDate ? held.replace('t', ' ').replace('z', '') : held
  return isDate ? text.slice(0, String(bound).length) : text
}

function fold(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value ?? '').toLowerCase()
}

function spread(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
