// Criteria made into a test of records: operators by data type, and what "equals" means to the search index.
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { DataType, Field, Module } from '../modules/module.ts'
import { isDay, parseTime } from '../records/check-value.ts'
import type { Reference, Row } from '../tenant.ts'
import { type Condition, type Criteria, listConditions, parseCriteria } from './criteria.ts'
import { containsWords } from './words.ts'

type Test = (row: Row) => boolean

const ordered = ['equals', 'not_equal', 'greater_than', 'greater_equal', 'less_than', 'less_equal', 'between', 'in']
const texts = ['equals', 'not_equal', 'starts_with', 'in']
const chosen = ['equals', 'not_equal', 'in']

const operators: Record<DataType, readonly string[]> = {
  text: texts,
  email: texts,
  phone: texts,
  website: texts,
  textarea: ['equals', 'not_equal', 'starts_with'],
  picklist: chosen,
  lookup: chosen,
  ownerlookup: chosen,
  multiselectpicklist: [...chosen, 'starts_with'],
  boolean: ['equals', 'not_equal'],
  integer: ordered,
  bigint: ordered,
  double: ordered,
  currency: ordered,
  percent: ordered,
  date: ordered,
  datetime: ordered,
}

/** Makes a test of `criteria`. @throws ApiError 400 as the vendor words it */
export function compileCriteria(call: Call, module: Module, source: string): Test {
  const tree = parse(source)
  if (listConditions(tree).length > call.options.searchCriteriaLimit) {
    throw new ApiError(400, 'CRITERIA_LIMIT_EXCEEDED', 'no of criterium that can be given exceed the limit 15')
  }
  return compile(call, module, tree)
}

function parse(source: string): Criteria {
  try {
    return parseCriteria(source)
  } catch {
    throw refuse({ reason: 'invalid criteria', api_name: 'criteria' })
  }
}

function compile(call: Call, module: Module, tree: Criteria): Test {
  if (tree.kind === 'condition') return compileCondition(call, findField(call, module, tree.field), tree)
  const [left, right] = [compile(call, module, tree.left), compile(call, module, tree.right)]
  return tree.kind === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row)
}

function findField(call: Call, module: Module, name: string): Field {
  if (name === 'id') return { id: '0', apiName: 'id', label: 'Record Id', dataType: 'bigint', length: 19 }
  const field = module.fields.get(name)
  const hidden = name === 'Created_Time' || name === 'Modified_Time' ? !call.options.systemTimesSearchable : false
  if (!field || hidden) throw refuse({ reason: 'the field is not available for search', api_name: name })
  return field
}

// A record without a value is found by no condition on that field, `not_equal` included.
function compileCondition(call: Call, field: Field, condition: Condition): Test {
  const { operator } = condition
  if (!operators[field.dataType].includes(operator)) throw refuse({ operator, reason: 'invalid operator found', api_name: field.apiName })
  if (operator === 'in' && condition.values.length > 100) {
    throw new ApiError(400, 'INVALID_QUERY', 'Only 100 values are allowed in "IN" criteria', { api_name: field.apiName })
  }
  const test = operators[field.dataType] === ordered ? compileOrdered(field, condition) : compileText(call, field, condition)
  return (row) => {
    const value = row.values[field.apiName]
    return value !== null && value !== undefined && value !== '' && test(value)
  }
}

function compileOrdered(field: Field, { operator, values, text }: Condition): (value: unknown) => boolean {
  const read = createReader(field)
  const wanted = (operator === 'in' || operator === 'between' ? values : [text]).map((each) => parseOperand(field, each))
  if (operator === 'between' && wanted.length !== 2) throw refuseValue(field)
  const [first, second] = wanted as [number | bigint, number | bigint]
  const tests: Record<string, (value: number | bigint) => boolean> = {
    equals: (value) => value === first,
    not_equal: (value) => value !== first,
    greater_than: (value) => value > first,
    greater_equal: (value) => value >= first,
    less_than: (value) => value < first,
    less_equal: (value) => value <= first,
    between: (value) => value >= first && value <= second,
    in: (value) => wanted.includes(value),
  }
  const test = tests[operator] as (value: number | bigint) => boolean
  return (value) => test(read(value))
}

function createReader({ dataType }: Field): (value: unknown) => number | bigint {
  if (dataType === 'date') return (value) => Date.parse(`${String(value)}T00:00:00Z`)
  if (dataType === 'datetime') return (value) => Date.parse(String(value))
  return dataType === 'bigint' ? (value) => BigInt(String(value)) : Number
}

function parseOperand(field: Field, text: string): number | bigint {
  if (field.dataType === 'date') return isDay(text) ? Date.parse(`${text}T00:00:00Z`) : fail(field)
  if (field.dataType === 'bigint') return /^-?\d{1,19}$/.test(text) ? BigInt(text) : fail(field)
  const number =
    field.dataType === 'datetime' ? (isDay(text) ? Date.parse(text) : parseTime(text)) : text === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? fail(field) : number
}

function compileText(call: Call, field: Field, { operator, values, text }: Condition): (value: unknown) => boolean {
  if (field.dataType === 'boolean' && text !== 'true' && text !== 'false') throw refuseValue(field)
  const isExact = call.options.searchEquals === 'exact' || !['text', 'textarea', 'email', 'phone', 'website'].includes(field.dataType)
  const wanted = values.map((each) => each.toLowerCase())
  const whole = text.toLowerCase()
  const equals = (shown: string) => (isExact ? shown === whole : containsWords(shown, whole))
  const tests: Record<string, (shown: string[]) => boolean> = {
    equals: (shown) => shown.some(equals),
    not_equal: (shown) => !shown.some(equals),
    starts_with: (shown) => shown.some((each) => each.startsWith(whole)),
    in: (shown) => shown.some((each) => wanted.includes(each)),
  }
  const test = tests[operator] as (shown: string[]) => boolean
  return (value) => test(listTexts(value))
}

// A lookup is found by its id and by its name.
function listTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((each) => String(each).toLowerCase())
  if (typeof value !== 'object') return [String(value).toLowerCase()]
  const { id, name } = value as Reference
  return [id, (name ?? '').toLowerCase()]
}

function fail(field: Field): never {
  throw refuseValue(field)
}

function refuseValue({ dataType, apiName }: Field): ApiError {
  return refuse({ expected_data_type: dataType, reason: 'invalid value for search', api_name: apiName })
}

function refuse(details: Record<string, unknown>): ApiError {
  return new ApiError(400, 'INVALID_QUERY', 'Invalid query formed', details)
}
