/** Values in a URL, percent-encoded (RFC 3986) so that each stays the one value that it is. */
import { createError } from '../lib/errors.ts'

/** A value must stay one segment: `..` would climb out of the path, encoded or not (WHATWG URL, 4.5). Throws invalid-parameter (400). */
export function encodeSegment(name: string, value: string): string {
  if (value === '.' || value === '..') {
    throw createError('invalid-parameter', {
      params: { name, expected: 'a value that is not a step in the path', got: JSON.stringify(value) },
    })
  }
  return encodeText(name, value)
}

/** RFC 3986 unreserved characters stay, all others are encoded: vendors read `*`, `'` and parentheses as operators. Throws invalid-parameter (400). */
export function encodeQuery(text: string): string {
  return encodeText('query', text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Encodes what the parameter of that name holds. Throws invalid-parameter (400) for what is no Unicode. */
export function encodeText(name: string, text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw createError('invalid-parameter', { params: { name, expected: 'text that is valid Unicode', got: 'half a surrogate pair' } })
  }
}
