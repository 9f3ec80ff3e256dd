/** The fields that a `where` names, each once. */
import type { Expression } from '../../ceql/expression.ts'

export function listFields(node: Expression | undefined): readonly string[] {
  return node === undefined ? [] : [...new Set(walk(node))]
}

function walk(node: Expression): readonly string[] {
  return node.kind === 'and' || node.kind === 'or' ? node.operands.flatMap(walk) : [node.field.path]
}
