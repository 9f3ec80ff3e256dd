/**
 * Pages inside a statement: LIMIT, OFFSET, and rows after a key. Who writes the statement puts `limit`, `offset` and `after` where they belong.
 * Rows come in the order of the key, so that the page after a row is found by the row; an OFFSET too large is come to in hops, each of which reads
 * little but the key to go on from. In another order there is OFFSET alone.
 */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError, type OctetError } from '../../lib/errors.ts'
import { compileReader } from '../../lib/json-path.ts'
import { refuseDepth, refuseWalk } from './depth.ts'
import { mostCalls, type PageQuery, type PageStart, type Progress, type VendorPage } from './paging.ts'

type StatementStyle = Extract<PagingStyle, { style: 'statement' }>

/** Throws walk-limit (400) for an OFFSET above the vendor's where rows are sorted, and after many hops. */
export function askStatement(style: StatementStyle, { start, isOrdered }: Asked, progress: Progress): PageQuery {
  const { limit, offset } = measure(style, { start, isOrdered }, progress)
  if (offset > style.maxOffset) throw refuseDepth(start, style.maxOffset)
  if (progress.calls >= mostCalls) throw refuseWalk(start, start.skip - progress.skip)
  const query: [string, string][] = [['limit', String(limit)]]
  if (offset > 0) query.push(['offset', String(offset)])
  if (progress.cursor !== undefined) query.push(['after', progress.cursor])
  return query
}

/** Throws vendor-unreadable (502) when a row to go on from comes without its key. */
export function addStatement(style: StatementStyle, { start, isOrdered }: Asked, { progress, page }: Adding): Progress {
  const { limit, offset, isHop } = measure(style, { start, isOrdered }, progress)
  const isShort = page.rows.length < limit && !page.isCut
  const reached = moveOn(isOrdered ? undefined : readKey(style, page.rows.at(-1)), { progress, hopped: isHop ? offset : undefined, page })
  const base = { ...reached, calls: progress.calls + 1, total: progress.total ?? page.total }
  if (isHop) {
    if (page.rows.length > 0 && reached.cursor === progress.cursor) throw refuseRows(style)
    return { ...base, rows: [], done: isShort || page.rows.length === 0, next: undefined }
  }
  const rows = progress.rows.concat(page.rows.slice(0, limit))
  const follows = page.rows.length > 0 && (page.isCut || (page.more ?? !isShort))
  const { skip, cursor } = reached
  const next = cursor === undefined ? { skip } : { skip, cursor }
  const done = !follows || rows.length >= start.take || base.calls >= mostCalls
  return { ...base, rows, done, next: follows ? next : undefined }
}

interface Asked {
  readonly start: PageStart
  /** The client's order, not the key's. */
  readonly isOrdered: boolean
}

interface Adding {
  readonly progress: Progress
  readonly page: VendorPage
}

/** What the next call asks for. A hop passes over as much as OFFSET can, and as few rows more as it takes. */
function measure(style: StatementStyle, { start, isOrdered }: Asked, { rows, skip }: Progress) {
  const { maxOffset, maxSize } = style
  if (isOrdered || skip <= maxOffset) return { limit: start.take - rows.length, offset: skip, isHop: false }
  return { limit: maxOffset < maxSize ? Math.min(maxSize, skip - maxOffset) : 1, offset: maxOffset, isHop: true }
}

/** The place behind the last row: at its key, or so many rows further from where it was counted before. */
function moveOn(
  key: string | undefined,
  { progress, hopped, page }: Adding & { hopped: number | undefined },
): Pick<Progress, 'skip' | 'cursor'> {
  const { skip, cursor } = progress
  if (hopped !== undefined) return { skip: skip - hopped - page.rows.length, cursor: key ?? cursor }
  return key === undefined ? { skip: skip + page.rows.length, cursor } : { skip: 0, cursor: key }
}

function readKey({ key }: StatementStyle, row: unknown): string | undefined {
  const value = compileReader(key)(row)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function refuseRows({ key }: StatementStyle): OctetError {
  return createError('vendor-unreadable', { params: { reason: `its rows come without ${key}, by which they are paged` } })
}
