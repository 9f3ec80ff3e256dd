/** Tree → one `name:operator:value` per condition (contract 6.8), all of which must hold; lists with commas. A backslash escapes what separates. */

import type { ComparisonOperator, Expression, ExpressionOf } from './expression.ts'
import { refuse } from './refuse.ts'
import { readPlainName } from './text-grammar.ts'

const words: Readonly<Record<ComparisonOperator, string>> = { '=': 'eq', '!=': 'neq', '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' }

type Printers = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>) => readonly string[] }

const printers: Printers = {
  and: (node) => node.operands.flatMap(printFilterTriples),
  or: (node) => {
    throw refuse(node, 'alternatives (OR) are not available')
  },
  comparison: (node) => {
    if (node.value.kind === 'null') throw refuse(node, 'a test for null is not available')
    return [`${readPlainName(node)}:${words[node.operator]}:${escapeValue(node.value.text)}`]
  },
  in: (node) => [`${readPlainName(node)}:${node.negated ? 'neq' : 'eq'}:${node.values.map(({ text }) => escapeValue(text)).join(',')}`],
  like: (node) => {
    if (node.pattern.text.includes('%')) throw refuse(node, 'a search by pattern is not available')
    return [`${readPlainName(node)}:${node.negated ? 'neq' : 'eq'}:${escapeValue(node.pattern.text)}`]
  },
  isNull: (node) => {
    throw refuse(node, 'a test for null is not available')
  },
}

/** Prints each condition of a tree by itself. Throws expression-not-supported (400). */
export function printFilterTriples(expression: Expression): readonly string[] {
  const print = printers[expression.kind] as (node: Expression) => readonly string[]
  return print(expression)
}

function escapeValue(text: string): string {
  return text.replace(/[\\,:]/g, '\\$&')
}
