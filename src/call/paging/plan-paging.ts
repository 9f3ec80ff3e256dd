/** `page`, `pageSize` and `nextPage` of a hub list (contract 7.1, 7.2) → where to begin and how to ask this vendor. */
import type { KeyObject } from 'node:crypto'
import type { PagingStyle } from '../../elements/document/octet.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { addCursor, askCursor } from './cursor.ts'
import { addAll } from './none.ts'
import { addWholePage, askOffset } from './offset.ts'
import { askPage } from './page.ts'
import type { PageStart, Paging } from './paging.ts'
import { readToken, readWhole } from './read-whole.ts'
import { readPageToken, writePageToken } from './token.ts'

const defaultSize = 200
/** Where neither vendor nor element sets a maximum (contract 7.1). */
const genericMaximum = 5000

export interface PagingQuestion {
  readonly style: PagingStyle
  readonly query: QueryValues
  /** The instance's `pagination.max`, which may lower the vendor's maximum. */
  readonly configuredMaximum: string | null | undefined
  /** Which list of which instance: tokens of another are refused. */
  readonly binding: string
  /** Signs tokens. */
  readonly tokenKey: KeyObject
}

/**
 * Plans the page; a size above the maximum is clamped and noted. A token beats `page`; an empty or `null` token is none; page 0 is the first.
 * Throws invalid-parameter, page-token-damaged or walk-limit (400).
 */
export function planPaging(question: PagingQuestion): { readonly paging: Paging; readonly note: string | undefined } {
  const { style, query, binding, tokenKey } = question
  const seal = { key: tokenKey, binding }
  const maximum = readMaximum(style, question.configuredMaximum)
  const asked = readWhole(query, 'pageSize', 1) ?? Math.min(defaultSize, maximum)
  const take = Math.min(asked, maximum)
  const token = readToken(query)
  const start: PageStart =
    token === undefined
      ? startAtPage(style, Math.max(readWhole(query, 'page', 0) ?? 1, 1), take)
      : startAtToken(style, { ...readPageToken(token, seal), take })
  const note = asked > maximum ? `pageSize ${asked} is above the maximum of ${maximum}; ${maximum} was used` : undefined
  const writeToken: Paging['writeToken'] = (state) => writePageToken(state, seal)
  return { paging: { start, writeToken, ...compileStyle(style, start) }, note }
}

/** What to ask a vendor of this style, and what its answers add, from a start on. */
export function compileStyle(style: PagingStyle, start: PageStart): Pick<Paging, 'ask' | 'add'> {
  switch (style.style) {
    case 'cursor':
      return { ask: (progress) => askCursor(style, start, progress), add: (progress, page) => addCursor(start, progress, page) }
    case 'offset':
      return { ask: () => askOffset(style, start), add: (_progress, page) => addWholePage(start, page) }
    case 'page':
      return { ask: () => askPage(style, start), add: (_progress, page) => addWholePage(start, page) }
    case 'none':
      return { ask: () => [], add: (_progress, page) => addAll(start, page) }
  }
}

function startAtPage(style: PagingStyle, page: number, take: number): PageStart {
  const skip = (page - 1) * take
  if (style.style === 'cursor' && page > 1 && skip + take > style.walkLimit) {
    throw createError('walk-limit', { params: { page, pageSize: take, limit: style.walkLimit } })
  }
  if (!Number.isSafeInteger(skip)) {
    throw createError('invalid-parameter', { params: { name: 'page', expected: 'a page that can be counted to', got: page } })
  }
  return { skip, take }
}

/** The limit of a walk holds also for one that a token begins in the middle. */
function startAtToken(style: PagingStyle, start: PageStart): PageStart {
  const { skip, take } = start
  if (style.style !== 'cursor' || skip === 0 || skip + take <= style.walkLimit) return start
  throw createError('walk-limit', { params: { page: Math.floor(skip / take) + 1, pageSize: take, limit: style.walkLimit } })
}

function readMaximum(style: PagingStyle, configured: string | null | undefined): number {
  const own = style.style === 'none' ? genericMaximum : style.maxSize
  const lower = Number(configured ?? Number.NaN)
  return Number.isInteger(lower) && lower > 0 ? Math.min(own, lower) : own
}
