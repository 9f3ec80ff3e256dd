/** Which entries GET /usage is asked for (contract 10). */
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { createPageToken, readWholePart } from '../lib/page-token.ts'
import { type PageSize, readPageSize } from '../lib/platform-page.ts'
import { pageParameters, type QueryParameter } from '../lib/query-parameters.ts'
import { demandStorable, readList, readText, readWholeNumber } from '../lib/query-values.ts'
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

export interface EntryPage extends PageSize {
  readonly start: Start
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

const limits = { usual: 100, longest: 2000 }

/** Behind which entry a page begins. */
export const entryToken = createPageToken<EntryPlace>('usage', {
  date: readWholePart,
  trafficId: (text) => (/^[\w-]{1,64}$/.test(text) ? text : undefined),
})

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
  const page = readPageSize(query, limits)
  const after = entryToken.read(query)
  return { ...page, start: after === undefined ? { offset: (readWholeNumber(query, 'pageOffset', 0) ?? 0) * page.size } : { after } }
}
