/** How much memory bodies may take while they arrive: many slow ones would otherwise fill it, long before any of them is a call in flight. */
import { createError } from '../lib/errors.ts'

/** What one body holds of the budget. */
export interface BodyShare {
  /** Counts bytes that arrived; too-many-calls (429) when they are more than the holder, or all holders, may have. */
  take(bytes: number): void
  /** The body is read, or given up. */
  close(): void
}

export interface BodyBudget {
  /** `holder`: whose budget it is, an instance or an account. */
  open(holder: string): BodyShare
}

/** Creates a budget of bytes: `own` for each holder, `all` for the process. */
export function createBodyBudget({ own, all }: { readonly own: number; readonly all: number }): BodyBudget {
  const held = new Map<string, number>()
  let sum = 0
  return {
    open(holder) {
      let mine = 0
      return {
        take(bytes) {
          const ofHolder = (held.get(holder) ?? 0) + bytes
          if (ofHolder > own) throw createLimitError('this client')
          if (sum + bytes > all) throw createLimitError('this server')
          held.set(holder, ofHolder)
          sum += bytes
          mine += bytes
        },
        close() {
          const left = (held.get(holder) ?? 0) - mine
          if (left > 0) held.set(holder, left)
          else held.delete(holder)
          sum -= mine
          mine = 0
        },
      }
    },
  }
}

function createLimitError(scope: string) {
  return createError('too-many-calls', { params: { scope, seconds: 1 }, headers: { 'retry-after': '1', connection: 'close' } })
}
