/** GET /usage and GET /usage/{id} (contract 10), and what `analytics/` adds up. */
import type { Caller } from '../lib/caller.ts'
import type { Clock } from '../lib/clock.ts'
import { createError } from '../lib/errors.ts'
import { isRequestId } from '../lib/ids.ts'
import { writePageHeaders } from '../lib/platform-page.ts'
import { callerOf } from '../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { entryToken, readEntryFilter, readEntryPage, usageParameters } from './entry-filter.ts'
import { type EntryRow, findEntry, selectEntries } from './entry-store.ts'
import { readScope } from './scope.ts'
import { showEntry } from './show-entry.ts'
import type { Usage } from './usage.ts'

export interface UsageRouteParts {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
  readonly usage: Pick<Usage, 'flush'>
  /** The elements that somebody sees. */
  readonly listElements: (viewer: Caller) => Promise<readonly { readonly key: string; readonly name: string }[]>
}

export function createEntryRoutes(parts: UsageRouteParts): Route[] {
  return [
    { method: 'GET', path: '/usage', access: 'caller', query: usageParameters, handle: (request) => listEntries(parts, request) },
    { method: 'GET', path: '/usage/:id', access: 'caller', handle: (request) => showOne(parts, request) },
  ]
}

/** Throws no-usage (404) when nothing matches. */
async function listEntries({ database: { db }, clock, listElements }: UsageRouteParts, request: RouteRequest): Promise<RouteReply> {
  const { query } = request
  const caller = callerOf(request)
  const filter = readEntryFilter(query, clock())
  const page = readEntryPage(query)
  const scope = await readScope(db, caller, query)
  const names = new Map((await listElements(caller)).map(({ key, name }) => [key, name]))
  const wanted = filter.searchText?.toLowerCase()
  const namedKeys = wanted === undefined ? [] : [...names].filter(([, name]) => name.toLowerCase().includes(wanted)).map(([key]) => key)
  const rows = await selectEntries(db, { scope, filter, namedKeys }, { start: page.start, limit: page.size + 1 })
  if (rows.length === 0) throw createError('no-usage')
  const shown = rows.slice(0, page.size)
  const last = shown.at(-1)!
  const isLast = rows.length === shown.length
  const next = isLast ? undefined : entryToken.write({ date: last.traffic_date.getTime(), trafficId: last.traffic_id })
  return {
    headers: writePageHeaders(page, { returned: shown.length, next }),
    body: shown.map((row) => showEntry(row, names.get(row.element_key ?? ''))),
  }
}

const hourMs = 60 * 60_000

/** Throws no-usage-entry (404). */
async function showOne({ database: { db }, usage, listElements }: UsageRouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = callerOf(request)
  const id = request.params['id'] ?? ''
  const scope = await readScope(db, caller, {})
  const find = async (): Promise<EntryRow | undefined> => {
    if (!isRequestId(id)) return undefined
    // An id says when its call came (lib/ids.ts); a call is on record from when its content was there.
    const made = Number.parseInt(id.slice(0, 8), 16) * 1000
    return findEntry(db, scope, { id, from: new Date(made - hourMs), to: new Date(made + 24 * hourMs) })
  }
  let row = await find()
  if (row === undefined) {
    // It may be waiting in this process; what waits in others is there within a second.
    await usage.flush()
    row = await find()
  }
  if (row === undefined) throw createError('no-usage-entry', { params: { id: id.slice(0, 40) } })
  const element = (await listElements(caller)).find(({ key }) => key === row.element_key)
  return { body: showEntry(row, element?.name) }
}
