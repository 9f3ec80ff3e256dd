// The limits: a rolling window per application and account, a second for searches per account, and the day of an account's private applications.
import type { Policy } from '../errors.ts'
import type { Knobs } from '../knobs.ts'
import type { Principal } from './gateway.ts'

export interface LimitState {
  /** Times of the calls that count, oldest first, by window. */
  windows: Map<string, number[]>
  days: Map<string, { day: number; used: number }>
}

export function createLimitState(): LimitState {
  return { windows: new Map(), days: new Map() }
}

interface Counted {
  principal: Principal
  isSearch: boolean
  now: number
}

/**
 * Counts one call and says what its headers report, and which limit it broke, if limits are enforced. A refused call is not counted.
 * Searches count by the second only and carry no headers; the headers of the day are for private applications alone.
 */
export function countCall(state: LimitState, knobs: Knobs, call: Counted): { headers: Record<string, string>; breach?: Policy } {
  const { principal, isSearch, now } = call
  const limit = isSearch ? knobs.searchPerSecond : principal.kind === 'oauth' ? knobs.oauthPerWindow : knobs.privatePerWindow
  const key = isSearch ? `search ${principal.portal.id}` : `${principal.appId} ${principal.portal.id}`
  const window = readWindow(state, key, now - (isSearch ? 1_000 : knobs.windowMs))
  const day = readDay(state, principal, now)
  const isCounted = principal.kind === 'private'
  const breach = knobs.enforceLimits ? findBreach() : undefined
  if (!breach) {
    window.push(now)
    if (isCounted) day.used += 1
  }
  const headers: Record<string, string> = isSearch
    ? {}
    : {
        'x-hubspot-ratelimit-max': String(limit),
        'x-hubspot-ratelimit-remaining': String(Math.max(0, limit - window.length)),
        'x-hubspot-ratelimit-interval-milliseconds': String(knobs.windowMs),
        ...(isCounted
          ? {
              'x-hubspot-ratelimit-daily': String(knobs.perDay),
              'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, knobs.perDay - day.used)),
            }
          : {}),
      }
  return breach ? { headers, breach } : { headers }

  function findBreach(): Policy | undefined {
    if (isCounted && day.used >= knobs.perDay) return 'DAILY'
    if (window.length < limit) return undefined
    return isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING'
  }
}

/** Uses up what other integrations could: the day of a private application, the window of any other. */
export function exhaust(state: LimitState, knobs: Knobs, call: { principal: Principal; now: number }): Policy {
  const { principal, now } = call
  if (principal.kind === 'private') {
    readDay(state, principal, now).used = knobs.perDay
    return 'DAILY'
  }
  const window = readWindow(state, `${principal.appId} ${principal.portal.id}`, now - knobs.windowMs)
  while (window.length < knobs.oauthPerWindow) window.push(now)
  return 'TEN_SECONDLY_ROLLING'
}

function readWindow(state: LimitState, key: string, since: number): number[] {
  const window = state.windows.get(key) ?? []
  state.windows.set(key, window)
  let gone = 0
  while (gone < window.length && (window[gone] ?? 0) <= since) gone += 1
  if (gone > 0) window.splice(0, gone)
  return window
}

// The day ends at midnight in the account's time zone.
function readDay(state: LimitState, principal: Principal, now: number): { day: number; used: number } {
  const today = Math.floor((now + principal.portal.utcOffsetMs) / 86_400_000)
  const day = state.days.get(principal.portal.id)
  if (day?.day === today) return day
  const fresh = { day: today, used: 0 }
  state.days.set(principal.portal.id, fresh)
  return fresh
}
