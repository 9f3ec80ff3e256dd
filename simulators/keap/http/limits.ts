// The three counters of the gateway (client or key, tenant, spike arrest) and the headers that report them on every reply.
import type { ThrottleCause } from '../errors.ts'
import type { Knobs } from '../knobs.ts'
import type { Principal } from './gateway.ts'

interface Counter {
  minute: number
  minuteUsed: number
  day: number
  dayUsed: number
}

/** Counters by client or key, and by tenant; spike buckets by client or key. */
export interface LimitState {
  products: Map<string, Counter>
  tenants: Map<string, Counter>
  spikes: Map<string, { credit: number; at: number }>
}

export function createLimitState(): LimitState {
  return { products: new Map(), tenants: new Map(), spikes: new Map() }
}

const minute = 60_000
const day = 86_400_000

/**
 * Counts one call and says what its headers must report, and which limit it broke, if limits are enforced.
 * Windows are calendar minutes and UTC days; a refused call is not counted. `quota-expiry-time` is in epoch milliseconds.
 */
export function countCall(
  state: LimitState,
  knobs: Knobs,
  call: { principal: Principal; now: number },
): { headers: Record<string, string>; breach?: ThrottleCause } {
  const { principal, now } = call
  const isKey = principal.kind !== 'oauth'
  const perMinute = isKey ? knobs.keyPerMinute : knobs.clientPerMinute
  const perDay = isKey ? knobs.keyPerDay : knobs.clientPerDay
  const perSecond = isKey ? Math.min(knobs.keyPerSecond, knobs.spikePerSecond) : knobs.spikePerSecond
  const product = readCounter(state.products, principal.id, now)
  const tenant = readCounter(state.tenants, principal.tenant.id, now)
  const breach = knobs.enforceLimits ? findBreach() : undefined
  if (!breach) {
    for (const counter of [product, tenant]) {
      counter.minuteUsed += 1
      counter.dayUsed += 1
    }
  }
  const headers = {
    'x-keap-product-quota-limit': String(perDay),
    'x-keap-product-quota-time-unit': 'day',
    'x-keap-product-quota-interval': '1',
    'x-keap-product-quota-available': String(Math.max(0, perDay - product.dayUsed)),
    'x-keap-product-quota-used': String(product.dayUsed),
    'x-keap-product-quota-expiry-time': String((product.day + 1) * day),
    'x-keap-product-throttle-limit': String(perMinute),
    'x-keap-product-throttle-time-unit': 'minute',
    'x-keap-product-throttle-interval': '1',
    'x-keap-product-throttle-available': String(Math.max(0, perMinute - product.minuteUsed)),
    'x-keap-product-throttle-used': String(product.minuteUsed),
    'x-keap-product-spike-limit': `${perSecond}ps`,
    'x-keap-tenant-id': principal.tenant.id,
    'x-keap-tenant-throttle-limit': `${knobs.tenantPerMinute}|${knobs.tenantPerDay}`,
    'x-keap-tenant-throttle-time-unit': 'minute|day',
    'x-keap-tenant-throttle-interval': '1|1',
    'x-keap-tenant-throttle-available': `${Math.max(0, knobs.tenantPerMinute - tenant.minuteUsed)}|${Math.max(0, knobs.tenantPerDay - tenant.dayUsed)}`,
    'x-keap-tenant-throttle-used': `${tenant.minuteUsed}|${tenant.dayUsed}`,
  }
  return breach ? { headers, breach } : { headers }

  function findBreach(): ThrottleCause | undefined {
    if (product.minuteUsed >= perMinute || product.dayUsed >= perDay) return { kind: 'quota', identifier: principal.id }
    if (tenant.minuteUsed >= knobs.tenantPerMinute || tenant.dayUsed >= knobs.tenantPerDay) {
      return { kind: 'quota', identifier: principal.tenant.id }
    }
    return takeSpikeCredit(state, principal.id, { now, perSecond, burst: knobs.spikeBurst }) ? undefined : { kind: 'spike', perSecond }
  }
}

/** The headers of a reply that met no known caller: the same names, numbers blank. */
export const blankLimitHeaders: Record<string, string> = Object.freeze({
  'x-keap-product-quota-limit': '',
  'x-keap-product-quota-time-unit': '',
  'x-keap-product-quota-interval': '',
  'x-keap-product-quota-available': '',
  'x-keap-product-quota-used': '',
  'x-keap-product-quota-expiry-time': '',
  'x-keap-product-throttle-limit': '',
  'x-keap-product-throttle-time-unit': '',
  'x-keap-product-throttle-interval': '',
  'x-keap-product-throttle-available': '',
  'x-keap-product-throttle-used': '',
  'x-keap-product-spike-limit': '',
  'x-keap-tenant-id': '',
  'x-keap-tenant-throttle-limit': '',
  'x-keap-tenant-throttle-time-unit': '',
  'x-keap-tenant-throttle-interval': '',
  'x-keap-tenant-throttle-available': '',
  'x-keap-tenant-throttle-used': '',
})

/** Uses up a tenant's day, as another integration on the same application would. */
export function exhaustTenant(state: LimitState, knobs: Knobs, call: { tenantId: string; now: number }): void {
  readCounter(state.tenants, call.tenantId, call.now).dayUsed = knobs.tenantPerDay
}

function readCounter(counters: Map<string, Counter>, id: string, now: number): Counter {
  const thisMinute = Math.floor(now / minute)
  const today = Math.floor(now / day)
  let counter = counters.get(id)
  if (!counter) {
    counter = { minute: thisMinute, minuteUsed: 0, day: today, dayUsed: 0 }
    counters.set(id, counter)
  }
  if (counter.minute !== thisMinute) Object.assign(counter, { minute: thisMinute, minuteUsed: 0 })
  if (counter.day !== today) Object.assign(counter, { day: today, dayUsed: 0 })
  return counter
}

// Apigee smooths: credit for calls grows evenly over the second, up to a small burst.
function takeSpikeCredit(state: LimitState, id: string, rate: { now: number; perSecond: number; burst: number }): boolean {
  const last = state.spikes.get(id)
  const grown = last ? last.credit + ((rate.now - last.at) * rate.perSecond) / 1000 : rate.burst
  const credit = Math.min(rate.burst, grown)
  const allowed = credit >= 1
  state.spikes.set(id, { credit: allowed ? credit - 1 : credit, at: rate.now })
  return allowed
}
