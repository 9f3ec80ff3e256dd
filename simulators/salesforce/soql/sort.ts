// ORDER BY: missing values first unless asked otherwise, texts without regard to case.
import type { SalesforceOptions } from '../knobs.ts'
import type { Field } from '../schema/field.ts'
import { type Comparable, fold } from './operand.ts'

/** One key of an order over things of a kind. */
export interface SortKey<T> {
  read: (item: T) => Comparable | null
  descending: boolean
  nullsLast: boolean
}

/** Sorts in place; the order of equals stays. */
export function sortBy<T>(items: T[], keys: SortKey<T>[]): void {
  if (keys.length === 0) return
  const [only] = keys
  items.sort((a, b) => {
    if (keys.length === 1 && only) return compareBy(only, a, b)
    for (const key of keys) {
      const order = compareBy(key, a, b)
      if (order !== 0) return order
    }
    return 0
  })
}

/** Where missing values go. */
export function placeNulls(options: SalesforceOptions, order: { descending: boolean; nulls?: 'first' | 'last' }): boolean {
  return (order.nulls ?? (order.descending ? options.nullsInDescendingOrder : 'first')) === 'last'
}

/** A value as it is sorted: a picklist's by its place in the list, strangers last. */
export function readSortable(field: Field, value: unknown): Comparable | null {
  if (field.type !== 'picklist' || typeof value !== 'string') return fold(field, value)
  const place = field.values.indexOf(value)
  return place < 0 ? field.values.length : place
}

function compareBy<T>(key: SortKey<T>, a: T, b: T): number {
  const [left, right] = [key.read(a), key.read(b)]
  if (left === right) return 0
  if (left === null) return key.nullsLast ? 1 : -1
  if (right === null) return key.nullsLast ? -1 : 1
  return left < right === key.descending ? 1 : -1
}
