// v1 lists: `limit` and `offset`, a total, and `next`/`previous` that are always there, also on the last and on an empty page.
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'

/** The body of a v1 list reply. @throws ApiError 400 for a limit (1 to 1000) or offset that is not allowed */
export function listV1Page(call: Call, list: { key: string; rows: Row[]; render: (row: Row) => unknown; syncToken?: boolean }): unknown {
  const limit = readNumber(call, 'limit', { fallback: 1_000, smallest: 1, largest: 1_000 })
  const offset = readNumber(call, 'offset', { fallback: 0, smallest: 0, largest: 1_000_000_000 })
  const link = (position: number): string => {
    const query = new URLSearchParams(call.query)
    query.set('limit', String(limit))
    query.set('offset', String(position))
    return `${call.origin}${call.path}?${query}`
  }
  return {
    [list.key]: list.rows.slice(offset, offset + limit).map(list.render),
    count: list.rows.length,
    next: link(offset + limit),
    previous: link(Math.max(0, offset - limit)),
    ...(list.syncToken ? { sync_token: String(call.now) } : {}),
  }
}

function readNumber(call: Call, name: string, bounds: { fallback: number; smallest: number; largest: number }): number {
  const text = call.query.get(name)
  if (text === null || text === '') return bounds.fallback
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= bounds.smallest && value <= bounds.largest)) {
    throw new ApiError(400, `${name} must be between ${bounds.smallest} and ${bounds.largest}`)
  }
  return value
}
