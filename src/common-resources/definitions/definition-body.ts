/** An object definition as clients send it (contract 9.2): fields, and members that are kept as they came. */
import Type, { type Static } from 'typebox'
import type { DefinitionField } from '../../transform/mapping/mapping-document.ts'
import { demandObjectName, mostFields, orNull, pathSchema } from '../check-names.ts'

export const definitionFieldSchema = Type.Object({
  path: pathSchema,
  type: orNull(Type.String({ maxLength: 255 })),
  displayName: orNull(Type.String({ maxLength: 1000 })),
  id: orNull(Type.Unsafe<unknown>({})),
})

/** Of one definition. */
export const definitionSchema = Type.Object({ fields: Type.Array(definitionFieldSchema, { maxItems: mostFields }) })
/** Of several: name → definition. */
export const dictionarySchema = Type.Record(Type.String(), definitionSchema, { maxProperties: 1000 })

type SentField = Static<typeof definitionFieldSchema>

/** What is not stored of a field: the row says it for all of them. */
const ofRow = ['level', 'associatedLevel', 'associatedId', 'id']

/** The fields as they are stored. */
export function readFields(fields: readonly SentField[]): DefinitionField[] {
  return fields.map(readField)
}

/** One field as it is stored. */
export function readField({ id, ...field }: SentField): DefinitionField {
  const members = Object.entries(field).filter(([name, value]) => value !== null && value !== undefined && !ofRow.includes(name))
  return { ...(Object.fromEntries(members) as { path: string }), ...(isFieldId(id) && { id }) }
}

/** The definitions of a dictionary by name. Throws invalid-body (400) naming what is wrong. */
export function readDictionary(sent: Static<typeof dictionarySchema>): Map<string, DefinitionField[]> {
  const entries = Object.entries(sent).map(([name, { fields }]) => {
    demandObjectName(name)
    return [name, readFields(fields)] as const
  })
  return new Map(entries)
}

/** Ids that were never given out are no reason to refuse a field. */
function isFieldId(id: unknown): id is number {
  return Number.isSafeInteger(id) && (id as number) > 0
}
