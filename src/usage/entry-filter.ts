/** Which entries GET /usage is asked for (contract 10). */
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { pageParameters, type QueryParameter } from '../lib/query-parameters.ts'
import { demandStorable, readList, readNextPage, readText, readWholeNumber } from '../lib/query-values.ts'
import { accountsParameter } from './scope.ts'
import { rangeParameters, readRange, type TimeRange } from './time-range.ts'

export interface EntryFilter {
  readonly range: TimeRange
  readonly hub?: string
  /** Keys of elements: one of them. */
  readonly keys?: readonly string[]
  /** Tags of the instance: all of them. */
  readonly tags?: readonly string[]
  readonly failed?: boolean
  readonly searchText?: string
}

/** Where a page begins: behind an entry, or so many entries from the newest. */
export type Start = { readonly after: EntryPlace } | { readonly offset: number }

export interface EntryPlace {
  /** Epoch ms. */
  readonly date: number
  readonly trafficId: string
}

export interface EntryPage {
  readonly start: Start
  readonly size: number
  /** Above the maximum; what is given is less. */
  readonly cutFrom?: number
}

export const usageParameters: readonly QueryParameter[] = [
  { name: 'hub', description: 'Calls of elements of this hub' },
  { name: 'keys[]', description: 'Calls of elements with one of these keys' },
  { name: 'tags[]', description: 'Calls of instances with this tag; of several, with all of them' },
  accountsParameter,
  { name: 'status', description: '`success` or `failed`' },
  ...rangeParameters,
  { name: 'searchText', description: 'Calls with this text in their path, method, id, element or instance' },
  { name: 'pageOffset', description: 'The page, counted from 0', type: 'integer' },
  ...pageParameters.filter(({ name }) => name !== 'page'),
]

const defaultPageSize = 100
const longestPage = 2000

/** Throws invalid-parameter (400). */
export function readEntryFilter(query: QueryValues, now: number): EntryFilter {
  demandStorable(query)
  const hub = readText(query, 'hub')
  const keys = readList(query, 'keys')
  const tags = [query['tags[]'] ?? [], query['tags'] ?? []].flat(2).filter((tag) => tag !== '')
  const failed = readFailed(query)
  const searchText = readText(query, 'searchText')
  return {
    range: readRange(query, now),
    ...(hub && { hub }),
    ...(keys.length > 0 && { keys }),
    ...(tags.length > 0 && { tags }),
    ...(failed !== undefined && { failed }),
    ...(searchText && { searchText }),
  }
}

function readFailed(query: QueryValues): boolean | undefined {
  const status = readText(query, 'status')
  if (status === undefined) return undefined
  if (/^success$/i.test(status)) return false
  if (/^failed$/i.test(status)) return true
  const got = JSON.stringify(status.slice(0, 40))
  throw createError('invalid-parameter', { params: { name: 'status', expected: 'success or failed', got } })
}

/** The token beats the offset (contract 7). Throws invalid-parameter, page-token-damaged (400). */
export function readEntryPage(query: QueryValues): EntryPage {
  const asked = readWholeNumber(query, 'pageSize', 1) ?? defaultPageSize
  const size = Math.min(asked, longestPage)
  const token = readNextPage(query)
  const start = token === undefined ? { offset: (readWholeNumber(query, 'pageOffset', 0) ?? 0) * size } : { after: readToken(token) }
  return { start, size, ...(asked > size && { cutFrom: asked }) }
}

export function writeToken({ date, trafficId }: EntryPlace): string {
  return Buffer.from(`usage:${date}:${trafficId}`).toString('base64url')
}

function readToken(token: string): EntryPlace {
  const match = /^usage:(\d{1,15}):([\w-]{1,64})$/.exec(Buffer.from(token, 'base64url').toString())
  if (match === null) throw createError('page-token-damaged')
  return { date: Number(match[1]), trafficId: match[2]! }
}
