/** `application/x-www-form-urlencoded` ↔ values. Nested members are written `a[b]`, as most servers read them; lists repeat their name. */
import { createError } from '../../lib/errors.ts'

const mostFields = 1000
const deepest = 20

/**
 * Writes an object's members as form fields; `{a: {b: 1}, c: [1, 2], d: [{e: 3}]}` → `a[b]=1&c=1&c=2&d[0][e]=3`. Null and undefined are left out.
 * Throws invalid-body (400) for anything but an object, or nesting beyond 20.
 */
export function writeForm(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw createError('invalid-body', { params: { reason: 'expected an object whose members become form fields' } })
  }
  const fields = new URLSearchParams()
  for (const [name, member] of Object.entries(value)) append(fields, { name, value: member, depth: 1 })
  return fields.toString()
}

function append(fields: URLSearchParams, { name, value, depth }: { name: string; value: unknown; depth: number }): void {
  if (value === null || value === undefined) return
  if (typeof value !== 'object') {
    fields.append(name, String(value))
    return
  }
  if (depth > deepest) throw createError('invalid-body', { params: { reason: `it is nested deeper than ${deepest} for a form` } })
  for (const [key, member] of Object.entries(value)) {
    const isPlainMember = Array.isArray(value) && (typeof member !== 'object' || member === null)
    append(fields, { name: isPlainMember ? name : `${name}[${key}]`, value: member, depth: depth + 1 })
  }
}

/** Reads a form body into values by name, a repeated name as a list, brackets as part of the name. Throws invalid-body (400) beyond 1,000 fields. */
export function readForm(text: string): Record<string, string | string[]> {
  const read = new Map<string, string | string[]>()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > mostFields) throw createError('invalid-body', { params: { reason: `it has more than ${mostFields} form fields` } })
    const earlier = read.get(name)
    if (earlier === undefined) read.set(name, value)
    else if (typeof earlier === 'string') read.set(name, [earlier, value])
    else earlier.push(value)
  }
  // Object.fromEntries defines members: a field named __proto__ is one like any other.
  return Object.fromEntries(read)
}
