/** Counting by time: intervals in UTC, weeks from Monday. Those that both ends of a range lie in are counted too, so an hour has 61 minutes. */
import { type RawBuilder, sql } from 'kysely'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import { readText } from '../lib/query-values.ts'
import type { TimeRange } from './time-range.ts'

/** Name → its least length in ms. */
const intervals = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 28 * 86_400_000 }

export type Interval = keyof typeof intervals

export const intervalParameter: QueryParameter = {
  name: 'interval',
  description: `One of ${Object.keys(intervals).join(', ')}; default: day`,
}

/** An answer of more would be a download. */
const mostIntervals = 20_000

/** Throws invalid-parameter (400) for another interval, and for one that cuts the range into more than 20,000. */
export function readInterval(query: QueryValues, { from, to }: TimeRange): Interval {
  const text = readText(query, 'interval') ?? 'day'
  const interval = text.toLowerCase()
  const refuse = (expected: string) => {
    throw createError('invalid-parameter', { params: { name: 'interval', expected, got: JSON.stringify(text.slice(0, 40)) } })
  }
  if (!isInterval(interval)) return refuse(`one of ${Object.keys(intervals).join(', ')}`)
  if ((to - from) / intervals[interval] > mostIntervals)
    return refuse(`one that cuts the time from ${name(from)} to ${name(to)} into ${mostIntervals} at most`)
  return interval
}

/** About how many intervals a range has, at least one. */
export function countIntervals(interval: Interval, { from, to }: TimeRange): number {
  return Math.ceil((to - from) / intervals[interval]) + 1
}

function name(moment: number): string {
  return new Date(moment).toISOString()
}

function isInterval(text: string): text is Interval {
  return Object.hasOwn(intervals, text)
}

/** SQL: the beginning of the interval that a moment lies in. */
export function startOf(interval: Interval, moment: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`date_trunc(${sql.lit(interval)}, ${moment}, 'UTC')`
}

/** SQL: every interval of a range as a row with its `start`. */
export function seriesOf(interval: Interval, { from, to }: TimeRange): RawBuilder<{ start: Date }> {
  const edge = (moment: number) => startOf(interval, sql`${new Date(moment)}::timestamptz`)
  return sql`(select generate_series(${edge(from)}, ${edge(to)}, ${sql.lit(`1 ${interval}`)}::interval) as start)`
}

/** Beginnings (epoch ms) of every interval of a range, as `seriesOf` has them. */
export function listStarts(interval: Interval, { from, to }: TimeRange): number[] {
  const starts: number[] = []
  for (let start = truncate(interval, from); start <= to; start = next(interval, start)) starts.push(start)
  return starts
}

const day = 86_400_000
/** The first Monday of the epoch: the 5th of January 1970. */
const monday = 4 * day

function truncate(interval: Interval, moment: number): number {
  if (interval === 'month') return Date.UTC(new Date(moment).getUTCFullYear(), new Date(moment).getUTCMonth())
  const length = intervals[interval]
  const origin = interval === 'week' ? monday : 0
  return Math.floor((moment - origin) / length) * length + origin
}

function next(interval: Interval, start: number): number {
  if (interval !== 'month') return start + intervals[interval]
  return Date.UTC(new Date(start).getUTCFullYear(), new Date(start).getUTCMonth() + 1)
}
