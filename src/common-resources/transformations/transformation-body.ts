/** A transformation as clients send it (contract 9.3): fields may be missing (a script alone maps), and members without a meaning here are kept. */
import Type, { type Static } from 'typebox'
import { createError } from '../../lib/errors.ts'
import type { DefinitionField, MappingFlag } from '../../transform/mapping/mapping-document.ts'
import { mostFields, nameSchema, orNull, pathSchema } from '../check-names.ts'
import type { TransformationDocument, TransformationField } from '../store/transformation-document.ts'

const flagsSchema = orNull(
  Type.Array(
    Type.Object({ type: Type.String({ minLength: 1, maxLength: 255 }), properties: orNull(Type.Record(Type.String(), Type.Unknown())) }),
    { maxItems: 100 },
  ),
)

const fieldSchema = Type.Object({
  path: orNull(pathSchema),
  vendorPath: orNull(Type.String({ maxLength: 1000 })),
  type: orNull(Type.String({ maxLength: 255 })),
  vendorType: orNull(Type.String({ maxLength: 255 })),
  configuration: flagsSchema,
})

const scriptSchema = Type.Object({ body: Type.String(), mimeType: orNull(Type.String()), filterEmptyResponse: orNull(Type.Boolean()) })

const members = {
  vendorName: orNull(nameSchema),
  fields: orNull(Type.Array(fieldSchema, { maxItems: mostFields })),
  configuration: flagsSchema,
  script: orNull(scriptSchema),
  isLegacy: orNull(Type.Boolean()),
}

export const transformationSchema = Type.Object(members)

/** With what names its place: `PUT /transformations` has it in the body. */
export const wholeTransformationSchema = Type.Object({
  ...members,
  objectName: nameSchema,
  level: orNull(Type.Union([Type.Literal('organization'), Type.Literal('account'), Type.Literal('instance')])),
  elementInstanceId: orNull(Type.Unknown()),
  instanceId: orNull(Type.Unknown()),
  elementKey: orNull(Type.String()),
  elementId: orNull(Type.Unknown()),
})

export type SentTransformation = Static<typeof transformationSchema>

/** What stands in columns of the row, or is worked out when it is shown. */
const notOfDocument = new Set(
  [
    'id',
    'level',
    'objectName',
    'vendorName',
    'element',
    'elementId',
    'elementKey',
    'startDate',
    'scripts',
    'fields',
    'configuration',
  ].concat(['script', 'isLegacy', 'associatedId', 'associatedLevel', 'elementInstanceId', 'instanceId']),
)
const notOfParts = new Set(['level', 'associatedLevel', 'associatedId'])

/** The transformation within a body that has it under the object's name, as a dictionary does; else the body. */
export function unwrap(body: SentTransformation, name: string): SentTransformation {
  const inner = (body as Record<string, unknown>)[name]
  return body.vendorName == null && typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : body
}

export interface ReadingOptions {
  /** The fields of the definition that the place sees. */
  readonly definition: readonly DefinitionField[]
  /** What stands there now. */
  readonly former?: { readonly isLegacy: boolean } | undefined
}

/** The document as it is stored. Throws invalid-body (400) naming the member, transformation-not-legacy (400). */
export function readDocument(sent: SentTransformation, { definition, former }: ReadingOptions): TransformationDocument {
  const isLegacy = sent.isLegacy ?? former?.isLegacy ?? false
  if (isLegacy && former?.isLegacy === false) throw createError('transformation-not-legacy')
  const { script } = sent
  return {
    ...without(sent, notOfDocument),
    fields: (sent.fields ?? []).map((field, index) => readField(field, index, definition)),
    configuration: readFlags(sent.configuration),
    ...(script && script.body.trim() !== '' && { script: { ...without(script, notOfParts), body: script.body } }),
    isLegacy,
  }
}

/** A field names its path, or the field of the definition that it fills. */
function readField(
  sent: Static<typeof fieldSchema> & { vdrFieldId?: unknown },
  index: number,
  definition: readonly DefinitionField[],
): TransformationField {
  const filled =
    sent.path == null
      ? definition.find(({ id }) => id !== undefined && id === sent.vdrFieldId)
      : definition.findLast(({ path }) => path === sent.path)
  const path = sent.path ?? filled?.path
  if (path === undefined) throw createError('invalid-body', { params: { reason: `fields.${index}.path is missing` } })
  const { vdrFieldId: _, ...rest } = without(sent, notOfParts)
  return {
    ...(rest as Omit<TransformationField, 'path'>),
    path,
    vendorPath: sent.vendorPath ?? '',
    ...(filled?.id !== undefined && { vdrFieldId: filled.id }),
    ...(sent.configuration != null && { configuration: readFlags(sent.configuration) }),
  }
}

function readFlags(flags: SentTransformation['configuration']): MappingFlag[] {
  return (flags ?? []).map((flag) => without(flag, notOfParts) as unknown as MappingFlag)
}

/** Without these members and those that are null. */
function without(object: object, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => !names.has(name) && value !== null && value !== undefined))
}
