/** Tree → one text, for the dialects that know AND, OR and parentheses: what they have in common. Each gives the words and how one condition is written. */

import type { Comparison, Expression, ExpressionOf, Leaf, Like } from './expression.ts'
import { refuse } from './refuse.ts'

/** How a dialect writes one condition of each kind; a comparison never has a null, a LIKE always a wildcard. */
export type LeafPrinters = { readonly [K in Leaf['kind']]: (node: ExpressionOf<K>) => string }

export interface TextGrammar {
  readonly and: string
  readonly or: string
  /** What makes a LIKE more than equality. Default `%`, the one wildcard of the contract. */
  readonly wildcard?: RegExp
  readonly leaves: LeafPrinters
}

/** Prints the whole tree; what stands inside AND or OR and is one of them itself gets parentheses. Throws what the leaves throw. */
export function printText(node: Expression, grammar: TextGrammar): string {
  if (node.kind !== 'and' && node.kind !== 'or') return printLeaf(simplify(node, grammar.wildcard ?? /%/), grammar)
  const operands = node.operands.map((operand) => {
    const text = printText(operand, grammar)
    return operand.kind === 'and' || operand.kind === 'or' ? `(${text})` : text
  })
  return operands.join(grammar[node.kind])
}

function printLeaf(node: Leaf, { leaves }: TextGrammar): string {
  const print = leaves[node.kind] as (node: Expression) => string
  return print(node)
}

/** `f = null` is a test for null, and LIKE without a wildcard is equality. */
export function simplify(node: Leaf, wildcard: RegExp): Leaf {
  const { field, at } = node
  if (node.kind === 'like' && node.pattern.kind === 'null') throw refuse(node, 'a pattern cannot be null')
  if (node.kind === 'like' && !wildcard.test(node.pattern.text)) {
    return { kind: 'comparison', field, operator: node.negated ? '!=' : '=', value: node.pattern, at }
  }
  if (node.kind === 'in' && node.values.some(({ kind }) => kind === 'null')) throw refuse(node, 'a list cannot hold null')
  if (node.kind !== 'comparison' || node.value.kind !== 'null') return node
  if (node.operator !== '=' && node.operator !== '!=') throw refuse(node, 'nothing is greater or less than null')
  return { kind: 'isNull', field, negated: node.operator === '!=', at }
}

export interface Pattern {
  readonly shape: 'prefix' | 'suffix' | 'part'
  readonly text: string
}

/** The LIKE patterns that have functions of their own in most dialects: `x%`, `%x`, `%x%`. Throws expression-not-supported (400) for others. */
export function readPattern(node: Like): Pattern {
  const [, before, text, after] = /^(%?)([^%]+)(%?)$/su.exec(node.pattern.text) ?? []
  if (text === undefined) throw refuse(node, "only patterns of the form 'abc%', '%abc' and '%abc%' are available")
  return { shape: before === '' ? 'prefix' : after === '' ? 'suffix' : 'part', text }
}

/** A name made of identifiers joined by dots, as it stands. Throws expression-not-supported (400) for any other: it could be more than a name. */
export function readPlainName(node: Leaf): string {
  const { path } = node.field
  if (/^[\p{L}_$@][\p{L}\p{N}_$@-]*(?:\.[\p{L}_$@][\p{L}\p{N}_$@-]*)*$/u.test(path)) return path
  throw refuse(node, `${JSON.stringify(path.slice(0, 60))} is no name of a field there`)
}

const dateTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:(Z)|([+-]\d\d):?(\d\d))?$/i
const date = /^\d{4}-\d\d-\d\d$/

/** A text that is an ISO 8601 date, or a date and time with `offset` empty (none given), `Z` or `+hh:mm`. */
export interface Moment {
  readonly date: string
  /** Undefined: a date alone. */
  readonly time: string | undefined
  readonly offset: string
}

export function readMoment(text: string): Moment | undefined {
  if (date.test(text)) return { date: text, time: undefined, offset: '' }
  const match = dateTime.exec(text)
  if (match === null) return undefined
  return {
    date: match[1]!,
    time: match[2]!,
    offset: match[3] !== undefined ? 'Z' : match[4] === undefined ? '' : `${match[4]}:${match[5]}`,
  }
}

/** The names of comparison operators that most dialects share. */
export const operatorWords = { '=': 'eq', '!=': 'ne', '>': 'gt', '>=': 'ge', '<': 'lt', '<=': 'le' } as const satisfies Record<
  Comparison['operator'],
  string
>
