// A filter made into a test. A missing value is unequal to everything, and neither less nor more; or, by a knob, nothing is known of it (null).
import type { ApiError } from '../errors.ts'
import type { Field } from '../schema/field.ts'
import type { Row } from '../tenant.ts'
import { type Comparable, fold, readOperand } from './operand.ts'
import type { Condition, Filter, Query, Value } from './query.ts'
import { refuseAt } from './refuse.ts'
import { readValue, resolvePath, type Scope } from './resolve.ts'

export interface FilterScope extends Scope {
  /** Milliseconds since 1970, for date literals. */
  now: number
  /** The values of the one field a semi-join selects. */
  listValues: (query: Query) => unknown[]
  missingIsUnknown: boolean
}

type Truth = boolean | null

/** Makes a test of a filter. @throws ApiError 400 as the vendor words it */
export function compileFilter(scope: FilterScope, filter: Filter): (row: Row) => Truth {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const tests = filter.parts.map((each) => compileFilter(scope, each))
      const decisive = filter.kind === 'or'
      return (row) => combine(tests, row, decisive)
    }
    case 'not': {
      const test = compileFilter(scope, filter.part)
      return (row) => negate(test(row))
    }
    default:
      return compileCondition(scope, filter)
  }
}

function combine(tests: ((row: Row) => Truth)[], row: Row, decisive: boolean): Truth {
  let result: Truth = !decisive
  for (const test of tests) {
    const truth = test(row)
    if (truth === decisive) return decisive
    if (truth === null) result = null
  }
  return result
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth
}

function compileCondition(scope: FilterScope, condition: Condition): (row: Row) => Truth {
  const { path } = condition
  const { field, reach } = resolvePath(scope, path)
  if (!isFilterable(field)) throw refuse(scope, path.at, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`)
  const test = compileTest(scope, field, condition)
  const isUnknown = scope.missingIsUnknown && !asksForNull(condition)
  return (row) => {
    const value = fold(field, readValue(reach(row), field))
    return isUnknown && value === null ? null : test(value)
  }
}

function asksForNull(condition: Condition): boolean {
  const values = 'value' in condition ? [condition.value] : Array.isArray(condition.values) ? condition.values : []
  return values.some((each) => each.kind === 'null' || (each.kind === 'text' && each.text === ''))
}

/** Whether a field may stand in WHERE or ORDER BY: long texts, files and whole addresses may not. */
export function isFilterable(field: Field): boolean {
  return field.type !== 'base64' && field.type !== 'address' && !(field.type === 'textarea' && field.length > 255)
}

type Test = (value: Comparable | null) => boolean

function compileTest(scope: FilterScope, field: Field, condition: Condition): Test {
  const read = (value: Value) => readOperand({ field, value, now: scope.now, text: scope.query.text })
  switch (condition.kind) {
    case 'like':
      return compileLike(scope, field, condition.value)
    case 'includes': {
      if (field.type !== 'multipicklist')
        throw refuse(
          scope,
          condition.path.at,
          'INVALID_QUERY_FILTER_OPERATOR',
          'includes/excludes operator only valid on multipicklist field',
        )
      const sets = condition.values.map((each) => String(read(each).value).split(';'))
      return (value) => {
        const chosen = value === null ? [] : String(value).split(';')
        return sets.some((set) => set.every((each) => chosen.includes(each))) !== condition.negated
      }
    }
    case 'in': {
      const { values } = condition
      if (!Array.isArray(values) && field.type !== 'id' && field.type !== 'reference') {
        const reason = `The left operand '${field.name}' in the where expression should be an id or reference field`
        throw refuse(scope, condition.path.at, 'MALFORMED_QUERY', reason)
      }
      const wanted = new Set(
        Array.isArray(values) ? values.map((each) => read(each).value) : scope.listValues(values).map((each) => fold(field, each)),
      )
      return (value) => wanted.has(value) !== condition.negated
    }
    case 'compare':
      return compileCompare(scope, field, { condition, read })
  }
}

function compileCompare(
  scope: FilterScope,
  field: Field,
  {
    condition,
    read,
  }: { condition: Extract<Condition, { kind: 'compare' }>; read: (value: Value) => { value: Comparable | null; until?: Comparable } },
): Test {
  const { operator } = condition
  const { value: wanted, until } = read(condition.value)
  if (operator === '=') return until === undefined ? (value) => value === wanted : within(wanted, until)
  if (operator === '!=') {
    const test = until === undefined ? (value: Comparable | null) => value === wanted : within(wanted, until)
    return (value) => !test(value)
  }
  if (field.type === 'boolean' || field.type === 'multipicklist') {
    throw refuse(scope, condition.path.at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${field.type} field`)
  }
  if (wanted === null) return () => false
  const end = until ?? wanted
  // A span is over where `until` begins; a value is its own end.
  switch (operator) {
    case '<':
      return (value) => value !== null && value < wanted
    case '>=':
      return (value) => value !== null && value >= wanted
    case '<=':
      return until === undefined ? (value) => value !== null && value <= end : (value) => value !== null && value < end
    case '>':
      return until === undefined ? (value) => value !== null && value > end : (value) => value !== null && value >= end
  }
}

function within(from: Comparable | null, until: Comparable): Test {
  return (value) => value !== null && from !== null && value >= from && value < until
}

function compileLike(scope: FilterScope, field: Field, value: Value): Test {
  const isText = ['string', 'email', 'phone', 'url', 'picklist', 'textarea'].includes(field.type)
  if (!isText) {
    const type = field.type === 'reference' ? 'id' : field.type
    throw refuse(scope, value.at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${type} field`)
  }
  if (value.kind !== 'text') {
    const reason = `value of filter criterion for field '${field.name}' must be of type string and should be enclosed in quotes`
    throw refuse(scope, value.at, 'INVALID_FIELD', reason)
  }
  const expression = new RegExp(`^${value.like}$`, 'isu')
  return (text) => text !== null && expression.test(String(text))
}

function refuse(scope: FilterScope, at: number, code: string, reason: string): ApiError {
  return refuseAt(scope.query.text, at, code, reason)
}
