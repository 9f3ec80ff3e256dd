/** Brings reports of this process to the ledgers: what is reported while a batch is under way goes with the next. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Reply } from './ledger.ts'
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

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largestBatch)
      waiting = waiting.slice(largestBatch)
      try {
        const replies = await settleTrips(db, batch, clock)
        isFailing = false
        for (const { key, resolve, reject } of batch) {
          const reply = replies.get(key)
          if (reply === undefined) reject(new Error('the ledger was removed'))
          else resolve(reply)
        }
      } catch (error) {
        if (!isFailing) onFailure(error)
        isFailing = true
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return (trip) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...trip, resolve, reject })
      if (!isRunning) void run()
    })
}
