/**
 * Renewals nobody asks for: the tries after a refusal (contract 3.8) and presentations that were never answered. What is to be done stands in the
 * rows; the timers here only remember when to look, so that any process may go on after a restart.
 */
import { sql } from 'kysely'
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/database.ts'
import { refusalLimit, refusalPauseMs } from './renewal-state.ts'
import type { Schedule } from './schedule.ts'

export interface RetryPlan {
  readonly instanceId: number
  readonly generation: number
  /** Epoch ms. */
  readonly at: number
}

export interface RetriesParts {
  readonly database: Database
  readonly clock: Clock
  readonly schedule: Schedule
  readonly retry: (instanceId: number, generation: number) => Promise<unknown>
}

export interface Retries {
  /** Plans one try; an instance has at most one. */
  plan(plan: RetryPlan): void
  start(): Promise<void>
  stop(): void
}

const lookEveryMs = 30_000
/** Longer than a token request may take: whoever presented then is gone. */
const unansweredAfterMs = 60_000

export function createRetries({ database, clock, schedule, retry }: RetriesParts): Retries {
  const planned = new Map<number, () => void>()
  let cancelLook: (() => void) | undefined
  let stopped = false

  function plan({ instanceId, generation, at }: RetryPlan): void {
    if (stopped || planned.has(instanceId)) return
    const run = () => {
      planned.delete(instanceId)
      // What comes of it stands in the row, and is planned from there.
      retry(instanceId, generation).catch(() => undefined)
    }
    planned.set(instanceId, schedule(run, Math.max(0, at - clock())))
  }

  async function look(): Promise<void> {
    const rows = await readOpenRows(database, new Date(clock() - unansweredAfterMs)).catch(() => [])
    for (const row of rows) {
      const at = row.refused_at === null ? clock() : row.refused_at.getTime() + refusalPauseMs
      plan({ instanceId: row.instance_id, generation: row.generation, at })
    }
    if (!stopped) cancelLook = schedule(() => void look(), lookEveryMs)
  }

  return {
    plan,
    start: look,
    stop() {
      stopped = true
      cancelLook?.()
      for (const cancel of planned.values()) cancel()
      planned.clear()
    },
  }
}

async function readOpenRows(database: Database, unansweredBefore: Date) {
  return database.db
    .selectFrom('instance_credentials as c')
    .innerJoin('instances as i', 'i.id', 'c.instance_id')
    .select(['c.instance_id', 'c.generation', 'c.refused_at'])
    .where('i.disabled', '=', false)
    .where('i.disabled_reason', 'is', null)
    .where((row) =>
      row.or([
        row.and([row('c.refusals', '>', 0), row('c.refusals', '<', refusalLimit)]),
        row.and([row('c.refusals', '=', 0), row('c.presented_at', '<', unansweredBefore)]),
      ]),
    )
    .orderBy(sql`coalesce(c.refused_at, c.presented_at)`)
    .limit(1000)
    .execute()
}
