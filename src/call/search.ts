/** `where`, `orderBy` and `fields` of a hub list → the vendor's parameters and the projection (contract 6). */
import { parseFields, parseOrderBy } from '../ceql/parse-lists.ts'
import { parseWhere } from '../ceql/parse-where.ts'
import { type Dialect, printers } from '../ceql/printers.ts'
import type { CompiledResource } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readJoined } from './query.ts'

type Parameters = readonly (readonly [string, string])[]

/** Prints `where` in the vendor's dialect. Throws query-malformed, field-not-searchable, expression-not-supported or where-not-supported (400). */
export function planWhere(resource: CompiledResource, query: QueryValues): Parameters {
  const text = readJoined(query, 'where')
  if (text === undefined || text.trim() === '') return []
  const { where, transformation } = resource
  if (where === undefined || transformation === undefined) throw createError('where-not-supported', { params: { resource: resource.path } })
  return Object.entries(printers[where.dialect as Dialect](parseWhere(text), transformation, where.parameter))
}

/** Prints `orderBy` as `field direction`, comma separated. Throws query-malformed, field-not-sortable or order-too-deep (400). */
export function planOrderBy(resource: CompiledResource, query: QueryValues): Parameters {
  const text = readJoined(query, 'orderBy')
  if (text === undefined || text.trim() === '') return []
  const { fields = {}, maxKeys = Number.POSITIVE_INFINITY } = resource.orderBy ?? {}
  const keys = parseOrderBy(text)
  const printed = keys.map(({ field, direction }) => {
    const vendorName = Object.hasOwn(fields, field.path) ? fields[field.path] : undefined
    if (vendorName !== undefined) return `${vendorName} ${direction}`
    const sortable = Object.keys(fields).join(', ') || 'none'
    throw createError('field-not-sortable', { params: { field: field.path, sortable } })
  })
  if (keys.length > maxKeys) throw createError('order-too-deep', { params: { count: keys.length, limit: maxKeys } })
  return resource.orderBy?.parameter === undefined ? [] : [[resource.orderBy.parameter, printed.join(',')]]
}

/** Parses `fields`; undefined when it was not sent or asks for everything. Throws query-malformed (400). */
export function planFields(query: QueryValues): readonly string[] | undefined {
  const text = readJoined(query, 'fields')
  return text === undefined ? undefined : parseFields(text)
}
