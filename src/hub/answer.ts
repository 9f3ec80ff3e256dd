/** The call itself, once somebody is known to have it: also made by schedules, pollers and formulas, so it knows no URL and no port. */
import { callVendor } from '../call/call.ts'
import type { CallInstance, CallParts } from '../call/types.ts'
import type { Clock } from '../lib/clock.ts'
import { createError, OctetError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import type { UsageEntry } from '../usage/usage-entry.ts'
import { answerPing, type Discovery, isPing, readDiscovery } from './discovery.ts'
import { answerMapped } from './mapped/answer-mapped.ts'
import { describeWithMapped } from './mapped/describe-mapped.ts'
import { findMapped, type MappedCall, showPath } from './mapped/find-mapped.ts'
import type { Mappings } from './mapped/mappings.ts'

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
  /** Common resources (contract 9). */
  readonly mappings: Mappings
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
  let mapped: MappedCall | undefined
  try {
    const discovery = readDiscovery(instance.call.element, request)
    if (discovery === undefined) {
      const found = findMapped(parts.mappings, instance, request)
      mapped = found instanceof Promise ? await found : found
    }
    const response = await answerRequest(parts, { instance, discovery, mapped, userId: origin.userId }, request)
    status = response.status
    return response
  } catch (error) {
    if (error instanceof OctetError) status = error.status
    throw error
  } finally {
    parts.recordUsage(describeUsage({ instance, origin, request, mapped, status, startedAt, endedAt: parts.clock() }))
  }
}

interface Question {
  readonly instance: HubInstance
  readonly discovery: Discovery | undefined
  /** Undefined: no common resource is named. */
  readonly mapped: MappedCall | undefined
  readonly userId: number
}

async function answerRequest(parts: AnswerParts, question: Question, request: HubRequest): Promise<HubResponse> {
  const { instance, discovery, mapped, userId } = question
  const { element } = instance.call
  if (discovery === 'docs') return parts.documentObject(instance, request)
  if (discovery !== undefined) return describeWithMapped(parts, instance, request)
  if (instance.disabled) throw createDisabled(instance)
  if (mapped !== undefined) return answerMapped({ call: parts.call, runner: parts.mappings.runner }, { instance, userId, mapped, request })
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
  readonly mapped: MappedCall | undefined
  readonly status: number
  readonly startedAt: number
  readonly endedAt: number
}

function describeUsage({ instance, origin, request, mapped, status, startedAt, endedAt }: Answered): UsageEntry {
  const { element } = instance.call
  const match = element.match(request.method, mapped?.segments ?? request.segments)
  const path = match.kind === 'found' ? match.resource.path : null
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
    element_api: path !== null && mapped !== undefined ? showPath(mapped, request.segments, path) : path,
    ...(mapped !== undefined && { vdr: mapped.mapping.objectName }),
    status,
    process_time: Math.round(endedAt - startedAt),
    request_ip: origin.clientAddress,
    traffic_date: startedAt,
  }
}
