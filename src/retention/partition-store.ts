/** Partitions of a table: one SQL operation a function. Each waits three seconds at most for its locks, so that calls are never held up by it. */
import { type Kysely, sql } from 'kysely'
import type { Span } from '../lib/time-spans.ts'
import type { Tables } from '../store/tables.ts'
import { namePartition } from './periods.ts'

export interface Partitioned {
  readonly table: 'usage' | 'audit_logs'
  /** The column that it is partitioned by. */
  readonly column: string
  /** The partition that takes what no other is there for. */
  readonly rest: string
}

/** Names of the partitions of a table. */
export async function listPartitions(db: Kysely<Tables>, { table }: Partitioned): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = ${table}::regclass order by 1
  `.execute(db)
  return rows.map(({ name }) => name)
}

/** Moments of rows that no partition was there for: one of each week or month, before `until` (epoch ms). */
export async function listRestMoments(
  db: Kysely<Tables>,
  { rest, column }: Partitioned,
  { period, until }: { period: string; until: number },
): Promise<number[]> {
  const { rows } = await sql<{ moment: Date }>`
    select distinct date_trunc(${period}, ${sql.ref(column)}, 'UTC') as moment from ${sql.table(rest)}
    where ${sql.ref(column)} < ${new Date(until)} order by 1
  `.execute(db)
  return rows.map(({ moment }) => moment.getTime())
}

/** Makes the partition of a span, with the rows of it that had to go to the rest. Rejects when a lock is not free in time; nothing has changed then. */
export async function createPartition(db: Kysely<Tables>, { table, column, rest }: Partitioned, span: Span): Promise<void> {
  const name = sql.table(namePartition(table, span))
  const from = new Date(span.start)
  const to = new Date(span.end)
  await db.transaction().execute(async (transaction) => {
    await limitWaiting(transaction)
    // Until the new one stands, no row of its span may go to the rest.
    await sql`lock table ${sql.table(rest)} in access exclusive mode`.execute(transaction)
    await sql`create table ${name} (like ${sql.table(table)} including all excluding identity)`.execute(transaction)
    await sql`
      with moved as (delete from ${sql.table(rest)} where ${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to} returning *)
      insert into ${name} select * from moved
    `.execute(transaction)
    await sql`
      alter table ${sql.table(table)} attach partition ${name} for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})
    `.execute(transaction)
  })
}

/** Drops a partition with all its rows. */
export async function dropPartition(db: Kysely<Tables>, name: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await limitWaiting(transaction)
    await sql`drop table if exists ${sql.table(name)}`.execute(transaction)
  })
}

async function limitWaiting(transaction: Kysely<Tables>): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(transaction)
  // Rows of years may be waiting to be sorted.
  await sql`set local statement_timeout = '10min'`.execute(transaction)
}
