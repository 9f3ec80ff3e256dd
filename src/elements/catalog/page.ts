/** Pages of the catalog's lists (contract 7): they are short and in memory, so a page is a slice. */
import type { QueryValues } from '../../lib/hub-request.ts'
import { type CountedPage, readCountedPage, writeCountedHeaders } from '../../lib/platform-page.ts'
import type { RouteReply } from '../../lib/route.ts'

/** The page that the query asks for. Throws invalid-parameter, page-token-damaged (400). */
export function readPage(query: QueryValues): CountedPage {
  return readCountedPage(query, { usual: 200, longest: 200 })
}

/** The items of a page. */
export function slicePage<T>(items: readonly T[], { offset, size }: CountedPage): readonly T[] {
  return items.slice(offset, offset + size)
}

/** The page that the query asks for, with its headers. Throws invalid-parameter, page-token-damaged (400). */
export function replyPage(items: readonly unknown[], query: QueryValues): RouteReply {
  const page = readPage(query)
  return replySlice(slicePage(items, page), page, items.length)
}

/** The reply for items that were cut out of `total`, from the start of the page; fewer than it may have when the rest follows under the token. */
export function replySlice(items: readonly unknown[], page: CountedPage, total: number): RouteReply {
  return { headers: writeCountedHeaders(page, { returned: items.length, total }), body: items }
}
