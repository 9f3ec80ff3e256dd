/**
 * Pages of imported elements (contract 7): what stands for `page`, `pageSize` and `nextPage` where a resource's parameters ask for them, and what
 * the vendor's answer is for the client. One vendor call a page.
 */
import type { KeyObject } from 'node:crypto'
import type { CompiledResource } from '../../elements/compile/compiled.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readFirst } from '../query.ts'
import { beginOffset, beginPage, beginSlice, isPagePlace } from './imported-counted.ts'
import { beginCursor } from './imported-cursor.ts'
import { type ImportedStyle, readImportedStyle } from './imported-style.ts'
import type { CursorSource } from './next-page-key.ts'
import type { PageState } from './paging.ts'
import { readToken, readWhole } from './read-whole.ts'
import { type TokenSeal, tryPageToken } from './token.ts'

export interface ImportedQuestion {
  readonly resource: CompiledResource
  /** Effective configuration of the instance. */
  readonly configuration: Readonly<Record<string, string | null>>
  /** `protocolType` of the element. */
  readonly protocol: string | undefined
  readonly query: QueryValues
  /** True when hooks run after the call: they may set tokens of their own. */
  readonly hasHooks: boolean
  /** Which list of which instance: tokens of another are refused. */
  readonly binding: string
  /** Signs tokens. */
  readonly tokenKey: KeyObject
}

export interface ImportedPaging {
  /** What a parameter of that name sends; absent: nothing, whatever the client sent. */
  readonly values: { readonly page?: string; readonly pageSize?: string; readonly nextPage?: string }
  /** Query parameters of the vendor that no parameter of the resource names, not yet encoded. */
  readonly query: readonly (readonly [string, string])[]
  /** For `Elements-Error`. */
  readonly note: string | undefined
  /** Cuts the rows of the answer, after root and hooks; a token that a hook set counts instead of `nextPage`. */
  readonly read: (answer: ImportedAnswer) => ImportedPage
}

export interface ImportedAnswer extends CursorSource {
  readonly rows: readonly unknown[]
}

export interface ImportedPage {
  readonly rows: readonly unknown[]
  /** The token for the client; undefined: the last page. */
  readonly nextPage: string | undefined
  readonly total: number | undefined
}

/** What every kind of paging begins with. */
export interface ImportedStart {
  readonly question: ImportedQuestion
  readonly style: ImportedStyle
  readonly seal: TokenSeal
  /** Rows of the client's page. */
  readonly take: number
  /** The client's, counted from 1. */
  readonly page: number
  /** True when the client asked for a page or a size of one. */
  readonly isAsked: boolean
  /** Rows before the page, and the vendor's place that they are counted from, out of a token. */
  readonly resumed: PageState | undefined
}

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
