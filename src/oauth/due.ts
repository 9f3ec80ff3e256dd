/** When a credential should be renewed, and when it is over (contract 4.5). All times are epoch ms. */
import type { Credential } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { StoredGrant } from './grant-store.ts'
import { chooseMeans, type MeansSubject } from './means.ts'
import { type Configuration, readSetting } from './settings.ts'

/** Renew before the end: a tenth of the lifetime, five minutes at most. */
const share = 0.1
const longestMarginMs = 5 * 60_000

/** Lifetime in seconds: what the vendor said, else the element's guess (`oauth.user.refresh_interval`, `expires_in` of a session); undefined when neither tells. */
export function lifetimeOf(grant: Pick<StoredGrant, 'expiresIn' | 'session'>, configuration: Configuration): number | undefined {
  const guess = grant.session === undefined ? 'oauth.user.refresh_interval' : 'expires_in'
  const seconds = grant.expiresIn ?? Number(readSetting(configuration, guess) ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined
}

/** When to renew before use; undefined when nothing tells, or nothing can be presented. `authentication.time: never` ends no session. */
export function dueAtOf(grant: StoredGrant, subject: MeansSubject): number | undefined {
  const { configuration } = subject
  const seconds = lifetimeOf(grant, configuration)
  if (seconds === undefined || chooseMeans(subject, grant) === undefined) return undefined
  const loggedInAt = grant.session === undefined ? undefined : readSetting(configuration, 'authentication.time')
  if (loggedInAt === 'never') return undefined
  // A hook may have logged in since.
  const begin = Math.max(grant.obtainedAt, Number(loggedInAt) || 0)
  return begin + seconds * 1000 - Math.min(seconds * 1000 * share, longestMarginMs)
}

/** When the vendor's own time limit has passed; a configured interval is a guess and ends nothing. */
export function endOfLife({ obtainedAt, expiresIn }: StoredGrant): number {
  return expiresIn === undefined ? Number.POSITIVE_INFINITY : obtainedAt + expiresIn * 1000
}

/** The grant as a call needs it. */
export function toCredential(grant: StoredGrant, subject: MeansSubject): Credential {
  const due = dueAtOf(grant, subject)
  const dueAt = due === undefined ? {} : { dueAt: due }
  const { generation, session } = grant
  if (session !== undefined) return { kind: 'custom', generation, values: session, ...dueAt }
  return { kind: 'bearer', token: grant.accessToken, generation, ...schemeOf(subject.element), ...dueAt }
}

/** The element's own word before the token, where it has one. */
export function schemeOf({ authentication }: Pick<CompiledElement, 'authentication'>): { readonly scheme?: string } {
  return authentication.scheme === undefined ? {} : { scheme: authentication.scheme }
}
