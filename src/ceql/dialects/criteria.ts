/**
 * Tree → criteria: `((Last_Name:equals:x)and(Amount:greater_than:5))`. A record without a value is found by no condition on it, as in SQL.
 * Parentheses, commas and backslashes in values are escaped by a backslash. Options: `conditions` (default 10) and `values` (default 100), the most of each.
 */
import type { Asking, Dialect } from '../dialect.ts'
import type { Comparison, Leaf } from '../expression.ts'
import { findTarget, operatorOf, type Target } from '../find-target.ts'
import { type Literal, readComparison, readList } from '../literal.ts'
import { readNumberOption } from '../options.ts'
import { refuse } from '../refuse.ts'
import { type LeafPrinters, printText } from '../text-grammar.ts'
import { widenPattern } from '../widen-pattern.ts'
import { countLeaves, isNoId, writeZoned } from './coql.ts'

const words: Readonly<Record<Comparison['operator'], string>> = {
  '=': 'equals',
  '!=': 'not_equal',
  '>': 'greater_than',
  '>=': 'greater_equal',
  '<': 'less_than',
  '<=': 'less_equal',
}

export const sayCriteria: Dialect = (settings) => {
  const { parameter = 'criteria' } = settings
  const most = readNumberOption(settings, 'conditions', 10)
  const longest = readNumberOption(settings, 'values', 100)
  return (expression, asking) => {
    const grammar = { and: 'and', or: 'or', wildcard: /[%_]/, leaves: createLeaves(asking, longest) }
    if (countLeaves(expression) > most) throw refuse(expression, `the vendor takes ${most} conditions at most`)
    const text = printText(expression, grammar)
    return { [parameter]: expression.kind === 'and' || expression.kind === 'or' ? `(${text})` : text }
  }
}

function createLeaves(asking: Asking, longest: number): LeafPrinters {
  return {
    comparison: (node) => {
      const target = findName(node, asking)
      const { operator, literal } = readComparison(node, target)
      checkId(node, [literal], target)
      const isOrdered = literal.kind !== 'text' && literal.kind !== 'boolean'
      if (!isOrdered && operator !== '=' && operator !== '!=') throw refuse(node, 'texts and truths have no order there')
      return `(${target.name}:${words[operator]}:${writeLiteral(node, literal)})`
    },
    in: (node) => {
      if (node.negated) throw refuse(node, 'a negated list is not available')
      if (node.values.length > longest) throw refuse(node, `the vendor takes ${longest} values in a list at most`)
      const target = findName(node, asking)
      if (target.field.type === 'boolean') throw refuse(node, 'true and false are in no list there')
      const literals = readList(node, target)
      checkId(node, literals, target)
      return `(${target.name}:in:${literals.map((literal) => writeLiteral(node, literal)).join(',')})`
    },
    like: (node) => {
      if (node.negated) throw refuse(node, 'a negation is not available')
      const { name, field } = findName(node, asking)
      if (field.type !== undefined && field.type !== 'string') throw refuse(node, 'patterns are for texts there')
      return `(${name}:starts_with:${escapeText(node, widenPattern(node, ['prefix'], asking).text)})`
    },
    isNull: (node) => {
      throw refuse(node, 'a test for null is not available')
    },
  }
}

/** Another value would be looked for among names. */
function checkId(node: Leaf, literals: readonly Literal[], target: Target): void {
  if (literals.some((literal) => isNoId(literal, target))) throw refuse(node, 'ids are whole numbers there')
}

function findName(node: Leaf, asking: Asking): Target {
  const target = findTarget(node, operatorOf(node), asking)
  if (/^[\w.$]+$/.test(target.name)) return target
  throw refuse(node, `${JSON.stringify(target.name.slice(0, 60))} is no name of a field there`)
}

function writeLiteral(node: Leaf, literal: Literal): string {
  return escapeText(node, literal.kind === 'text' ? literal.text : writeZoned(literal))
}

function escapeText(node: Leaf, text: string): string {
  // The vendor trims values, and an empty one is none.
  if (text.trim() !== text || text === '') throw refuse(node, 'a value that is empty, begins or ends with a space is not available')
  return text.replace(/[(),\\]/g, '\\$&')
}
