/** The two 400s for what a vendor cannot be asked. */
import { createError, type OctetError } from '../lib/errors.ts'
import type { Expression, Leaf } from './expression.ts'
import { nameField } from './name-field.ts'
import { printCeql } from './print-ceql.ts'
import type { FilterOperator, SearchableFields } from './searchable-field.ts'

/** The 400 for a part of a query that a dialect cannot say. */
export function refuse(node: Expression, reason: string): OctetError {
  const text = printCeql(node)
  return createError('expression-not-supported', { params: { expression: text.length > 200 ? `${text.slice(0, 200)}…` : text, reason } })
}

/** The 400 for a field that the vendor cannot be asked about, or not with this operator. Names those that it can. */
export function refuseField(node: Leaf, operator: FilterOperator, { searchable }: Pick<SearchableFields, 'searchable'>): OctetError {
  return createError('field-not-searchable', {
    params: { field: nameField(node.field.path), operator, searchable: searchable.join(', ') || 'none' },
  })
}
