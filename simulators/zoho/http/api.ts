// A call to the API, in the order the vendor has it: token, route, scope, concurrency, credits, body, resource; faults strike on the way.
import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import { pause, readBody } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Answer, Handler } from '../call.ts'
import { ApiError, invalidToken, wrongMethod, wrongUrl } from '../errors.ts'
import type { ZohoOptions } from '../knobs.ts'
import type { State } from '../state.ts'
import { disturbModule } from './disturb.ts'
import { authenticate, type DataCenter, findScopeRefusal, type Principal } from './gateway.ts'
import { answerTooMany, enterCall, exhaustCredits, takeCredits, weighCall } from './limits.ts'

export interface ApiParts {
  state: State
  router: Router<Handler>
  dataCenter: DataCenter
}

interface Reply {
  answer: Answer
  headers?: Record<string, string>
}

const prefix = '/crm/v8'

/** Answers one API call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<ZohoOptions>): Promise<void> {
  const { knobs, method, path, request } = exchange
  const fault = knobs.faults.length > 0 ? takeFault(knobs, method, path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const text = await readBody(request)
  const body = parseBody(text)
  const principal = authenticate(parts.state, request.headers, { now: knobs.now(), dataCenter: parts.dataCenter, knobs })
  const key = 'status' in principal ? undefined : `${principal.clientId} ${principal.tenant.id}`
  const weight = weighCall(method, path.slice(prefix.length), body ?? {})
  const leave = key === undefined ? undefined : enterCall(parts.state.limits, knobs, { key, heavy: weight.heavy })
  const reply =
    typeof leave === 'object' ? { answer: leave } : produceReply(parts, exchange, { fault, body, principal, credits: weight.credits })
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (typeof leave === 'function') leave()
  if (fault?.kind === 'reset-after-apply') request.socket.destroy()
  else sendAnswer(exchange, reply.answer, { headers: reply.headers ?? {}, truncate: fault?.kind === 'truncated-json' })
}

interface Received {
  fault: Fault | undefined
  body: Record<string, unknown> | undefined
  principal: Principal | Answer
  credits: number
}

function produceReply(parts: ApiParts, exchange: Exchange<ZohoOptions>, { fault, body, principal, credits }: Received): Reply {
  const { knobs, path } = exchange
  if ('status' in principal) return { answer: principal }
  if (fault?.kind === 'expire-token') {
    principal.token.expiresAt = 0
    return { answer: invalidToken }
  }
  const now = knobs.now()
  const { limits } = parts.state
  const tenantId = principal.tenant.id
  if (fault?.kind === 'quota-exhausted') exhaustCredits(limits, knobs, { tenantId, now })
  const { headers, refused } = takeCredits(limits, knobs, { tenantId, credits, now })
  if (refused) return { answer: refused, headers }
  if (fault?.kind === 'quota-exhausted') return { answer: answerTooMany('You have reached the API call limit'), headers }
  const answer = findFaultPage(fault) ?? answerRoute(parts, exchange, { body, principal, now })
  if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') {
    disturbModule(principal.tenant, principal.user, { path: path.slice(prefix.length), kind: fault.kind, now })
  }
  return { answer, headers }
}

function answerRoute(
  parts: ApiParts,
  { knobs, method, path, query, request }: Exchange<ZohoOptions>,
  { body, principal, now }: { body: Record<string, unknown> | undefined; principal: Principal; now: number },
): Answer {
  const found = path.startsWith(`${prefix}/`) ? findRoute(parts.router, method, path.slice(prefix.length)) : undefined
  if (!found) return wrongUrl
  if ('allow' in found) return wrongMethod
  const refusal = findScopeRefusal(knobs, principal, { method, path: path.slice(prefix.length) })
  if (refusal) return refusal
  try {
    if (body === undefined) throw new ApiError(400, 'INVALID_DATA', 'body', { expected_data_type: 'jsonobject' })
    const { tenant, user } = principal
    return found.handler({ method, params: found.params, query, headers: request.headers, body, tenant, user, options: knobs, now })
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, type: 'json', body: error.fault }
    throw error
  }
}

// `{}` for no body, undefined for one that is no JSON object. Its Content-Type does not matter to the vendor.
function parseBody(text: string): Record<string, unknown> | undefined {
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
