// A filter made into a test with SQL's three answers: true, false, and null where a value is missing.
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { DataType, Field, Module } from '../modules/module.ts'
import { isDay, parseTime } from '../records/check-value.ts'
import type { Reference, Row } from '../tenant.ts'
import type { Condition, Filter, Operand } from './query.ts'
import { resolvePath } from './resolve.ts'

type Answer = boolean | null
type Comparable = number | bigint | string | boolean

const texts = ['=', '!=', 'like', 'in', 'null']
const ordered = ['=', '!=', '<', '<=', '>', '>=', 'between', 'in', 'null']
const several = ['=', '!=', 'in', 'null']

// Multi-line fields cannot be filtered.
const operators: Record<DataType, readonly string[]> = {
  text: texts,
  email: texts,
  phone: texts,
  website: texts,
  picklist: texts,
  multiselectpicklist: several,
  textarea: [],
  lookup: several,
  ownerlookup: several,
  boolean: ['=', 'null'],
  integer: ordered,
  bigint: ordered,
  double: ordered,
  currency: ordered,
  percent: ordered,
  date: ordered,
  datetime: ordered,
}

/** Makes a test of a filter. @throws ApiError 400 as the vendor words it */
export function compileFilter(call: Call, module: Module, filter: Filter): (row: Row) => Answer {
  if (countConditions(filter) > 25)
    throw new ApiError(400, 'LIMIT_EXCEEDED', 'Maximum criteria limit exceeded', { limit: 25, clause: 'where' })
  return compile(call, module, filter)
}

function countConditions(filter: Filter): number {
  return 'left' in filter ? countConditions(filter.left) + countConditions(filter.right) : 1
}

function compile(call: Call, module: Module, filter: Filter): (row: Row) => Answer {
  if ('left' in filter) {
    const [left, right] = [compile(call, module, filter.left), compile(call, module, filter.right)]
    const decisive = filter.kind === 'or'
    return (row) => combine(left(row), right(row), decisive)
  }
  return compileCondition(call, module, filter)
}

function compileCondition(call: Call, module: Module, filter: Condition): (row: Row) => Answer {
  const { field, read } = resolvePath(call.tenant, module, filter.path)
  checkOperator(field, filter)
  const test = compileTest(call, field, filter)
  return (row) => test(read(row))
}

function combine(a: Answer, b: Answer, decisive: boolean): Answer {
  if (a === decisive || b === decisive) return decisive
  return a === null || b === null ? null : !decisive
}

function checkOperator(field: Field, filter: Condition): void {
  const name = filter.kind === 'compare' ? filter.operator : filter.kind
  const allowed = operators[field.dataType]
  if (allowed.length === 0) throw new ApiError(400, 'INVALID_QUERY', 'unsupported column in criteria', { column_name: filter.path })
  if (allowed.includes(name)) return
  throw new ApiError(400, 'INVALID_QUERY', 'invalid query formed', {
    reason: 'invalid operator found',
    column_name: filter.path,
    operator: name,
  })
}

function compileTest(call: Call, field: Field, filter: Condition): (value: unknown) => Answer {
  if (filter.kind === 'null') return (value) => isEmpty(value) !== filter.negated
  const matches = createMatch(call, field, filter)
  const negated = filter.kind === 'compare' ? filter.operator === '!=' : filter.negated
  return (value) => (isEmpty(value) ? null : listComparables(field, value).some(matches) !== negated)
}

function createMatch(call: Call, field: Field, filter: Exclude<Condition, { kind: 'null' }>): (value: Comparable) => boolean {
  switch (filter.kind) {
    case 'like':
      return createLike(String(filter.value))
    case 'in': {
      const limit = call.options.coqlInLimit
      if (filter.values.length > limit) throw new ApiError(400, 'LIMIT_EXCEEDED', 'value limit exceeded', { limit, operator: 'in' })
      const wanted = new Set(filter.values.map((each) => readOperand(field, each)))
      return (value) => wanted.has(value)
    }
    case 'between': {
      const [from, to] = filter.values.map((each) => readOperand(field, each)) as [Comparable, Comparable]
      return (value) => value >= from && value <= to
    }
    case 'compare': {
      const wanted = readOperand(field, filter.value)
      if (filter.operator === '<') return (value) => value < wanted
      if (filter.operator === '<=') return (value) => value <= wanted
      if (filter.operator === '>') return (value) => value > wanted
      if (filter.operator === '>=') return (value) => value >= wanted
      return (value) => value === wanted
    }
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

// Texts compare without regard to case, as the vendor's database does.
function listComparables(field: Field, value: unknown): Comparable[] {
  if (Array.isArray(value)) return value.map((each) => String(each).toLowerCase())
  if (typeof value === 'object') return [(value as Reference).id]
  if (field.dataType === 'datetime') return [Date.parse(String(value))]
  if (field.dataType === 'bigint') return [BigInt(String(value))]
  return [typeof value === 'string' ? value.toLowerCase() : (value as Comparable)]
}

function readOperand(field: Field, value: Operand): Comparable {
  switch (field.dataType) {
    case 'integer':
    case 'double':
    case 'currency':
    case 'percent': {
      const number = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value)
      return Number.isNaN(number) ? refuseValue(field) : number
    }
    case 'bigint':
      return /^-?\d{1,19}$/.test(String(value)) ? BigInt(value) : refuseValue(field)
    case 'date':
      return isDay(String(value)) ? String(value) : refuseValue(field)
    case 'datetime': {
      const time = parseTime(value)
      return Number.isNaN(time) ? refuseValue(field) : time
    }
    case 'boolean':
      return /^(true|false)$/i.test(String(value)) ? String(value).toLowerCase() === 'true' : refuseValue(field)
    default:
      return String(value).toLowerCase()
  }
}

function createLike(pattern: string): (value: Comparable) => boolean {
  const source = pattern
    .toLowerCase()
    .split('%')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  const expression = new RegExp(`^${source}$`, 's')
  return (value) => expression.test(String(value))
}

function refuseValue({ apiName, dataType }: Field): never {
  const details = { column_name: apiName, expected_data_type: dataType }
  throw new ApiError(400, 'INVALID_QUERY', 'value given seems to be invalid for the column', details)
}
