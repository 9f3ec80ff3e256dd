/** The first half of the spine: who asks, for which instance, and the answer. */
import { parseAuthorization } from '../lib/authorization.ts'
import type { Caller } from '../lib/caller.ts'
import { createError, OctetError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import { type AnswerParts, answer } from './answer.ts'
import { describeUsage } from './describe-usage.ts'
import type { HubInstance, Origin } from './hub-instance.ts'
import { identifyMapped } from './mapped/find-mapped.ts'

export interface HubParts extends AnswerParts {
  /** User, with or without Organization. 401. */
  readonly authenticateUser: (authorization: string | undefined) => Caller | Promise<Caller>
  /** Element token → instance, in memory when warm. 401. */
  readonly resolveInstance: (elementToken: string) => HubInstance | Promise<HubInstance>
}

/** A call as it arrives; its content is read only once the credentials are good (contract 1.2 rule 5). */
export interface Arrival {
  readonly requestId: string
  readonly method: string
  readonly authorization: string | undefined
  readonly uri: string
  readonly clientAddress: string
  readonly read: () => Promise<HubRequest>
  readonly onInstance: (instanceId: number) => void
}

/** Answers a hub call from outside. 401 for every problem with the credentials; otherwise as `answer`. */
export async function handleHubRequest(parts: HubParts, arrival: Arrival): Promise<HubResponse> {
  const { caller, instance } = await identify(parts, arrival.authorization)
  arrival.onInstance(instance.id)
  const { uri, clientAddress } = arrival
  const origin = { userId: caller.user.id, uri, clientAddress }
  return answer(parts, { instance, origin }, await readContent(parts, arrival, { instance, origin }))
}

/** A call whose content cannot be read has been made all the same. */
async function readContent(parts: HubParts, arrival: Arrival, whose: { instance: HubInstance; origin: Origin }): Promise<HubRequest> {
  const startedAt = parts.clock()
  try {
    return await arrival.read()
  } catch (error) {
    const status = error instanceof OctetError ? error.status : 500
    const { requestId, method } = arrival
    parts.recordUsage(describeUsage({ ...whose, request: { requestId, method }, status, startedAt, endedAt: parts.clock() }))
    throw error
  }
}

/** The caller, and the instance that the Element token names, which must be one of the caller's account (contract 1.4). 401 otherwise. */
export async function identify(parts: HubParts, authorization: string | undefined): Promise<{ caller: Caller; instance: HubInstance }> {
  const caller = await parts.authenticateUser(authorization)
  const token = readElementToken(authorization)
  if (token === undefined) throw createError('invalid-secrets')
  const instance = await parts.resolveInstance(token)
  if (instance.organizationId !== caller.organizationId || instance.accountId !== caller.accountId) throw createError('invalid-secrets')
  return { caller, instance }
}

/** Whether a name that platform and elements share is the element's: it has a resource of that name or maps one, and its token was sent (contract 1.2 rule 3). */
export async function claimsName(parts: HubParts, authorization: string | undefined, name: string): Promise<boolean> {
  if (readElementToken(authorization) === undefined) return false
  const { instance } = await identify(parts, authorization)
  return instance.call.element.hasResource(name) || (await parts.mappings.mappingOf(identifyMapped(instance), name)) !== undefined
}

function readElementToken(authorization: string | undefined): string | undefined {
  const secrets = parseAuthorization(authorization)
  return secrets.kind === 'secrets' ? secrets.element : undefined
}
