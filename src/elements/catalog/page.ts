/** Paging of the catalog's lists (contract 7): they are short and in memory, so a page is a slice and a token its offset. */
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readNextPage, readWholeNumber } from '../../lib/query-values.ts'
import type { RouteReply } from '../../lib/route.ts'

const defaultPageSize = 200
const longestPage = 200

export interface Page {
  readonly start: number
  readonly pageSize: number
  /** What the client is told when it asked for more than it can have. */
  readonly warning: string | undefined
}

/** The page that the query asks for. A token beats `page`; page 0 is the first. Throws invalid-parameter, page-token-damaged (400). */
export function readPage(query: QueryValues): Page {
  const asked = readWholeNumber(query, 'pageSize', 1) ?? defaultPageSize
  const pageSize = Math.min(asked, longestPage)
  const warning = asked > longestPage ? `pageSize ${asked} is above the maximum; ${longestPage} was used` : undefined
  return { start: readStart(query, pageSize), pageSize, warning }
}

/** The page that the query asks for, with its headers; the last page has no token. Throws invalid-parameter, page-token-damaged (400). */
export function replyPage(items: readonly unknown[], query: QueryValues): RouteReply {
  const page = readPage(query)
  return replySlice(items.slice(page.start, page.start + page.pageSize), page, items.length)
}

/** The reply for items that were cut out of `total`, from the start of the page; fewer than it may have when the rest follows under the token. */
export function replySlice(items: readonly unknown[], { start, warning }: Page, total: number): RouteReply {
  const next = start + items.length
  return {
    headers: {
      'Elements-Returned-Count': String(items.length),
      'Elements-Total-Count': String(total),
      ...(next < total ? { 'Elements-Next-Page-Token': writeToken(next) } : {}),
      ...(warning === undefined ? {} : { 'Elements-Error': warning }),
    },
    body: items,
  }
}

function readStart(query: QueryValues, pageSize: number): number {
  const token = readNextPage(query)
  if (token !== undefined) return readToken(token)
  return Math.max(0, (readWholeNumber(query, 'page', 0) ?? 1) - 1) * pageSize
}

function writeToken(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64url')
}

function readToken(token: string): number {
  const offset = /^offset:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  if (offset === undefined) throw createError('page-token-damaged')
  return Number(offset)
}
