/**
 * Tree → a query as nested JSON: `and`, `or`, and conditions on fields by type. Records without a value are found by no negation, as in SQL; of texts,
 * where the vendor takes an empty one for none, they are told apart here.
 * Options: `object`, the kind of record (needed); `references`, field → the vendor's kind of reference; `custom`, the beginning of names of custom fields (default `custom.`).
 */
import type { Asking, Dialect, Json } from '../dialect.ts'
import type { Comparison, Expression, In, IsNull, Like } from '../expression.ts'
import { findTarget, operatorOf, type Target } from '../find-target.ts'
import { type Literal, readComparison, readList } from '../literal.ts'
import { readTextOption, readTextsOption } from '../options.ts'
import { refuse } from '../refuse.ts'
import { simplify } from '../text-grammar.ts'
import { widenPattern } from '../widen-pattern.ts'

type Query = Readonly<Record<string, Json>>

interface Kind {
  readonly object: string
  readonly references: Readonly<Record<string, string>>
  readonly custom: string
  readonly asking: Asking
}

export const sayJsonQuery: Dialect = (settings) => {
  const { parameter = 'body.query' } = settings
  const object = readTextOption(settings, 'object')
  const references = readTextsOption(settings, 'references')
  const custom = readTextOption(settings, 'custom', 'custom.')
  return (expression, asking) => {
    const query = sayNode(expression, { object, references, custom, asking })
    return { [parameter]: { type: 'and', queries: [{ type: 'object_type', object_type: object }, query] } }
  }
}

function sayNode(node: Expression, kind: Kind): Query {
  if (node.kind === 'and' || node.kind === 'or')
    return join(
      node.kind,
      node.operands.map((operand) => sayNode(operand, kind)),
    )
  const leaf = simplify(node, /[%_]/)
  switch (leaf.kind) {
    case 'comparison':
      return sayComparison(leaf, kind)
    case 'in':
      return sayList(leaf, kind)
    case 'like':
      return sayPattern(leaf, kind)
    case 'isNull':
      return sayNull(leaf, kind)
  }
}

function sayComparison(node: Comparison, kind: Kind): Query {
  const target = findTarget(node, node.operator, kind.asking)
  const { operator, literal } = readComparison(node, target)
  if (operator === '=') return sayEqual([literal], target, kind)
  if (operator === '!=') return unless(sayEqual([literal], target, kind), target, kind)
  if (literal.kind === 'number') return sayField(target, kind, { type: 'number_range', [bounds[operator]]: Number(literal.text) })
  if (literal.kind === 'date' || literal.kind === 'datetime')
    return sayField(target, kind, writeMoments({ [momentBounds[operator]]: literal }))
  throw refuse(node, 'only numbers and dates have an order there')
}

function sayNull(node: IsNull, kind: Kind): Query {
  const target = findTarget(node, operatorOf(node), kind.asking)
  const query = hasValue(target, kind)
  if (node.negated && mayBeEmpty(target)) throw refuse(node, 'an empty text passes for no value there')
  if (mayBeEmpty(target)) kind.asking.widen()
  return node.negated ? query : { ...query, negate: true }
}

function mayBeEmpty({ field: { type } }: Target): boolean {
  return type === undefined || type === 'string' || type === 'picklist' || type === 'code'
}

function sayList(node: In, kind: Kind): Query {
  const target = findTarget(node, operatorOf(node), kind.asking)
  const query = sayEqual(readList(node, target), target, kind)
  return node.negated ? unless(query, target, kind) : query
}

/** Words of the value begin with the words of the pattern: at least those values that begin with the pattern. */
function sayPattern(node: Like, kind: Kind): Query {
  if (node.negated) throw refuse(node, 'a negated pattern is not available')
  const target = findTarget(node, 'LIKE', kind.asking)
  const { type } = target.field
  if (type !== undefined && type !== 'string' && type !== 'picklist') throw refuse(node, 'patterns are for texts there')
  const { text } = widenPattern(node, ['prefix'], kind.asking)
  if (!/[\p{L}\p{N}]/u.test(text)) throw refuse(node, 'a pattern without a letter or digit is not available')
  kind.asking.widen()
  return sayField(target, kind, { type: 'text', mode: 'beginning_of_words', value: text })
}

const bounds = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const
const momentBounds = { '>': 'after', '>=': 'on_or_after', '<': 'before', '<=': 'on_or_before' } as const

/** The field has one of the values. */
function sayEqual(literals: readonly Literal[], target: Target, kind: Kind): Query {
  const texts = literals.map((literal) => ('text' in literal ? literal.text : ''))
  if (target.name === 'id')
    return join(
      'or',
      texts.map((value) => ({ type: 'id', value })),
    )
  if (target.field.type === 'id') return sayField(target, kind, writeReferences(texts, kind.references[target.name]))
  if (target.field.type === 'picklist' || target.field.type === 'code') return sayField(target, kind, { type: 'term', values: texts })
  return join(
    'or',
    literals.map((literal) => sayEqualOne(literal, target, kind)),
  )
}

function sayEqualOne(literal: Literal, target: Target, kind: Kind): Query {
  switch (literal.kind) {
    case 'text':
      return sayField(target, kind, { type: 'text', mode: 'exact_value', value: literal.text })
    case 'number':
      return sayField(target, kind, { type: 'number_range', gte: Number(literal.text), lte: Number(literal.text) })
    case 'boolean': {
      const query = sayField(target, kind, { type: 'boolean', value: literal.text === 'true' })
      // A missing truth passes for false there.
      return literal.text === 'true' ? query : join('and', [query, hasValue(target, kind)])
    }
    default:
      return sayField(target, kind, writeMoments({ on_or_after: literal, on_or_before: literal }))
  }
}

function unless(query: Query, target: Target, kind: Kind): Query {
  if (mayBeEmpty(target)) {
    kind.asking.widen()
    return { ...query, negate: true }
  }
  return join('and', [hasValue(target, kind), { ...query, negate: true }])
}

function hasValue(target: Target, kind: Kind): Query {
  return sayField(target, kind, { type: 'exists' })
}

function sayField({ name }: Target, kind: Kind, condition: Query): Query {
  return { type: 'field_condition', field: writeQueryField(name, kind), condition }
}

/** A field as conditions and orders name it. */
export function writeQueryField(name: string, { object, custom }: { readonly object: string; readonly custom: string }): Query {
  return name.startsWith(custom)
    ? { type: 'custom_field', custom_field_id: name.slice(custom.length) }
    : { type: 'regular_field', object_type: object, field_name: name }
}

function writeReferences(ids: readonly string[], kind: string | undefined): Query {
  return { type: 'reference', ...(kind === undefined ? {} : { reference_type: kind }), object_ids: ids }
}

function writeMoments(moments: Readonly<Record<string, Extract<Literal, { instant: number }>>>): Query {
  const written = Object.entries(moments).map(([bound, { instant }]) => [
    bound,
    { type: 'fixed_utc', value: new Date(instant).toISOString() },
  ])
  return { type: 'moment_range', ...Object.fromEntries(written) }
}

function join(type: 'and' | 'or', queries: readonly Query[]): Query {
  return queries.length === 1 ? queries[0]! : { type, queries }
}
