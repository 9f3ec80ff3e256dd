/** What the door asks of the parts behind it. `app.ts` hands them in; the door imports none of them. */
import type { Logger } from 'pino'
import type { Caller } from '../lib/caller.ts'
import type { Clock } from '../lib/clock.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import type { Route } from '../lib/route.ts'
import type { DoorLimits } from './door-limits.ts'

/** Whose name a path below the base is (contract 1.2); `segments` are what the hub sees, the hub's own name taken off. */
export type Destination =
  | { readonly kind: 'platform' }
  | { readonly kind: 'hub'; readonly segments: readonly string[] }
  /** The hub's when the Element token's element has a resource of that name, otherwise the platform's. */
  | { readonly kind: 'either'; readonly segments: readonly string[] }

/** A hub call at the door: who sends it and from where, and its content, which is read only once the credentials are good (contract 1.2 rule 5). */
export interface HubCall {
  readonly requestId: string
  /** As it was sent: it may be none that hub calls know. */
  readonly method: string
  readonly authorization: string | undefined
  /** Path and allow-listed parameters, as they may be kept. */
  readonly uri: string
  /** The client's trace (W3C Trace Context), as it was sent. */
  readonly traceparent: string | undefined
  readonly tracestate: string | undefined
  readonly clientAddress: string
  readonly read: () => Promise<HubRequest>
  /** Told the instance as soon as it is known, so that failures carry its id too. */
  readonly onInstance: (instanceId: number) => void
}

export interface Hub {
  readonly dispatch: (segments: readonly string[]) => Destination
  /** Whether the Authorization header holds an Element token whose element has a resource of this name. 401 when the token is no good. */
  readonly claims: (authorization: string | undefined, name: string) => Promise<boolean>
  readonly handle: (call: HubCall) => Promise<HubResponse>
}

export interface Authentication {
  /** User + Organization → caller; 401 otherwise. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller> | Caller
  /** User + Element, with or without Organization → caller and the id of the instance; 401 otherwise. */
  readonly authenticateInstance: (authorization: string | undefined) => Promise<{ caller: Caller; instanceId: number }>
}

export interface DoorParts {
  readonly routes: readonly Route[]
  readonly hub: Hub
  readonly authentication: Authentication
  readonly clock: Clock
  readonly log: Logger
  /** Addresses or networks whose X-Forwarded-For is believed; none: nobody's. */
  readonly trustedProxies: readonly string[]
  /** The page of meters, for who knows the token; undefined: there is none. */
  readonly metrics?: MetricsPage | undefined
  /** False while calls cannot be served although the server listens. */
  readonly isReady: () => boolean
  /** Whether an error that nobody translated says that the store cannot be reached. Default: none does. */
  readonly isStoreAway?: (error: unknown) => boolean
  /** Default: `doorLimits`. */
  readonly limits?: DoorLimits
}

export interface MetricsPage {
  readonly token: string
  readonly contentType: string
  readonly read: () => Promise<string>
}

export const basePath = '/elements/api-v2'
