/**
 * Tree → bracket queries: `{6.EX.'v'}AND{7.GT.'5'}`, the field by number or name, the operator by a code (contract 6.8).
 * The grammar has no escape, so a value that could end its condition is refused.
 */

import type { Comparison, Expression, In, Like, Value } from './expression.ts'
import { refuse } from './refuse.ts'
import { type LeafPrinters, printText, readMoment, readPattern } from './text-grammar.ts'

type Condition = Exclude<Expression, { kind: 'and' | 'or' }>

const codes: Readonly<Record<Comparison['operator'], string>> = { '=': 'EX', '!=': 'XEX', '>': 'GT', '>=': 'GTE', '<': 'LT', '<=': 'LTE' }
/** Dates come before and after each other: on or before, and so on. */
const dateCodes: typeof codes = { ...codes, '>': 'AF', '>=': 'OAF', '<': 'BF', '<=': 'OBF' }

const leaves: LeafPrinters = {
  comparison: (node) =>
    write(node, readMoment(node.value.text) === undefined ? codes[node.operator] : dateCodes[node.operator], node.value),
  in: printList,
  like: printPattern,
  isNull: (node) => write(node, node.negated ? 'XEX' : 'EX', { text: '' }),
}

/** Prints the query. Throws expression-not-supported (400). */
export function printBracketQuery(expression: Expression): string {
  return printText(expression, { and: 'AND', or: 'OR', leaves })
}

function printList(node: In): string {
  const conditions = node.values.map((value) => write(node, node.negated ? 'XEX' : 'EX', value))
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(node.negated ? 'AND' : 'OR')})`
}

function printPattern(node: Like): string {
  const { shape, text } = readPattern(node)
  if (shape === 'suffix') throw refuse(node, 'a search by the end of a value is not available')
  return write(node, `${node.negated ? 'X' : ''}${shape === 'prefix' ? 'SW' : 'CT'}`, { text })
}

function write(node: Condition, code: string, { text }: Pick<Value, 'text'>): string {
  const { path } = node.field
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_ -]*$/u.test(path)) throw refuse(node, `${JSON.stringify(path.slice(0, 60))} is no field there`)
  if (/['{}]/.test(text)) throw refuse(node, "the characters ' { } in a value would end it")
  return `{${path}.${code}.'${text}'}`
}
