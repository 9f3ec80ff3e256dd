/** What names, paths and texts of common resources must be: storable, callable as a part of a path, bounded. */
import Type from 'typebox'
import { createError } from '../lib/errors.ts'
import { isStorableText } from '../lib/storable-text.ts'

export const mostNameCharacters = 255
const mostPathCharacters = 1000
/** Fields of one level. */
export const mostFields = 5000

/** Texts that are stored, as a schema. */
export const nameSchema = Type.String({ minLength: 1, maxLength: mostNameCharacters })
export const pathSchema = Type.String({ minLength: 1, maxLength: mostPathCharacters })
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

/** Throws invalid-body (400): a name that no path can hold, or that would read as an error in a list (contract 1.6). */
export function demandObjectName(name: string): void {
  const refuse = (reason: string) => createError('invalid-body', { params: { reason: `objectName: ${reason}` } })
  if (name.trim() === '') throw refuse('expected a name, got blanks')
  if (name.length > mostNameCharacters) throw refuse(`expected at most ${mostNameCharacters} characters, got ${name.length}`)
  if (!isStorableText(name) || /[/?#]/.test(name)) throw refuse('expected a name without /, ?, # and NUL')
  if (name === 'message') throw refuse('message is the name of the error member; choose another')
}
