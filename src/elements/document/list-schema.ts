/** The schema of paging, searching, sorting and narrowing lists (types: list-styles.ts). */
import Type, { type TProperties } from 'typebox'
import { filterOperatorSchema, filterSchema } from './transformation-schema.ts'

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false })
const texts = Type.Record(Type.String(), Type.String())
const count = Type.Integer({ minimum: 1 })
const text = Type.String({ minLength: 1 })
const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))

const counted = { size: text, maxSize: count, total: Type.Optional(text) }
const more = Type.Optional(text)

export const pagingSchema = Type.Union([
  closed({
    style: Type.Literal('cursor'),
    ...counted,
    token: text,
    next: text,
    walkLimit: count,
    more,
    shortLived: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    maxRows: Type.Optional(count),
  }),
  closed({ style: Type.Literal('offset'), ...counted, offset: text, more, maxOffset: Type.Optional(count) }),
  closed({ style: Type.Literal('page'), ...counted, page: text, firstPage: Type.Integer(), more }),
  closed({
    style: Type.Literal('page-then-token'),
    ...counted,
    page: text,
    firstPage: Type.Integer(),
    maxRows: count,
    token: text,
    next: text,
    walkLimit: count,
    more,
  }),
  closed({
    style: Type.Literal('statement'),
    maxSize: count,
    maxOffset: Type.Integer({ minimum: 0 }),
    key: text,
    total: Type.Optional(text),
    more,
    cut: Type.Optional(text),
  }),
  closed({ style: Type.Literal('none'), cut: Type.Optional(text) }),
])

export const includeDeletedSchema = Type.Union([closed({ vendorPath: text }), closed({ query: texts })])

export const selectSchema = closed({
  parameter: Type.Optional(text),
  separator: Type.Optional(Type.String()),
  fields: Type.Optional(Type.Array(text)),
  described: Type.Optional(oneOf(['custom', 'all'])),
  always: Type.Optional(Type.Array(text)),
  max: Type.Optional(count),
})

const statementSchema = closed({
  from: text,
  select: selectSchema,
  where: Type.Optional(text),
  includeDeleted: Type.Optional(includeDeletedSchema),
})

const dialect = oneOf(['rsql', 'query-parameters', 'odata', 'soql', 'coql', 'filter-groups', 'criteria', 'term-search', 'json-query'])

const whereMembers = {
  parameter: Type.Optional(text),
  version: Type.Optional(oneOf(['v2', 'v3', 'v4'])),
  inexact: Type.Optional(Type.Array(filterOperatorSchema)),
  only: Type.Optional(Type.Array(text)),
  fields: Type.Optional(Type.Record(Type.String(), filterSchema)),
  options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  statement: Type.Optional(statementSchema),
}

export const whereSchema = closed({ dialect, ...whereMembers })

/** Of the element: what is said without a dialect is no default of its lists. */
export const elementWhereSchema = closed({
  dialect: Type.Optional(dialect),
  ...whereMembers,
  text: Type.Optional(oneOf(['exact', 'ignore-case'])),
})

export const orderBySchema = closed({
  parameter: Type.Optional(text),
  fields: texts,
  others: Type.Optional(Type.Boolean()),
  maxKeys: Type.Optional(count),
  form: Type.Optional(oneOf(['text', 'signed', 'sorts', 'sort-fields', 'parameters'])),
  directionParameter: Type.Optional(text),
})

export const scanSchema = closed({ limit: Type.Integer({ minimum: 1, maximum: 100_000 }) })

export const searchRequestSchema = closed({
  method: Type.Optional(oneOf(['GET', 'POST'])),
  vendorPath: text,
  rootKey: Type.Optional(Type.String()),
  item: Type.Optional(text),
  where: Type.Optional(whereSchema),
  orderBy: Type.Optional(orderBySchema),
  paging: Type.Optional(pagingSchema),
  select: Type.Optional(selectSchema),
  query: Type.Optional(texts),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  lacks: Type.Optional(Type.Array(text)),
  fetch: Type.Optional(
    closed({
      vendorPath: text,
      parameter: Type.String({ pattern: '^(?!body\\.).' }),
      max: count,
      rootKey: Type.Optional(Type.String()),
      id: Type.Optional(text),
      select: Type.Optional(selectSchema),
    }),
  ),
})
