/**
 * Tree → filter groups: any group of which all filters hold, so the tree is brought into that form (OR of ANDs). Values are texts; dates milliseconds since 1970.
 * Options: the most `groups` (default 5), `filters` of a group (6) and filters in `total` (18).
 */
import type { Asking, Dialect, Json } from '../dialect.ts'
import type { Comparison, Expression, In, Leaf, Like } from '../expression.ts'
import { findTarget, operatorOf } from '../find-target.ts'
import { type Literal, readComparison, readList, textOf } from '../literal.ts'
import { readNumberOption } from '../options.ts'
import { refuse } from '../refuse.ts'
import { join } from '../split.ts'
import { simplify } from '../text-grammar.ts'
import { type Filter, mergeRanges } from './merge-ranges.ts'

type Groups = readonly (readonly Filter[])[]

export const sayFilterGroups: Dialect = (settings) => {
  const { parameter = 'body.filterGroups' } = settings
  const most = readNumberOption(settings, 'groups', 5)
  const filters = readNumberOption(settings, 'filters', 6)
  const total = readNumberOption(settings, 'total', 18)
  return (expression, asking) => {
    const groups = listGroups(expression, { asking, most }).map(mergeRanges)
    const isWithin = groups.every((group) => group.length <= filters) && groups.flat().length <= total
    if (!isWithin) throw refuse(expression, `the vendor takes ${filters} conditions in each of ${most} alternatives and ${total} in all`)
    return { [parameter]: groups.map((group) => ({ filters: group })) as unknown as Json }
  }
}

interface Listing {
  readonly asking: Asking
  readonly most: number
}

function listGroups(node: Expression, listing: Listing): Groups {
  if (node.kind === 'or')
    return bound(
      node,
      node.operands.flatMap((operand) => listGroups(operand, listing)),
      listing,
    )
  const several = node.kind === 'in' ? spread(node, listing.asking) : undefined
  if (several !== undefined) return listGroups(several, listing)
  if (node.kind !== 'and') return [sayLeaf(simplify(node, /[%_]/), listing.asking)]
  return node.operands.reduce<Groups>(
    (groups, operand) => {
      const others = listGroups(operand, listing)
      return bound(
        node,
        groups.flatMap((group) => others.map((other) => [...group, ...other])),
        listing,
      )
    },
    [[]],
  )
}

/** Of a field that holds several choices the vendor's lists look for single ones: each value is asked for by itself. */
function spread(node: In, { fields }: Asking): Expression | undefined {
  const type = fields.filterOf(node.field.path)?.type
  const isWhole = type === 'codes' || (type === undefined && node.values.some(({ text }) => text.includes(';')))
  if (!isWhole) return undefined
  const { field, at, negated } = node
  const operands = node.values.map((value): Comparison => ({ kind: 'comparison', field, operator: negated ? '!=' : '=', value, at }))
  return join(negated ? 'and' : 'or', operands)
}

/** Checked at each step: a product of alternatives grows fast. */
function bound(node: Expression, groups: Groups, { most }: Listing): Groups {
  if (groups.length > most) throw refuse(node, `the vendor takes ${most} alternatives at most`)
  return groups
}

function sayLeaf(node: Leaf, asking: Asking): readonly Filter[] {
  switch (node.kind) {
    case 'comparison':
      return sayComparison(node, asking)
    case 'in':
      return sayList(node, asking)
    case 'like':
      return sayPattern(node, asking)
    case 'isNull':
      return [{ propertyName: nameOf(node, asking), operator: node.negated ? 'HAS_PROPERTY' : 'NOT_HAS_PROPERTY' }]
  }
}

const words: Readonly<Record<Comparison['operator'], string>> = { '=': 'EQ', '!=': 'NEQ', '>': 'GT', '>=': 'GTE', '<': 'LT', '<=': 'LTE' }

function sayComparison(node: Comparison, asking: Asking): readonly Filter[] {
  const target = findTarget(node, node.operator, asking)
  const { operator, literal } = readComparison(node, target)
  const filter: Filter = { propertyName: target.name, operator: words[operator], value: writeValue(node, literal) }
  return operator === '!=' ? [filter, hasValue(target.name)] : [filter]
}

/** Of texts the vendor compares lists in lower case, of choices as they are, and one of several: where the type is not known, both are looked for. */
function sayList(node: In, asking: Asking): readonly Filter[] {
  const target = findTarget(node, operatorOf(node), asking)
  const { type } = target.field
  const asked = readList(node, target).map((literal) => writeValue(node, literal))
  const lower = asked.map((value) => value.toLowerCase())
  const values = type === 'string' ? lower : type === undefined ? [...new Set([...asked, ...lower])] : asked
  if (type === undefined) {
    if (node.negated) throw refuse(node, 'a negated list is not available where the type of the field is not known')
    asking.widen()
  }
  const filter: Filter = { propertyName: target.name, operator: node.negated ? 'NOT_IN' : 'IN', values }
  return node.negated ? [filter, hasValue(target.name)] : [filter]
}

/** Words are matched, and parts of words by `*`: always at least what the pattern matches. */
function sayPattern(node: Like, asking: Asking): readonly Filter[] {
  if (node.negated) throw refuse(node, 'a negated pattern is not available')
  const propertyName = nameOf(node, asking)
  if (!/[\p{L}\p{N}]/u.test(node.pattern.text)) throw refuse(node, 'a pattern without a letter or digit is not available')
  asking.widen()
  return [{ propertyName, operator: 'CONTAINS_TOKEN', value: node.pattern.text.replace(/[%_]+/g, '*') }]
}

/** The vendor's documents do not say whether negations find records without a value; SQL's do not. */
function hasValue(propertyName: string): Filter {
  return { propertyName, operator: 'HAS_PROPERTY' }
}

function nameOf(node: Leaf, asking: Asking): string {
  return findTarget(node, operatorOf(node), asking).name
}

function writeValue(node: Leaf, literal: Literal): string {
  if (literal.kind === 'date' || literal.kind === 'datetime') return String(literal.instant)
  if (literal.text === '') throw refuse(node, 'a test for an empty value is not available')
  return textOf(literal)
}
