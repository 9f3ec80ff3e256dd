/** Vendors that page by the number of rows to pass over. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import type { PageStart, Progress, VendorPage } from './paging.ts'

type OffsetStyle = Extract<PagingStyle, { style: 'offset' }>

export function askOffset(style: OffsetStyle, start: PageStart): readonly (readonly [string, string])[] {
  return [
    [style.size, String(start.take)],
    [style.offset, String(start.skip)],
  ]
}

/** Also used by other styles whose vendor page is the hub page: without a total, a full page may be followed by another. */
export function addWholePage(start: PageStart, page: VendorPage): Progress {
  const rows = page.rows.length > start.take ? page.rows.slice(0, start.take) : page.rows
  const end = start.skip + rows.length
  const more = page.total === undefined ? rows.length === start.take : rows.length > 0 && end < page.total
  return { rows, skip: 0, cursor: undefined, calls: 1, done: true, next: more ? { skip: end } : undefined, total: page.total }
}
