/** A value of a query as the vendor's field needs it: by the field's type, or as it was written where that is not known. */
import { createError } from '../lib/errors.ts'
import { formatDay, parseFineInstant, parseInstant } from '../lib/instant.ts'
import { parseMoment, readNumber } from './compare-literal.ts'
import type { Comparison, ComparisonOperator, In, Leaf, Value } from './expression.ts'
import type { Target } from './find-target.ts'
import { nameField } from './name-field.ts'
import { refuse } from './refuse.ts'
import { writeNumber } from './write-number.ts'

interface Written<K extends string> {
  readonly kind: K
  readonly text: string
}

/** Milliseconds since 1970; a `date` is a day in UTC, at its beginning. */
interface Dated<K extends string> {
  readonly kind: K
  readonly instant: number
}

export type Literal = Written<'text'> | Written<'number'> | Written<'boolean'> | Dated<'date'> | Dated<'datetime'>

const day = 86_400_000

/**
 * The operator and literal of a comparison. A time of day beside a field that holds days is moved to the day that gives the same answer;
 * a moment between two milliseconds, which is more than dialects write, outwards.
 * Throws invalid-parameter, expression-not-supported (400).
 */
export function readComparison(node: Comparison, target: Target): { readonly operator: ComparisonOperator; readonly literal: Literal } {
  const literal = readLiteral(node, node.value, target)
  if (literal.kind !== 'datetime' || target.field.type !== 'date')
    return { operator: node.operator, literal: moveOutwards(node, literal, target) }
  const moved = ({ '>': '>', '>=': '>', '<': '<=', '<=': '<=' } as const)[node.operator as '>']
  if (moved === undefined) throw refuse(node, 'the field holds days, without a time')
  return { operator: moved, literal: { kind: 'date', instant: Math.floor(literal.instant / day) * day } }
}

function moveOutwards(node: Comparison, literal: Literal, { widen }: Target): Literal {
  if (literal.kind !== 'datetime' || !isFiner(node.value.text)) return literal
  if (node.operator === '=' || node.operator === '!=') throw refuse(node, 'the vendor is asked in milliseconds')
  widen()
  return { kind: 'datetime', instant: literal.instant + (node.operator.startsWith('<') ? 1 : 0) }
}

/** True of a moment between two milliseconds. */
export function isFiner(text: string): boolean {
  const instant = parseFineInstant(text)
  return instant !== undefined && !Number.isInteger(instant)
}

/** The members of a list. Throws invalid-parameter, expression-not-supported (400). */
export function readList(node: In, target: Target): readonly Literal[] {
  const literals = node.values.map((value) => readLiteral(node, value, target))
  if (target.field.type === 'date' && literals.some(({ kind }) => kind === 'datetime'))
    throw refuse(node, 'the field holds days, without a time')
  if (literals.some(({ kind }, at) => kind === 'datetime' && isFiner(node.values[at]!.text)))
    throw refuse(node, 'the vendor is asked in milliseconds')
  return literals
}

function readLiteral(node: Leaf, value: Value, { field, format }: Target): Literal {
  if (value.kind === 'null') throw refuse(node, 'a list cannot hold null')
  const text = field.convert(value.text, format === 'date-time-ms' ? format : undefined)
  switch (field.type) {
    case 'number':
      return { kind: 'number', text: writeNumber(readNumber(text) === undefined ? reject(node, text, 'a number') : text) }
    case 'boolean':
      return { kind: 'boolean', text: /^(?:true|false)$/i.test(text) ? text.toLowerCase() : reject(node, text, 'true or false') }
    case 'date':
    case 'datetime': {
      const instant = parseInstant(text) ?? reject(node, text, 'a date or date-time (ISO 8601)')
      return { kind: field.type === 'datetime' || instant % day !== 0 || isFiner(value.text) ? 'datetime' : 'date', instant }
    }
    case undefined:
      return guess(value, text)
    default:
      return { kind: 'text', text }
  }
}

/** Clients quote dates as they quote everything. */
function guess({ kind, quote }: Value, text: string): Literal {
  if (kind === 'number' && quote === 'none' && readNumber(text) !== undefined) return { kind, text: writeNumber(text) }
  if (kind === 'boolean' && quote === 'none') return { kind, text: text.toLowerCase() }
  const instant = parseMoment(text)
  if (instant === undefined) return { kind: 'text', text }
  return { kind: text.length === 10 ? 'date' : 'datetime', instant: Math.floor(instant) }
}

/** The text of a literal where a dialect has texts alone; dates as ISO 8601. */
export function textOf(literal: Literal): string {
  if (literal.kind === 'date') return formatDay(literal.instant)
  return literal.kind === 'datetime' ? new Date(literal.instant).toISOString() : literal.text
}

function reject(node: Leaf, text: string, expected: string): never {
  const params = { name: 'where', expected: `${expected} for ${nameField(node.field.path)}`, got: JSON.stringify(text.slice(0, 100)) }
  throw createError('invalid-parameter', { params })
}
