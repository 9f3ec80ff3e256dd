// What a resource is given and what it gives back, and what the gateway knows of an operation before it runs.
import type { Answer } from '../lib/http/answer.ts'
import type { HubspotOptions } from './knobs.ts'
import type { Portal } from './portal.ts'

export interface Call {
  /** This server's address, and the path as it was called: for links in replies. */
  origin: string
  path: string
  params: Record<string, string>
  query: URLSearchParams
  /** The JSON body: an object (`{}` when there was none), or a list where the operation takes one. */
  body: Record<string, unknown>
  items: unknown[]
  portal: Portal
  userId: string
  /** The application's client id, or the name of the private application. */
  appId: string
  options: HubspotOptions
  /** Milliseconds since 1970 by the simulator's clock. */
  now: number
}

type Handler = (call: Call) => Answer

/**
 * What must be granted: `objects` or `schemas` of the type the path names, to `read` or to `write`; `any` token; or a scope by its name.
 */
export type Need = 'objects.read' | 'objects.write' | 'schemas.read' | 'schemas.write' | 'any' | (string & {})

export interface Operation {
  need: Need
  handle: Handler
}

/** Operations by `METHOD /path/{parameter}`. */
export type Operations = Record<string, Operation>

/** An operation of the route table. */
export function serve(need: Need, handle: Handler): Operation {
  return { need, handle }
}

/** 200 with JSON. */
export function answerOk(body: unknown): Answer {
  return { status: 200, type: 'json', body }
}

/** 201 with JSON. */
export function answerCreated(body: unknown, headers: Record<string, string> = {}): Answer {
  return { status: 201, type: 'json', body, headers }
}

/** 204. */
export function answerNothing(): Answer {
  return { status: 204, type: 'none' }
}
