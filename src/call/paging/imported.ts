/**
 * Pages of imported elements (contract 7): what stands for `page`, `pageSize` and `nextPage` where a resource's parameters ask for them, and what
 * the vendor's answer is for the client. One vendor call a page.
 */
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readFirst } from '../query.ts'
import { beginOffset, beginPage, beginSlice, isPagePlace } from './imported-counted.ts'
import { beginCursor } from './imported-cursor.ts'
import type { ImportedPaging, ImportedQuestion, ImportedStart } from './imported-paging.ts'
import { type ImportedStyle, readImportedStyle } from './imported-style.ts'
import type { PageState } from './paging.ts'
import { readToken, readWhole } from './read-whole.ts'
import { type TokenSeal, tryPageToken } from './token.ts'

/**
 * Plans the page of a GET; a size above the maximum is clamped and noted, a token beats `page`, an empty or `null` token is none, page 0 is the first.
 * Throws invalid-parameter, page-token-damaged or walk-limit (400).
 */
export function planImportedPaging(question: ImportedQuestion): ImportedPaging {
  const { resource, configuration, query, binding, tokenKey } = question
  const style = readImportedStyle(resource, configuration)
  if (style.kind === 'all')
    return { values: {}, query: [], note: undefined, read: ({ rows }) => ({ rows, nextPage: undefined, total: undefined }) }
  const seal = { key: tokenKey, binding }
  const token = readToken(query)
  const asked = readWhole(query, 'pageSize', 1)
  const take = Math.min(asked ?? style.defaultSize, style.maximum)
  const resumed = token === undefined ? readPageAsCursor(style, query) : resume(question, { style, seal, token })
  const page = resumed === undefined ? Math.max(readWhole(query, 'page', 0) ?? 1, 1) : 1
  const isAsked = asked !== undefined || resumed !== undefined || query['page'] !== undefined
  const begun = begin({ question, style, seal, take, page, isAsked, resumed })
  const note =
    asked !== undefined && asked > take ? `pageSize ${asked} is above the maximum of ${style.maximum}; ${take} was used` : undefined
  return { ...begun, note }
}

function begin(start: ImportedStart): Omit<ImportedPaging, 'note'> {
  const { style, resumed } = start
  const isForeign = resumed?.cursor !== undefined && !isPagePlace(resumed.cursor)
  if (style.kind === 'cursor' || isForeign) return beginCursor(start)
  if (style.kind === 'slice' || style.kind === 'open' || style.page === 'nowhere') return beginSlice(start)
  return style.kind === 'page' ? beginPage(start) : beginOffset(start)
}

/** Ours, or one that the vendor or a hook gave (contract 7.3): then it goes back as it is. Throws page-token-damaged (400) where neither could be. */
function resume(
  { hasHooks }: ImportedQuestion,
  { style, seal, token }: { style: ImportedStyle; seal: TokenSeal; token: string },
): PageState {
  const state = tryPageToken(token, seal)
  if (state !== undefined) return state
  if (style.kind === 'cursor' || style.nextPage !== 'nowhere' || hasHooks) return { skip: 0, cursor: token }
  throw createError('page-token-damaged')
}

/** Where pages have no numbers, `page` may bring a cursor. */
function readPageAsCursor(style: ImportedStyle, query: QueryValues): PageState | undefined {
  const page = readFirst(query, 'page')?.trim() ?? ''
  return style.kind === 'cursor' && page !== '' && page !== 'null' && !/^\d+$/.test(page) ? { skip: 0, cursor: page } : undefined
}
