// A call to the API, in the order the vendor has it: front end, gateway, limits, router, rights, body, resource; faults strike on the way.

import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import { answerHtml } from '../../lib/http/answer.ts'
import { hasBody, pause, readBody } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Answer, Call, Handler } from '../call.ts'
import { ApiError, answerError, answerThrottled, answerUnauthorized } from '../errors.ts'
import type { KeapOptions } from '../knobs.ts'
import type { State } from '../state.ts'
import { disturbTable } from './disturb.ts'
import { authenticate, isForbidden, type Principal } from './gateway.ts'
import { blankLimitHeaders, countCall, exhaustTenant } from './limits.ts'

export interface ApiParts {
  state: State
  router: Router<Handler>
  /** This server's address, for links. */
  origin: () => string
  announce: (tenantId: string, object: string, event: string, id: string) => void
}

interface Reply {
  answer: Answer
  headers: Record<string, string>
}

/** Answers one API call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<KeapOptions>): Promise<void> {
  const { knobs, method, path, request } = exchange
  const fault = knobs.faults.length > 0 ? takeFault(knobs, method, path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const reply = await produceReply(parts, exchange, fault)
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (fault?.kind === 'reset-after-apply') request.socket.destroy()
  else sendAnswer(exchange, reply.answer, { headers: reply.headers, truncate: fault?.kind === 'truncated-json' })
}

async function produceReply(parts: ApiParts, exchange: Exchange<KeapOptions>, fault: Fault | undefined): Promise<Reply> {
  const { knobs, method, path, request } = exchange
  if (method === 'GET' && hasBody(request)) return { answer: answerHtml(400, '400 Bad Request'), headers: blankLimitHeaders }
  const principal = authenticate({ options: knobs, ...parts.state }, request.headers, path)
  if (typeof principal === 'string') return { answer: answerUnauthorized(principal), headers: blankLimitHeaders }
  if (fault?.kind === 'expire-token' && principal.accessToken) {
    principal.accessToken.expiresAt = 0
    return { answer: answerUnauthorized('invalid'), headers: blankLimitHeaders }
  }
  const now = knobs.now()
  if (fault?.kind === 'quota-exhausted') exhaustTenant(parts.state.limits, knobs, { tenantId: principal.tenant.id, now })
  const { headers, breach } = countCall(parts.state.limits, knobs, { principal, now })
  if (fault?.kind === 'quota-exhausted')
    return { answer: answerThrottled({ kind: 'quota', identifier: principal.tenant.id }, knobs), headers }
  if (breach) return { answer: answerThrottled(breach, knobs), headers }
  const answer = findFaultPage(fault) ?? (await answerRoute(parts, exchange, principal))
  if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') disturbTable(principal.tenant, path, fault.kind)
  return { answer, headers }
}

async function answerRoute(parts: ApiParts, exchange: Exchange<KeapOptions>, principal: Principal): Promise<Answer> {
  const { knobs, method, path, request } = exchange
  if (path.startsWith('/crm/xmlrpc/')) return answerHtml(knobs.xmlrpcStatus, 'XML-RPC is no longer available')
  const version = path.startsWith('/crm/rest/v1/') ? 'v1' : 'v2'
  const found = path.startsWith('/crm/') ? findRoute(parts.router, method, path.slice(4)) : undefined
  if (!found) return answerHtml(404, 'Keap - Page Not Found')
  try {
    if ('allow' in found) throw new ApiError(405, `Request method '${method}' is not supported`)
    if (isForbidden(principal, path)) throw new ApiError(403, 'Forbidden')
    const call: Call = {
      method,
      path: path.replace(/\/$/, ''),
      origin: parts.origin(),
      params: found.params,
      query: exchange.query,
      headers: request.headers,
      body: method === 'GET' || method === 'DELETE' ? {} : await readJson(exchange),
      tenant: principal.tenant,
      user: principal.user,
      options: knobs,
      now: knobs.now(),
      announce: (object, event, id) => parts.announce(principal.tenant.id, object, event, id),
    }
    const answer = found.handler(call)
    return answer instanceof Promise ? await answer : answer
  } catch (error) {
    if (error instanceof ApiError) return answerError(error, version, knobs)
    throw error
  }
}

async function readJson({ request, knobs }: Exchange<KeapOptions>): Promise<Record<string, unknown>> {
  const text = await readBody(request)
  if (text === '') return {}
  if (!/^application\/(json|merge-patch\+json)\b/i.test(request.headers['content-type'] ?? '')) {
    throw new ApiError(knobs.missingContentTypeStatus, 'Content-Type must be application/json')
  }
  const body = parseJson(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ApiError(400, 'The request body must be a JSON object')
  return body as Record<string, unknown>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, 'Malformed JSON request')
  }
}
