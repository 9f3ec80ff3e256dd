/** Tree → CEQL: what is printed parses to the same tree. Also how error messages quote a part of a query. */
import type { Expression, ExpressionOf, Field, Quote, Value } from './expression.ts'
import { namePattern, writeQuoted } from './lexicon.ts'

type Printers = { readonly [K in Expression['kind']]: (node: ExpressionOf<K>) => string }

const printers: Printers = {
  and: (node) => node.operands.map((operand) => parenthesize(operand, operand.kind === 'and' || operand.kind === 'or')).join(' AND '),
  or: (node) => node.operands.map((operand) => parenthesize(operand, operand.kind === 'or')).join(' OR '),
  comparison: (node) => `${printField(node.field)} ${node.operator} ${printValue(node.value, 'comparison')}`,
  in: (node) =>
    `${printField(node.field)} ${node.negated ? 'NOT ' : ''}IN (${node.values.map((value) => printValue(value, 'list')).join(', ')})`,
  like: (node) => `${printField(node.field)} ${node.negated ? 'NOT ' : ''}LIKE ${printValue(node.pattern, 'comparison')}`,
  isNull: (node) => `${printField(node.field)} IS ${node.negated ? 'NOT ' : ''}NULL`,
}

/** Prints a tree as CEQL, names and values quoted as they were written wherever that reads back the same. */
export function printCeql(node: Expression): string {
  const print = printers[node.kind] as (node: Expression) => string
  return print(node)
}

function parenthesize(node: Expression, needed: boolean): string {
  return needed ? `(${printCeql(node)})` : printCeql(node)
}

const bareName = new RegExp(`^${namePattern}$`, 'u')
const bareValue = { comparison: /^[^\s)'"`=<>][^\s)]*$/, list: /^[^\s),'"`=<>][^\s),]*$/ }

/** A name as it was written, wherever that reads back the same. */
export function printField({ path, quote }: Field): string {
  return quote === 'none' && bareName.test(path) ? path : writeQuoted(path, orElse(quote, 'backtick'))
}

function printValue({ text, quote }: Value, place: 'comparison' | 'list'): string {
  return quote === 'none' && bareValue[place].test(text) ? text : writeQuoted(text, orElse(quote, 'single'))
}

function orElse(quote: Quote, fallback: Exclude<Quote, 'none'>): Exclude<Quote, 'none'> {
  return quote === 'none' ? fallback : quote
}
