/** A page of a list that is a 404 when it has nothing (contract 1.8): a bad page is told first. */
import { readPage, replySlice, slicePage } from '../elements/catalog/page.ts'
import { createError, type ErrorCode } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import type { RouteReply } from '../lib/route.ts'

export interface Listed<T> {
  readonly items: readonly T[]
  /** What is thrown when there are none. */
  readonly none: ErrorCode
  /** The items of one page as clients see them. */
  readonly show: (items: readonly T[]) => readonly object[] | Promise<readonly object[]>
}

/** Throws invalid-parameter, page-token-damaged (400), and `none`. */
export async function replyList<T>(query: QueryValues, { items, none, show }: Listed<T>): Promise<RouteReply> {
  const page = readPage(query)
  if (items.length === 0) throw createError(none)
  return replySlice(await show(slicePage(items, page)), page, items.length)
}
