/** Vendors that page by the number of the page. */
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import type { PageStart } from './paging.ts'

type NumberedStyle = Extract<PagingStyle, { style: 'page' }>

/** Throws invalid-parameter (400) when a token is used with a page size that its place is no multiple of: such a vendor has no page that begins there. */
export function askPage(style: NumberedStyle, start: PageStart): readonly (readonly [string, string])[] {
  if (start.skip % start.take !== 0) {
    const expected = 'the size of the page that the nextPage token came with'
    throw createError('invalid-parameter', { params: { name: 'pageSize', expected, got: start.take } })
  }
  return [
    [style.size, String(start.take)],
    [style.page, String(start.skip / start.take + style.firstPage)],
  ]
}
