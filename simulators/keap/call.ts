// What a resource is given and what it gives back: the caller's tenant and user, the parsed request, and an answer not yet written to the wire.
import type { Answer } from '../lib/http/answer.ts'
import type { KeapOptions } from './knobs.ts'
import type { Row, Tenant } from './tenant.ts'

export type { Answer } from '../lib/http/answer.ts'

export interface Call {
  method: string
  /** Path below `/crm`, for links in replies. */
  path: string
  origin: string
  params: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  /** The JSON body; `{}` when there was none. */
  body: Record<string, unknown>
  tenant: Tenant
  user: Row
  options: KeapOptions
  /** Milliseconds since 1970 by the simulator's clock. */
  now: number
  /** Tells the hooks that a record changed: `announce('contact', 'edit', '12')`. */
  announce: (object: string, event: string, id: string) => void
}

export type Handler = (call: Call) => Answer | Promise<Answer>

/** Handlers by `METHOD /path/{parameter}`. */
export type Routes = Record<string, Handler>

/** 200 with JSON. */
export function answerOk(body: unknown): Answer {
  return { status: 200, type: 'json', body }
}

/** 201 with JSON. */
export function answerCreated(body: unknown): Answer {
  return { status: 201, type: 'json', body }
}

/** 204. */
export function answerNothing(): Answer {
  return { status: 204, type: 'none' }
}
