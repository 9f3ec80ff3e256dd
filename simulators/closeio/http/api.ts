// A call to the API, in the order the vendor has it: route, slash, credentials, limits, body, resource; faults strike on the way.
import { randomBytes } from 'node:crypto'
import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import type { Answer } from '../../lib/http/answer.ts'
import { pause } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { type Found, findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Call, Handler } from '../call.ts'
import { ApiError, answerError, createUnknownUrl } from '../errors.ts'
import type { CloseioOptions } from '../knobs.ts'
import type { State } from '../state.ts'
import { authenticate, type Principal } from './authenticate.ts'
import { disturbTable } from './disturb.ts'
import { answerThrottled, countCall, exhaustGroup, formatLimitHeader } from './limits.ts'
import { type ApiRequest, readRequest } from './request.ts'

export interface ApiParts {
  state: State
  router: Router<Handler>
  deliver: Call['deliver']
}

const prefix = '/api/v1'

/** Answers one API call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<CloseioOptions>): Promise<void> {
  const { knobs, request, path } = exchange
  const fault = knobs.faults.length > 0 ? takeFault(knobs, exchange.method, path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const answer = await produceAnswer(parts, exchange, fault)
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (fault?.kind === 'reset-after-apply') request.socket.destroy()
  else {
    const headers: Record<string, string> = answer.type === 'json' ? { 'content-type': 'application/json' } : {}
    sendAnswer(exchange, answer, { headers, truncate: fault?.kind === 'truncated-json' })
  }
}

async function produceAnswer(parts: ApiParts, exchange: Exchange<CloseioOptions>, fault: Fault | undefined): Promise<Answer> {
  try {
    return await answerCall(parts, exchange, fault)
  } catch (error) {
    const answer = answerError(error)
    if (!answer) throw error
    return answer
  }
}

async function answerCall(parts: ApiParts, exchange: Exchange<CloseioOptions>, fault: Fault | undefined): Promise<Answer> {
  const { knobs, path, request } = exchange
  const received = await readRequest(exchange)
  const found = path.startsWith(`${prefix}/`) ? findRoute(parts.router, received.method, path.slice(prefix.length)) : undefined
  if (!found) throw createUnknownUrl()
  if (!path.endsWith('/') && knobs.missingSlash !== 'accept') {
    if (knobs.missingSlash === 'not-found') throw createUnknownUrl()
    return { status: 308, type: 'none', headers: { location: (request.url ?? '').replace(path, `${path}/`) } }
  }
  if ('allow' in found) throw new ApiError(405, 'The method is not allowed for the requested URL.')
  const principal = authenticate({ options: knobs, ...parts.state }, request.headers.authorization)
  if (!principal) throw new ApiError(401, 'Unauthorized')
  if (fault?.kind === 'expire-token' && principal.accessToken) {
    principal.accessToken.expiresAt = 0
    throw new ApiError(401, 'Unauthorized')
  }
  const counted = { principal, method: received.method, path, now: knobs.now() }
  if (fault?.kind === 'quota-exhausted') exhaustGroup(parts.state.limits, knobs, counted)
  const { standing, exceeded } = countCall(parts.state.limits, knobs, counted)
  if (exceeded || fault?.kind === 'quota-exhausted') return answerThrottled(standing, knobs)
  const answer = findFaultPage(fault) ?? answerRoute(parts, { found, received, principal, path })
  if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') disturbTable(principal.tenant, path, fault.kind)
  return knobs.rateLimitHeader === 'always' ? { ...answer, headers: { ...formatLimitHeader(standing), ...answer.headers } } : answer
}

function answerRoute(
  parts: ApiParts,
  at: { found: Extract<Found<Handler>, { handler: Handler }>; received: ApiRequest; principal: Principal; path: string },
): Answer {
  const { found, received, principal, path } = at
  const call: Call = {
    method: received.method,
    params: found.params,
    query: received.query,
    body: received.body,
    tenant: principal.tenant,
    user: principal.user,
    options: received.options,
    now: received.options.now(),
    offsetHours: received.offsetHours,
    requestId: `req_${randomBytes(12).toString('hex').slice(0, 22)}`,
    path,
    cursors: parts.state.cursors,
    deliver: parts.deliver,
  }
  try {
    return found.handler(call)
  } catch (error) {
    const answer = answerError(error)
    if (!answer) throw error
    return answer
  }
}
