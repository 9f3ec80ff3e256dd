/**
 * How long usage and the record of changes are kept: both stand in partitions by week or month. Those of the time to come are made ahead, and those
 * that are wholly older than the setting are dropped; rows are never deleted one by one. One process at a time does it; the others find it done.
 */
import type { Clock } from '../lib/clock.ts'
import { type Span, spanOf } from '../lib/time-spans.ts'
import type { Database } from '../store/database.ts'
import { createPartition, dropPartition, listPartitions, listRestMoments, type Partitioned } from './partition-store.ts'
import { namePartition, type Period, readPartition, spansFrom } from './periods.ts'

export interface RetentionParts {
  readonly database: Pick<Database, 'db' | 'tryAdvisoryLock'>
  readonly clock: Clock
  /** Runs `work` once after that many milliseconds; what it returns takes it back. */
  readonly schedule: (work: () => void, afterMs: number) => () => void
  /** Days that rows are kept; 0: for ever. */
  readonly keepDays: { readonly usage: number; readonly audit: number }
  /** Something could not be done; the next round tries again. */
  readonly onFailure: (error: unknown) => void
}

export interface Retention {
  /** One round now; resolves when it is done, also when it failed or another process is at it. */
  run(): Promise<void>
  /** A round now, and one every six hours from then on. */
  start(): Promise<void>
  /** No further round; resolves when the one under way has ended. */
  stop(): Promise<void>
}

interface Kept extends Partitioned {
  readonly period: Period
  readonly keepDays: number
}

const everyMs = 6 * 60 * 60_000
/** Partitions beyond the present one: a server may stand still for weeks. */
const ahead = 2
const dayMs = 24 * 60 * 60_000

export function createRetention({ database, clock, schedule, keepDays, onFailure }: RetentionParts): Retention {
  const kept: readonly Kept[] = [
    { table: 'usage', column: 'traffic_date', rest: 'usage_rest', period: 'week', keepDays: keepDays.usage },
    { table: 'audit_logs', column: 'created_at', rest: 'audit_logs_rest', period: 'month', keepDays: keepDays.audit },
  ]
  let cancel = () => {}
  let stopped = false
  let round = Promise.resolve()

  async function tend(table: Kept): Promise<void> {
    const { db } = database
    const now = clock()
    const names = await listPartitions(db, table)
    const wanted = spansFrom(table.period, now, ahead)
    // What a wrong clock dated beyond that stays where it is.
    const strays = await listRestMoments(db, table, { period: table.period, until: wanted.at(-1)!.end })
    const spans = new Map([...strays.map((moment) => spanOf(table.period, moment)), ...wanted].map((span) => [span.start, span]))
    for (const span of spans.values()) {
      if (!names.includes(namePartition(table.table, span))) await createPartition(db, table, span)
    }
    const isOver = (span: Span | undefined) => span !== undefined && table.keepDays > 0 && span.end <= now - table.keepDays * dayMs
    const dropped = [...names, ...[...spans.values()].map((span) => namePartition(table.table, span))].filter((name) =>
      isOver(readPartition(table.table, table.period, name)),
    )
    for (const name of new Set(dropped)) await dropPartition(db, name)
  }
  async function run(): Promise<void> {
    const work = async () => {
      for (const table of kept) await tend(table).catch(onFailure)
    }
    await database.tryAdvisoryLock('retention', 0, work).catch(onFailure)
  }
  function repeat(): Promise<void> {
    round = run().finally(() => {
      if (!stopped) cancel = schedule(() => void repeat(), everyMs)
    })
    return round
  }
  return {
    run,
    start: repeat,
    stop() {
      stopped = true
      cancel()
      return round
    },
  }
}
