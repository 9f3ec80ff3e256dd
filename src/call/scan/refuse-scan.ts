/** Why rows are read here, and what to do when there are too many. */
import type { Expression } from '../../ceql/expression.ts'
import { nameFields } from '../../ceql/name-field.ts'
import { createError, OctetError } from '../../lib/errors.ts'
import { listFields } from '../search/list-fields.ts'
import type { CallSession } from '../send.ts'
import type { Residual } from '../types.ts'

export interface Scanned {
  readonly residual: Residual
  /** Hub fields that the vendor can search. */
  readonly searchable: readonly string[]
  /** True: of the rows that were read, some are of the list, so that a smaller page would have been full. */
  readonly isFound: () => boolean
}

/** The 400 for a list that is longer than a scan reads. */
export function refuseScan(scanned: Scanned, limit = `${scanned.residual.limit} rows`): OctetError {
  return createError('scan-limit', { params: { reason: explain(scanned.residual), limit, advice: advise(scanned) } })
}

/** What reading a page threw, told as the scan's own fault where the whole call has used up its time (502) or its size (400). */
export function findScanFault(error: unknown, { budget }: CallSession, scanned: Scanned): unknown {
  const isBudget = error instanceof OctetError && (error.code === 'vendor-timeout' || error.code === 'vendor-unreadable')
  const exhausted = isBudget ? budget.exhausted() : undefined
  if (exhausted === undefined) return error
  if (exhausted.what === 'size') return refuseScan(scanned, exhausted.limit)
  const params = { reason: explain(scanned.residual), limit: exhausted.limit, advice: advise(scanned) }
  return createError('scan-timeout', { params, cause: error })
}

function explain({ where, orderBy }: Residual): string {
  const reasons = [
    ...(where === undefined ? [] : [`${nameFields(listFields(where))} cannot be searched so`]),
    ...(orderBy === undefined ? [] : [`the list cannot be sorted by ${nameFields(orderBy.map(({ field }) => field.path))}`]),
  ]
  return `At this vendor ${reasons.join(' and ')}`
}

function advise({ residual, searchable, isFound }: Scanned): string {
  const ways = [
    ...(searchable.length > 0 ? [`add conditions on ${searchable.join(', ')}`] : ['add conditions that the vendor can search']),
    ...(residual.orderBy !== undefined ? ['leave out orderBy'] : isFound() ? ['ask for smaller pages and follow nextPage'] : []),
  ]
  return ways.join(', or ')
}

/** The operator that the first condition on a field has, for messages. */
export function findOperator(node: Expression, path: string): string | undefined {
  if (node.kind === 'and' || node.kind === 'or') {
    return node.operands.map((operand) => findOperator(operand, path)).find((found) => found !== undefined)
  }
  if (node.field.path !== path) return undefined
  if (node.kind === 'comparison') return node.operator
  if (node.kind === 'isNull') return node.negated ? 'IS NOT NULL' : 'IS NULL'
  return `${node.negated ? 'NOT ' : ''}${node.kind.toUpperCase()}`
}
