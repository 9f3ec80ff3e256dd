/**
 * Tree → a list of vendor conditions that must all hold: what the dialects without OR, negation and null have in common.
 * What cannot be said faithfully is refused, never approximated.
 */
import { formatInstant, parseFineInstant } from '../lib/instant.ts'
import type { Asking } from './dialect.ts'
import type { Comparison, ComparisonOperator, Expression, ExpressionOf, In, Like, Value } from './expression.ts'
import { findField, findTarget, targetOf } from './find-target.ts'
import { printCeql } from './print-ceql.ts'
import { refuse } from './refuse.ts'
import type { FilterOperator, SearchableField } from './searchable-field.ts'

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

type Planners = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>, asking: Asking) => readonly Condition[] }

const planners: Planners = {
  and: (node, asking) => node.operands.flatMap((operand) => planNode(operand, asking)),
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
export function planConditions(expression: Expression, asking: Asking): readonly Condition[] {
  const planned = new Map<string, Condition>()
  for (const condition of planNode(expression, asking)) {
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

function planNode(node: Expression, asking: Asking): readonly Condition[] {
  const plan = planners[node.kind] as (node: Expression, asking: Asking) => readonly Condition[]
  return plan(node, asking)
}

function planComparison(node: Comparison, asking: Asking): readonly Condition[] {
  const field = findField(node, node.operator, asking.fields)
  if (field.constant !== undefined) return planConstant(node, field.constant)
  const { name, format } = findTarget(node, node.operator, asking)
  const equal = nameOf(field, '=')
  const operator = equal === name ? node.operator : '='
  // Any other operator on a name of its own could only be a bound; a negation is none.
  if (node.operator === '!=' && equal !== name) throw refuse(node, 'a negation is not available')
  const text = moveOutwards(node, asking, format === 'date-time-s' ? 1000 : format === 'date-time-ms' || field.type === 'datetime' ? 1 : 0)
  const value = field.convert(text, format === 'date-time-ms' ? format : undefined)
  if (nameOf(field, 'IN') === name && value.includes(','))
    throw refuse(node, `${name} takes a list, and a comma in a value would separate it`)
  return [{ name, operator, values: [value], shape: 'value', source: node }]
}

/** A bound between two moments that the vendor's form can say, so many milliseconds from each other, is moved outwards. 0: it can say all. */
function moveOutwards(node: Comparison, asking: Asking, step: number): string {
  const text = readText(node, node.value)
  const instant = step === 0 ? undefined : parseFineInstant(text)
  if (instant === undefined || instant % step === 0) return text
  if (node.operator === '=' || node.operator === '!=') throw refuse(node, 'the vendor knows no moment so fine')
  asking.widen()
  return formatInstant((node.operator.startsWith('<') ? Math.ceil : Math.floor)(instant / step) * step)
}

function planConstant(node: Comparison, constant: string): readonly Condition[] {
  if (node.operator === '=' && node.value.text === constant) return []
  throw refuse(node, `the field is always ${JSON.stringify(constant)}`)
}

function planList(node: In, asking: Asking): readonly Condition[] {
  if (node.negated) throw refuse(node, 'a negation is not available')
  const field = findField(node, 'IN', asking.fields)
  const only = node.values.length === 1 ? node.values[0] : undefined
  if (only !== undefined && (field.constant !== undefined || targetOf(field, 'IN') === undefined)) {
    return planComparison({ kind: 'comparison', field: node.field, operator: '=', value: only, at: node.at }, asking)
  }
  const { name, format } = findTarget(node, 'IN', asking)
  const values = node.values.map((value) => field.convert(readText(node, value), format === 'date-time-ms' ? format : undefined))
  if (values.some((value) => value.includes(','))) throw refuse(node, 'a comma in a value would separate it')
  return [{ name, operator: '=', values, shape: 'list', source: node }]
}

function planPrefix(node: Like, asking: Asking): readonly Condition[] {
  if (node.negated) throw refuse(node, 'a negation is not available')
  const { field, pattern, at } = node
  // A pattern without a wildcard matches nothing but itself.
  if (pattern.kind !== 'null' && !/[%_]/.test(pattern.text))
    return planComparison({ kind: 'comparison', field, operator: '=', value: pattern, at }, asking)
  const { name } = findTarget(node, 'LIKE', asking)
  const [, prefix = '', rest] = /^([^%_]*)(.*)$/su.exec(readText(node, node.pattern))!
  if (prefix === '') throw refuse(node, "only patterns of the form 'abc%' are available")
  if (rest !== '%') asking.widen()
  return [{ name, operator: '=', values: [prefix], shape: 'prefix', source: node }]
}

function readText(node: Expression, value: Value): string {
  if (value.kind === 'null') throw refuse(node, 'a test for null is not available')
  // Sent as it is, an empty value might drop the condition and answer everything.
  if (value.text === '') throw refuse(node, 'a test for an empty value is not available')
  return value.text
}

function nameOf(field: SearchableField, operator: FilterOperator): string | undefined {
  const target = targetOf(field, operator)
  return typeof target === 'string' ? target : target?.name
}
