// What a resource is given and what it gives back: the caller's organization and user, the parsed request, and an answer not yet on the wire.
import type { Answer } from '../lib/http/answer.ts'
import type { CloseioOptions } from './knobs.ts'
import type { Row, Tenant } from './tenant.ts'

export interface Call {
  method: string
  params: Record<string, string>
  query: URLSearchParams
  /** The JSON body; `{}` when there was none. */
  body: Record<string, unknown>
  tenant: Tenant
  user: Row
  options: CloseioOptions
  /** Milliseconds since 1970 by the simulator's clock. */
  now: number
  /** `x-tz-offset`: hours from UTC. */
  offsetHours: number
  /** `req_…`, and the path, for events. */
  requestId: string
  path: string
  cursors: Map<string, SearchCursor>
  deliver: (tenant: Tenant, event: Row) => void
}

/** A place in a result of Advanced Filtering, which is kept as it was found. */
export interface SearchCursor {
  ids: string[]
  at: number
  tenant: string
  issuedAt: number
}

export type Handler = (call: Call) => Answer

/** Handlers by `METHOD /path/{parameter}/`. */
export type Routes = Record<string, Handler>

/** 200 with JSON. */
export function answerOk(body: unknown): Answer {
  return { status: 200, type: 'json', body }
}
