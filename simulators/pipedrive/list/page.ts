// v2's pages: a cursor names the first record of the next page by its sort value and id, in base64 of JSON.
import type { Call } from '../call.ts'
import { createValidationError } from '../errors.ts'
import type { Id, Row } from '../tenant.ts'
import { readLimit, readWord } from './parameters.ts'

interface Cursor {
  field: string
  fieldValue: string | number | null
  sortDirection: 'asc' | 'desc'
  id: Id
}

export interface Page {
  rows: Row[]
  additional: { next_cursor: string | null }
}

/**
 * The rows of one page that `matches` lets through, by `sort_by` (one of `sortable`, id first) and `sort_direction`. A cursor brings
 * its own order.
 */
export function pickPage(call: Call, source: { rows: Iterable<Row>; matches: (row: Row) => boolean; sortable: readonly string[] }): Page {
  const limit = readLimit(call)
  const asked = {
    field: readWord(call.query, 'sort_by', source.sortable) ?? 'id',
    sortDirection: readWord(call.query, 'sort_direction', ['asc', 'desc'] as const) ?? 'asc',
  }
  const cursor = readCursor(call.query, source.sortable)
  const order = cursor ?? asked
  // Rows lie in the order of their ids: the common case needs no sorting and ends early.
  const rows =
    order.field === 'id' && order.sortDirection === 'asc'
      ? pickById(source, { from: cursor?.id, limit })
      : pickSorted(source, { ...order, cursor, limit })
  const next = rows[limit]
  return {
    rows: rows.slice(0, limit),
    additional: {
      next_cursor: next
        ? writeCursor({ field: order.field, fieldValue: readKey(next, order.field), sortDirection: order.sortDirection, id: next.id })
        : null,
    },
  }
}

type Source = Parameters<typeof pickPage>[1]

function pickById(source: Source, { from, limit }: { from: Id | undefined; limit: number }): Row[] {
  const picked: Row[] = []
  for (const row of source.rows) {
    if (from !== undefined && row.id < from) continue
    if (!source.matches(row)) continue
    picked.push(row)
    if (picked.length > limit) break
  }
  return picked
}

function pickSorted(
  source: Source,
  order: { field: string; sortDirection: 'asc' | 'desc'; cursor: Cursor | undefined; limit: number },
): Row[] {
  const sign = order.sortDirection === 'asc' ? 1 : -1
  const keyed = [...source.rows].filter(source.matches).map((row) => ({ row, key: readKey(row, order.field) }))
  keyed.sort((left, right) => sign * (compare(left.key, right.key) || compare(left.row.id, right.row.id)))
  const { cursor } = order
  const start = cursor ? keyed.findIndex(({ row, key }) => sign * (compare(key, cursor.fieldValue) || compare(row.id, cursor.id)) >= 0) : 0
  return start < 0 ? [] : keyed.slice(start, start + order.limit + 1).map(({ row }) => row)
}

function readKey(row: Row, field: string): string | number | null {
  const value = row[field]
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

function compare(left: string | number | null, right: string | number | null): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readCursor(query: URLSearchParams, sortable: readonly string[]): Cursor | undefined {
  const raw = query.get('cursor')
  if (raw === null || raw === '') return undefined
  try {
    const cursor = JSON.parse(Buffer.from(raw, 'base64url').toString('utf8')) as Cursor
    const fits =
      sortable.includes(cursor.field) && ['asc', 'desc'].includes(cursor.sortDirection) && ['number', 'string'].includes(typeof cursor.id)
    if (fits) return cursor
  } catch {
    // Refused below, like every cursor that is none.
  }
  throw createValidationError('cursor', 'Invalid cursor.')
}
