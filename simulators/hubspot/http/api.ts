// A call to the API, in the order the vendor has it: credentials, limits, address, scopes, body, resource; faults strike on the way.
import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import { type Answer, answerHtml } from '../../lib/http/answer.ts'
import { pause, readBody } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { type Found, findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Call, Operation } from '../call.ts'
import { ApiError, answerError, answerMigrating, answerThrottled, answerUnauthorized, createCorrelationId } from '../errors.ts'
import type { HubspotOptions } from '../knobs.ts'
import { translatePath } from '../routes.ts'
import type { State } from '../state.ts'
import { disturbTable } from './disturb.ts'
import { authenticate, checkScopes, type Principal } from './gateway.ts'
import { countCall, exhaust } from './limits.ts'

export interface ApiParts {
  state: State
  router: Router<Operation>
  /** This server's address, for links. */
  origin: () => string
}

interface Reply {
  answer: Answer
  headers: Record<string, string>
}

interface Context {
  exchange: Exchange<HubspotOptions>
  fault: Fault | undefined
  correlationId: string
  path: string
}

/** Answers one API call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<HubspotOptions>): Promise<void> {
  const { knobs, method, request } = exchange
  const fault = knobs.faults.length > 0 ? takeFault(knobs, method, exchange.path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const correlationId = createCorrelationId(knobs.now())
  const reply = await produceReply(parts, { exchange, fault, correlationId, path: translatePath(exchange.path) })
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (fault?.kind === 'reset-after-apply') {
    request.socket.destroy()
    return
  }
  const headers: Record<string, string> = { 'x-hubspot-correlation-id': correlationId, 'x-request-id': correlationId, ...reply.headers }
  if (reply.answer.type === 'json') headers['content-type'] = 'application/json;charset=utf-8'
  sendAnswer(exchange, reply.answer, { headers, truncate: fault?.kind === 'truncated-json' })
}

async function produceReply(parts: ApiParts, context: Context): Promise<Reply> {
  const { exchange, fault, correlationId, path } = context
  const { knobs, method, request, query } = exchange
  const now = knobs.now()
  const principal = authenticate({ options: knobs, ...parts.state }, { headers: request.headers, query, path })
  if (principal === 'unknown') return { answer: answerUnauthorized('unknown', correlationId), headers: {} }
  if ('expiredAt' in principal) return { answer: answerUnauthorized({ expiredAt: principal.expiredAt, now }, correlationId), headers: {} }
  if (fault?.kind === 'expire-token' && principal.accessToken) {
    principal.accessToken.expiresAt = now
    return { answer: answerUnauthorized({ expiredAt: now, now }, correlationId), headers: {} }
  }
  if (knobs.migrationSeconds > 0) return { answer: answerMigrating(knobs.migrationSeconds), headers: {} }
  const spent = fault?.kind === 'quota-exhausted' ? exhaust(parts.state.limits, knobs, { principal, now }) : undefined
  const isSearch = method === 'POST' && path.endsWith('/search')
  const { headers, breach } = countCall(parts.state.limits, knobs, { principal, isSearch, now })
  const refused = spent ?? breach
  if (refused) return { answer: answerThrottled(refused, correlationId, knobs.retryAfterSeconds), headers }
  const found = findRoute(parts.router, method, path)
  return { answer: findFaultPage(fault) ?? (await answerOperation({ ...context, origin: parts.origin() }, principal, found)), headers }
}

async function answerOperation(
  context: Context & { origin: string },
  principal: Principal,
  found: Found<Operation> | undefined,
): Promise<Answer> {
  const { exchange, fault, correlationId } = context
  const { knobs, method, query } = exchange
  try {
    if (!found) throw new ApiError(404, 'resource not found')
    if ('allow' in found) return { ...answerHtml(405, 'Error 405 Method Not Allowed'), headers: { allow: found.allow.join(', ') } }
    if (knobs.checkScopes) checkScopes(principal, found.handler, found.params)
    const body = method === 'GET' || method === 'DELETE' ? {} : await readJson(exchange)
    if (body === undefined) return answerHtml(415, 'Error 415 Unsupported Media Type')
    const call: Call = {
      origin: context.origin,
      path: exchange.path.replace(/\/$/, ''),
      params: found.params,
      query,
      body: Array.isArray(body) ? {} : body,
      items: Array.isArray(body) ? body : [],
      portal: principal.portal,
      userId: principal.userId,
      appId: principal.appId,
      options: knobs,
      now: knobs.now(),
    }
    const answer = found.handler.handle(call)
    if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') disturbTable(call, fault.kind)
    return answer
  } catch (error) {
    if (error instanceof ApiError) return answerError(error, correlationId)
    throw error
  }
}

/** The body; undefined when it is not declared as JSON. @throws ApiError 400 when it cannot be read */
async function readJson({ request }: Exchange<HubspotOptions>): Promise<Record<string, unknown> | unknown[] | undefined> {
  const text = await readBody(request)
  if (text === '') return {}
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return undefined
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new ApiError(400, `Invalid input JSON on line 1, column 1: ${(error as Error).message}`)
  }
  if (typeof body !== 'object' || body === null) throw new ApiError(400, 'Invalid input JSON on line 1, column 1: Cannot deserialize value')
  return body as Record<string, unknown> | unknown[]
}
