/** The schema of the element document (contract 12): lenient towards members it does not know, as real exports need; strict inside `octet`. */
import Type from 'typebox'
import { elementOctetSchema, resourceOctetSchema } from './octet-schema.ts'

const text = Type.String()
// Exports say null where they have nothing to say.
const optionalText = Type.Optional(Type.Union([text, Type.Null()]))
const optionalFlag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const optionalId = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))

const parameterSchema = Type.Object({
  name: text,
  vendorName: optionalText,
  type: text,
  vendorType: text,
  source: optionalText,
  dataType: optionalText,
  vendorDataType: optionalText,
  required: optionalFlag,
  description: optionalText,
})

const hookSchema = Type.Object({ type: text, body: optionalText, mimeType: optionalText, isLegacy: optionalFlag })

const configurationItemSchema = Type.Object({
  id: optionalId,
  name: text,
  key: Type.String({ minLength: 1 }),
  description: optionalText,
  defaultValue: optionalText,
  type: text,
  required: optionalFlag,
  internal: optionalFlag,
  hideFromConsole: optionalFlag,
  active: optionalFlag,
  displayOrder: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  groupName: optionalText,
  options: Type.Optional(Type.Union([Type.Array(Type.Object({ value: text, description: optionalText })), Type.Null()])),
})

const method = Type.String({ pattern: '^(GET|POST|PUT|PATCH|DELETE)$' })

const resourceSchema = Type.Object({
  id: optionalId,
  method,
  path: Type.String({ pattern: '^/' }),
  vendorMethod: method,
  vendorPath: optionalText,
  type: optionalText,
  kind: optionalText,
  description: optionalText,
  rootKey: optionalText,
  paginationType: optionalText,
  nextPageKey: optionalText,
  nextResource: optionalText,
  objectName: optionalText,
  operationId: optionalText,
  parameters: Type.Optional(Type.Union([Type.Array(parameterSchema), Type.Null()])),
  hooks: Type.Optional(Type.Union([Type.Array(hookSchema), Type.Null()])),
  octet: Type.Optional(resourceOctetSchema),
})

/** What an object or model is beyond its name and its fields is nobody's to check: exports hold many forms of it. */
const declarationsSchema = Type.Optional(
  Type.Union([
    Type.Array(Type.Object({ name: optionalText, fields: Type.Optional(Type.Union([Type.Array(Type.Object({})), Type.Null()])) })),
    Type.Null(),
  ]),
)

/** A whole element document. */
export const elementDocumentSchema = Type.Object({
  id: optionalId,
  key: Type.String({ minLength: 1 }),
  name: Type.String({ minLength: 1 }),
  description: text,
  hub: Type.String({ minLength: 1 }),
  authentication: Type.Object({ type: text }),
  configuration: Type.Array(configurationItemSchema),
  parameters: Type.Optional(Type.Union([Type.Array(parameterSchema), Type.Null()])),
  hooks: Type.Optional(Type.Union([Type.Array(hookSchema), Type.Null()])),
  resources: Type.Array(resourceSchema),
  objects: declarationsSchema,
  models: declarationsSchema,
  octet: Type.Optional(elementOctetSchema),
})
