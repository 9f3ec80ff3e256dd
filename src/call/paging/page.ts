/** Vendors that page by the number of the page. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import type { PageQuery, PageStart, Progress, VendorPage } from './paging.ts'

type NumberedStyle = Extract<PagingStyle, { style: 'page' }>

/** Throws invalid-parameter (400) when a token is used with a page size that its place is no multiple of: such a vendor has no page that begins there. */
export function askPage(style: NumberedStyle, start: PageStart): PageQuery {
  if (start.skip % start.take !== 0) {
    const expected = 'the size of the page that the nextPage token came with'
    throw createError('invalid-parameter', { params: { name: 'pageSize', expected, got: start.take } })
  }
  return [
    [style.size, String(start.take)],
    [style.page, String(start.skip / start.take + style.firstPage)],
  ]
}

/** The vendor's page is the hub's: where it does not say what follows, a full page may be followed by another. */
export function addPage(start: PageStart, page: VendorPage): Progress {
  const rows = page.rows.length > start.take ? page.rows.slice(0, start.take) : page.rows
  const end = start.skip + rows.length
  const isFull = rows.length === start.take
  const more = rows.length > 0 && (page.more ?? (page.total === undefined ? isFull : end < page.total))
  // The next page of this size has the next number, however many rows this one has.
  const next = more ? { skip: start.skip + start.take } : undefined
  return { rows, skip: 0, cursor: undefined, calls: 1, done: true, next, total: page.total }
}
