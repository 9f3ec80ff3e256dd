/** A common resource as clients send it to `/vdrs` and `/common-resources` (contract 9.4, 9.5, 9.7, 9.8). */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { demandObjectName, mostFields, nameSchema, orNull, pathSchema } from '../check-names.ts'
import { definitionFieldSchema, readField } from '../definitions/definition-body.ts'
import { type Leveled, readNumber } from './place-parts.ts'

const anything = Type.Optional(Type.Unknown())

/** Whose word a part is; read by `place-parts.ts`. */
export const leveled = { level: anything, associatedLevel: anything, associatedId: anything, instanceId: anything }

const fieldSchema = Type.Interface([definitionFieldSchema], leveled)
const changedFieldSchema = Type.Interface([definitionFieldSchema], { ...leveled, oldPath: orNull(pathSchema) })

export const fieldsSchema = Type.Array(fieldSchema, { maxItems: mostFields })

/** What a resource says beside its fields. */
export const aboutMembers = {
  description: orNull(Type.String({ maxLength: 10_000 })),
  vdrShared: orNull(Type.Boolean()),
  vdrShareLevel: orNull(Type.Union([Type.Literal('account'), Type.Literal('organization')])),
}

export const vdrSchema = Type.Object({
  objectName: Type.Optional(nameSchema),
  fields: orNull(fieldsSchema),
  ...aboutMembers,
  ...leveled,
})
export type SentVdr = Static<typeof vdrSchema>

export const commonResourceSchema = Type.Object({
  name: nameSchema,
  fields: orNull(fieldsSchema),
  changedFields: orNull(Type.Array(changedFieldSchema, { maxItems: mostFields })),
  ...aboutMembers,
  ...leveled,
})

/** A field to be stored, and whose word it is; with `oldPath` it had another path before. */
export interface SentField extends Leveled {
  readonly field: DefinitionField
  readonly oldPath?: string | undefined
}

type FieldBody = Static<typeof changedFieldSchema>

/** Fields with whose word they are. */
export function readSentFields(fields: readonly FieldBody[]): SentField[] {
  return fields.map(({ level, associatedLevel, associatedId, instanceId, oldPath, ...field }) => ({
    ...{ level, associatedLevel, associatedId, instanceId },
    ...(oldPath != null && oldPath !== field.path && { oldPath }),
    // Some clients write ids as texts.
    field: readField({ ...field, id: readNumber(field.id) }),
  }))
}

export interface About {
  readonly description?: string | null
  readonly vdrShared?: boolean
  readonly vdrShareLevel?: string
}

/** What is said beside the fields; what is not said stays. */
export function readAbout({ description, vdrShared, vdrShareLevel }: Pick<SentVdr, keyof typeof aboutMembers>): About {
  return {
    ...(description !== undefined && { description: description === '' ? null : description }),
    ...(vdrShared != null && { vdrShared }),
    ...(vdrShareLevel != null && { vdrShareLevel }),
  }
}

/** Throws invalid-body (400): none, or one that cannot be stored. */
export function readObjectName(name: string | undefined): string {
  if (name === undefined) throw createError('invalid-body', { params: { reason: 'objectName is missing' } })
  demandObjectName(name)
  return name
}
