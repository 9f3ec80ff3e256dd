// Credits of an organization over a rolling day, and calls at one time of an application in an organization.
import type { Answer } from '../call.ts'
import { countCoqlCredits } from '../coql/coql.ts'
import { answerFault } from '../errors.ts'
import type { Knobs } from '../knobs.ts'

const slots = 48

/** Credits used, by slice of the window. */
interface Ledger {
  slices: Map<number, number>
  used: number
}

interface InFlight {
  all: number
  heavy: number
}

export interface LimitState {
  ledgers: Map<string, Ledger>
  inFlight: Map<string, InFlight>
}

export function createLimitState(): LimitState {
  return { ledgers: new Map(), inFlight: new Map() }
}

/** What a call weighs. */
interface Weight {
  credits: number
  /** Counted in the sub-concurrency: queries, conversions, writes of more than ten records. */
  heavy: boolean
}

/** Credits and class of a call. */
export function weighCall(method: string, path: string, body: Record<string, unknown>): Weight {
  if (path === '/coql') return { credits: countCoqlCredits(body), heavy: true }
  if (path.endsWith('/actions/convert')) return { credits: 5, heavy: true }
  const records = Array.isArray(body['data']) ? body['data'].length : 1
  return method === 'POST' || method === 'PUT' ? { credits: Math.ceil(records / 10), heavy: records > 10 } : { credits: 1, heavy: false }
}

/** Takes credits; the header tells what is left from half of them on. A refused call costs nothing. */
export function takeCredits(
  state: LimitState,
  knobs: Knobs,
  call: { tenantId: string; credits: number; now: number },
): { headers: Record<string, string>; refused?: Answer } {
  const ledger = readLedger(state, knobs, call)
  const limit = knobs.creditsPerDay
  const refused = knobs.enforceLimits && ledger.used + call.credits > limit
  if (!refused) addCredits(ledger, knobs, call)
  const left = Math.max(0, limit - ledger.used)
  const headers: Record<string, string> = ledger.used * 2 >= limit ? { 'X-API-CREDITS-REMAINING': String(left) } : {}
  return refused
    ? { headers, refused: answerTooMany('You have reached the maximum number of API credits for the last 24 hours') }
    : { headers }
}

/** Uses up an organization's credits, as another application would. */
export function exhaustCredits(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): void {
  const ledger = readLedger(state, knobs, call)
  addCredits(ledger, knobs, { credits: Math.max(0, knobs.creditsPerDay - ledger.used), now: call.now })
}

/** Begins a call: a function that ends it, or the refusal. */
export function enterCall(state: LimitState, knobs: Knobs, call: { key: string; heavy: boolean }): Answer | (() => void) {
  const current = state.inFlight.get(call.key) ?? { all: 0, heavy: 0 }
  const full = current.all >= knobs.concurrency || (call.heavy && current.heavy >= knobs.subConcurrency)
  if (knobs.enforceLimits && full) return answerTooMany('You have exceeded the number of concurrent API calls')
  current.all += 1
  if (call.heavy) current.heavy += 1
  state.inFlight.set(call.key, current)
  return () => {
    current.all -= 1
    if (call.heavy) current.heavy -= 1
  }
}

/** The 429: no header says when to try again. */
export function answerTooMany(message: string): Answer {
  return answerFault(429, 'TOO_MANY_REQUESTS', message)
}

function readLedger(state: LimitState, knobs: Knobs, { tenantId, now }: { tenantId: string; now: number }): Ledger {
  const ledger = state.ledgers.get(tenantId) ?? { slices: new Map(), used: 0 }
  state.ledgers.set(tenantId, ledger)
  const oldest = Math.floor(now / (knobs.creditWindowMs / slots)) - slots
  for (const [slice, used] of ledger.slices) {
    if (slice > oldest) break
    ledger.slices.delete(slice)
    ledger.used -= used
  }
  return ledger
}

function addCredits(ledger: Ledger, knobs: Knobs, { credits, now }: { credits: number; now: number }): void {
  const slice = Math.floor(now / (knobs.creditWindowMs / slots))
  ledger.slices.set(slice, (ledger.slices.get(slice) ?? 0) + credits)
  ledger.used += credits
}
