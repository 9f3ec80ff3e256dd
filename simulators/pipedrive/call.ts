// What a resource handler gets and gives.
import type { Answer } from '../lib/http/answer.ts'
import type { PipedriveOptions } from './knobs.ts'
import type { Row, Tenant } from './tenant.ts'

export interface Call {
  params: Record<string, string>
  query: URLSearchParams
  /** The body, `{}` when there was none. */
  body: Record<string, unknown>
  /** The body where it is a list. */
  items: unknown[]
  tenant: Tenant
  user: Row
  options: PipedriveOptions
  /** Milliseconds since 1970 by the simulator's clock. */
  now: number
  /** Tells the webhooks of a change. `data` is the record now (null: deleted), `previous` what changed of it. */
  announce: (change: Change) => void
}

export interface Change {
  entity: string
  action: 'create' | 'change' | 'delete'
  id: Row['id']
  data: Record<string, unknown> | null
  previous: Record<string, unknown> | null
}

export type Handler = (call: Call) => Answer

/** What the gateway knows of an operation: tokens it costs, scopes of which one must be granted (none: any token), its handler. */
export interface Operation {
  cost: number
  scopes: readonly string[]
  handle: Handler
}

/** Operations by `METHOD /path/{parameter}`, the path beginning with the version. */
export type Operations = Record<string, Operation>

/** An operation of the route table. */
export function serve(cost: number, scopes: string, handle: Handler): Operation {
  return { cost, scopes: scopes === '' ? [] : scopes.split(' '), handle }
}

/** 200 with `success`, `data` and, when given, `additional_data`. */
export function answerData(data: unknown, additional?: Record<string, unknown> | null): Answer {
  const body = additional === undefined ? { success: true, data } : { success: true, data, additional_data: additional }
  return { status: 200, type: 'json', body }
}

/** 201 in the same form. */
export function answerCreated(data: unknown): Answer {
  return { ...answerData(data), status: 201 }
}
