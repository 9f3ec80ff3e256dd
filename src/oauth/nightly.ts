/**
 * Renews what nobody has renewed for a day (contract 4.5 "also nightly"), so that a refresh token does not end for want of use. A walk through the
 * grants, oldest first, a few a minute; one that fails has its turn again in the next walk. Where the walk stands is in memory: another process, or
 * this one after a restart, may begin anew, since what has been renewed is no longer due.
 */
import type { Clock } from '../lib/clock.ts'
import type { Database } from '../store/database.ts'
import { type Place, selectIdleGrants } from './background-store.ts'
import type { Schedule } from './schedule.ts'

export interface NightlyParts {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
  readonly schedule: Schedule
  readonly renew: (instanceId: number, generation: number) => Promise<unknown>
}

export interface Nightly {
  start(): void
  stop(): void
}

const idleAfterMs = 24 * 60 * 60_000
/** The renewals of one look are spread evenly until the next. */
const lookEveryMs = 60_000
const renewalsPerLook = 100
/** From the end of one walk to the next. */
const restMs = 60 * 60_000

export function createNightly({ database, clock, schedule, renew }: NightlyParts): Nightly {
  const planned = new Set<() => void>()
  let stopped = false
  let after: Place | undefined

  function plan(work: () => void, afterMs: number): void {
    if (stopped) return
    const cancel = schedule(() => {
      planned.delete(cancel)
      work()
    }, afterMs)
    planned.add(cancel)
  }

  async function look(): Promise<void> {
    const before = new Date(clock() - idleAfterMs)
    const grants = await selectIdleGrants(database.db, { before, after, limit: renewalsPerLook })
      .execute()
      .catch(() => [])
    grants.forEach(({ instance_id, generation }, index) => {
      // What comes of it stands in the row.
      plan(() => void renew(instance_id, generation).catch(() => undefined), (index * lookEveryMs) / renewalsPerLook)
    })
    const isEnd = grants.length < renewalsPerLook
    after = isEnd ? undefined : grants.at(-1)
    plan(() => void look(), isEnd ? restMs : lookEveryMs)
  }

  return {
    start: () => plan(() => void look(), lookEveryMs),
    stop() {
      stopped = true
      for (const cancel of planned) cancel()
      planned.clear()
    },
  }
}
