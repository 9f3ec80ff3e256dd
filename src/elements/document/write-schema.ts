/** The schema of write-styles.ts. */
import Type, { type TProperties } from 'typebox'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })

const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

/** Statuses of a refusal by the vendor's code. */
export const statusesSchema = Type.Record(Type.String(), Type.Integer({ minimum: 400, maximum: 499 }))

export const wrapSchema = Type.String({ pattern: '^[^\\[\\]]+(\\[\\])?$' })

export const outcomeSchema = closed({
  path: Type.Optional(Type.String()),
  failed: Type.Union([closed({ member: Type.String(), equals: scalar }), closed({ member: Type.String(), notEquals: scalar })]),
  message: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  statuses: Type.Optional(statusesSchema),
  id: Type.Optional(Type.String()),
  also: Type.Optional(Type.Array(Type.String())),
})

export const writeAnswerSchema = Type.Union([Type.Literal('vendor'), Type.Literal('echo')])
