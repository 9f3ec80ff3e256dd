/** The types that fields of a mapping name, and what a value of another becomes. What cannot be converted, and what no type asks of, stays as it is. */
import { formatInstant } from '../../lib/instant.ts'
import { readBoolean, readNumber } from '../hub-types.ts'
import { guessInstant } from './date-conversion.ts'

type ScalarKind = 'string' | 'number' | 'int' | 'boolean' | 'date'
type Kind = ScalarKind | 'list' | 'other'

export interface ValueType {
  readonly kind: Kind
  /** What a list holds. */
  readonly items: ScalarKind | 'other'
}

const scalarNames: Readonly<Record<string, ScalarKind>> = {
  string: 'string',
  text: 'string',
  number: 'number',
  double: 'number',
  float: 'number',
  decimal: 'number',
  int: 'int',
  integer: 'int',
  long: 'int',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  datetime: 'date',
  'date-time': 'date',
}

/** Reads `string`, `int`, `array`, `array [string]`; objects and names of other definitions are `other`. Undefined where no type is named. */
export function readValueType(text: unknown): ValueType | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined
  const name = text.trim().toLowerCase()
  const list = /^array\s*(?:\[\s*([^\]]*?)\s*\])?$/.exec(name)
  if (list !== null) return { kind: 'list', items: readScalar(list[1] ?? '') }
  return { kind: readScalar(name), items: 'other' }
}

function readScalar(name: string): ScalarKind | 'other' {
  return Object.hasOwn(scalarNames, name) ? scalarNames[name]! : 'other'
}

export type Conversion = (value: unknown) => unknown

/** Gives what makes of values of one type such of the other; undefined where nothing is to be done. */
export function compileConversion(from: ValueType | undefined, to: ValueType | undefined): Conversion | undefined {
  if (to === undefined || (from?.kind === to.kind && from.items === to.items)) return undefined
  if (to.kind === 'list') {
    const convert = to.items === 'other' || to.items === from?.items ? undefined : conversions[to.items]
    return (value) => {
      const items = Array.isArray(value) ? value : [value]
      return convert === undefined ? items : items.map((item) => convertItem(item, convert))
    }
  }
  if (to.kind === 'other') return undefined
  const convert = from?.kind === 'date' && (to.kind === 'number' || to.kind === 'int') ? readEpoch : conversions[to.kind]
  const isFromList = from?.kind === 'list'
  return (value) => {
    if (!Array.isArray(value)) return convert(value)
    // One value was made a list of one for a side that keeps lists.
    if (isFromList && value.length === 1) return convertItem(value[0], convert)
    return value.map((item) => convertItem(item, convert))
  }
}

const conversions: Record<ScalarKind, Conversion> = {
  string: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  number: (value) => (typeof value === 'boolean' ? Number(value) : (readNumber(value) ?? value)),
  int: (value) => {
    const number = conversions.number(value)
    return Number.isInteger(number) ? number : value
  },
  boolean: (value) => readBoolean(value) ?? value,
  date: (value) => {
    const instant = typeof value === 'number' ? guessInstant(value) : undefined
    return instant === undefined ? value : formatInstant(instant)
  },
}

/** Milliseconds since 1970. */
function readEpoch(value: unknown): unknown {
  return typeof value === 'string' ? (guessInstant(value) ?? value) : value
}

function convertItem(item: unknown, convert: Conversion): unknown {
  return item === null || item === undefined ? item : convert(item)
}
