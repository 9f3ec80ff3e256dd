/** What one hub call may cost in all: it may be a walk of a hundred vendor calls, each within its own limits. */

import type { Clock } from '../lib/clock.ts'
import { EgressError } from '../lib/egress.ts'
import { createError } from '../lib/errors.ts'

export interface BudgetLimits {
  /** Milliseconds until the last answer of the vendor is there; a body that is handed on as a stream is not counted. */
  readonly time: number
  /** Characters of the vendor's answers that are read whole. */
  readonly size: number
}

export interface Budget {
  /** What is left of the time. Throws vendor-timeout (502) when nothing is. */
  readonly within: () => { readonly left: number; readonly limit: number }
  /** Counts an answer. Throws vendor-unreadable (502) when all together are too large. */
  readonly spend: (characters: number) => void
  /** Characters that were counted. */
  readonly spent: () => number
  /** What is used up, if anything: calls that could be asked for less tell so. */
  readonly exhausted: () => { readonly what: 'time' | 'size'; readonly limit: string } | undefined
}

const defaults: BudgetLimits = { time: 120_000, size: 64 * 1024 * 1024 }

/** Opens the budget of a call that begins now. */
export function openBudget(clock: Clock, { time, size }: BudgetLimits = defaults): Budget {
  const end = clock() + time
  let spent = 0
  return {
    within() {
      const left = end - clock()
      // A clock that was set back gives no more than the whole.
      if (left > 0) return { left: Math.min(left, time), limit: time }
      throw new EgressError('vendor-timeout', { params: { limit: `${time / 1000} s` } }, { maybeSent: false })
    },
    spend(characters) {
      spent += characters
      if (spent <= size) return
      const reason = `what this call has to read of it is larger than ${Math.floor(size / 1024 / 1024)} MB`
      throw createError('vendor-unreadable', { params: { reason } })
    },
    spent: () => spent,
    exhausted() {
      if (spent > size) return { what: 'size', limit: `${Math.floor(size / 1024 / 1024)} MB` }
      return clock() < end ? undefined : { what: 'time', limit: `${time / 1000} s` }
    },
  }
}
