/** GET /usage/analytics/… (contract 10): what was called, added up by time, element and instance. Times are UTC. */
import type { Clock } from '../../lib/clock.ts'
import { createError } from '../../lib/errors.ts'
import { formatInstant } from '../../lib/instant.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import type { Interval } from '../../lib/time-spans.ts'
import type { Database } from '../../store/database.ts'
import { intervalParameter, readInterval } from '../intervals.ts'
import { accountsParameter, readScope } from '../scope.ts'
import { rangeParameters, readRange } from '../time-range.ts'
import { countByElement, countByInstance, countCalls, countInstancesCreated, type Question } from './analytics-store.ts'

export interface AnalyticsParts {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
}

type Answer = (question: Question, interval: Interval) => Promise<unknown>

const stamp = (start: Date) => formatInstant(start.getTime())

export function createAnalyticsRoutes({ database: { db }, clock }: AnalyticsParts): Route[] {
  async function ask(request: RouteRequest): Promise<Question> {
    return { range: readRange(request.query, clock()), scope: await readScope(db, callerOf(request), request.query) }
  }
  const route = (path: string, answer: Answer): Route => ({
    method: 'GET',
    path: `/usage/analytics/${path}`,
    access: 'caller',
    query: [...rangeParameters, intervalParameter, accountsParameter],
    handle: async (request) => {
      const question = await ask(request)
      return { body: await answer(question, readInterval(request.query, question.range)) }
    },
  })
  /** What is yet to come is not there; what was quiet has zeros (contract 1.8). */
  const ofThePast =
    (answer: Answer): Answer =>
    (question, interval) => {
      if (question.range.from > clock()) throw createError('no-usage')
      return answer(question, interval)
    }

  return [
    route('times', ofThePast(times)),
    route('statuses', ofThePast(statuses)),
    route('activity', async (question, interval) =>
      (await countCalls(db, question, interval)).map(({ start, count }) => ({ timestamp: stamp(start), count })),
    ),
    route('activity/elements', elements),
    route('activity/element-instances', async (question) => ({ usage: (await countByInstance(db, question)).map(showInstance) })),
    route('activity/element-instances/created-count', async (question) => ({
      instancesCreatedCount: await countInstancesCreated(db, question),
    })),
    // No formula runs on this server yet, so none has made a call or an instance.
    route('activity/formula-instances', async () => ({ usage: [] })),
    route('activity/formula-instances/created-count', async () => ({ instancesCreatedCount: 0 })),
  ]

  async function times(question: Question, interval: Interval) {
    const rows = await countCalls(db, question, interval)
    return rows.map(({ start, count, avg, max, min }) => ({ timestamp: stamp(start), count, avg, max, min }))
  }

  async function statuses(question: Question, interval: Interval) {
    const rows = await countCalls(db, question, interval)
    return rows.map(({ start, count, failed }) => ({ timestamp: stamp(start), count, success: count - failed, failed }))
  }

  /** An entry an interval, with a member for each element that was called in it. */
  async function elements(question: Question, interval: Interval) {
    const [all, byElement] = await Promise.all([countCalls(db, question, interval), countByElement(db, question, interval)])
    const ofStart = Map.groupBy(byElement, ({ start }) => start.getTime())
    return all.map(({ start, count }) => ({
      ...Object.fromEntries((ofStart.get(start.getTime()) ?? []).map((row) => [row.element_key, row.count])),
      timestamp: stamp(start),
      count,
    }))
  }
}

function showInstance(row: Awaited<ReturnType<typeof countByInstance>>[number]) {
  return {
    instanceId: row.instance_id,
    elementKey: row.element_key,
    accountId: row.account_id,
    count: row.count,
    success: row.count - row.failed,
    failed: row.failed,
    lastDate: formatInstant(row.last.getTime()),
  }
}
