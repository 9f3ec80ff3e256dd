/** Vendors that page by a cursor only. A page further on is a walk: what lies before it is read in the vendor's largest pages and passed over. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import { refuseDepth } from './depth.ts'
import { mostCalls, type PageQuery, type PageStart, type PageState, type Progress, type VendorPage } from './paging.ts'
import { countBefore } from './tracked-place.ts'

type CursorStyle = Extract<PagingStyle, { style: 'cursor' }>

/** The walk's last call asks for exactly what is left, so that the vendor's cursor ends where the hub page ends. Throws walk-limit (400) behind the row that the vendor's lists end at. */
export function askCursor(style: CursorStyle, start: PageStart, progress: Progress): PageQuery {
  const room = countRoom(style, start, progress)
  const before = countBefore(start) ?? 0
  if (room <= 0 || before + start.skip >= (style.maxRows ?? Number.POSITIVE_INFINITY)) {
    throw refuseDepth({ ...start, skip: before + start.skip }, style.maxRows!)
  }
  const size: [string, string] = [style.size, String(Math.min(style.maxSize, countWanted(start, progress), room))]
  return progress.cursor === undefined ? [size] : [size, [style.token, progress.cursor]]
}

export function addCursor(style: CursorStyle, start: PageStart, { progress, page }: Adding): Progress {
  const wanted = countWanted(start, progress)
  const skipped = Math.min(progress.skip, page.rows.length)
  const rows = progress.rows.concat(page.rows.slice(skipped, wanted))
  const skip = progress.skip - skipped
  const base = { rows, skip, calls: progress.calls + 1, total: progress.total ?? page.total }
  if (page.rows.length > wanted) {
    // More than was asked for: the next page begins inside this one.
    return { ...base, cursor: progress.cursor, done: true, next: stateAt(wanted, progress.cursor) }
  }
  // Some vendors give a cursor with every page, and say beside it that it is the last.
  const following = page.more === false ? undefined : page.next
  if (following === undefined || following === progress.cursor) {
    const room = countRoom(style, start, { ...progress, ...base })
    return { ...base, cursor: following, done: true, next: room <= 0 ? { skip: style.maxRows! } : undefined }
  }
  const filled = rows.length >= start.take && skip === 0
  // A walk takes the calls that it takes: its rows are bounded.
  const done = filled || base.calls >= mostCalls + start.skip
  return { ...base, cursor: following, done, next: stateAt(skip, following) }
}

interface Adding {
  readonly progress: Progress
  readonly page: VendorPage
}

/** Rows that the vendor gives from here on, before it ends the list. */
function countRoom({ maxRows }: CursorStyle, start: PageStart, progress: Progress): number {
  const before = maxRows === undefined ? undefined : countBefore(start)
  return before === undefined ? Number.POSITIVE_INFINITY : maxRows! - before - (start.skip - progress.skip) - progress.rows.length
}

function countWanted(start: PageStart, progress: Progress): number {
  return progress.skip + start.take - progress.rows.length
}

function stateAt(skip: number, cursor: string | undefined): PageState {
  return cursor === undefined ? { skip } : { skip, cursor }
}

/** An object or a list without anything in it. */
function isHollow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** A next cursor may be a whole URL that holds it as a parameter, or nothing in several disguises. Throws vendor-unreadable (502) for what is neither text nor number. */
export function readCursor(value: unknown, token: string): string | undefined {
  if (value === undefined || value === null || value === '' || value === false || isHollow(value)) return undefined
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw createError('vendor-unreadable', { params: { reason: 'the place of its next page is neither text nor number' } })
  }
  const text = String(value)
  if (!/^(https?:\/\/|\/|\?)/.test(text)) return text
  return URL.parse(text, 'http://vendor.invalid')?.searchParams.get(token) ?? (text.startsWith('http') ? undefined : text)
}
