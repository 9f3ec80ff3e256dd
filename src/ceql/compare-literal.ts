/**
 * A literal against the values of records. Clients quote everything (contract 6.2), so the value decides how a literal is read: `'5'` is a number beside a
 * number, an instant beside a date. Vendors that answer every value as a text are helped by the type of the field, where it is known.
 */
import { createError } from '../lib/errors.ts'
import { parseFineInstant } from '../lib/instant.ts'
import type { TextMeaning } from './dialect.ts'
import type { Field, Value } from './expression.ts'
import { foldCase } from './fold-case.ts'
import { orderTexts } from './order-texts.ts'
import type { LiteralType } from './searchable-field.ts'

/** Below, above or equal to zero; NaN: another value, but neither less nor greater; undefined: nothing is known (null, a record inside the record). */
export type Order = number | undefined

/** The type of a hub field, if known. */
export type TypeOf = (path: string) => LiteralType | undefined

export interface Comparing {
  readonly type: LiteralType | undefined
  readonly text: TextMeaning
}

/** Compiles `value ↔ literal`. Throws invalid-parameter (400) for a literal that is none of the field's type. */
export function compileComparison(literal: Value, field: Field, comparing: Comparing): (value: unknown) => Order {
  const { type } = comparing
  if (literal.kind === 'null') return () => undefined
  const number = readNumber(literal.text)
  const boolean = readBoolean(literal.text)
  const instant = parseMoment(literal.text) ?? (number === undefined ? undefined : parseFineInstant(literal.text))
  const expected = { number, boolean, date: instant, datetime: instant }
  if (type !== undefined && type in expected && expected[type as keyof typeof expected] === undefined)
    throw refuseLiteral(literal, field, type)
  const compareText = compileTextComparison(literal, { number, boolean, instant }, comparing)
  return (found) => {
    const value = readCompared(found, type)
    if (typeof value === 'string') return compareText(value)
    if (typeof value === 'number') return value - (number ?? instant ?? Number.NaN)
    if (typeof value === 'boolean') return boolean === undefined ? Number.NaN : Number(value) - Number(boolean)
    return undefined
  }
}

interface Readings {
  readonly number: number | undefined
  readonly boolean: boolean | undefined
  readonly instant: number | undefined
}

const texts: ReadonlySet<LiteralType | undefined> = new Set(['string', 'picklist', 'id', 'code', 'codes'])
const words: ReadonlySet<LiteralType | undefined> = new Set(['id', 'code', 'codes'])

/** True of the types whose values only look like texts: they are compared as they are, whatever texts are. */
export function isWord(type: LiteralType | undefined): boolean {
  return words.has(type)
}

/** What of a value is compared: of a record inside the record, beside an id, its id. */
export function readCompared(value: unknown, type: LiteralType | undefined): unknown {
  return type === 'id' && typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

function compileTextComparison(
  { kind, text }: Value,
  { number, boolean, instant }: Readings,
  comparing: Comparing,
): (value: string) => number {
  const { type } = comparing
  const plain = compilePlain(text, comparing)
  if (texts.has(type)) return plain
  if (type === 'number') return (value) => (readNumber(value) ?? Number.NaN) - number!
  if (type === 'boolean') return (value) => Number(readBoolean(value) ?? Number.NaN) - Number(boolean)
  if (type !== undefined) return (value) => (parseFineInstant(value) ?? Number.NaN) - instant!
  if (instant !== undefined && number === undefined) return orElse(parseMoment, instant, plain)
  if (kind === 'number')
    return orElse((value) => readNumber(value) ?? (instant === undefined ? undefined : parseMoment(value)), number ?? Number.NaN, plain)
  return kind === 'boolean' ? orElse((value) => asNumber(readBoolean(value)), Number(boolean), plain) : plain
}

function compilePlain(text: string, { type, text: meaning }: Comparing): (value: string) => number {
  if (type === 'id') return (value) => orderIds(value, text)
  if (meaning === 'exact' || isWord(type)) return (value) => orderTexts(value, text)
  const folded = foldCase(text)
  return (value) => orderTexts(foldCase(value), folded)
}

/** Ids of 18 characters have a short form: the last three tell nothing but the case of the others. */
function orderIds(value: string, id: string): number {
  return value.length === 18 && id.length === 15 && value.startsWith(id) ? 0 : orderTexts(value, id)
}

function orElse(read: (value: string) => number | undefined, wanted: number, otherwise: (value: string) => number) {
  return (value: string) => {
    const found = read(value)
    return found === undefined ? otherwise(value) : found - wanted
  }
}

const asNumber = (truth: boolean | undefined) => (truth === undefined ? undefined : Number(truth))

/** A plain decimal number, as JSON and SQL write it. */
export function readNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : undefined
}

function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/** Milliseconds since 1970, and parts of one, of an ISO 8601 date or date-time; no zone is UTC. A run of digits is none: it may be a telephone number. */
export function parseMoment(text: string): number | undefined {
  return text.length >= 10 && text[4] === '-' ? parseFineInstant(text) : undefined
}

const wording = { number: 'a number', boolean: 'true or false', date: 'a date (ISO 8601)', datetime: 'a date or date-time (ISO 8601)' }

function refuseLiteral({ text }: Value, { path }: Field, type: LiteralType) {
  const expected = `${wording[type as keyof typeof wording]} for ${path}`
  return createError('invalid-parameter', { params: { name: 'where', expected, got: JSON.stringify(text.slice(0, 100)) } })
}
