// The control surface under `/_simulator/`: a table of calls for another process on this machine, and those every simulator has.
import type { Answer } from './http/answer.ts'
import { KnobError } from './knobs.ts'
import { expireTokens, type TokenStore } from './oauth/tokens.ts'
import type { LoggedRequest } from './server.ts'

export interface ControlCall {
  query: URLSearchParams
  /** The JSON body; `{}` when there was none. */
  body: Record<string, unknown>
  /** Path segments after the first. */
  rest: string[]
}

export type Control = (call: ControlCall) => unknown

/** The controls of every simulator: knobs, the token record, expiry, the request log. */
export function createCommonControls(parts: {
  tokens: TokenStore
  requests: LoggedRequest[]
  options: object
  change: (body: Record<string, unknown>) => void
}): Record<string, Control> {
  return {
    'GET knobs': () => showKnobs(parts.options),
    'PATCH knobs': ({ body }) => {
      parts.change(body)
      return showKnobs(parts.options)
    },
    'GET tokens': () => parts.tokens.record,
    'POST tokens/expire': ({ body }) => {
      expireTokens(parts.tokens, readChoice(body['which'] ?? 'access', ['access', 'refresh', 'all']))
      return {}
    },
    'GET requests': ({ query }) => parts.requests.slice(-Number(query.get('last') ?? 100)),
  }
}

/** Answers one control call; 404 for an unknown one, 400 with the reason for a wrong one. */
export function answerControl(
  controls: Record<string, Control>,
  request: { method: string; path: string; query: URLSearchParams; text: string },
): Answer {
  const segments = request.path.replace('/_simulator/', '').split('/').map(decodeURIComponent)
  const name = `${request.method} ${segments.join('/')}`
  const control = controls[name] ?? controls[`${request.method} ${segments[0]}`]
  if (!control) return { status: 404, type: 'json', body: { message: `no control ${name}`, controls: Object.keys(controls) } }
  try {
    const call = { query: request.query, body: readBody(request.text), rest: segments.slice(1) }
    return { status: 200, type: 'json', body: control(call) }
  } catch (error) {
    if (error instanceof KnobError) return { status: 400, type: 'json', body: { message: error.message } }
    throw error
  }
}

/** One of a few values. @throws KnobError for another one */
export function readChoice<T extends string>(value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new KnobError(`one of ${allowed.join(', ')}`)
  return value as T
}

/** The tenant of that name; the first one unless named. @throws KnobError for another one */
export function readTenant<Tenant>({ tenants }: { tenants: Map<string, Tenant> }, id: unknown): Tenant {
  const names = [...tenants.keys()]
  const tenant = tenants.get(String(id ?? names[0]))
  if (!tenant) throw new KnobError(`tenant: one of ${names.join(', ')}`)
  return tenant
}

/** How many records to add. @throws KnobError unless it is a whole number from 1 to 100000 */
export function readCount(value: unknown): number {
  const count = Number(value ?? 1)
  if (!Number.isInteger(count) || count < 1 || count > 100_000) throw new KnobError('count: a whole number from 1 to 100000')
  return count
}

function readBody(text: string): Record<string, unknown> {
  if (text === '') return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new KnobError('the body must be JSON')
  }
}

function showKnobs(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !['now', 'random', 'port'].includes(name)))
}
