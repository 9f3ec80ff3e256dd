/** Permits against the vendors' limits, shared by all processes: buckets by key, and their reports to the ledgers in batches. */
import type { Database } from '../store/database.ts'
import { Bucket, type Flight, type Landing, type Patience, type Quota, type Schedule } from './bucket.ts'
import { createExchange } from './exchange.ts'
import { deleteExpired } from './ledger-store.ts'

/** What a call wants of one quota. Who shares the quota shares the key. */
export interface Need extends Quota {
  readonly key: string
  readonly cost: number
}

/** Permits that left with a call; `land` must be called once, with what became of each need's. */
export interface Permits {
  land(landings: Landing | readonly Landing[]): void
}

export interface Quotas {
  /**
   * Takes permits of several quotas: at once when they are at hand, otherwise it waits for each in turn. Rejects with quota-exhausted (429), holding
   * nothing, when the patience is too short.
   */
  take(needs: readonly Need[], patience: Patience): Permits | Promise<Permits>
  /** Gives everything back; what is taken afterwards is not counted. */
  stop(): Promise<void>
}

export interface QuotasParts {
  readonly database: Pick<Database, 'db' | 'presence'>
  readonly schedule: Schedule
  /** The ledgers cannot be reached; told once for each time. */
  readonly onFailure: (error: unknown) => void
  /** Milliseconds that only ever grow. Default: since the process began. */
  readonly clock?: () => number
}

/** How often buckets that nobody uses are dropped, and ledgers that nobody needs (ms). */
const sweepEvery = 60_000
const longestIdle = 600_000

export function createQuotas({ database, schedule, onFailure, clock = () => performance.now() }: QuotasParts): Quotas {
  const buckets = new Map<string, Bucket>()
  const exchange = createExchange({ db: database.db, clock, onFailure })
  let cancelSweep: (() => void) | undefined
  let isStopped = false

  function open(need: Need): Bucket {
    const known = buckets.get(need.key)
    if (known !== undefined) return known
    const { key, name, permits, seconds } = need
    const bucket = new Bucket({
      quota: { name, permits, seconds },
      holder: String(database.presence),
      clock,
      schedule,
      exchange: (report) => exchange({ key, quota: name, report }),
    })
    buckets.set(key, bucket)
    cancelSweep ??= schedule(sweep, sweepEvery)
    return bucket
  }

  function sweep(): void {
    for (const [key, bucket] of buckets) if (bucket.isIdleFor(longestIdle)) buckets.delete(key)
    deleteExpired(database.db).catch(onFailure)
    cancelSweep = buckets.size === 0 ? undefined : schedule(sweep, sweepEvery)
  }

  return {
    take(needs, patience) {
      if (isStopped) return uncounted
      const wanted = needs.map((need) => ({ bucket: open(need), cost: need.cost }))
      const missing = wanted.findIndex(({ bucket, cost }) => !bucket.take(cost))
      return missing === -1 ? depart(wanted) : waitFor({ wanted, had: missing, clock }, patience)
    },
    async stop() {
      isStopped = true
      cancelSweep?.()
      await Promise.all([...buckets.values()].map((bucket) => bucket.stop()))
    },
  }
}

const uncounted: Permits = { land: () => undefined }

interface Wanted {
  readonly bucket: Bucket
  readonly cost: number
}

interface Waiting {
  readonly wanted: readonly Wanted[]
  /** How many of them are held already. */
  readonly had: number
  readonly clock: () => number
}

async function waitFor({ wanted, had, clock }: Waiting, patience: Patience): Promise<Permits> {
  const end = clock() + patience.left
  let held = had
  try {
    for (const { bucket, cost } of wanted.slice(had)) {
      await bucket.wait(cost, { ...patience, left: Math.max(0, end - clock()) })
      held++
    }
  } catch (error) {
    for (const { bucket, cost } of wanted.slice(0, held)) bucket.putBack(cost)
    throw error
  }
  return depart(wanted)
}

function depart(wanted: readonly Wanted[]): Permits {
  const flights = wanted.map(({ bucket, cost }): [Bucket, Flight] => [bucket, bucket.depart(cost)])
  return {
    land(landings) {
      for (const [index, [bucket, flight]] of flights.entries()) bucket.land(flight, 'kind' in landings ? landings : landings[index]!)
    },
  }
}
