// Calls of an organization over a rolling day, in slices of the window.
import type { Knobs } from '../knobs.ts'

const slots = 48

interface Ledger {
  slices: Map<number, number>
  used: number
}

export type LimitState = Map<string, Ledger>

export function createLimitState(): LimitState {
  return new Map()
}

/** Counts a call, unless it is one too many and limits are enforced. */
export function countCall(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): { used: number; exceeded: boolean } {
  const ledger = readLedger(state, knobs, call)
  const exceeded = knobs.enforceLimits && ledger.used >= knobs.requestsPerDay
  if (!exceeded) addCalls(ledger, knobs, { calls: 1, now: call.now })
  return { used: ledger.used, exceeded }
}

/** Uses up an organization's calls, as another application would. */
export function exhaustCalls(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): void {
  const ledger = readLedger(state, knobs, call)
  addCalls(ledger, knobs, { calls: Math.max(0, knobs.requestsPerDay - ledger.used), now: call.now })
}

/** `api-usage=18/15000`, on every reply to a call with a session. */
export function formatLimitHeader(knobs: Knobs, used: number): Record<string, string> {
  return { 'sforce-limit-info': `api-usage=${used}/${knobs.requestsPerDay}` }
}

function readLedger(state: LimitState, knobs: Knobs, { tenantId, now }: { tenantId: string; now: number }): Ledger {
  const ledger = state.get(tenantId) ?? { slices: new Map<number, number>(), used: 0 }
  state.set(tenantId, ledger)
  const oldest = Math.floor(now / (knobs.requestWindowMs / slots)) - slots
  for (const [slice, used] of ledger.slices) {
    if (slice > oldest) break
    ledger.slices.delete(slice)
    ledger.used -= used
  }
  return ledger
}

function addCalls(ledger: Ledger, knobs: Knobs, { calls, now }: { calls: number; now: number }): void {
  const slice = Math.floor(now / (knobs.requestWindowMs / slots))
  ledger.slices.set(slice, (ledger.slices.get(slice) ?? 0) + calls)
  ledger.used += calls
}
