/** The second half of the spine: a hub request of a known instance → the vendor's answer in the hub's words. Only `send` touches the network; the stages around it decide. */
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import { openBudget } from './budget.ts'
import { answerChain, runChain } from './chain.ts'
import { answerPicklist } from './discovery/answer-picklist.ts'
import { nameObjects } from './discovery/name-objects.ts'
import { matchResource } from './match.ts'
import { prepareResource } from './prepare.ts'
import { renewIfDue } from './send.ts'
import type { CallInstance, CallParts } from './types.ts'

/**
 * Calls the vendor. Throws OctetError: 400 for what this element or vendor cannot do, 405, the vendor's own 4xx, 401 when the credential is
 * refused, 429 by the vendor or by `parts.limits`, 502 when the vendor fails or cannot be reached.
 */
export async function callVendor(parts: CallParts, instance: CallInstance, request: HubRequest): Promise<HubResponse> {
  const target = matchResource(instance.element, request)
  const release = parts.limits.acquire(instance.id)
  let response: HubResponse | undefined
  try {
    const budget = openBudget(parts.clock, parts.budget)
    const session = {
      parts,
      instance,
      signal: request.signal,
      budget,
      credential: instance.credential,
      configuration: instance.configuration,
    }
    // What is built of the configuration is built of the one after a renewal (contract 13.1 steps 4 and 5).
    if (prepareResource(target.resource).readsConfiguration) await renewIfDue(session, request.body.kind !== 'stream')
    const { picklist, knownObjects } = target.resource
    if (picklist !== undefined) return await answerPicklist(session, target, picklist)
    const named = knownObjects.length === 0 ? target : await nameObjects(session, target)
    response = await answerChain(session, await runChain(session, named, { asked: request }))
    return response
  } finally {
    // A body that is handed on as a stream keeps its permit until it is through.
    if (response?.body.kind === 'stream' && !response.body.stream.closed) response.body.stream.once('close', release)
    else release()
  }
}
