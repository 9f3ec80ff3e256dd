/** A tree with its conditions changed. */
import type { Expression, Leaf } from './expression.ts'

/** Changes each condition; the same tree where none is. */
export function mapLeaves(node: Expression, change: (leaf: Leaf) => Leaf): Expression {
  if (node.kind !== 'and' && node.kind !== 'or') return change(node)
  const operands = node.operands.map((operand) => mapLeaves(operand, change))
  return operands.every((operand, index) => operand === node.operands[index])
    ? node
    : Object.freeze({ ...node, operands: Object.freeze(operands) })
}

/** The tree with other names of fields. */
export function renameFields(node: Expression, rename: (path: string) => string): Expression {
  return mapLeaves(node, (leaf) => {
    const path = rename(leaf.field.path)
    return path === leaf.field.path ? leaf : Object.freeze({ ...leaf, field: Object.freeze({ ...leaf.field, path }) })
  })
}
