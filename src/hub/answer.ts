/** The call itself, once somebody is known to have it: also made by schedules, pollers and formulas, so it knows no URL and no port. */
import { callVendor } from '../call/call.ts'
import type { CallInstance, CallParts } from '../call/types.ts'
import type { Clock } from '../lib/clock.ts'
import { createError, OctetError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import type { UsageEntry } from '../usage/usage-entry.ts'
import { answerPing, describeObjects, isPing, readDiscovery } from './discovery.ts'

/** An instance as the hub needs it, with everything in memory. */
export interface HubInstance {
  readonly id: number
  readonly organizationId: number
  readonly accountId: number
  readonly disabled: boolean
  readonly disabledReason: string | null
  readonly call: CallInstance
}

/** Who made a call and from where, for usage. */
export interface Origin {
  readonly userId: number
  /** Path and allow-listed parameters only. */
  readonly uri: string
  readonly clientAddress: string
}

export interface AnswerParts {
  readonly call: CallParts
  readonly clock: Clock
  readonly recordUsage: (entry: UsageEntry) => void
  /** GET /objects/{name}/docs (contract 2.11). */
  readonly documentObject: (instance: HubInstance, request: HubRequest) => Promise<HubResponse>
}

/** Answers a hub call and records its usage, whether it succeeds or fails. Errors as `callVendor`, and instance-disabled (403). */
export async function answer(
  parts: AnswerParts,
  { instance, origin }: { instance: HubInstance; origin: Origin },
  request: HubRequest,
): Promise<HubResponse> {
  const startedAt = parts.clock()
  let status = 500
  try {
    const response = await answerRequest(parts, instance, request)
    status = response.status
    return response
  } catch (error) {
    if (error instanceof OctetError) status = error.status
    throw error
  } finally {
    parts.recordUsage(describeUsage({ instance, origin, request, status, startedAt, endedAt: parts.clock() }))
  }
}

async function answerRequest(parts: AnswerParts, instance: HubInstance, request: HubRequest): Promise<HubResponse> {
  const { element } = instance.call
  const discovery = readDiscovery(element, request)
  if (discovery === 'docs') return parts.documentObject(instance, request)
  if (discovery !== undefined) return describeObjects(parts.call, instance, request)
  if (instance.disabled) throw createDisabled(instance)
  if (isPing(element, request)) return answerPing(element, parts.clock())
  return callVendor(parts.call, instance.call, request)
}

function createDisabled({ disabledReason }: HubInstance): OctetError {
  return createError('instance-disabled', { params: { reason: disabledReason === null ? '' : `: ${disabledReason}` } })
}

interface Answered {
  readonly instance: HubInstance
  readonly origin: Origin
  readonly request: HubRequest
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
}

function describeUsage({ instance, origin, request, status, startedAt, endedAt }: Answered): UsageEntry {
  const { element } = instance.call
  const match = element.match(request.method, request.segments)
  return {
    traffic_id: request.requestId,
    organization_id: instance.organizationId,
    account_id: instance.accountId,
    user_id: origin.userId,
    instance_id: instance.id,
    element_key: element.key,
    hub: element.hub,
    method: request.method,
    request_uri: origin.uri,
    element_api: match.kind === 'found' ? match.resource.path : null,
    status,
    process_time: Math.round(endedAt - startedAt),
    request_ip: origin.clientAddress,
    traffic_date: startedAt,
  }
}
