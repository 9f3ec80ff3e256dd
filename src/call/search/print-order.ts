/** `orderBy` as a vendor's request takes it. */

import { writeQueryField } from '../../ceql/dialects/json-query.ts'
import type { Sort } from '../../ceql/parse-lists.ts'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { plainNames } from '../../elements/compile/select-names.ts'
import type { OrderByStyle } from '../../elements/document/octet.ts'
import type { Draft } from '../types.ts'
import { isBodyPlace, putAt } from './place.ts'

/** A field that the vendor sorts by, under the vendor's name. */
export interface VendorSort {
  readonly name: string
  readonly direction: 'asc' | 'desc'
}

/** The order in the vendor's words; undefined: this request cannot be sorted so. `nameOther` names fields that nobody listed. */
export function nameOrder(
  { orderBy, where }: CompiledResource,
  sorts: readonly Sort[],
  nameOther: (path: string) => string | undefined,
): readonly VendorSort[] | undefined {
  if (orderBy === undefined || sorts.length > (orderBy.maxKeys ?? Number.POSITIVE_INFINITY)) return undefined
  if (orderBy.parameter === undefined && where?.style.statement === undefined) return undefined
  const { fields, others = false } = orderBy
  const plain = where?.style.statement === undefined ? plainNames.parameter : plainNames.statement
  const named = sorts.flatMap(({ field: { path }, direction }) => {
    const name = Object.hasOwn(fields, path) ? fields[path] : others ? nameOther(path) : undefined
    return name === undefined || !plain.test(name) ? [] : [{ name, direction }]
  })
  return named.length === sorts.length ? named : undefined
}

/** Puts the order into the request. */
export function putOrder(draft: Draft, { orderBy, where }: CompiledResource, sorts: readonly VendorSort[]): void {
  if (where?.style.statement !== undefined || orderBy?.parameter === undefined) return
  if (orderBy.form === 'parameters') {
    putAt(draft, orderBy.parameter, sorts.map(({ name }) => name).join(','))
    if (orderBy.directionParameter !== undefined) {
      putAt(draft, orderBy.directionParameter, sorts.map(({ direction }) => direction).join(','))
    }
    return
  }
  const written = printOrder(orderBy, sorts, where?.style.options)
  const isText = typeof written === 'string'
  putAt(draft, orderBy.parameter, isText || isBodyPlace(orderBy.parameter) ? written : JSON.stringify(written))
}

function printOrder(
  { form = 'text' }: OrderByStyle,
  sorts: readonly VendorSort[],
  options: Readonly<Record<string, unknown>> = {},
): unknown {
  const kind = { object: String(options['object'] ?? ''), custom: String(options['custom'] ?? 'custom.') }
  switch (form) {
    case 'sorts':
      return sorts.map(({ name, direction }) => ({ propertyName: name, direction: direction === 'asc' ? 'ASCENDING' : 'DESCENDING' }))
    case 'sort-fields':
      return sorts.map(({ name, direction }) => ({ direction, field: writeQueryField(name, kind) }))
    case 'signed':
      return sorts.map(({ name, direction }) => (direction === 'asc' ? name : `-${name}`)).join(',')
    default:
      return sorts.map(({ name, direction }) => `${name} ${direction}`).join(',')
  }
}
