// What a resource is given and what it gives back: the caller's organization and user, the parsed request, and an answer not yet written to the wire.
import type { Answer } from '../lib/http/answer.ts'
import type { ZohoOptions } from './knobs.ts'
import type { Tenant, User } from './tenant.ts'

export type { Answer } from '../lib/http/answer.ts'

export interface Call {
  method: string
  params: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  /** The JSON body; `{}` when there was none. */
  body: Record<string, unknown>
  tenant: Tenant
  user: User
  options: ZohoOptions
  /** Milliseconds since 1970 by the simulator's clock. */
  now: number
}

export type Handler = (call: Call) => Answer

/** Handlers by `METHOD /path/{parameter}`. */
export type Routes = Record<string, Handler>

/** 200 (or another success) with JSON. */
export function answerOk(body: unknown, status = 200): Answer {
  return { status, type: 'json', body }
}

/** A success without a body: 204 for nothing found, 304 for nothing changed. */
export function answerNothing(status: 204 | 304 = 204): Answer {
  return { status, type: 'none' }
}
