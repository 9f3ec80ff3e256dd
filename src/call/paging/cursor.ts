/** Vendors that page by a cursor only. A page further on is a walk: what lies before it is read in the vendor's largest pages and passed over. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { mostCalls, type PageQuery, type PageStart, type PageState, type Progress, type VendorPage } from './paging.ts'

type CursorStyle = Extract<PagingStyle, { style: 'cursor' }>

/** The walk's last call asks for exactly what is left, so that the vendor's cursor ends where the hub page ends. */
export function askCursor(style: CursorStyle, start: PageStart, progress: Progress): PageQuery {
  const size: [string, string] = [style.size, String(Math.min(style.maxSize, countWanted(start, progress)))]
  return progress.cursor === undefined ? [size] : [size, [style.token, progress.cursor]]
}

export function addCursor(start: PageStart, progress: Progress, page: VendorPage): Progress {
  const wanted = countWanted(start, progress)
  const skipped = Math.min(progress.skip, page.rows.length)
  const rows = progress.rows.concat(page.rows.slice(skipped, wanted))
  const calls = progress.calls + 1
  const total = progress.total ?? page.total
  const skip = progress.skip - skipped
  if (page.rows.length > wanted) {
    // More than was asked for: the next page begins inside this one.
    return { rows, skip, calls, total, cursor: progress.cursor, done: true, next: stateAt(wanted, progress.cursor) }
  }
  const filled = rows.length >= start.take && skip === 0
  // Some vendors give a cursor with every page, and say beside it that it is the last.
  const following = page.more === false ? undefined : page.next
  const stuck = following === progress.cursor
  // A walk takes the calls that it takes: its rows are bounded.
  const done = following === undefined || stuck || filled || calls >= mostCalls + start.skip
  return {
    rows,
    skip,
    calls,
    total,
    cursor: following,
    done,
    next: following === undefined || stuck ? undefined : stateAt(skip, following),
  }
}

function countWanted(start: PageStart, progress: Progress): number {
  return progress.skip + start.take - progress.rows.length
}

function stateAt(skip: number, cursor: string | undefined): PageState {
  return cursor === undefined ? { skip } : { skip, cursor }
}

/** A next cursor may be a whole URL that holds it as a parameter, or nothing in several disguises. */
export function readCursor(value: unknown, token: string): string | undefined {
  if (value === undefined || value === null || value === '' || value === false) return undefined
  const text = String(value)
  if (!/^(https?:\/\/|\/|\?)/.test(text)) return text
  return URL.parse(text, 'http://vendor.invalid')?.searchParams.get(token) ?? (text.startsWith('http') ? undefined : text)
}
