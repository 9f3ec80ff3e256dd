/** A request of an element with quotas: it leaves when each that counts it has a permit, and its answer tells how they stand. */
import type { CompiledQuota, QuotaReading } from '../elements/compile/compile-quotas.ts'
import { EgressError, type EgressResponse } from '../lib/egress.ts'
import type { Budget } from './budget.ts'
import { nameSharers } from './quota-keys.ts'
import { guessRetryAfter, readRetryAfter } from './retry-after.ts'
import type { CallInstance, CallParts, QuotaLanding, QuotaNeed, VendorRequest } from './types.ts'

/** Of the time that a call has left, so much is for waiting; the rest is the vendor's. */
const waitingPart = 0.75

/** What of a call's session matters here. */
interface Metered {
  readonly parts: CallParts
  readonly instance: CallInstance
  readonly signal: AbortSignal | undefined
  readonly budget: Budget
}

/** Sends it with `send` when it may. Throws quota-exhausted (429) when it may not in time, or what `send` throws. */
export async function sendMetered(session: Metered, request: VendorRequest, send: () => Promise<EgressResponse>): Promise<EgressResponse> {
  const { parts, instance, signal } = session
  const { origin, pathname } = new URL(request.url)
  const counted = (instance.element.quotas ?? []).filter((quota) => quota.counts(request.method, pathname))
  if (parts.quotas === undefined || counted.length === 0) return send()
  const needs = counted.map(({ name, scope, permits, seconds, cost }): QuotaNeed => {
    return { key: `${nameSharers(instance, scope, origin)} ${name}`, name, permits, seconds, cost }
  })
  const taken = parts.quotas.take(needs, { left: session.budget.within().left * waitingPart, signal })
  const permits = taken instanceof Promise ? await taken : taken
  try {
    const response = await send()
    permits.land(judgeAnswer(session, counted, response))
    return response
  } catch (error) {
    permits.land({ kind: error instanceof EgressError && !error.maybeSent ? 'unsent' : 'sent' })
    throw error
  }
}

function judgeAnswer({ parts, instance }: Metered, quotas: readonly CompiledQuota[], { status, headers }: EgressResponse): QuotaLanding[] {
  const now = parts.clock()
  const readings = quotas.map((quota) => quota.read(headers, now))
  const refusing = status === 429 ? findRefusing(quotas, readings) : undefined
  return quotas.map((quota, index): QuotaLanding => {
    const told = readings[index]
    // What a vendor refuses to let in uses nothing up, unless its headers say so: nobody's wrong credential takes permits away.
    if (status === 401 || status === 403) return { kind: 'unsent', ...(told !== undefined && { told }) }
    const wait = quota === refusing ? (readRetryAfter(instance.element, headers, now) ?? guessRetryAfter(quota, told)) : undefined
    return { kind: 'sent', ...(told !== undefined && { told }), ...(wait !== undefined && { refusedFor: wait * 1000 }) }
  })
}

/** A 429 does not say whose it is: the one that has nothing left, otherwise the one that is over soonest. */
function findRefusing(quotas: readonly CompiledQuota[], readings: readonly (QuotaReading | undefined)[]): CompiledQuota {
  const empty = quotas.find((_, index) => {
    const { limit, used } = readings[index] ?? {}
    return limit !== undefined && used !== undefined && used >= limit
  })
  return empty ?? quotas.reduce((soonest, quota) => (quota.seconds < soonest.seconds ? quota : soonest))
}
