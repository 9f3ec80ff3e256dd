/**
 * Renewals nobody asks for: the tries after a refusal (contract 3.8) and presentations that were never answered. What is to be done stands in the
 * rows; the timers here only remember when to look, so that any process may go on after a restart.
 */
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/database.ts'
import { selectOpenGrants } from './background-store.ts'
import { presentationLimitMs, refusalLimit, refusalPauseMs } from './renewal-state.ts'
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
/** No try is planned later: the row says then whether it is too early. */
const longestDelayMs = Math.max(refusalPauseMs, presentationLimitMs)
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
    // What lies far ahead was written before the clock was set back.
    planned.set(instanceId, schedule(run, Math.min(Math.max(0, at - clock()), longestDelayMs)))
  }

  async function look(): Promise<void> {
    const unansweredBefore = new Date(clock() - unansweredAfterMs)
    const rows = await selectOpenGrants(database.db, { refusalLimit, unansweredBefore })
      .execute()
      .catch(() => [])
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
