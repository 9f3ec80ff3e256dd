/**
 * The schema of the key `octet`, of an element and of a resource: strict, so that a misspelt member is found when the element is loaded.
 * The types in octet.ts say what each member means; docs/elements/octet-extension.md says it to authors.
 */
import Type, { type TProperties } from 'typebox'
import { authenticationSchema } from './authentication-schema.ts'
import { discoverySchema, objectSchema } from './discovery-schema.ts'
import {
  elementWhereSchema,
  includeDeletedSchema,
  orderBySchema,
  pagingSchema,
  scanSchema,
  searchRequestSchema,
  selectSchema,
  whereSchema,
} from './list-schema.ts'
import { limitsSchema } from './quota-schema.ts'
import { hubTypeSchema, transformationSchema } from './transformation-schema.ts'
import { outcomeSchema, statusesSchema, wrapSchema, writeAnswerSchema } from './write-schema.ts'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const texts = Type.Record(Type.String(), Type.String())
const seconds = Type.Number({ exclusiveMinimum: 0 })

const errorReadingSchema = closed({
  message: Type.Optional(Type.String()),
  html: Type.Optional(Type.Literal('title')),
  code: Type.Optional(Type.String()),
  statuses: Type.Optional(statusesSchema),
})

const directorySchema = closed({
  path: Type.String(),
  query: Type.Optional(texts),
  root: Type.String(),
  id: Type.String(),
  name: Type.Union([Type.String(), Type.Array(Type.String())]),
  type: Type.Optional(Type.String()),
  types: Type.Optional(Type.Record(Type.String(), hubTypeSchema)),
  paging: Type.Optional(Type.Union([pagingSchema, Type.Literal(true)])),
  seconds,
})

const pathParametersSchema = Type.Record(Type.String(), closed({ pattern: Type.String() }))

const stepSchema = Type.Union([
  closed({
    kind: Type.Literal('look-up'),
    path: Type.String(),
    query: Type.Optional(texts),
    take: Type.String(),
    into: Type.String({ pattern: '^(path|body)\\..' }),
    also: Type.Optional(texts),
    required: Type.Optional(Type.Boolean()),
    seconds: Type.Optional(seconds),
  }),
  closed({
    kind: Type.Literal('read-merge-write'),
    fieldsParameter: Type.Optional(Type.String()),
    collections: Type.Array(Type.String()),
    essential: Type.Optional(texts),
    readOnly: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
    maskParameter: Type.Optional(Type.String()),
  }),
  closed({
    kind: Type.Literal('belongs'),
    member: Type.String({ minLength: 1 }),
    parameter: Type.String({ minLength: 1 }),
    path: Type.Optional(Type.String()),
    fieldsParameter: Type.Optional(Type.String()),
    significant: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
])

/** `octet` of an element document. */
export const elementOctetSchema = closed({
  version: Type.Literal(1),
  authentication: Type.Optional(authenticationSchema),
  paging: Type.Optional(pagingSchema),
  where: Type.Optional(elementWhereSchema),
  orderBy: Type.Optional(orderBySchema),
  select: Type.Optional(selectSchema),
  scan: Type.Optional(scanSchema),
  outcome: Type.Optional(outcomeSchema),
  pathParameters: Type.Optional(pathParametersSchema),
  errors: Type.Optional(Type.Array(errorReadingSchema)),
  values: Type.Optional(Type.Record(Type.String(), texts)),
  aliases: Type.Optional(Type.Record(Type.String(), texts)),
  directories: Type.Optional(Type.Record(Type.String(), directorySchema)),
  transformations: Type.Optional(Type.Record(Type.String(), transformationSchema)),
  objects: Type.Optional(Type.Record(Type.String(), objectSchema)),
  discovery: Type.Optional(discoverySchema),
  limits: Type.Optional(limitsSchema),
})

/** `octet` of a resource. */
export const resourceOctetSchema = closed({
  object: Type.Optional(Type.String()),
  pathParameters: Type.Optional(pathParametersSchema),
  choices: Type.Optional(texts),
  knownObject: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })])),
  picklist: Type.Optional(closed({ object: Type.String(), parameter: Type.String() })),
  writePaths: Type.Optional(texts),
  clears: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  paging: Type.Optional(Type.Union([pagingSchema, Type.Literal(false)])),
  where: Type.Optional(Type.Union([whereSchema, Type.Literal(false)])),
  condition: Type.Optional(Type.String({ minLength: 1 })),
  orderBy: Type.Optional(orderBySchema),
  select: Type.Optional(Type.Union([selectSchema, Type.Literal(false)])),
  scan: Type.Optional(scanSchema),
  includeDeleted: Type.Optional(includeDeletedSchema),
  searches: Type.Optional(Type.Array(searchRequestSchema)),
  requires: Type.Optional(Type.Array(closed({ anyOf: Type.Array(Type.String()), message: Type.String() }))),
  steps: Type.Optional(Type.Array(stepSchema)),
  response: Type.Optional(Type.Literal('pong')),
  wrap: Type.Optional(wrapSchema),
  outcome: Type.Optional(Type.Union([outcomeSchema, Type.Literal(false)])),
  answer: Type.Optional(writeAnswerSchema),
  addition: Type.Optional(Type.Boolean()),
  defaults: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
