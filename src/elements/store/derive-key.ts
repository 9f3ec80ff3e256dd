/** The key of a new element: the one it brings, or one made of its name (contract 2.1, trap 18). */
import { createError } from '../../lib/errors.ts'
import { isStorableText } from '../../lib/storable-text.ts'

const longestKey = 255

/**
 * Lower case, letters and digits only: `suite DB element` → `suitedbelement`. A key that was given stays as it is: `_ - . ( )` and capitals occur.
 * Throws invalid-body (400) for a key that no path could name, and for a name of which nothing is left.
 */
export function deriveKey({ key, name }: { readonly key?: unknown; readonly name?: unknown }): string {
  if (key !== undefined && key !== '') return checkKey(key)
  if (typeof name !== 'string') throw refuse('name is missing')
  const derived = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (derived === '') throw refuse('name: expected a letter or digit of which a key can be made; give a key')
  return checkKey(derived)
}

function checkKey(key: unknown): string {
  if (typeof key === 'string' && key.length <= longestKey && isStorableText(key) && !/[/\\?#\s\p{Cc}]/u.test(key)) return key
  throw refuse(
    `key: expected at most ${longestKey} characters, none of them a slash, ?, # or blank, got ${JSON.stringify(key)?.slice(0, 60)}`,
  )
}

function refuse(reason: string) {
  return createError('invalid-body', { params: { reason } })
}
