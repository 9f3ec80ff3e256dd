/** The schema of `octet.discovery` and of an entry of `octet.objects` (types: discovery.ts). */
import Type, { type TProperties } from 'typebox'
import { pagingSchema } from './list-schema.ts'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const texts = Type.Record(Type.String(), Type.String())
const seconds = Type.Number({ exclusiveMinimum: 0 })
const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])
const member = Type.String({ minLength: 1 })

const testSchema = Type.Union([
  closed({ member, equals: scalar }),
  closed({ member, notEquals: scalar }),
  closed({ member, notEmpty: Type.Literal(true) }),
  closed({ member, includes: scalar }),
  closed({ pattern: Type.String() }),
])

const conditionSchema = Type.Union([
  Type.Literal(true),
  testSchema,
  closed({ all: Type.Array(testSchema) }),
  closed({ any: Type.Array(testSchema) }),
])

const condition = Type.Optional(conditionSchema)

const typeSchema = Type.Union(
  (['string', 'number', 'boolean', 'date', 'datetime', 'object', 'array'] as const).map((type) => Type.Literal(type)),
)

const list = {
  path: Type.String(),
  query: Type.Optional(texts),
  root: Type.Optional(Type.String()),
  paging: Type.Optional(Type.Union([pagingSchema, Type.Literal(true)])),
  seconds,
}

const fields = {
  ...list,
  name: Type.Union([member, Type.Array(member, { minItems: 1 })]),
  label: Type.Optional(member),
  type: Type.Optional(member),
  types: Type.Optional(Type.Record(Type.String(), typeSchema)),
  mask: Type.Optional(texts),
  prefix: Type.Optional(Type.String()),
  customPrefix: Type.Optional(Type.String()),
  when: condition,
  custom: condition,
  list: condition,
  readOnly: condition,
  required: condition,
  createable: condition,
  updateable: condition,
  filterable: condition,
  sortable: condition,
  compound: condition,
  hidden: condition,
  literals: Type.Optional(closed({ id: condition, code: condition, codes: condition })),
  picklist: Type.Optional(
    closed({ path: member, value: Type.Optional(member), label: Type.Optional(member), when: condition, restricted: condition }),
  ),
}

/** `octet.discovery`. */
export const discoverySchema = closed({
  objects: Type.Optional(
    closed({ ...list, name: member, vendorName: Type.Optional(member), anyCase: Type.Optional(Type.Literal(true)), when: condition }),
  ),
  fields: Type.Optional(closed(fields)),
})

/** One entry of `octet.objects`. */
export const objectSchema = closed({
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
        createable: Type.Optional(Type.Boolean()),
        updateable: Type.Optional(Type.Boolean()),
        filterable: Type.Optional(Type.Boolean()),
        displayName: Type.Optional(Type.String()),
        vendorDisplayName: Type.Optional(Type.String()),
        mask: Type.Optional(Type.String()),
        picklistValues: Type.Optional(Type.Array(closed({ value: scalar, label: Type.String() }))),
        restrictedPicklist: Type.Optional(Type.Boolean()),
      }),
    ),
  ),
  discovery: Type.Optional(Type.Union([Type.Literal(false), Type.Partial(closed({ ...fields, object: Type.String() }))])),
})
