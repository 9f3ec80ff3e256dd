/**
 * Tree → the WHERE of COQL: conditions in pairs, three-valued as in SQL. Texts have no order there, truths equality alone, and patterns `%` only.
 * Options: `conditions` (default 25) and `values` (default 100) are the most that a query and a list may hold.
 */
import type { Asking, Dialect } from '../dialect.ts'
import type { Expression, Leaf } from '../expression.ts'
import { findTarget, operatorOf, type Target } from '../find-target.ts'
import { type Literal, readComparison, readList, textOf } from '../literal.ts'
import { readNumberOption } from '../options.ts'
import { refuse } from '../refuse.ts'
import { sayNever } from '../say-never.ts'
import { type LeafPrinters, printText } from '../text-grammar.ts'
import { widenPattern } from '../widen-pattern.ts'

/** One text; always in parentheses when it is more than one condition. */
export const sayCoql: Dialect = (settings) => {
  const { parameter = 'body.select_query' } = settings
  const most = readNumberOption(settings, 'conditions', 25)
  const longest = readNumberOption(settings, 'values', 100)
  return (expression, asking) => {
    if (countLeaves(expression) > most) throw refuse(expression, `the vendor takes ${most} conditions at most`)
    return {
      [parameter]: printText(pair(expression), { and: ' and ', or: ' or ', wildcard: /[%_]/, leaves: createLeaves(asking, longest) }),
    }
  }
}

/** How many conditions an expression has. */
export function countLeaves(node: Expression): number {
  return node.kind === 'and' || node.kind === 'or' ? node.operands.reduce((sum, operand) => sum + countLeaves(operand), 0) : 1
}

/** A third operand needs parentheses around two of them. */
function pair(node: Expression): Expression {
  if (node.kind !== 'and' && node.kind !== 'or') return node
  return node.operands.map(pair).reduce((left, right) => ({ kind: node.kind, operands: [left, right], at: node.at }))
}

function createLeaves(asking: Asking, longest: number): LeafPrinters {
  return {
    comparison: (node) => {
      const target = findName(node, asking)
      const { operator, literal } = readComparison(node, target)
      if (isNoId(literal, target)) return sayNever(node, target, { negated: operator === '!=', words })
      if (literal.kind === 'boolean')
        return writeTruth(node, operator, `${target.name} = ${(literal.text === 'true') === (operator === '=')}`)
      if (literal.kind === 'text' && operator !== '=' && operator !== '!=') throw refuse(node, 'texts have no order there')
      return `${target.name} ${operator} ${writeLiteral(literal)}`
    },
    in: (node) => {
      const target = findName(node, asking)
      if (node.values.length > longest) throw refuse(node, `the vendor takes ${longest} values in a list at most`)
      const literals = readList(node, target).filter((literal) => !isNoId(literal, target))
      if (literals.length === 0) return sayNever(node, target, { negated: node.negated, words })
      if (literals.some(({ kind }) => kind === 'boolean')) throw refuse(node, 'true and false are in no list there')
      return `${target.name} ${node.negated ? 'not in' : 'in'} (${literals.map(writeLiteral).join(', ')})`
    },
    like: (node) => {
      const { name, field } = findName(node, asking)
      if (field.type !== undefined && field.type !== 'string' && field.type !== 'picklist')
        throw refuse(node, 'patterns are for texts there')
      const { shape, text } = widenPattern(node, ['prefix', 'suffix', 'part'], asking)
      const pattern = `${shape === 'prefix' ? '' : '%'}${text}${shape === 'suffix' ? '' : '%'}`
      return `${name} ${node.negated ? 'not like' : 'like'} ${quoteCoql(pattern)}`
    },
    isNull: (node) => `${findName(node, asking).name} is ${node.negated ? 'not null' : 'null'}`,
  }
}

const words = { isNull: 'is null', isNotNull: 'is not null' }

/** True of a value for an id that cannot be one: they are whole numbers there. */
export function isNoId(literal: Literal, { field }: Target): boolean {
  return field.type === 'id' && (literal.kind !== 'text' || !/^\d{1,19}$/.test(literal.text))
}

function writeTruth(node: Leaf, operator: string, text: string): string {
  if (operator === '=' || operator === '!=') return text
  throw refuse(node, 'true and false have no order there')
}

function findName(node: Leaf, asking: Asking): Target {
  const target = findTarget(node, operatorOf(node), asking)
  if (/^[a-z]\w*(?:\.[a-z]\w*)*$/i.test(target.name)) return target
  throw refuse(node, `${JSON.stringify(target.name.slice(0, 60))} is no name of a field there`)
}

function writeLiteral(literal: Literal): string {
  if (literal.kind === 'text') return quoteCoql(literal.text)
  if (literal.kind === 'date' || literal.kind === 'datetime') return `'${writeZoned(literal)}'`
  return literal.text
}

/** The offset in digits: the vendor knows no `Z` in some places. */
export function writeZoned(literal: Literal): string {
  return literal.kind === 'datetime' ? textOf(literal).replace(/(?:\.000)?Z$/, '+00:00') : textOf(literal)
}

/** A text as a literal that it cannot end. */
export function quoteCoql(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
