/** What was called, by whom, how long it took: written behind in batches, so that a call never waits for it. */
import type { Database } from '../store/database.ts'
import { isDataError } from '../store/error-kinds.ts'
import { codeOf } from '../store/store-error.ts'
import { insertUsage } from './insert-usage.ts'
import type { UsageEntry } from './usage-entry.ts'

export interface Usage {
  /** Takes an entry; returns at once. */
  record(entry: UsageEntry): void
  /** How many entries are not written yet. */
  countPending(): number
  /** Writes what is waiting, now. */
  flush(): Promise<void>
  /** Writes what is waiting and stops; entries that come later are dropped. */
  stop(): Promise<void>
}

export interface UsageParts {
  readonly database: Database
  /** Told how many entries were lost: one that the database refuses at once, others when it takes entries again or at the stop. */
  readonly onLoss: (loss: { entries: number; reason: string }) => void
  readonly onFailure: (error: unknown) => void
}

/** Longest wait before entries are written, and how many are written at once. */
const flushAfter = 1000
const batchSize = 500
/** Entries held while the database does not take them: minutes of traffic, some megabytes. */
const mostWaiting = 20_000

/** Starts with nothing waiting; timers run only while something is. */
export function createUsage(parts: UsageParts): Usage {
  let waiting: UsageEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let lost = 0
  let failing = false
  let stopped = false

  const schedule = () => {
    timer ??= setTimeout(() => void flush(), flushAfter).unref()
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing ??= write().finally(() => {
      writing = undefined
      if (waiting.length > 0 && !stopped) schedule()
    })
    return writing
  }
  async function write(): Promise<void> {
    for (let size = batchSize; waiting.length > 0; ) {
      const batch = waiting.slice(0, size)
      try {
        await insertUsage(parts.database.db, batch)
        size = Math.min(2 * size, batchSize)
        failing = false
      } catch (error) {
        if (!isDataError(error)) {
          failing = true
          parts.onFailure(error)
          return
        }
        // An entry that is never taken must not hold up the others: it is found by halves.
        size = Math.ceil(batch.length / 2)
        if (batch.length > 1) continue
        parts.onLoss({ entries: 1, reason: `the database refuses its values (${codeOf(error)})` })
      }
      waiting = waiting.slice(batch.length)
      reportLoss('the database did not take usage in time')
    }
  }
  function reportLoss(reason: string): void {
    if (lost === 0) return
    parts.onLoss({ entries: lost, reason })
    lost = 0
  }
  return {
    record(entry) {
      if (stopped || waiting.length >= mostWaiting) {
        lost += 1
        return
      }
      waiting.push(entry)
      if (waiting.length >= batchSize && !failing) void flush()
      else schedule()
    },
    countPending: () => waiting.length,
    flush,
    async stop() {
      stopped = true
      await writing
      await flush()
      lost += waiting.length
      reportLoss('the server stopped before the database took them')
    },
  }
}
