/** Counting by time: intervals in UTC, weeks from Monday. Those that both ends of a range lie in are counted too, so an hour has 61 minutes. */
import { type RawBuilder, sql } from 'kysely'
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import { readText } from '../lib/query-values.ts'
import { type Interval, leastLengths, spanOf } from '../lib/time-spans.ts'
import type { TimeRange } from './time-range.ts'

export const intervalParameter: QueryParameter = {
  name: 'interval',
  description: `One of ${Object.keys(leastLengths).join(', ')}; default: day`,
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
  if (!isInterval(interval)) return refuse(`one of ${Object.keys(leastLengths).join(', ')}`)
  if ((to - from) / leastLengths[interval] > mostIntervals)
    return refuse(`one that cuts the time from ${name(from)} to ${name(to)} into ${mostIntervals} at most`)
  return interval
}

/** About how many intervals a range has, at least one. */
export function countIntervals(interval: Interval, { from, to }: TimeRange): number {
  return Math.ceil((to - from) / leastLengths[interval]) + 1
}

function name(moment: number): string {
  return new Date(moment).toISOString()
}

function isInterval(text: string): text is Interval {
  return Object.hasOwn(leastLengths, text)
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
  for (let span = spanOf(interval, from); span.start <= to; span = spanOf(interval, span.end)) starts.push(span.start)
  return starts
}
