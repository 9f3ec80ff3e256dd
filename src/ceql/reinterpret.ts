/** Operators that old clients use in a meaning of their own on one field: `modified='2026-01-01'` for "since then". */
import type { Expression } from './expression.ts'
import { targetOf } from './find-target.ts'
import { mapLeaves } from './map-leaves.ts'
import type { SearchableFields } from './searchable-field.ts'

/** The tree with each comparison as its field means it; the same tree where all mean what they say. */
export function reinterpret(node: Expression, fields: SearchableFields): Expression {
  return mapLeaves(node, (leaf) => {
    const field = leaf.kind === 'comparison' ? fields.filterOf(leaf.field.path) : undefined
    const target = field === undefined || leaf.kind !== 'comparison' ? undefined : targetOf(field, leaf.operator)
    if (typeof target !== 'object' || target.operator === undefined || leaf.kind !== 'comparison' || target.operator === leaf.operator)
      return leaf
    return Object.freeze({ ...leaf, operator: target.operator })
  })
}
