/** Vendors that page by the number of rows to pass over. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { refuseDepth } from './depth.ts'
import { mostCalls, type PageQuery, type PageStart, type Progress, type VendorPage } from './paging.ts'

type OffsetStyle = Extract<PagingStyle, { style: 'offset' }>

/** Throws walk-limit (400) for rows further on than the vendor counts. */
export function askOffset(style: OffsetStyle, start: PageStart, progress: Progress): PageQuery {
  const { maxOffset } = style
  if (maxOffset !== undefined && start.skip + start.take > maxOffset) throw refuseDepth(start, maxOffset)
  return [
    [style.size, String(start.take - progress.rows.length)],
    [style.offset, String(start.skip + progress.rows.length)],
  ]
}

/** A page that is short although the vendor says that rows follow is filled up; where it says nothing, a full page may be followed by another. */
export function addOffset(start: PageStart, progress: Progress, page: VendorPage): Progress {
  const rows = progress.rows.concat(page.rows.slice(0, start.take - progress.rows.length))
  const end = start.skip + rows.length
  const isFull = rows.length === start.take
  const more = page.rows.length > 0 && (page.more ?? (page.total === undefined ? isFull : end < page.total))
  // More than was asked for: the next page begins inside this one.
  const isOver = progress.rows.length + page.rows.length > start.take
  const calls = progress.calls + 1
  const next = more || isOver ? { skip: end } : undefined
  return { rows, skip: 0, cursor: undefined, calls, done: isFull || !more || calls >= mostCalls, next, total: progress.total ?? page.total }
}
