/** The schema of one object's mapping between hub fields and vendor fields (types: transform/document.ts). */
import Type, { type TProperties } from 'typebox'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const texts = Type.Record(Type.String(), Type.String())

const comparisonOperators = ['=', '!=', '>', '>=', '<', '<='] as const

const filterTarget = Type.Union([
  Type.String(),
  closed({
    name: Type.String(),
    format: Type.Optional(Type.Union([Type.Literal('date-time-ms'), Type.Literal('date-time-s')])),
    operator: Type.Optional(Type.Union(comparisonOperators.map((operator) => Type.Literal(operator)))),
  }),
])

const filterOperators = ['=', '!=', '>', '>=', '<', '<=', 'LIKE', 'NOT LIKE', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'] as const

/** `*`: every operator of the dialect that is not named. */
export const filterSchema = Type.Union([
  Type.String(),
  closed(Object.fromEntries([...filterOperators, '*'].map((operator) => [operator, Type.Optional(filterTarget)]))),
])

export const filterOperatorSchema = Type.Union(filterOperators.map((operator) => Type.Literal(operator)))

/** Types on the hub side. */
export const hubTypeSchema = Type.Union([
  Type.Literal('string'),
  Type.Literal('number'),
  Type.Literal('boolean'),
  Type.Literal('date'),
  Type.Literal('datetime'),
])

const fieldSchema = closed({
  path: Type.String({ minLength: 1 }),
  vendorPath: Type.String({ minLength: 1 }),
  vendorWritePath: Type.Optional(Type.String()),
  type: Type.Optional(hubTypeSchema),
  vendorType: Type.Optional(Type.Union([Type.Literal('string'), Type.Literal('number'), Type.Literal('boolean')])),
  access: Type.Optional(Type.Union([Type.Literal('read'), Type.Literal('write')])),
  values: Type.Optional(Type.Union([Type.String(), texts])),
  strictValues: Type.Optional(Type.Boolean()),
  directory: Type.Optional(Type.String()),
  scale: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  hides: Type.Optional(Type.Boolean()),
  filter: Type.Optional(filterSchema),
  literal: Type.Optional(Type.Union([hubTypeSchema, ...(['picklist', 'id', 'code', 'codes'] as const).map((type) => Type.Literal(type))])),
})

/** One entry of `octet.transformations`. */
export const transformationSchema = closed({
  vendorName: Type.String(),
  fields: Type.Array(fieldSchema),
  slots: Type.Optional(texts),
  custom: Type.Optional(
    closed({ vendorPath: Type.String(), id: Type.String(), value: Type.String(), prefix: Type.String(), directory: Type.String() }),
  ),
  constants: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
  refused: Type.Optional(texts),
  others: Type.Optional(Type.Literal('pass')),
  nest: Type.Optional(closed({ into: Type.String({ minLength: 1 }), except: Type.Optional(Type.Array(Type.String())) })),
  names: Type.Optional(Type.Literal('lower')),
  search: Type.Optional(
    closed({
      others: Type.Optional(
        closed({
          pattern: Type.String({ minLength: 1 }),
          strip: Type.Optional(Type.String()),
          ids: Type.Optional(Type.String({ minLength: 1 })),
        }),
      ),
    }),
  ),
})
