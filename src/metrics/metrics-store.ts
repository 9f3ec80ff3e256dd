/** Counting for metrics: one SQL operation a function, always within the organizations of a reach. */
import { type Kysely, sql } from 'kysely'
import type { Interval } from '../lib/time-spans.ts'
import type { Tables } from '../store/tables.ts'
import { startOf } from '../usage/intervals.ts'
import type { TimeRange } from '../usage/time-range.ts'
import type { MetricReach } from './reach.ts'
import type { MetricSource } from './sources.ts'

type Db = Kysely<Tables>

export type Aggregate = 'account' | 'org'

export interface MetricQuestion {
  readonly source: MetricSource
  readonly reach: MetricReach
  readonly range: TimeRange
  readonly aggregate: Aggregate
}

const whose = { account: sql.ref('account_id'), org: sql.ref('organization_id') }
const names = { account: sql.table('accounts'), org: sql.table('organizations') }

function ofReach({ source, reach, range }: MetricQuestion) {
  const accounts = reach.accountIds === undefined ? sql`` : sql`and account_id = any(${reach.accountIds}::bigint[])`
  return sql`from (${source.rows}) as source where organization_id = any(${reach.organizationIds}::bigint[]) ${accounts}
             and at between ${new Date(range.from)} and ${new Date(range.to)}`
}

/** Ids of the accounts or organizations that have something, in order, after `after`. */
export async function listCounted(db: Db, question: MetricQuestion, { after, limit }: { after: number; limit: number }): Promise<number[]> {
  const id = whose[question.aggregate]
  const { rows } = await sql<{ id: number }>`
    select distinct ${id} as id ${ofReach(question)} and ${id} > ${after} order by 1 limit ${limit}
  `.execute(db)
  return rows.map((row) => row.id)
}

export interface MetricCount {
  readonly id: number
  readonly start: Date
  readonly detail: string | null
  readonly count: number
}

/** Counts by account or organization, interval and detail, in that order. */
export async function countMetric(db: Db, question: MetricQuestion, { ids, interval }: { ids: readonly number[]; interval: Interval }) {
  const id = whose[question.aggregate]
  const { rows } = await sql<MetricCount>`
    select ${id} as id, ${startOf(interval, sql.ref('at'))} as start, detail, count(*)::int as count
    ${ofReach(question)} and ${id} = any(${ids}::bigint[]) group by 1, 2, 3 order by 1, 2, 3
  `.execute(db)
  return rows
}

/** External ids of accounts or organizations; those that are gone have none. */
export async function readExternalIds(db: Db, aggregate: Aggregate, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; external_id: string | null }>`
    select id, external_id from ${names[aggregate]} where id = any(${ids}::bigint[])
  `.execute(db)
  return new Map(rows.map((row) => [row.id, row.external_id ?? '']))
}
