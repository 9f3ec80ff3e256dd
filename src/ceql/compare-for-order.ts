/** Sorting records here, where the vendor cannot: as PostgreSQL does, nulls last when ascending and first when descending. */
import { isWord, parseMoment, readNumber, type TypeOf } from './compare-literal.ts'
import type { TextMeaning } from './dialect.ts'
import { foldCase } from './fold-case.ts'
import { orderTexts } from './order-texts.ts'
import type { Sort } from './parse-lists.ts'
import { compilePath } from './read-path.ts'

/** What one value is ordered by: kinds among each other, then values of a kind. Mixed kinds have a fixed order, so that sorting is sound. */
type Key = { readonly kind: number; readonly value: number | string } | undefined

/**
 * Compiles `orderBy` into a comparison of records (objects) for `sort`, which keeps the order of what is equal.
 * Numbers by value, ISO dates by instant, other texts by code point; of a list its first item counts. `typeOf` and `text` as in `compileEvaluate`.
 */
export function compareForOrder(
  sorts: readonly Sort[],
  typeOf?: TypeOf,
  text: TextMeaning = 'exact',
): (left: object, right: object) => number {
  const columns = sorts.map(({ field, direction }) => {
    const [read, type] = [compilePath(field.path), typeOf?.(field.path)]
    const reading = { type, isFolded: text === 'ignore-case' && !isWord(type) }
    return { sign: direction === 'asc' ? 1 : -1, readKey: (record: object) => keyOf(read(record), reading) }
  })
  const keys = new WeakMap<object, readonly Key[]>()
  const keysOf = (record: object) => {
    const known = keys.get(record) ?? columns.map(({ readKey }) => readKey(record))
    keys.set(record, known)
    return known
  }
  return (left, right) => {
    const [ours, theirs] = [keysOf(left), keysOf(right)]
    for (const [at, { sign }] of columns.entries()) {
      const order = orderKeys(ours[at], theirs[at])
      if (order !== 0) return sign * order
    }
    return 0
  }
}

interface Reading {
  readonly type: ReturnType<TypeOf>
  readonly isFolded: boolean
}

function keyOf(value: unknown, reading: Reading): Key {
  if (typeof value === 'number') return { kind: 0, value }
  if (typeof value === 'boolean') return { kind: 1, value: Number(value) }
  if (typeof value === 'string') return keyOfText(value, reading)
  return Array.isArray(value) ? keyOf(value[0], reading) : undefined
}

function keyOfText(text: string, { type, isFolded }: Reading): Key {
  const number = type === 'number' ? readNumber(text) : undefined
  if (number !== undefined) return { kind: 0, value: number }
  const instant = type === undefined || type === 'date' || type === 'datetime' ? parseMoment(text) : undefined
  return instant === undefined ? { kind: 3, value: isFolded ? foldCase(text) : text } : { kind: 2, value: instant }
}

function orderKeys(left: Key, right: Key): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
  if (left.kind !== right.kind) return left.kind - right.kind
  if (typeof left.value === 'string' && typeof right.value === 'string') return orderTexts(left.value, right.value)
  return (left.value as number) - (right.value as number)
}
