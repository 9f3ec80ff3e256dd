/** When an access token should be renewed, and when it is over (contract 4.5). All times are epoch ms. */
import type { Credential } from '../call/types.ts'
import type { StoredGrant } from './grant-store.ts'
import { type Configuration, readSetting } from './settings.ts'

/** Renew before the end: a tenth of the lifetime, five minutes at most. */
const share = 0.1
const longestMarginMs = 5 * 60_000

/** Lifetime in seconds: what the vendor said, else `oauth.user.refresh_interval`; undefined when neither tells. */
export function lifetimeOf(grant: Pick<StoredGrant, 'expiresIn'>, configuration: Configuration): number | undefined {
  const seconds = grant.expiresIn ?? Number(readSetting(configuration, 'oauth.user.refresh_interval') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}

/** When to renew before use; undefined when nothing tells, or nothing can be presented. */
export function dueAtOf(grant: StoredGrant, configuration: Configuration): number | undefined {
  const seconds = lifetimeOf(grant, configuration)
  if (seconds === undefined || grant.refreshToken === undefined) return undefined
  return grant.obtainedAt + seconds * 1000 - Math.min(seconds * 1000 * share, longestMarginMs)
}

/** When the vendor's own time limit has passed; a configured interval is a guess and ends nothing. */
export function endOfLife({ obtainedAt, expiresIn }: StoredGrant): number {
  return expiresIn === undefined ? Number.POSITIVE_INFINITY : obtainedAt + expiresIn * 1000
}

/** The grant as a call needs it. */
export function toCredential(grant: StoredGrant, configuration: Configuration): Credential {
  const dueAt = dueAtOf(grant, configuration)
  return { kind: 'bearer', token: grant.accessToken, generation: grant.generation, ...(dueAt === undefined ? {} : { dueAt }) }
}
