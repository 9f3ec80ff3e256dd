/** A `where` as hooks see it (contract 6.7): its conditions in order, all of which must hold. */

import type { Expression, ExpressionOf } from '../ceql/expression.ts'
import { parseWhere } from '../ceql/parse-where.ts'
import { refuse } from '../ceql/refuse.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readJoined } from './query.ts'

export interface DescribedCondition {
  readonly attribute: string
  /** `=`, `!=`, `>`, `>=`, `<`, `<=`, `LIKE`, `NOT LIKE`, `IN`, `NOT IN`, `IS NULL`, `IS NOT NULL`. */
  readonly operator: string
  /** The text without quotes; of a list its members joined by commas; null for tests of null. */
  readonly value: string | null
}

type Describers = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>) => readonly DescribedCondition[] }

const describers: Describers = {
  and: (node) => node.operands.flatMap(describeExpression),
  or: (node) => {
    throw refuse(node, 'alternatives (OR) are not available')
  },
  comparison: ({ field, operator, value }) => [{ attribute: field.path, operator, value: value.text }],
  in: ({ field, negated, values }) => [
    { attribute: field.path, operator: negate('IN', negated), value: values.map(({ text }) => text).join(',') },
  ],
  like: ({ field, negated, pattern }) => [{ attribute: field.path, operator: negate('LIKE', negated), value: pattern.text }],
  isNull: ({ field, negated }) => [{ attribute: field.path, operator: negated ? 'IS NOT NULL' : 'IS NULL', value: null }],
}

/** Describes the conditions of a tree. Throws expression-not-supported (400) for OR, which the list has no way to say. */
export function describeExpression(expression: Expression): readonly DescribedCondition[] {
  const describe = describers[expression.kind] as (node: Expression) => readonly DescribedCondition[]
  return describe(expression)
}

/** The tree of a query's `where`; undefined when it has none. Throws query-malformed (400, trap 22). */
export function readWhere(query: QueryValues): Expression | undefined {
  const text = readJoined(query, 'where')
  return text === undefined || text.trim() === '' ? undefined : parseWhere(text)
}

/** Describes the `where` of a query; undefined when it has none. Throws query-malformed and expression-not-supported (400). */
export function describeWhere(query: QueryValues): readonly DescribedCondition[] | undefined {
  const expression = readWhere(query)
  return expression === undefined ? undefined : describeExpression(expression)
}

function negate(word: string, negated: boolean): string {
  return negated ? `NOT ${word}` : word
}
