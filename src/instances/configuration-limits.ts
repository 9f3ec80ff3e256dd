/** How much configuration an instance holds: hooks write keys of their own making, and whatever shows or calls an instance reads all of it. */
import type { Values } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'

/** Bytes (UTF-8) of a value, and of all keys and values of an instance. */
const longestValue = 64 * 1024
const largestOwn = 1024 * 1024
/** Keys that the element has no item for. */
const mostStrangeKeys = 500

/** Throws invalid-configuration (400) naming the limit when changes make a configuration larger than is kept; one that shrinks is never refused. */
export function demandRoom(element: CompiledElement, { changes, before, after }: Change): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value !== null && Buffer.byteLength(value) > longestValue) refuse(key, 'at most 64 KB of text')
  }
  const grown = Object.keys(changes).find((key) => changes[key] !== null) ?? ''
  const size = measure(after)
  if (size > largestOwn && size > measure(before)) refuse(grown, 'at most 1 MB in all values of an instance together')
  const count = countStrange(element, after)
  if (count > mostStrangeKeys && count > countStrange(element, before)) {
    refuse(grown, `at most ${mostStrangeKeys} keys that the element does not know`)
  }
}

interface Own {
  readonly open: Values
  readonly secret: Values
}

interface Change {
  readonly changes: Values
  readonly before: Own
  readonly after: Own
}

function measure(own: Own): number {
  let size = 0
  for (const values of [own.open, own.secret]) {
    for (const [key, value] of Object.entries(values)) size += Buffer.byteLength(key) + Buffer.byteLength(value ?? '')
  }
  return size
}

function countStrange(element: CompiledElement, own: Own): number {
  const known = new Set(element.configuration.map(({ key }) => key))
  return [own.open, own.secret].flatMap(Object.keys).filter((key) => !known.has(key)).length
}

function refuse(key: string, expected: string): never {
  throw createError('invalid-configuration', { params: { key: key.slice(0, 100), expected } })
}
