/** One exchange with a vendor while hooks look at it and change it (contract 13.2, 13.3). */
import type { Body } from '../../lib/hub-request.ts'
import type { CallSession } from '../send.ts'
import type { Plan, Target } from '../types.ts'

export interface HookedCall {
  readonly session: CallSession
  readonly target: Target
  readonly plan: Plan
  request: HookedRequest
  /** Undefined until the vendor, or a hook in its place, has answered. */
  response: HookedResponse | undefined
}

/** The request to the vendor as hooks see it. */
export interface HookedRequest {
  method: string
  /** Below the base URL, places filled as far as anything fills them. */
  path: string
  /** Base URL and path, or what a hook put in their place. */
  url: string
  /** True once a hook has set `url` itself. */
  isUrlOwn: boolean
  /** Names as the document or a hook writes them. */
  headers: Record<string, string>
  /** The credential's header as hooks see it: one that comes back unchanged is not theirs. */
  readonly authorization: string | undefined
  /** Name → value; a list where a name repeats. */
  parameters: Record<string, unknown>
  body: Body
  /** True once a hook has set the body itself. */
  isBodyOwn: boolean
  /** False: a hook answers in the vendor's place. */
  proceeds: boolean
}

export interface HookedResponse {
  status: number
  /** Lower-case names; `set-cookie` is a list. */
  headers: Record<string, string | string[]>
  /** As it came, and what was read of it. */
  raw: string | undefined
  rawValue: unknown
  /** True when `rawValue` is the JSON of `raw`. */
  isJson: boolean
  body: unknown
  /** The vendor's error text, or what a hook says instead. */
  errorMessage: string | undefined
  /** What hooks have set themselves. */
  readonly set: { status: boolean; body: boolean; errorMessage: boolean; headers: Set<string> }
}
