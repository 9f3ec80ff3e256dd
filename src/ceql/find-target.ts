/** Which vendor field a condition is asked of, and whether the vendor's answer is exact: the rules that hold in every dialect. */
import { parseMoment } from './compare-literal.ts'
import type { Asking } from './dialect.ts'
import type { Leaf } from './expression.ts'
import { refuse, refuseField } from './refuse.ts'
import type { FilterOperator, FilterTarget, InstantFormat, LiteralType, SearchableField, SearchableFields } from './searchable-field.ts'

export interface Target {
  /** The vendor's. */
  readonly name: string
  readonly format: InstantFormat | undefined
  readonly field: SearchableField
  /** Notes that the vendor will answer more than the condition asks for. */
  readonly widen: () => void
}

const positives: Readonly<Partial<Record<FilterOperator, FilterOperator>>> = { '!=': '=', 'NOT IN': 'IN', 'NOT LIKE': 'LIKE' }

/** Values of these types are the same or they are not; what vendors answer more widely is texts. */
const exactTypes: ReadonlySet<LiteralType | undefined> = new Set(['number', 'boolean', 'date', 'datetime', 'id', 'code', 'codes'])

/** Throws field-not-searchable or expression-not-supported (400). */
export function findTarget(node: Leaf, operator: FilterOperator, asking: Asking): Target {
  const field = findField(node, operator, asking.fields)
  const target = targetOf(field, operator)
  if (target === undefined) throw refuseOperator(node, operator, { field, fields: asking.fields })
  checkExactness(node, operator, { field, asking })
  const { widen } = asking
  return typeof target === 'string'
    ? { name: target, format: undefined, field, widen }
    : { name: target.name, format: target.format, field, widen }
}

/** The vendor's name for an operator on a field; undefined: not with this operator. */
export function targetOf(field: SearchableField, operator: FilterOperator): FilterTarget | undefined {
  return field.operators[operator] ?? field.operators['*']
}

/** Throws field-not-searchable (400). */
export function findField(node: Leaf, operator: FilterOperator, fields: SearchableFields): SearchableField {
  const field = fields.filterOf(node.field.path)
  if (field === undefined) throw refuseField(node, operator, fields)
  return field
}

/** The operator of a condition as elements name it. */
export function operatorOf(node: Leaf): FilterOperator {
  if (node.kind === 'comparison') return node.operator
  if (node.kind === 'isNull') return node.negated ? 'IS NOT NULL' : 'IS NULL'
  const word = node.kind === 'in' ? 'IN' : 'LIKE'
  return node.negated ? `NOT ${word}` : word
}

/** What is answered more widely is answered too narrowly when it is negated. */
function checkExactness(node: Leaf, operator: FilterOperator, { field, asking }: { field: SearchableField; asking: Asking }): void {
  if (exactTypes.has(field.type)) return
  if (!asking.ordersTexts && isTextOrder(node, field)) throw refuse(node, 'the vendor orders texts regardless of case')
  const positive = positives[operator] ?? operator
  const isWide = asking.inexact.has(positive) || (positive === 'IN' && asking.inexact.has('='))
  if (!isWide) return
  if (positive !== operator) throw refuse(node, `the vendor answers ${positive} more widely, and would leave out records here`)
  asking.widen()
}

function isTextOrder(node: Leaf, { type }: SearchableField): boolean {
  if (node.kind !== 'comparison' || node.operator === '=' || node.operator === '!=') return false
  const { kind, text } = node.value
  return type !== undefined || (kind === 'text' && parseMoment(text) === undefined)
}

function refuseOperator(node: Leaf, operator: FilterOperator, { field, fields }: { field: SearchableField; fields: SearchableFields }) {
  if (positives[operator] !== undefined) return refuse(node, 'a negation is not available')
  if (operator === 'IS NULL' || operator === 'IS NOT NULL') return refuse(node, 'a test for null is not available')
  const available = Object.keys(field.operators).join(', ')
  return refuseField(node, operator, available === '' ? fields : { searchable: [`${node.field.path} with ${available}`] })
}
