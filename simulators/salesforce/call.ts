// What a resource is given and what it gives back: the caller's organization and user, the parsed request, and an answer not yet written to the wire.
import type { Answer } from '../lib/http/answer.ts'
import type { SalesforceOptions } from './knobs.ts'
import type { Actor } from './records/store.ts'
import type { Tenant } from './tenant.ts'

export type { Answer } from '../lib/http/answer.ts'

/** A request within the API: `path` is below `/services/data/v65.0`. */
export interface Request {
  method: string
  path: string
  query: URLSearchParams
  /** The parsed JSON body; undefined when there was none. */
  body: unknown
}

export interface Call extends Request {
  params: Record<string, string>
  headers: Record<string, string | string[] | undefined>
  /** `v65.0`. */
  version: string
  tenant: Tenant
  by: Actor
  options: SalesforceOptions
  /** Calls of the organization within the window. */
  used: number
  /** Answers a request within this one. */
  forward: (request: Request) => Answer
}

export type Handler = (call: Call) => Answer

/** Handlers by `METHOD /path/{parameter}`. */
export type Routes = Record<string, Handler>

/** A success with JSON. */
export function answerOk(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, type: 'json', body, headers }
}

/** 204: done, and nothing to say. */
export function answerNothing(): Answer {
  return { status: 204, type: 'none' }
}
