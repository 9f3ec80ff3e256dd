// The limits: a company's daily budget of tokens, each caller's burst window, the window of searches; and the headers that report them.
import type { Knobs } from '../knobs.ts'
import type { Principal } from './gateway.ts'

interface Window {
  start: number
  used: number
  /** Refusals since the last call that was let through. */
  refused: number
}

export interface LimitState {
  /** By caller; searches have their own. */
  windows: Map<string, Window>
  budgets: Map<string, { day: number; used: number }>
}

export type Breach = { kind: 'budget' | 'burst'; resetSeconds: number } | { kind: 'blocked' }

export function createLimitState(): LimitState {
  return { windows: new Map(), budgets: new Map() }
}

const day = 86_400_000

/** Calls per window by plan: API tokens, OAuth tokens. */
const bursts: Record<Knobs['plan'], { apiToken: number; oauth: number; multiplier: number }> = {
  lite: { apiToken: 20, oauth: 80, multiplier: 1 },
  growth: { apiToken: 40, oauth: 160, multiplier: 2 },
  premium: { apiToken: 100, oauth: 400, multiplier: 5 },
  ultimate: { apiToken: 120, oauth: 480, multiplier: 7 },
}

/** Tokens a company may spend in a day. */
export function countBudget(knobs: Knobs): number {
  return knobs.budgetPerSeat * bursts[knobs.plan].multiplier * knobs.seats + knobs.topUp
}

/**
 * Counts one call and says what its headers report, and which limit it broke, if limits are enforced.
 * A refused call spends no tokens. Without enforcement the headers report limits nothing was used of.
 */
export function countCall(
  state: LimitState,
  knobs: Knobs,
  call: { principal: Principal; cost: number; isSearch: boolean; now: number },
): { headers: Record<string, string>; breach?: Breach } {
  const { principal, cost, isSearch, now } = call
  const plan = bursts[knobs.plan]
  const perPlan = principal.kind === 'oauth' ? plan.oauth : plan.apiToken
  const limit = Math.max(1, Math.round((isSearch ? knobs.searchBurst : perPlan) * knobs.burstFactor))
  const window = readWindow(state, `${principal.id}${isSearch ? ' search' : ''}`, { now, length: knobs.burstWindowMs })
  const budget = readBudget(state, knobs, { tenantId: principal.tenant.id, now })
  const total = countBudget(knobs)
  const resetSeconds = Math.max(1, Math.ceil((window.start + knobs.burstWindowMs - now) / 1000))
  const breach = knobs.enforceLimits ? findBreach() : undefined
  if (breach) window.refused += 1
  else {
    window.used += 1
    window.refused = 0
    budget.used += cost
  }
  const counts = knobs.enforceLimits
  const headers: Record<string, string> = {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(counts ? Math.max(0, limit - window.used) : limit),
    'x-ratelimit-reset': String(resetSeconds),
  }
  if (knobs.budgetHeaders) {
    headers['x-daily-ratelimit-token-limit'] = String(total)
    headers['x-daily-ratelimit-token-remaining'] = String(counts ? Math.max(0, total - budget.used) : total)
  }
  return breach ? { headers, breach } : { headers }

  function findBreach(): Breach | undefined {
    if (knobs.blockAfter > 0 && window.refused >= knobs.blockAfter && principal.kind === 'apiToken') return { kind: 'blocked' }
    if (window.used >= limit) return { kind: 'burst', resetSeconds }
    if (budget.used + cost > total) return { kind: 'budget', resetSeconds: Math.ceil((endDay(knobs, now) - now) / 1000) }
    return undefined
  }
}

/** Spends what is left of a company's day, as its other applications would; gives the seconds until the next one. */
export function exhaustBudget(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): number {
  readBudget(state, knobs, call).used = countBudget(knobs)
  return Math.ceil((endDay(knobs, call.now) - call.now) / 1000)
}

function readWindow(state: LimitState, key: string, { now, length }: { now: number; length: number }): Window {
  let window = state.windows.get(key)
  if (!window) {
    window = { start: now, used: 0, refused: 0 }
    state.windows.set(key, window)
  }
  if (now >= window.start + length) Object.assign(window, { start: now, used: 0 })
  return window
}

function readBudget(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): { day: number; used: number } {
  const today = countDays(knobs, call.now)
  let budget = state.budgets.get(call.tenantId)
  if (budget?.day !== today) {
    budget = { day: today, used: 0 }
    state.budgets.set(call.tenantId, budget)
  }
  return budget
}

function countDays(knobs: Knobs, now: number): number {
  return Math.floor((now - knobs.budgetMidnightMinutes * 60_000) / day)
}

function endDay(knobs: Knobs, now: number): number {
  return (countDays(knobs, now) + 1) * day + knobs.budgetMidnightMinutes * 60_000
}
