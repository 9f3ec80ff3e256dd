// Values as text and in order.
import type { Reference } from '../tenant.ts'

/** A value as text: a lookup's is its name. */
export function readText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? ((value as Reference).name ?? '') : ''
}

/** Order of two values of one field; none comes first. */
export function compareValues(left: unknown, right: unknown): number {
  const [a, b] = [left ?? null, right ?? null]
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [x, y] = [readText(a).toLowerCase(), readText(b).toLowerCase()]
  return x < y ? -1 : x > y ? 1 : 0
}
