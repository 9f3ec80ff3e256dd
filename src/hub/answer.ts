/** The call itself, once somebody is known to have it: also made by schedules, pollers and formulas, so it knows no URL and no port. */
import { callVendor } from '../call/call.ts'
import type { CallParts } from '../call/types.ts'
import type { Clock } from '../lib/clock.ts'
import { createError, OctetError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import type { UsageEntry } from '../usage/usage-entry.ts'
import { describeUsage } from './describe-usage.ts'
import { answerPing, type Discovery, isPing, readDiscovery } from './discovery.ts'
import type { HubInstance, Origin } from './hub-instance.ts'
import { answerMapped } from './mapped/answer-mapped.ts'
import { describeWithMapped } from './mapped/describe-mapped.ts'
import { findMapped, type MappedCall } from './mapped/find-mapped.ts'
import type { Mappings } from './mapped/mappings.ts'

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
