// A call to the API, in the order the vendor has it: credentials, address and scope, limits, body, resource; faults strike on the way.
import { randomUUID } from 'node:crypto'
import { type Fault, findFaultPage, takeFault } from '../../lib/faults.ts'
import { type Answer, answerHtml } from '../../lib/http/answer.ts'
import { pause, readBody } from '../../lib/http/body.ts'
import { type Exchange, pickLatency } from '../../lib/http/exchange.ts'
import { findRoute, type Router } from '../../lib/http/router.ts'
import { sendAnswer } from '../../lib/http/send.ts'
import type { Call, Change, Operation } from '../call.ts'
import { ApiError, answerScopeMismatch, answerThrottled, answerUnauthorized, createPermissionError, createV1Error } from '../errors.ts'
import type { Knobs, PipedriveOptions } from '../knobs.ts'
import type { State } from '../state.ts'
import type { Row, Tenant } from '../tenant.ts'
import { disturbTable } from './disturb.ts'
import { authenticate, isAdministrator, isGranted, type Principal } from './gateway.ts'
import { type Breach, countCall, exhaustBudget } from './limits.ts'

export interface ApiParts {
  state: State
  router: Router<Operation>
  announce: (tenant: Tenant, user: Row, change: Change) => void
}

interface Reply {
  answer: Answer
  headers: Record<string, string>
}

const versions = /^\/(?:api\/)?(v1)\/|^\/api\/(v2)\//

/** Where a call goes: the path, without a company's prefix, and that company when there was one. */
interface Target {
  path: string
  company?: string
}

/** Answers one call. */
export async function handleApiCall(parts: ApiParts, exchange: Exchange<PipedriveOptions>, target: Target): Promise<void> {
  const { knobs, method, request } = exchange
  const { path } = target
  const fault = knobs.faults.length > 0 ? takeFault(knobs, method, path) : undefined
  if (fault?.kind === 'reset-before') {
    request.socket.destroy()
    return
  }
  const reply = await produceReply(parts, exchange, { fault, ...target })
  const wait = pickLatency(knobs) + (fault?.kind === 'slow' ? (fault.delayMs ?? 2_000) : 0)
  if (wait > 0) await pause(wait)
  if (fault?.kind === 'reset-after-apply') request.socket.destroy()
  else sendAnswer(exchange, reply.answer, { headers: reply.headers, truncate: fault?.kind === 'truncated-json' })
}

async function produceReply(
  parts: ApiParts,
  exchange: Exchange<PipedriveOptions>,
  { fault, path, company }: Target & { fault: Fault | undefined },
): Promise<Reply> {
  const { knobs, method, request, query } = exchange
  const match = versions.exec(path)
  const version = match?.[1] ? 'v1' : 'v2'
  const principal = match ? authenticate({ options: knobs, ...parts.state }, { headers: request.headers, query, version }) : undefined
  if (!principal || (company !== undefined && company !== principal.tenant.id))
    return { answer: answerUnauthorized(randomUUID()), headers: {} }
  if (fault?.kind === 'expire-token' && principal.accessToken) {
    principal.accessToken.expiresAt = 0
    return { answer: answerUnauthorized(randomUUID()), headers: {} }
  }
  const rest = path.slice(match?.[0].length ?? 0)
  const found = findRoute(parts.router, method, `/${version}/${rest}`)
  const operation = found && 'handler' in found ? found.handler : undefined
  if (principal.scopes && !(operation && isGranted(principal, operation.scopes))) return { answer: answerScopeMismatch(), headers: {} }
  const now = knobs.now()
  const { limits } = parts.state
  const spent = fault?.kind === 'quota-exhausted' ? exhaustBudget(limits, knobs, { tenantId: principal.tenant.id, now }) : undefined
  const isSearch = /\/search$|^itemSearch/.test(rest)
  const { headers, breach } = countCall(limits, knobs, { principal, cost: operation?.cost ?? 0, isSearch, now })
  if (spent !== undefined) return { answer: answerBreach({ kind: 'budget', resetSeconds: spent }, knobs), headers }
  if (breach) return { answer: answerBreach(breach, knobs), headers }
  const params = found && 'params' in found ? found.params : {}
  const answer = findFaultPage(fault) ?? (await answerOperation(parts, exchange, { operation, principal, params, version }))
  if (fault?.kind === 'insert-record' || fault?.kind === 'delete-record') disturbTable(principal.tenant, rest, fault.kind)
  return { answer, headers }
}

function answerBreach(breach: Breach, knobs: Knobs): Answer {
  if (breach.kind === 'blocked') return answerHtml(403, 'Access denied | pipedrive.com used Cloudflare to restrict access')
  const isTold = knobs.retryAfter === 'both' || knobs.retryAfter === breach.kind
  return answerThrottled(breach.kind, isTold ? breach.resetSeconds : undefined)
}

async function answerOperation(
  parts: ApiParts,
  exchange: Exchange<PipedriveOptions>,
  found: { operation: Operation | undefined; principal: Principal; params: Record<string, string>; version: 'v1' | 'v2' },
): Promise<Answer> {
  const { knobs, method } = exchange
  const { operation, principal, params, version } = found
  const { tenant, user } = principal
  try {
    if (!operation) throw createV1Error(404, 'Requested service is not available', 'Please check developers.pipedrive.com')
    if (method !== 'GET' && operation.scopes[0] === 'admin' && !isAdministrator(user)) throw createPermissionError()
    const body = method === 'GET' ? {} : await readJson(exchange, version)
    const items = Array.isArray(body) ? body : []
    const call: Call = {
      params,
      query: exchange.query,
      body: Array.isArray(body) ? {} : body,
      items,
      tenant,
      user,
      options: knobs,
      now: knobs.now(),
      announce: (change) => parts.announce(tenant, user, change),
    }
    return operation.handle(call)
  } catch (error) {
    if (error instanceof ApiError) return error.answer
    throw error
  }
}

async function readJson({ request }: Exchange<PipedriveOptions>, version: 'v1' | 'v2'): Promise<Record<string, unknown> | unknown[]> {
  const text = await readBody(request)
  if (text === '') return {}
  const type = request.headers['content-type'] ?? ''
  if (version === 'v1' && /^application\/x-www-form-urlencoded\b/i.test(type)) return Object.fromEntries(new URLSearchParams(text))
  const body = parseJson(text)
  if (typeof body !== 'object' || body === null) throw createV1Error(400, 'Bad request')
  return body as Record<string, unknown> | unknown[]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw createV1Error(400, 'Bad request')
  }
}
