/** Operators that old clients use in a meaning of their own on one field: `modified='2026-01-01'` for "since then". */
import type { Expression } from './expression.ts'
import { targetOf } from './find-target.ts'
import type { SearchableFields } from './searchable-field.ts'

/** The tree with each comparison as its field means it; the same tree where all mean what they say. */
export function reinterpret(node: Expression, fields: SearchableFields): Expression {
  if (node.kind === 'and' || node.kind === 'or') {
    const operands = node.operands.map((operand) => reinterpret(operand, fields))
    return operands.every((operand, index) => operand === node.operands[index]) ? node : Object.freeze({ ...node, operands })
  }
  if (node.kind !== 'comparison') return node
  const field = fields.filterOf(node.field.path)
  const target = field === undefined ? undefined : targetOf(field, node.operator)
  if (typeof target !== 'object' || target.operator === undefined || target.operator === node.operator) return node
  return Object.freeze({ ...node, operator: target.operator })
}
