/** The named results of each stage of a vendor call, and what a caller of `callVendor` must bring. */
import type { CompiledElement, CompiledResource } from '../elements/compile/compiled.ts'
import type { Clock } from '../lib/clock.ts'
import type { Egress } from '../lib/egress.ts'
import type { HubResponse, Method } from '../lib/hub-request.ts'

/** A credential as a value. `generation` tells two of one instance apart; `dueAt` (epoch ms) is when it should be renewed before use. */
export type Credential =
  | { readonly kind: 'bearer'; readonly token: string; readonly generation: number; readonly dueAt?: number }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'none' }

/** One customer's account at a vendor, as the call needs to see it: all in memory, nothing looked up. */
export interface CallInstance {
  readonly id: number
  readonly element: CompiledElement
  /** Effective configuration: element defaults, server-wide defaults, the instance's own values; secrets in clear. */
  readonly configuration: Readonly<Record<string, string | null>>
  readonly credential: Credential
  /** Gets the credential that follows `rejected` (single-flight, fenced; someone else's newer one is as good). 401 when the vendor refuses, 502 when it cannot be reached. */
  readonly renew: (rejected: Credential) => Promise<Credential>
}

export interface CallParts {
  readonly egress: Egress
  readonly clock: Clock
  readonly limits: CallLimits
  readonly directories: DirectoryCache
}

/** Permits for calls in flight, per instance and per process; `release` must be called once. Throws too-many-calls (429). */
export interface CallLimits {
  acquire(instanceId: number): () => void
}

/** Vendor lists kept for a while (custom field names …): a cache whose loss changes no answer. */
export interface DirectoryCache {
  get(instanceId: number, name: string): DirectoryEntries | undefined
  set(instanceId: number, name: string, entries: DirectoryEntries, until: number): void
  forget(instanceId: number): void
}
export interface DirectoryEntries {
  readonly nameOfId: ReadonlyMap<string, string>
  readonly idOfName: ReadonlyMap<string, string>
}

export interface Target {
  readonly resource: CompiledResource
  readonly pathParameters: Readonly<Record<string, string>>
}

/** One request to the vendor, complete but for the credential. */
export interface VendorRequest {
  readonly method: Method
  readonly url: URL | string
  readonly headers: Readonly<Record<string, string>>
  readonly body: import('../lib/hub-request.ts').Body
}

export interface VendorResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: import('../lib/hub-request.ts').Body
}

export type { HubResponse }
