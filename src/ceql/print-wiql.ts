/** Tree → the WHERE of a work item query (WIQL): names in brackets, values in single quotes, CONTAINS for patterns. */

import type { Expression, Like, Value } from './expression.ts'
import { refuse } from './refuse.ts'
import { type LeafPrinters, printText, readPattern } from './text-grammar.ts'
import { writeNumber } from './write-number.ts'

type Condition = Exclude<Expression, { kind: 'and' | 'or' }>

const leaves: LeafPrinters = {
  comparison: (node) => `${nameOf(node)} ${node.operator === '!=' ? '<>' : node.operator} ${writeValue(node.value)}`,
  in: (node) => `${nameOf(node)} ${node.negated ? 'NOT ' : ''}IN (${node.values.map(writeValue).join(', ')})`,
  like: printPattern,
  // The language has no null: a field without a value equals the empty text.
  isNull: (node) => `${nameOf(node)} ${node.negated ? '<>' : '='} ''`,
}

/** Prints the conditions, without SELECT and WHERE. Throws expression-not-supported (400). */
export function printWiql(expression: Expression): string {
  return printText(expression, { and: ' AND ', or: ' OR ', leaves })
}

function printPattern(node: Like): string {
  const { shape, text } = readPattern(node)
  if (shape !== 'part') throw refuse(node, "only patterns of the form '%abc%' are available")
  return `${nameOf(node)} ${node.negated ? 'NOT ' : ''}CONTAINS ${quote(text)}`
}

function nameOf(node: Condition): string {
  const { path } = node.field
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no name holds.
  if (/[[\]\0-\x1f]/.test(path)) throw refuse(node, 'a name cannot hold brackets')
  return `[${path}]`
}

function writeValue({ kind, text }: Value): string {
  if (kind === 'number') return writeNumber(text)
  return kind === 'boolean' ? text.toLowerCase() : quote(text)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
