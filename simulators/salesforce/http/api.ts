// A call to the API, in the order the vendor has it: session, limit, version, route, body, resource; faults strike on the way.
import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import { pause, readBytes } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Answer, Call, Handler, Request } from '../call.ts'
import { ApiError, answerError, refuseAddress, refuseMethod, refuseOverLimit, refuseSession } from '../errors.ts'
import type { SalesforceOptions } from '../knobs.ts'
import { isVersion, listVersions } from '../resources/versions.ts'
import type { State } from '../state.ts'
import { authenticate, type Principal } from './authenticate.ts'
import { disturbObject } from './disturb.ts'
import { countCall, exhaustCalls, formatLimitHeader } from './limits.ts'
import { type ParsedBody, parseBody } from './parse-body.ts'

export interface ApiParts {
  state: State
  router: Router<Handler>
  /** Whether the API of the organizations is served here, not only logging in. */
  isInstance: boolean
}

interface Reply {
  answer: Answer
  headers?: Record<string, string>
}

const prefix = '/services/data'

/** Answers one API call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<SalesforceOptions>): Promise<void> {
  const { knobs, method, path, request } = exchange
  const fault = knobs.faults.length > 0 ? takeFault(knobs, method, path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const parsed = await parseBody(await readBytes(request), request.headers['content-type'])
  const reply = produceReply(parts, exchange, { fault, parsed })
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (fault?.kind === 'reset-after-apply') request.socket.destroy()
  else sendAnswer(exchange, reply.answer, { headers: reply.headers ?? {}, truncate: fault?.kind === 'truncated-json' })
}

function produceReply(
  parts: ApiParts,
  exchange: Exchange<SalesforceOptions>,
  { fault, parsed }: { fault: Fault | undefined; parsed: ParsedBody },
): Reply {
  const { knobs, method, path, query, request } = exchange
  if (path.replace(/\/$/, '') === prefix && method === 'GET') return { answer: findFaultPage(fault) ?? listVersions(knobs) }
  const principal = parts.isInstance ? authenticate(parts.state, request.headers, knobs) : refuseSession()
  if (principal instanceof ApiError) return { answer: answerError(principal) }
  if (fault?.kind === 'expire-token') {
    principal.token.expiresAt = 0
    return { answer: answerError(refuseSession()) }
  }
  const now = knobs.now()
  const at = { tenantId: principal.tenant.id, now }
  if (fault?.kind === 'quota-exhausted') exhaustCalls(parts.state.limits, knobs, at)
  const { used, exceeded } = countCall(parts.state.limits, knobs, at)
  const headers = formatLimitHeader(knobs, used)
  if (exceeded || fault?.kind === 'quota-exhausted') return { answer: answerError(refuseOverLimit()), headers }
  const answer = findFaultPage(fault) ?? answerCall(parts, exchange, { principal, parsed, used })
  if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') {
    disturbObject(
      principal.tenant,
      { userId: principal.userId, now },
      { path: path.replace(/^\/services\/data\/[^/]+/, ''), query, kind: fault.kind },
    )
  }
  return { answer, headers }
}

function answerCall(
  parts: ApiParts,
  { knobs, method, path, query, request }: Exchange<SalesforceOptions>,
  { principal, parsed, used }: { principal: Principal; parsed: ParsedBody; used: number },
): Answer {
  const { tenant, userId } = principal
  const [, version = '', rest = ''] = /^\/services\/data\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const forward = (inner: Request): Answer => {
    try {
      return answerRoute(inner)
    } catch (error) {
      if (error instanceof ApiError) return answerError(error)
      throw error
    }
  }
  const answerRoute = (inner: Request): Answer => {
    const found = isVersion(knobs, version) ? findRoute(parts.router, inner.method, inner.path === '' ? '/' : inner.path) : undefined
    if (!found) throw refuseAddress()
    if ('allow' in found) throw refuseMethod(inner.method, found.allow)
    const by = { userId, now: knobs.now() }
    const call: Call = { ...inner, params: found.params, headers: request.headers, version, tenant, by, options: knobs, used, forward }
    return found.handler(call)
  }
  return 'fault' in parsed ? answerError(parsed.fault) : forward({ method, path: rest, query, body: parsed.body })
}
