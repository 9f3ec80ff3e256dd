/** Brings reports of this process to the ledgers: what is reported while a batch is under way goes with the next. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Reply, Report } from './ledger.ts'
import { settleTrips, type Trip } from './ledger-store.ts'

interface Waiting extends Trip {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: unknown) => void
}

/** Ledgers that are locked together at most. */
const largestBatch = 200

export interface ExchangeParts {
  readonly db: Kysely<Tables>
  readonly clock: () => number
  /** The ledgers cannot be reached; told once for each time. */
  readonly onFailure: (error: unknown) => void
}

/** One batch at a time; what comes meanwhile goes with the next. */
export function createExchange({ db, clock, onFailure }: ExchangeParts): (trip: Trip) => Promise<Reply> {
  let waiting: Waiting[] = []
  let isRunning = false
  let isFailing = false

  /** What one ledger makes fail must not fail the others: then each goes alone. */
  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const replies = await settleTrips(db, batch, clock)
      isFailing = false
      for (const { key, resolve, reject } of batch) {
        const reply = replies.get(key)
        if (reply === undefined) reject(new Error('the ledger was removed'))
        else resolve(reply)
      }
    } catch (error) {
      if (batch.length > 1 && isOfLedger(error)) {
        for (const trip of batch) await settle([trip])
        return
      }
      if (!isFailing) onFailure(error)
      isFailing = true
      for (const { reject } of batch) reject(error)
    }
  }

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largestBatch)
      waiting = waiting.slice(largestBatch)
      await settle(batch)
    }
    isRunning = false
  }

  return (trip) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...trip, report: makeOnce(trip.report), resolve, reject })
      if (!isRunning) void run()
    })
}

/** A report takes the news out of its bucket; when it is settled anew, it is the same a moment later. */
function makeOnce(make: Trip['report']): Trip['report'] {
  let made: Report | undefined
  return (at) => (made ??= make(at))
}

/** What the database says to values that it does not take (SQLSTATE class 22), and what a damaged row does to the one that reads it. */
function isOfLedger(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^22/.test(code)
}
