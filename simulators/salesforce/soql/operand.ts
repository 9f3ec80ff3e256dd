// What a value in a query means for a field, and the form in which stored values are compared with it.
import { readId } from '../ids.ts'
import type { Field } from '../schema/field.ts'
import { formatDay, formatTime, isDay, parseTime } from '../time.ts'
import { resolveDateLiteral } from './date-literals.ts'
import type { Value } from './query.ts'
import { refuseAt } from './refuse.ts'

export type Comparable = string | number | boolean

/** A stored value as it is compared: texts without regard to case, a missing truth is false. */
export function fold(field: Field, value: unknown): Comparable | null {
  if (value === null || value === undefined) return field.type === 'boolean' ? false : null
  if (typeof value === 'boolean' || typeof value === 'number') return value
  return isCaseless(field) ? String(value).toLowerCase() : String(value)
}

/** The operand of a field; `until` (excluded) where a literal means a span. @throws ApiError 400 for one of a wrong type */
export function readOperand(at: { field: Field; value: Value; now: number; text: string }): {
  value: Comparable | null
  until?: Comparable
} {
  const { field, value, text } = at
  if (value.kind === 'null') return { value: field.type === 'boolean' ? false : null }
  switch (field.type) {
    case 'id':
    case 'reference':
      if (value.kind !== 'text') throw refuseType(at, 'string')
      if (value.text === '' && field.type === 'reference') return { value: null }
      return { value: readId(value.text) ?? refuseId(text, value) }
    case 'boolean':
      if (value.kind !== 'boolean') throw refuseType(at, 'boolean')
      return { value: value.value }
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      if (value.kind !== 'number') throw refuseType(at, field.type === 'int' ? 'int' : 'double')
      return { value: value.value }
    case 'date':
      if (value.kind === 'literal') return readSpan(value, at.now, formatDay)
      if (value.kind !== 'date' || !isDay(value.text)) throw refuseType(at, 'date')
      return { value: value.text }
    case 'datetime': {
      if (value.kind === 'literal') return readSpan(value, at.now, formatTime)
      const time = value.kind === 'time' ? parseTime(value.text) : Number.NaN
      if (Number.isNaN(time)) throw refuseType(at, 'dateTime')
      return { value: formatTime(time) }
    }
    default:
      if (value.kind !== 'text') throw refuseType(at, 'string')
      if (value.text === '') return { value: null }
      return { value: isCaseless(field) ? value.text.toLowerCase() : value.text }
  }
}

// Ids and moments are compared as they are.
function isCaseless({ type }: Field): boolean {
  return !['id', 'reference', 'date', 'datetime', 'multipicklist'].includes(type)
}

function readSpan(
  value: Extract<Value, { kind: 'literal' }>,
  now: number,
  format: (milliseconds: number) => string,
): { value: Comparable; until: Comparable } {
  const { from, to } = resolveDateLiteral(value.name, value.count, now)
  return { value: format(from), until: format(to) }
}

function refuseId(text: string, value: Extract<Value, { kind: 'text' }>): never {
  throw refuseAt(text, value.at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value.text}`)
}

function refuseType({ field, value, text }: { field: Field; value: Value; text: string }, type: string) {
  const quotes = type === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes'
  const reason = `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`
  return refuseAt(text, value.at, 'INVALID_FIELD', reason)
}
