/** `page`, `pageSize` and `nextPage` of a hub list (contract 7.1, 7.2) → where to begin and how to ask this vendor. */
import type { KeyObject } from 'node:crypto'
import type { PagingStyle } from '../../elements/document/octet.ts'
import type { Clock } from '../../lib/clock.ts'
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { compileStyle } from './compile-style.ts'
import { refuseWalk } from './depth.ts'
import type { PageRequest, PageStart, PageState, Paging } from './paging.ts'
import { readToken, readWhole } from './read-whole.ts'
import { readPageToken, type TokenSeal, writePageToken } from './token.ts'
import { refreshPlace, trackPlace } from './tracked-place.ts'

const defaultSize = 200
/** Where neither vendor nor element sets a maximum (contract 7.1). */
const genericMaximum = 5000

export interface PagingQuestion {
  readonly style: PagingStyle
  readonly query: QueryValues
  /** The instance's `pagination.max`, which may lower the vendor's maximum. */
  readonly configuredMaximum: string | null | undefined
  /** Which list of which instance, selected and sorted how: tokens of another are refused. */
  readonly binding: string
  /** Signs tokens. */
  readonly tokenKey: KeyObject
  readonly clock: Clock
  /** True: the vendor sorts the list by something that the client wants. Default false. */
  readonly isOrdered?: boolean
  /** True: rows are checked or sorted here (`scan/`), so that their places are not the vendor's. Default false. */
  readonly isScanned?: boolean
}

/**
 * Plans the page; a size above the maximum is clamped and noted. A token beats `page`; an empty or `null` token is none; page 0 is the first.
 * Throws invalid-parameter, page-token-damaged or walk-limit (400).
 */
export function planPaging(question: PagingQuestion): { readonly paging: Paging; readonly note: string | undefined } {
  const { style, clock, isOrdered = false, isScanned = false, tokenKey } = question
  // Places in a scanned list are others than those in the vendor's.
  const seal = { key: tokenKey, binding: isScanned ? `${question.binding} scanned` : question.binding }
  const { request, note } = readPageRequest(question, seal)
  const start = isScanned ? { skip: 0, take: request.take } : startAt(style, request, clock)
  const place = (state: PageState) => (isScanned ? state : trackPlace(style, state, { start, rows: start.take, clock }))
  const writeToken = (state: PageState) => writePageToken(place(state), seal)
  return { paging: { request, isOrdered, writeToken, ...compileStyle(style, start, isOrdered) }, note }
}

function readPageRequest(
  { query, style, configuredMaximum }: PagingQuestion,
  seal: TokenSeal,
): { readonly request: PageRequest; readonly note: string | undefined } {
  const maximum = readMaximum(style, configuredMaximum)
  const asked = readWhole(query, 'pageSize', 1) ?? Math.min(defaultSize, maximum)
  const take = Math.min(asked, maximum)
  const note = asked > maximum ? `pageSize ${asked} is above the maximum of ${maximum}; ${maximum} was used` : undefined
  const token = readToken(query)
  if (token !== undefined) return { request: { take, page: 0, resumed: readPageToken(token, seal) }, note }
  const page = Math.max(readWhole(query, 'page', 0) ?? 1, 1) - 1
  if (Number.isSafeInteger((page + 1) * take)) return { request: { take, page, resumed: undefined }, note }
  throw createError('invalid-parameter', { params: { name: 'page', expected: 'a page that can be counted to', got: page + 1 } })
}

/** The limit of a walk holds also for one that a token begins in the middle. */
function startAt(style: PagingStyle, { take, page, resumed }: PageRequest, clock: Clock): PageStart {
  const start = { ...(resumed === undefined ? { skip: page * take } : refreshPlace(style, resumed, clock)), take }
  if ('walkLimit' in style && start.skip > 0 && start.skip + take > style.walkLimit) throw refuseWalk(start, style.walkLimit)
  return start
}

function readMaximum(style: PagingStyle, configured: string | null | undefined): number {
  const own = style.style === 'none' ? genericMaximum : style.maxSize
  const lower = Number(configured ?? Number.NaN)
  return Number.isInteger(lower) && lower > 0 ? Math.min(own, lower) : own
}
