/** A platform route as a value. Features list theirs; the door (`http/`) mounts them and knows nothing else of them. */
import type { Caller } from './caller.ts'
import type { Body, Method, QueryValues } from './hub-request.ts'
import type { QueryParameter } from './query-parameters.ts'

/**
 * Who may call (contract 1.4): `public` = anybody, but a wrong secret is still 401 and a right one gives a caller;
 * `caller` = User + Organization; `instance` = an Element token names the instance (with User, or User + Organization); `open` = no credentials are looked at.
 */
export type RouteAccess = 'public' | 'caller' | 'instance' | 'open'

export interface RouteRequest {
  readonly requestId: string
  readonly method: Method
  readonly params: Readonly<Record<string, string>>
  readonly query: QueryValues
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Body
  /** Present for `caller` and `instance`, and for `public` when secrets were sent. */
  readonly caller?: Caller
  /** The id of the instance that the Element token names; present for `instance`. */
  readonly instanceId?: number
  /** Address of the client, forwarded headers considered only from trusted proxies. */
  readonly clientAddress: string
}

export interface RouteReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON; bytes go out as they are, with the `content-type` of `headers`. */
  readonly body: unknown
}

export interface Route {
  readonly method: Method
  /** Below the base path, parameters with a colon: `/instances/:id/configuration`. */
  readonly path: string
  readonly access: RouteAccess
  /** For documentation alone. */
  readonly query?: readonly QueryParameter[]
  /** TypeBox schema of the JSON body; a violation is a 400 that names the place, what was expected and what came. */
  readonly body?: object
  /** Takes files: a body that is no JSON comes as a stream. Not for `public` and `open`. */
  readonly upload?: true
  readonly handle: (request: RouteRequest) => Promise<RouteReply> | RouteReply
}
