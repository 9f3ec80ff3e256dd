// Pages of records: by number up to two thousand records, then by token up to a hundred thousand, in order of id or of a system time.
import { type Answer, answerNothing, answerOk, type Call } from '../call.ts'
import { ApiError, refuseParameter } from '../errors.ts'
import type { Row } from '../tenant.ts'
import { openPlace, type Place, sealPlace } from './page-token.ts'

type SortKey = 'id' | 'Created_Time' | 'Modified_Time'

interface Order {
  by: SortKey
  descending: boolean
}

const sortKeys: readonly string[] = ['id', 'Created_Time', 'Modified_Time']

/** Answers one page of `rows` (by rising id), or 204 when it is empty. `show` makes a record of a row. */
export function answerPage(call: Call, rows: readonly Row[], show: (row: Row) => unknown): Answer {
  const size = readSize(call)
  const order = readOrder(call)
  const place = openPlace(call)
  if (place && call.query.has('page')) refuseBoth()
  const page = place ? place.page : readNumber(call, 'page', 1)
  if (!place) checkPageLimit(call, page * size)
  else if (place.seen + size > call.options.tokenRecordLimit) refuseWalk(call)
  const sequence = arrange(rows, order)
  const start = place ? findStart(call, sequence, { place, order }) : (page - 1) * size
  const shown: Row[] = []
  for (let at = start; at < Math.min(start + size, sequence.length); at += 1) shown.push(sequence.at(at))
  const last = shown.at(-1)
  if (!last) return answerNothing()
  const more = start + size < sequence.length
  const expiresAt = call.now + call.options.pageTokenSeconds * 1_000
  const next = {
    after: { key: keyOf(last, order.by), id: last.id },
    seen: (place?.seen ?? (page - 1) * size) + shown.length,
    page: page + 1,
  }
  const info = {
    per_page: size,
    next_page_token: more ? sealPlace(call, { ...next, expiresAt }) : null,
    count: shown.length,
    sort_by: order.by,
    page,
    previous_page_token: null,
    page_token_expiry: more ? new Date(expiresAt).toISOString().replace(/\.\d+Z$/, '+00:00') : null,
    sort_order: order.descending ? 'desc' : 'asc',
    more_records: more,
  }
  return answerOk({ data: shown.map(show), info })
}

/** `per_page`, two hundred at most. */
export function readSize(call: Call): number {
  const size = readNumber(call, 'per_page', 200)
  if (size > 200 && call.options.oversizedPage === 'refuse') throw refuseParameter('per_page')
  return Math.min(size, 200)
}

/** A parameter that is a whole number of one or more. @throws ApiError 400 */
export function readNumber(call: Call, name: string, standard: number): number {
  const text = call.query.get(name)
  if (text === null) return standard
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw refuseParameter(name)
  return Number(text)
}

function readOrder(call: Call): Order {
  const by = call.query.get('sort_by') ?? 'id'
  if (!sortKeys.includes(by)) throw refuseParameter('sort_by', { supported_values: sortKeys })
  const direction = call.query.get('sort_order') ?? 'desc'
  if (direction !== 'asc' && direction !== 'desc') throw refuseParameter('sort_order', { supported_values: ['asc', 'desc'] })
  return { by: by as SortKey, descending: direction === 'desc' }
}

function checkPageLimit(call: Call, reach: number): void {
  const limit = call.options.pageRecordLimit
  if (reach <= limit) return
  const message = `You can only get the first ${limit} records without using page_token param.`
  throw new ApiError(400, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', message, { limit })
}

function refuseWalk(call: Call): never {
  const message = `You can only get up to first ${call.options.tokenRecordLimit} records using page_token param.`
  throw new ApiError(400, 'PAGINATION_LIMIT_EXCEEDED', message, { param_name: 'page_token' })
}

function refuseBoth(): never {
  const details = { ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }] }
  throw new ApiError(400, 'AMBIGUITY_DURING_PROCESSING', 'You cannot use both page and page_token.', details)
}

function keyOf(row: Row, by: SortKey): number {
  return by === 'id' ? 0 : by === 'Created_Time' ? row.createdAt : row.modifiedAt
}

// Ids of one organization are equally long: as text they sort as numbers do.
function compare(left: { key: number; id: string }, right: { key: number; id: string }): number {
  return left.key - right.key || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

/** Records in an order, without a copy where none is needed. */
interface Sequence {
  length: number
  at: (position: number) => Row
}

function arrange(rows: readonly Row[], { by, descending }: Order): Sequence {
  const sorted = by === 'id' ? rows : [...rows].sort((a, b) => compare({ key: keyOf(a, by), id: a.id }, { key: keyOf(b, by), id: b.id }))
  const last = sorted.length - 1
  return { length: sorted.length, at: (position) => sorted[descending ? last - position : position] as Row }
}

function findStart(call: Call, sequence: Sequence, { place, order }: { place: Place; order: Order }): number {
  if (call.options.pageTokenPosition === 'offset') return place.seen
  const sign = order.descending ? -1 : 1
  let [low, high] = [0, sequence.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = sequence.at(middle)
    if (sign * compare({ key: keyOf(row, order.by), id: row.id }, place.after) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
