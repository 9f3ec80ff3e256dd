/** What the holder of the lock may do with the row it finds: a pure table. `renew.ts` draws it. */
import type { StoredGrant } from './grant-store.ts'

/** Contract 3.8: five refusals in a row, ten seconds apart. */
export const refusalLimit = 5
export const refusalPauseMs = 10_000
/** A presentation is over by then, whatever has become of who made it: the time limit of a token request (30 s), and some for clocks that differ. */
export const presentationLimitMs = 35_000
/** A process that seems gone for so long is: one that lives is back within a second. What it sent has reached the vendor by then, or never will. */
export const absenceLimitMs = 3_000

export interface RenewalView {
  readonly grant: StoredGrant | undefined
  /** There is something to present: a refresh token, a grant that needs nobody, a log-in of the element's own. */
  readonly renewable: boolean
  /** Disabled by a user or by the platform, or marked as in need of a new authorisation. */
  readonly blocked: boolean
  readonly rejectedGeneration: number
  /** The process that presented last is this one (which does one thing at a time), or has been away for `absenceLimitMs`. */
  readonly presenterIsGone: boolean
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
  /** Somebody else may be presenting: no request before that ends, before its maker is gone, or before `until` (epoch ms). */
  | { readonly kind: 'hold'; readonly until: number }
  /** Present what there is. `again`: an earlier presentation of it was never answered. */
  | { readonly kind: 'present'; readonly again: boolean }

export function decideRenewal({ grant, renewable, blocked, rejectedGeneration, presenterIsGone, now }: RenewalView): Decision {
  if (grant === undefined) return { kind: 'none' }
  if (grant.generation > rejectedGeneration) return { kind: 'use' }
  if (!renewable) return { kind: 'none' }
  if (blocked || grant.refusals >= refusalLimit) return { kind: 'stop' }
  const { refusedAt, presentedAt, presentedBy } = grant
  if (grant.refusals > 0 && isWithin(refusedAt, refusalPauseMs, now)) return { kind: 'wait', until: endOf(refusedAt, refusalPauseMs, now) }
  if (presentedBy !== undefined && !presenterIsGone && isWithin(presentedAt, presentationLimitMs, now)) {
    return { kind: 'hold', until: endOf(presentedAt, presentationLimitMs, now) }
  }
  return { kind: 'present', again: presentedAt !== undefined }
}

/** Time since then is under the limit, both ways: what lies far ahead was written before the clock was set back, and holds nobody up. */
function isWithin(then: number | undefined, limitMs: number, now: number): then is number {
  return then !== undefined && Math.abs(now - then) < limitMs
}

function endOf(then: number, limitMs: number, now: number): number {
  return Math.min(then, now) + limitMs
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
