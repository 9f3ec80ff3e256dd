/** What the holder of the lock may do with the row it finds: a pure table. `renew.ts` draws it. */
import type { StoredGrant } from './grant-store.ts'

/** Contract 3.8: five refusals in a row, ten seconds apart. */
export const refusalLimit = 5
export const refusalPauseMs = 10_000

export interface RenewalView {
  readonly grant: StoredGrant | undefined
  /** Disabled by a user or by the platform, or marked as in need of a new authorisation. */
  readonly blocked: boolean
  readonly rejectedGeneration: number
  readonly now: number
}

export type Decision =
  /** Somebody has renewed already: no request. */
  | { readonly kind: 'use' }
  /** There is nothing to present: a long-lived key, or a vendor that gave no refresh token. */
  | { readonly kind: 'none' }
  /** No request will help. */
  | { readonly kind: 'stop' }
  /** Refused a moment ago: no request before `until` (epoch ms). */
  | { readonly kind: 'wait'; readonly until: number }
  /** Present the refresh token. `again`: an earlier presentation of it was never answered. */
  | { readonly kind: 'present'; readonly again: boolean }

export function decideRenewal({ grant, blocked, rejectedGeneration, now }: RenewalView): Decision {
  if (grant === undefined) return { kind: 'none' }
  if (grant.generation > rejectedGeneration) return { kind: 'use' }
  if (grant.refreshToken === undefined) return { kind: 'none' }
  if (blocked || grant.refusals >= refusalLimit) return { kind: 'stop' }
  const until = (grant.refusedAt ?? Number.NEGATIVE_INFINITY) + refusalPauseMs
  if (grant.refusals > 0 && now < until) return { kind: 'wait', until }
  return { kind: 'present', again: grant.presentedAt !== undefined }
}

export interface RefusalView {
  readonly again: boolean
  /** Refusals in a row before this one. */
  readonly refusals: number
  /** The refusal speaks of the token itself. */
  readonly ofGrant: boolean
}

/** `lost`: the pair that followed was issued to a reply that never arrived; no further try can succeed. */
export function classifyRefusal({ again, refusals, ofGrant }: RefusalView): 'lost' | 'counted' {
  return again && refusals === 0 && ofGrant ? 'lost' : 'counted'
}
