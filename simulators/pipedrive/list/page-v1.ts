// v1's pages: `start` and `limit`, and a `pagination` that says whether more follows and where.
import type { Answer } from '../../lib/http/answer.ts'
import { answerData, type Call } from '../call.ts'
import { createV1Error } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** One page of rows as v1 answers it. `empty`: what `data` is when there is none. */
export function answerV1Page(call: Call, rows: Row[], show: (row: Row) => unknown, empty: 'knob' | 'list' = 'knob'): Answer {
  const start = readNumber(call.query, 'start', 0)
  const limit = Math.min(500, Math.max(1, readNumber(call.query, 'limit', 100)))
  const page = rows.slice(start, start + limit)
  const more = rows.length > start + limit
  const pagination = { start, limit, more_items_in_collection: more, ...(more ? { next_start: start + limit } : {}) }
  const isNull = page.length === 0 && empty === 'knob' && call.options.emptyV1List === 'null'
  return answerData(isNull ? null : page.map(show), { pagination })
}

/**
 * Sorts by v1's `sort`: fields with `ASC` or `DESC`, between commas.
 * @throws ApiError 400 for a field that may not be sorted by
 */
export function sortV1(call: Call, rows: Row[], sortable: readonly string[]): Row[] {
  const raw = call.query.get('sort')
  if (raw === null || raw.trim() === '') return rows
  const keys = raw.split(',').map((part) => {
    const [field = '', direction = 'ASC'] = part.trim().split(/\s+/)
    if (!sortable.includes(field) || !/^(asc|desc)$/i.test(direction)) throw createV1Error(400, `Invalid sort parameter: ${part.trim()}`)
    return { field, sign: /^desc$/i.test(direction) ? -1 : 1 }
  })
  return [...rows].sort((left, right) => {
    for (const { field, sign } of keys) {
      const order = compare(left[field], right[field])
      if (order !== 0) return sign * order
    }
    return 0
  })
}

function compare(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (left === null || left === undefined) return -1
  if (right === null || right === undefined) return 1
  return (left as string) < (right as string) ? -1 : 1
}

function readNumber(query: URLSearchParams, name: string, fallback: number): number {
  const raw = query.get(name)
  if (raw === null || raw === '') return fallback
  if (!/^\d{1,12}$/.test(raw)) throw createV1Error(400, `Bad request: ${name} must be a number`)
  return Number(raw)
}
