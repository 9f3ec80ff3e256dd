/** Building blocks of the schemas of bodies: real clients send null where they have nothing to say. */
import Type from 'typebox'
import { createError } from '../../lib/errors.ts'

export const orNull = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

export const text = Type.String()
export const optionalText = orNull(Type.String())
export const optionalFlag = orNull(Type.Boolean())
export const optionalIds = orNull(Type.Array(Type.Integer()))

/** The value, when it is one of the words; what is no word of the list is refused with the list: invalid-body (400). */
export function checkChoice(place: string, value: unknown, choices: readonly string[]): string {
  if (choices.includes(value as string)) return value as string
  throw createError('invalid-body', { params: { reason: `${place}: expected one of ${choices.join(', ')}, got ${writeShort(value)}` } })
}

function writeShort(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60)
}
