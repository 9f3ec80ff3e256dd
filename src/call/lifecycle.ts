/** Resources that run of themselves (contract 12.4): when an instance is made, logs in anew, or is deleted. The whole pipeline of a hub call, without a client. */
import { emptyBody, type HubRequest } from '../lib/hub-request.ts'
import { openBudget } from './budget.ts'
import { discardStream, readBody, runChain } from './chain.ts'
import type { CallSession } from './send.ts'
import type { CallInstance, CallParts, Target, Values } from './types.ts'

export type LifecycleType =
  | 'provisionAuthValidation'
  | 'onProvision'
  | 'onProvisionWebhook'
  | 'onRefresh'
  | 'onDelete'
  | 'onDeleteWebhook'
  | 'oauthOnAuthorizeUrl'
  | 'oauthOnTokenExchange'
  | 'oauthOnTokenRefresh'
  | 'oauthOnTokenRevoke'
  | 'oauth1OnTokenRequest'
  | 'oauth2Password'

export interface LifecycleRun {
  readonly type: LifecycleType
  /** Offered by name wherever a client's values would be, and to the places of templates: `code`, `callbackUrl`, `refreshToken`, `webhookCallbackUrl`. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface LifecycleResult {
  /** Resources that ran. */
  readonly ran: number
  /** What hooks and `source: response` parameters changed in the configuration, all together; `instance.keep` was given them too. */
  readonly changes: Values
  /** The body of each resource's answer, after its hooks. */
  readonly bodies: readonly unknown[]
}

/**
 * Runs the element's resources of a type in document order; each sees what the ones before it changed. Nothing is renewed on the way: a refusal is an
 * answer. Throws as a hub call does; what ran before stays done.
 */
export async function runLifecycle(parts: CallParts, instance: CallInstance, run: LifecycleRun): Promise<LifecycleResult> {
  const resources = instance.element.resourcesOfType(run.type)
  const changes: Record<string, string | null> = {}
  const bodies: unknown[] = []
  if (resources.length === 0) return { ran: 0, changes, bodies }
  const session: CallSession = {
    parts,
    instance: {
      ...instance,
      renew: async (rejected) => rejected,
      keep: (changed) => {
        Object.assign(changes, changed)
        return instance.keep(changed)
      },
    },
    signal: run.signal,
    budget: openBudget(parts.clock, parts.budget),
    credential: instance.credential,
    configuration: instance.configuration,
  }
  const inputs = run.inputs ?? {}
  for (const resource of resources) {
    const target: Target = { resource, pathParameters: { ...inputs } }
    const { reply } = await runChain(session, target, { asked: createRequest(target, inputs), inputs })
    discardStream(reply)
    bodies.push(readBody(reply))
  }
  return { ran: resources.length, changes, bodies }
}

const bodySources: ReadonlySet<string> = new Set(['body', 'bodyField', 'form', 'multipart'])

/** The request that a client would have sent; a body only where parameters take something of it. */
function createRequest({ resource }: Target, inputs: Readonly<Record<string, string>>): HubRequest {
  const takesInputs = Object.keys(inputs).length > 0 && resource.parameters.some(({ type }) => bodySources.has(type))
  return {
    requestId: '',
    method: resource.method,
    segments: resource.path.split('/').filter((segment) => segment !== ''),
    query: inputs,
    headers: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value])),
    body: takesInputs ? { kind: 'json', value: { ...inputs } } : emptyBody,
  }
}
