/** GET /metrics/{name} (contract 10): what happened, counted by account or organization and by time. Times are UTC. */

import type { Clock } from '../lib/clock.ts'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { formatInstant } from '../lib/instant.ts'
import { createPageToken, readWholePart } from '../lib/page-token.ts'
import { readPageSize, writePageHeaders } from '../lib/platform-page.ts'
import { pageParameters, type QueryParameter } from '../lib/query-parameters.ts'
import { readSwitch, readText } from '../lib/query-values.ts'
import { callerOf } from '../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { countIntervals, intervalParameter, listStarts, readInterval } from '../usage/intervals.ts'
import { accountsParameter } from '../usage/scope.ts'
import { rangeParameters, readRange } from '../usage/time-range.ts'
import { type Aggregate, countMetric, listCounted, type MetricCount, type MetricQuestion, readExternalIds } from './metrics-store.ts'
import { readReach } from './reach.ts'
import { type MetricSource, metricSources } from './sources.ts'

export interface MetricsParts {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
}

const parameters: readonly QueryParameter[] = [
  { name: 'customerIds[]', description: 'Of all organizations of this customer; for administrators of the customer' },
  { name: 'orgIds[]', description: 'Of these organizations' },
  accountsParameter,
  ...rangeParameters,
  { name: 'agg', description: '`account` (default) or `org`: what an entry stands for' },
  intervalParameter,
  { name: 'emptyIntervals', description: 'true: intervals with nothing in them too', type: 'boolean' },
  ...pageParameters.filter(({ name }) => name !== 'page'),
]

const limits = { usual: 200, longest: 2000 }
/** Of all intervals of a page together: some megabytes. */
const mostCounts = 50_000
/** Behind which account or organization a page begins. */
const placeToken = createPageToken('metrics', { id: readWholePart })

/** Where nothing was counted the list is empty, not missing. */
export function createMetricsRoutes(parts: MetricsParts): Route[] {
  return Object.entries(metricSources).map(([name, source]) => ({
    method: 'GET',
    path: `/metrics/${name}`,
    access: 'caller',
    query: parameters,
    handle: (request) => answerMetric(parts, source, request),
  }))
}

async function answerMetric({ database: { db }, clock }: MetricsParts, source: MetricSource, request: RouteRequest): Promise<RouteReply> {
  const { query } = request
  const range = readRange(query, clock())
  const interval = readInterval(query, range)
  const aggregate = readAggregate(query)
  const reach = await readReach(db, callerOf(request), query)
  const question: MetricQuestion = { source, reach, range, aggregate }
  const most = Math.max(1, Math.floor(mostCounts / countIntervals(interval, range)))
  const page = readPageSize(query, { ...limits, longest: Math.min(limits.longest, most) })
  const found = await listCounted(db, question, { after: placeToken.read(query)?.id ?? 0, limit: page.size + 1 })
  const ids = found.slice(0, page.size)
  const [counts, externalIds] = await Promise.all([countMetric(db, question, { ids, interval }), readExternalIds(db, aggregate, ids)])
  const starts = readSwitch(query, 'emptyIntervals') ? listStarts(interval, range) : undefined
  const byId = Map.groupBy(counts, ({ id }) => id)
  return {
    headers: writePageHeaders(page, {
      returned: ids.length,
      next: found.length > ids.length ? placeToken.write({ id: ids.at(-1)! }) : undefined,
    }),
    body: ids.map((id) => {
      const rows = byId.get(id) ?? []
      return { id, externalId: externalIds.get(id) ?? '', interval, count: sum(rows), metrics: showIntervals(rows, { source, starts }) }
    }),
  }
}

function showIntervals(rows: readonly MetricCount[], { source, starts }: { source: MetricSource; starts: readonly number[] | undefined }) {
  const { detail } = source
  const byStart = Map.groupBy(rows, ({ start }) => start.getTime())
  return (starts ?? [...byStart.keys()]).map((start) => {
    const counted = byStart.get(start) ?? []
    const details = counted.map((row) => ({ [detail ?? 'type']: row.detail, count: row.count }))
    return { timestamp: formatInstant(start), count: sum(counted), ...(detail !== undefined && { details }) }
  })
}

function sum(rows: readonly MetricCount[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}

function readAggregate(query: QueryValues): Aggregate {
  const text = readText(query, 'agg') ?? 'account'
  if (text === 'account' || text === 'org') return text
  throw createError('invalid-parameter', { params: { name: 'agg', expected: 'account or org', got: JSON.stringify(text.slice(0, 40)) } })
}
