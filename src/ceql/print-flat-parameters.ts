/**
 * Tree → one vendor query parameter per condition, names as they are written (contract 6.8), for elements that list no fields. The vendor's
 * parameter says how it compares (`updated_since=…`), so the client's ordering operator is not sent; what would turn the meaning around is refused.
 */

import type { Expression, ExpressionOf } from './expression.ts'
import { printCeql } from './print-ceql.ts'
import { refuse } from './refuse.ts'

interface FlatParameter {
  readonly name: string
  readonly value: string
  readonly source: Expression
}

type Printers = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>) => readonly FlatParameter[] }

const printers: Printers = {
  and: (node) => node.operands.flatMap(printNode),
  or: (node) => {
    throw refuse(node, 'alternatives (OR) are not available')
  },
  comparison: (node) => {
    if (node.operator === '!=') throw refuse(node, 'a negation is not available')
    if (node.value.kind === 'null') throw refuse(node, 'a test for null is not available')
    return [{ name: node.field.path, value: node.value.text, source: node }]
  },
  in: (node) => {
    if (node.negated) throw refuse(node, 'a negation is not available')
    const isAmbiguous = node.values.length > 1 && node.values.some(({ text }) => text.includes(','))
    if (isAmbiguous) throw refuse(node, 'a comma in a value would separate it')
    return [{ name: node.field.path, value: node.values.map(({ text }) => text).join(','), source: node }]
  },
  like: (node) => {
    if (node.negated) throw refuse(node, 'a negation is not available')
    return [{ name: node.field.path, value: node.pattern.text, source: node }]
  },
  isNull: (node) => {
    throw refuse(node, 'a test for null is not available')
  },
}

/** Prints the parameters in the order of the query, not yet encoded. Throws expression-not-supported (400). */
export function printFlatParameters(expression: Expression): readonly (readonly [string, string])[] {
  const printed = new Map<string, FlatParameter>()
  for (const parameter of printNode(expression)) {
    const earlier = printed.get(parameter.name)
    // Vendors take the first, the last or both.
    if (earlier !== undefined && earlier.value !== parameter.value) {
      throw refuse(parameter.source, `together with ${printCeql(earlier.source)} it is a second condition on ${parameter.name}`)
    }
    printed.set(parameter.name, parameter)
  }
  return [...printed.values()].map(({ name, value }) => [name, value])
}

function printNode(node: Expression): readonly FlatParameter[] {
  const print = printers[node.kind] as (node: Expression) => readonly FlatParameter[]
  return print(node)
}
