/** Pages of the platform's own lists (contract 7.1–7.3): `offset` or `page`, `pageSize`, and the opaque `nextPage`, which wins over both. */
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { readNextPage, readWholeNumber } from '../lib/query-values.ts'

export interface Page {
  /** Rows before this page. */
  readonly offset: number
  readonly pageSize: number
}

/** Rows of one page, and how many there are in all. */
export interface Rows<T> {
  readonly rows: readonly T[]
  readonly total: number
}

const defaultPageSize = 200
const largestPageSize = 5000

/**
 * Reads the page a client asks for; empty parameters count as absent and `page=0` as the first (contract 7.1). A larger `pageSize` than 5000 is cut to it.
 * Throws invalid-parameter or page-token-damaged (400).
 */
export function readPage(query: QueryValues): Page {
  const pageSize = Math.min(readWholeNumber(query, 'pageSize', 1) ?? defaultPageSize, largestPageSize)
  const token = readNextPage(query)
  if (token !== undefined) return { offset: readToken(token), pageSize }
  const page = Math.max(readWholeNumber(query, 'page', 0) ?? 1, 1)
  return { offset: readWholeNumber(query, 'offset', 0) ?? (page - 1) * pageSize, pageSize }
}

/** The headers of a page (contract 1.11); the token is left out on the last one. */
export function buildPageHeaders(page: Page, { rows, total }: Rows<unknown>): Record<string, string> {
  const next = page.offset + rows.length
  return {
    'Elements-Returned-Count': String(rows.length),
    'Elements-Total-Count': String(total),
    ...(next < total && { 'Elements-Next-Page-Token': Buffer.from(JSON.stringify({ offset: next })).toString('base64url') }),
  }
}

function readToken(token: string): number {
  try {
    const { offset } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { offset?: unknown }
    if (typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0) return offset
  } catch {
    // Not JSON: not one of ours.
  }
  throw createError('page-token-damaged')
}
