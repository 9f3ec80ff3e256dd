/** Pages of the platform's own lists (contract 7.1–7.3): what a client asks for, and the headers of what it gets. */
import type { QueryValues } from './hub-request.ts'
import { createPageToken, readWholePart } from './page-token.ts'
import { readWholeNumber } from './query-values.ts'

export interface PageLimits {
  /** Rows of a page when nothing is asked for. */
  readonly usual: number
  /** What a larger page is cut to. */
  readonly longest: number
}

export interface PageSize {
  readonly size: number
  /** What was asked for, when that is more. */
  readonly cutFrom?: number
}

/** A page of a list that is counted through. */
export interface CountedPage extends PageSize {
  /** Rows before this page. */
  readonly offset: number
}

const offsetToken = createPageToken('offset', { offset: readWholePart })

/** Throws invalid-parameter (400). */
export function readPageSize(query: QueryValues, { usual, longest }: PageLimits): PageSize {
  const asked = readWholeNumber(query, 'pageSize', 1)
  const size = Math.min(asked ?? usual, longest)
  return { size, ...(asked !== undefined && asked > size && { cutFrom: asked }) }
}

/** Rows before the `page` that is asked for; 0 is the first page too (contract 7.1). Throws invalid-parameter (400). */
export function readPageOffset(query: QueryValues, size: number): number {
  return Math.max(0, (readWholeNumber(query, 'page', 0) ?? 1) - 1) * size
}

/** The page of a list that is counted through: the token beats `page`. Throws invalid-parameter, page-token-damaged (400). */
export function readCountedPage(query: QueryValues, limits: PageLimits): CountedPage {
  const page = readPageSize(query, limits)
  return { ...page, offset: offsetToken.read(query)?.offset ?? readPageOffset(query, page.size) }
}

/** The same for a list that takes `offset` too, which beats `page`. */
export function readOffsetPage(query: QueryValues, limits: PageLimits): CountedPage {
  const page = readPageSize(query, limits)
  const token = offsetToken.read(query)
  if (token !== undefined) return { ...page, ...token }
  const offset = readPageOffset(query, page.size)
  return { ...page, offset: readWholeNumber(query, 'offset', 0) ?? offset }
}

export interface PageTold {
  readonly returned: number
  /** Of the whole list, when it is known. */
  readonly total?: number
  /** Token of the next page; the last one has none. */
  readonly next?: string | undefined
}

/** The headers of a page (contract 1.11). */
export function writePageHeaders({ size, cutFrom }: PageSize, { returned, total, next }: PageTold): Record<string, string> {
  return {
    'Elements-Returned-Count': String(returned),
    ...(total !== undefined && { 'Elements-Total-Count': String(total) }),
    ...(next !== undefined && { 'Elements-Next-Page-Token': next }),
    ...(cutFrom !== undefined && { 'Elements-Error': `pageSize ${cutFrom} is above the maximum; ${size} was used` }),
  }
}

/** The headers of a page that is counted through; when it has fewer rows than it may, the rest follows under the token. */
export function writeCountedHeaders(page: CountedPage, { returned, total }: { returned: number; total: number }): Record<string, string> {
  const offset = page.offset + returned
  return writePageHeaders(page, { returned, total, next: offset < total ? offsetToken.write({ offset }) : undefined })
}
