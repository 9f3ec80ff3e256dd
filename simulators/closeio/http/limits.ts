// Request limits: fixed windows per endpoint group, counted for the key and for the whole organization, and the header that reports them.
import type { Answer } from '../../lib/http/answer.ts'
import type { Knobs } from '../knobs.ts'
import type { Principal } from './authenticate.ts'

interface Window {
  start: number
  used: number
}

/** Windows by counted party and endpoint group. */
export type LimitState = Map<string, Window>

export function createLimitState(): LimitState {
  return new Map()
}

interface Standing {
  type: 'key' | 'organization'
  group: string
  limit: number
  remaining: number
  /** Seconds until the window ends. */
  reset: number
}

/**
 * Counts one call and tells how the nearer of its two limits stands; `exceeded` when it may not pass, if limits are enforced.
 * Reads and writes of one resource are two groups; a refused call is not counted.
 */
export function countCall(
  state: LimitState,
  knobs: Knobs,
  call: { principal: Principal; method: string; path: string; now: number },
): { standing: Standing; exceeded: boolean } {
  const group = nameGroup(call.method, call.path)
  const parties = [
    { type: 'key' as const, name: call.principal.keyId, limit: knobs.keyLimit },
    { type: 'organization' as const, name: call.principal.tenant.id, limit: knobs.keyLimit * knobs.organizationFactor },
  ]
  const open = parties.map((party) => ({ ...party, window: readWindow(state, `${party.type} ${party.name} ${group}`, { ...call, knobs }) }))
  const full = open.find((each) => each.window.used >= each.limit)
  if (!full || !knobs.enforceLimits) for (const each of open) each.window.used += 1
  const standings = open.map(({ type, limit, window }) => {
    const reset = Math.max(0, window.start + knobs.windowSeconds * 1000 - call.now) / 1000
    return { type, group, limit, remaining: Math.max(0, limit - window.used), reset }
  })
  const [key, organization] = standings as [Standing, Standing]
  const standing = full ? (full.type === 'key' ? key : organization) : organization.remaining < key.remaining ? organization : key
  return { standing, exceeded: full !== undefined && knobs.enforceLimits }
}

/** `RateLimit: limit=100, remaining=50, reset=5`. */
export function formatLimitHeader(standing: Standing): Record<string, string> {
  return { ratelimit: `limit=${standing.limit}, remaining=${standing.remaining}, reset=${standing.reset}` }
}

/** 429 with `Retry-After`: `reset` rounded up. */
export function answerThrottled(standing: Standing, knobs: Knobs): Answer {
  const headers = { ...formatLimitHeader(standing), 'retry-after': String(Math.ceil(standing.reset)) }
  const message = 'Too many requests. Slow down and try again.'
  const details = {
    message,
    rate_endpoint_group: standing.group,
    rate_limit: standing.limit,
    rate_limit_type: standing.type,
    rate_reset: standing.reset,
    rate_window: knobs.windowSeconds,
  }
  return { status: 429, type: 'json', body: { error: knobs.throttleBody === 'details' ? details : message }, headers }
}

/** Fills the windows a call falls into, as another integration would. */
export function exhaustGroup(state: LimitState, knobs: Knobs, call: Parameters<typeof countCall>[2]): void {
  const name = `organization ${call.principal.tenant.id} ${nameGroup(call.method, call.path)}`
  readWindow(state, name, { ...call, knobs }).used = knobs.keyLimit * knobs.organizationFactor
}

function nameGroup(method: string, path: string): string {
  const [first = '', second = ''] = path.replace('/api/v1/', '').split('/')
  const resource = ['activity', 'status', 'custom_field', 'data'].includes(first) ? `${first}/${second}` : first
  return `${method === 'GET' ? 'read' : 'write'} ${resource}`
}

function readWindow(state: LimitState, name: string, at: { now: number; knobs: Knobs }): Window {
  const length = Math.max(1, at.knobs.windowSeconds * 1000)
  const start = Math.floor(at.now / length) * length
  let window = state.get(name)
  if (!window) {
    window = { start, used: 0 }
    state.set(name, window)
  }
  if (window.start !== start) Object.assign(window, { start, used: 0 })
  return window
}
