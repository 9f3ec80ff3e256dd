/** Adding up usage: one SQL operation a function, always within one organization. */
import { type Kysely, sql } from 'kysely'
import type { Interval } from '../../lib/time-spans.ts'
import type { Tables } from '../../store/tables.ts'
import { seriesOf, startOf } from '../intervals.ts'
import type { UsageScope } from '../scope.ts'
import type { TimeRange } from '../time-range.ts'

type Db = Kysely<Tables>

export interface Question {
  readonly scope: UsageScope
  readonly range: TimeRange
}

export interface IntervalCount {
  readonly start: Date
  readonly count: number
  readonly failed: number
  /** Milliseconds. */
  readonly avg: number
  readonly max: number
  readonly min: number
}

function ofScope({ scope, range }: Question, date = sql.ref('traffic_date')) {
  const { organizationId, accountIds } = scope
  const accounts = accountIds === undefined ? sql`` : sql`and account_id = any(${accountIds}::bigint[])`
  return sql`organization_id = ${organizationId} ${accounts} and ${date} between ${new Date(range.from)} and ${new Date(range.to)}`
}

/** How many calls each interval had, how many failed, and how long they took; zeros where there was none. */
export async function countCalls(db: Db, question: Question, interval: Interval): Promise<IntervalCount[]> {
  const { rows } = await sql<IntervalCount>`
    select start, coalesce(count, 0)::int as count, coalesce(failed, 0)::int as failed,
           coalesce(avg, 0)::float8 as avg, coalesce(max, 0) as max, coalesce(min, 0) as min
    from ${seriesOf(interval, question.range)} as series
    left join (
      select ${startOf(interval, sql.ref('traffic_date'))} as start, count(*) as count, count(*) filter (where status >= 400) as failed,
             round(avg(process_time), 2) as avg, max(process_time) as max, min(process_time) as min
      from usage where ${ofScope(question)} group by 1
    ) as counted using (start)
    order by start
  `.execute(db)
  return rows
}

export interface ElementCount {
  readonly start: Date
  readonly element_key: string
  readonly count: number
}

/** How many calls each element had in each interval; only where there was one. */
export async function countByElement(db: Db, question: Question, interval: Interval): Promise<ElementCount[]> {
  const { rows } = await sql<ElementCount>`
    select ${startOf(interval, sql.ref('traffic_date'))} as start, element_key, count(*)::int as count
    from usage where ${ofScope(question)} and element_key is not null group by 1, 2 order by 1, 2
  `.execute(db)
  return rows
}

export interface InstanceCount {
  readonly instance_id: number
  readonly element_key: string
  readonly account_id: number
  readonly count: number
  readonly failed: number
  readonly last: Date
}

/** How many calls each instance had, the busiest first. */
export async function countByInstance(db: Db, question: Question): Promise<InstanceCount[]> {
  const { rows } = await sql<InstanceCount>`
    select instance_id, min(element_key) as element_key, min(account_id) as account_id, count(*)::int as count,
           count(*) filter (where status >= 400)::int as failed, max(traffic_date) as last
    from usage where ${ofScope(question)} and instance_id is not null group by 1 order by count desc, 1
  `.execute(db)
  return rows
}

/** How many of the instances that are there were made in the range. */
export async function countInstancesCreated(db: Db, question: Question): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from instances where ${ofScope(question, sql.ref('created_at'))}
  `.execute(db)
  return rows[0]!.count
}
