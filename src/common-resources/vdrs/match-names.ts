/** `where` over common resources (contract 6.5): their names. */
import { compileEvaluate } from '../../ceql/evaluate.ts'
import type { Expression } from '../../ceql/expression.ts'
import { parseWhere } from '../../ceql/parse-where.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readText } from '../../lib/query-values.ts'

/** Which names the query asks for. Throws query-malformed (400), also for a field that cannot be searched. */
export function evaluateNames(query: QueryValues): (name: string) => boolean {
  const where = readText(query, 'where')
  if (where === undefined) return () => true
  const expression = parseWhere(where)
  demandName(expression)
  const matches = compileEvaluate(expression)
  return (objectName) => matches({ objectName })
}

function demandName(node: Expression): void {
  if (node.kind === 'and' || node.kind === 'or') {
    for (const operand of node.operands) demandName(operand)
    return
  }
  const { path, at } = node.field
  if (path === 'objectName') return
  throw createError('query-malformed', { params: { reason: `${path} at position ${at} cannot be searched here; searchable: objectName` } })
}
