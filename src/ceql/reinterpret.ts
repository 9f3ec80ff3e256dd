/**
 * Conditions that mean something of their own on one field or at one vendor: `modified='2026-01-01'` for "since then", as old clients of some fields write;
 * `name=''` for a test for null where a vendor has no empty texts. Said in the tree, they mean the same to the vendor and to what is checked here.
 */
import type { Comparison, Expression, Leaf } from './expression.ts'
import { targetOf } from './find-target.ts'
import { mapLeaves } from './map-leaves.ts'
import type { SearchableFields } from './searchable-field.ts'

/** The tree with each comparison as it is meant; the same tree where all mean what they say. */
export function reinterpret(node: Expression, fields: SearchableFields): Expression {
  return mapLeaves(node, (leaf) => (leaf.kind === 'comparison' ? reinterpretComparison(leaf, fields) : leaf))
}

function reinterpretComparison(leaf: Comparison, { filterOf, emptyIsNull }: SearchableFields): Leaf {
  const { field, operator, value, at } = leaf
  if (emptyIsNull && value.kind === 'text' && value.text === '' && (operator === '=' || operator === '!='))
    return Object.freeze({ kind: 'isNull', field, negated: operator === '!=', at })
  const searchable = filterOf(field.path)
  const target = searchable === undefined ? undefined : targetOf(searchable, operator)
  if (typeof target !== 'object' || target.operator === undefined || target.operator === operator) return leaf
  return Object.freeze({ ...leaf, operator: target.operator })
}
