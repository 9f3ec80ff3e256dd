/** Paging of the catalog's lists (contract 7): they are short and in memory, so a page is a slice and a token its offset. */
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readNextPage, readWholeNumber } from '../../lib/query-values.ts'
import type { RouteReply } from '../../lib/route.ts'

const defaultPageSize = 200
const longestPage = 200

/**
 * The page that the query asks for, with its headers; the last page has no token. A token beats `page`; page 0 is the first.
 * Throws invalid-parameter, page-token-damaged (400).
 */
export function replyPage(items: readonly unknown[], query: QueryValues): RouteReply {
  const asked = readWholeNumber(query, 'pageSize', 1) ?? defaultPageSize
  const pageSize = Math.min(asked, longestPage)
  const start = readStart(query, pageSize)
  const page = items.slice(start, start + pageSize)
  const next = start + pageSize
  return {
    headers: {
      'Elements-Returned-Count': String(page.length),
      'Elements-Total-Count': String(items.length),
      ...(next < items.length ? { 'Elements-Next-Page-Token': writeToken(next) } : {}),
      ...(asked > longestPage ? { 'Elements-Error': `pageSize ${asked} is above the maximum; ${longestPage} was used` } : {}),
    },
    body: page,
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
