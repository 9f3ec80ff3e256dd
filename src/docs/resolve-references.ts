/** Puts definitions in the place of references to them (`resolveReferences=true`); a circle, and what would grow without end, stays a reference. */
import type { Schema } from './description.ts'

/** So many schemas one document may grow to; what comes after them stays a reference. */
const mostSchemas = 20_000

/** The value with its references resolved, as deep as they lead. */
export function resolveReferences<T>(value: T, definitions: Readonly<Record<string, Schema>>): T {
  let count = 0
  const resolve = (part: unknown, opened: readonly string[]): unknown => {
    if (Array.isArray(part)) return part.map((each) => resolve(each, opened))
    if (typeof part !== 'object' || part === null) return part
    const { $ref } = part as { $ref?: unknown }
    const name = typeof $ref === 'string' ? $ref.replace('#/definitions/', '') : undefined
    if (name !== undefined) {
      if (!Object.hasOwn(definitions, name) || opened.includes(name) || count >= mostSchemas) return part
      count++
      return resolve(definitions[name], [...opened, name])
    }
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, resolve(member, opened)]))
  }
  return resolve(value, []) as T
}

/** Members whose own members are named by an author: `x-` there begins a name like any other. */
const maps: ReadonlySet<string> = new Set(['properties', 'definitions', 'paths'])

/** The value without members that begin with `x-` (`basic=true`). */
export function dropExtensions<T>(value: T, isMap = false): T {
  if (Array.isArray(value)) return value.map((each) => dropExtensions(each)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => isMap || !name.startsWith('x-'))
      .map(([name, member]) => [name, dropExtensions(member, !isMap && maps.has(name))]),
  ) as T
}
