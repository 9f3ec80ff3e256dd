/**
 * Tree → a list of vendor conditions that must all hold: what the dialects without OR, negation and null have in common.
 * What cannot be said faithfully is refused, never approximated.
 */
import { createError, type OctetError } from '../lib/errors.ts'
import type { Comparison, ComparisonOperator, Expression, ExpressionOf, In, Like, Value } from './expression.ts'
import { printCeql } from './print-ceql.ts'
import type { FilterOperator, SearchableField, SearchableFields } from './searchable-field.ts'

export interface Condition {
  /** The vendor's name of the field. */
  readonly name: string
  readonly operator: ComparisonOperator
  /** One, or the members of a list, any of which may match. In the vendor's form, not yet escaped for the dialect. */
  readonly values: readonly string[]
  readonly shape: 'value' | 'prefix' | 'list'
  /** Where it came from, for messages. */
  readonly source: Expression
}

type Planners = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, fields: SearchableFields) => readonly Condition[] }

const planners: Planners = {
  and: (node, fields) => node.operands.flatMap((operand) => planNode(operand, fields)),
  or: (node) => {
    throw refuse(node, 'alternatives (OR) are not available')
  },
  comparison: planComparison,
  in: planList,
  like: planPrefix,
  isNull: (node) => {
    throw refuse(node, 'a test for null is not available')
  },
}

/**
 * Plans the conditions of a tree, equal ones once.
 * @throws field-not-searchable (400) naming the fields that are; expression-not-supported (400) with the part of the query and the reason.
 */
export function planConditions(expression: Expression, fields: SearchableFields): readonly Condition[] {
  const planned = new Map<string, Condition>()
  for (const condition of planNode(expression, fields)) {
    const key = `${condition.operator} ${condition.name}`
    const earlier = planned.get(key)
    // Vendors take the first, the last or both: no way to know, so none to rely on.
    if (earlier !== undefined && (earlier.shape !== condition.shape || earlier.values.join('\0') !== condition.values.join('\0'))) {
      throw refuse(condition.source, `together with ${printCeql(earlier.source)} it is a second condition on ${condition.name}`)
    }
    planned.set(key, condition)
  }
  return [...planned.values()]
}

/** The 400 for a part of a query that a dialect cannot say. */
export function refuse(node: Expression, reason: string): OctetError {
  const text = printCeql(node)
  return createError('expression-not-supported', { params: { expression: text.length > 200 ? `${text.slice(0, 200)}…` : text, reason } })
}

function planNode(node: Expression, fields: SearchableFields): readonly Condition[] {
  const plan = planners[node.kind] as (node: Expression, fields: SearchableFields) => readonly Condition[]
  return plan(node, fields)
}

function planComparison(node: Comparison, fields: SearchableFields): readonly Condition[] {
  const field = findField(node, node.operator, fields)
  if (field.constant !== undefined) return planConstant(node, field.constant)
  const { name, format } = findTarget(node, node.operator, { field, fields })
  const equal = nameOf(field, '=')
  const operator = equal === name ? node.operator : '='
  // Any other operator on a name of its own could only be a bound; a negation is none.
  if (node.operator === '!=' && equal !== name) throw refuse(node, 'a negation is not available')
  const value = field.convert(readText(node, node.value), format)
  if (nameOf(field, 'IN') === name && value.includes(','))
    throw refuse(node, `${name} takes a list, and a comma in a value would separate it`)
  return [{ name, operator, values: [value], shape: 'value', source: node }]
}

function planConstant(node: Comparison, constant: string): readonly Condition[] {
  if (node.operator === '=' && node.value.text === constant) return []
  throw refuse(node, `the field is always ${JSON.stringify(constant)}`)
}

function planList(node: In, fields: SearchableFields): readonly Condition[] {
  if (node.negated) throw refuse(node, 'a negation is not available')
  const field = findField(node, 'IN', fields)
  const only = node.values.length === 1 ? node.values[0] : undefined
  if (only !== undefined && (field.constant !== undefined || field.operators.IN === undefined)) {
    return planComparison({ kind: 'comparison', field: node.field, operator: '=', value: only, at: node.at }, fields)
  }
  const { name, format } = findTarget(node, 'IN', { field, fields })
  const values = node.values.map((value) => field.convert(readText(node, value), format))
  if (values.some((value) => value.includes(','))) throw refuse(node, 'a comma in a value would separate it')
  return [{ name, operator: '=', values, shape: 'list', source: node }]
}

function planPrefix(node: Like, fields: SearchableFields): readonly Condition[] {
  if (node.negated) throw refuse(node, 'a negation is not available')
  const { field, pattern, at } = node
  // A pattern without a wildcard matches nothing but itself.
  if (pattern.kind !== 'null' && !pattern.text.includes('%'))
    return planComparison({ kind: 'comparison', field, operator: '=', value: pattern, at }, fields)
  const { name } = findTarget(node, 'LIKE', { field: findField(node, 'LIKE', fields), fields })
  const prefix = /^([^%]+)%$/.exec(readText(node, node.pattern))?.[1]
  if (prefix === undefined) throw refuse(node, "only patterns of the form 'abc%' are available")
  return [{ name, operator: '=', values: [prefix], shape: 'prefix', source: node }]
}

function readText(node: Expression, value: Value): string {
  if (value.kind === 'null') throw refuse(node, 'a test for null is not available')
  // Sent as it is, an empty value might drop the condition and answer everything.
  if (value.text === '') throw refuse(node, 'a test for an empty value is not available')
  return value.text
}

function findField(node: Comparison | In | Like, operator: FilterOperator, fields: SearchableFields): SearchableField {
  const field = fields.filterOf(node.field.path)
  if (field === undefined) throw refuseField(node, operator, fields)
  return field
}

function findTarget(
  node: Comparison | In | Like,
  operator: FilterOperator,
  { field, fields }: { field: SearchableField; fields: SearchableFields },
): { name: string; format: 'date-time-ms' | undefined } {
  const target = field.operators[operator]
  if (target !== undefined)
    return typeof target === 'string' ? { name: target, format: undefined } : { name: target.name, format: target.format }
  if (operator === '!=') throw refuse(node, 'a negation is not available')
  const available = Object.keys(field.operators).join(', ')
  throw refuseField(node, operator, available === '' ? fields : { ...fields, searchable: [`${node.field.path} with ${available}`] })
}

function refuseField(node: Comparison | In | Like, operator: FilterOperator, fields: SearchableFields): OctetError {
  return createError('field-not-searchable', {
    params: { field: node.field.path, operator, searchable: fields.searchable.join(', ') || 'none' },
  })
}

function nameOf(field: SearchableField, operator: FilterOperator): string | undefined {
  const target = field.operators[operator]
  return typeof target === 'string' ? target : target?.name
}
