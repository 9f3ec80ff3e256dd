/**
 * The schema of the key `octet`, of an element and of a resource: strict, so that a misspelt member is found when the element is loaded.
 * The types in octet.ts say what each member means; docs/elements/octet-extension.md says it to authors.
 */
import Type, { type TProperties } from 'typebox'
import {
  includeDeletedSchema,
  orderBySchema,
  pagingSchema,
  scanSchema,
  searchRequestSchema,
  selectSchema,
  whereSchema,
} from './list-schema.ts'
import { hubTypeSchema, transformationSchema } from './transformation-schema.ts'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const texts = Type.Record(Type.String(), Type.String())
const seconds = Type.Number({ exclusiveMinimum: 0 })

const clientAuthentication = Type.Union([Type.Literal('basic'), Type.Literal('body'), Type.Literal('basic-and-body'), Type.Literal('none')])

const authenticationSchema = closed({
  oauth2: Type.Optional(
    closed({
      grant: Type.Optional(Type.Literal('client_credentials')),
      pkce: Type.Optional(Type.Literal('S256')),
      clientAuthentication: Type.Optional(
        closed({ exchange: Type.Optional(clientAuthentication), refresh: Type.Optional(clientAuthentication) }),
      ),
      refusals: Type.Optional(Type.Array(Type.String())),
      tenant: Type.Optional(closed({ member: Type.String(), pattern: Type.String(), configuration: Type.String() })),
    }),
  ),
  staticToken: Type.Optional(closed({ configuration: Type.String(), prefix: Type.String() })),
})

const errorReadingSchema = closed({ message: Type.Optional(Type.String()), html: Type.Optional(Type.Literal('title')) })

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

const objectSchema = closed({
  vendorName: Type.String(),
  transformation: Type.Optional(Type.String()),
  required: Type.Optional(Type.Array(Type.String())),
  fields: Type.Optional(
    Type.Array(
      closed({
        vendorPath: Type.String(),
        type: Type.String(),
        vendorNativeType: Type.Optional(Type.String()),
        vendorRequired: Type.Optional(Type.Boolean()),
        vendorReadOnly: Type.Optional(Type.Boolean()),
        hidden: Type.Optional(Type.Boolean()),
        filterable: Type.Optional(Type.Boolean()),
        displayName: Type.Optional(Type.String()),
        mask: Type.Optional(Type.String()),
      }),
    ),
  ),
})

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
])

/** `octet` of an element document. */
export const elementOctetSchema = closed({
  version: Type.Literal(1),
  authentication: Type.Optional(authenticationSchema),
  paging: Type.Optional(pagingSchema),
  where: Type.Optional(whereSchema),
  orderBy: Type.Optional(orderBySchema),
  select: Type.Optional(selectSchema),
  scan: Type.Optional(scanSchema),
  pathParameters: Type.Optional(pathParametersSchema),
  errors: Type.Optional(Type.Array(errorReadingSchema)),
  values: Type.Optional(Type.Record(Type.String(), texts)),
  aliases: Type.Optional(Type.Record(Type.String(), texts)),
  directories: Type.Optional(Type.Record(Type.String(), directorySchema)),
  transformations: Type.Optional(Type.Record(Type.String(), transformationSchema)),
  objects: Type.Optional(Type.Record(Type.String(), objectSchema)),
  limits: Type.Optional(closed({ retryAfterHeader: Type.Optional(Type.String()) })),
})

/** `octet` of a resource. */
export const resourceOctetSchema = closed({
  object: Type.Optional(Type.String()),
  pathParameters: Type.Optional(pathParametersSchema),
  writePaths: Type.Optional(texts),
  clears: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  paging: Type.Optional(Type.Union([pagingSchema, Type.Literal(false)])),
  where: Type.Optional(Type.Union([whereSchema, Type.Literal(false)])),
  orderBy: Type.Optional(orderBySchema),
  select: Type.Optional(Type.Union([selectSchema, Type.Literal(false)])),
  scan: Type.Optional(scanSchema),
  includeDeleted: Type.Optional(includeDeletedSchema),
  searches: Type.Optional(Type.Array(searchRequestSchema)),
  requires: Type.Optional(Type.Array(closed({ anyOf: Type.Array(Type.String()), message: Type.String() }))),
  steps: Type.Optional(Type.Array(stepSchema)),
  response: Type.Optional(Type.Literal('pong')),
  addition: Type.Optional(Type.Boolean()),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
