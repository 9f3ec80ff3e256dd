/** Logs in anew by an element's own resources (contract 4.4, 12.4: `onRefresh`); the session is what they leave in the configuration. */
import type { CallParts, Values } from '../call/types.ts'
import { judgeFailure, type Obtained } from './obtain.ts'
import { type AuthenticatingAccount, type ResourceRun, runResources } from './run-resources.ts'
import { readSetting } from './settings.ts'
import type { TokenSet } from './token-set.ts'

/** Runs the resources of `type`, once. Throws what forbids it before anything is sent (400). */
export async function logIn(parts: CallParts, account: AuthenticatingAccount, { type }: Pick<ResourceRun, 'type'>): Promise<Obtained> {
  try {
    const result = await runResources(parts, account, { type })
    const changes = noteTime(account.configuration, result.changes, parts.clock())
    return { outcome: { kind: 'granted', tokens: toSession(changes) }, changes }
  } catch (error) {
    return { outcome: judgeFailure(error), changes: {} }
  }
}

/** What logging in left, in the form in which grants are kept. `expires_in` is the vendor's only when logging in set it. */
export function toSession(changes: Values): TokenSet {
  const seconds = Number(readSetting(changes, 'expires_in') ?? Number.NaN)
  const expiresIn = Number.isFinite(seconds) && seconds > 0 ? { expiresIn: Math.min(Math.floor(seconds), 0x7fffffff) } : {}
  return { accessToken: '', tokenType: 'session', members: {}, session: changes, ...expiresIn }
}

/** Contract 4.5: `authentication.time` is when the last log-in was, in epoch ms; `never` stays, and so does what the log-in itself wrote. */
export function noteTime(before: Values, changes: Values, now: number): Values {
  if ('authentication.time' in changes || readSetting(before, 'authentication.time') === 'never') return changes
  return { ...changes, 'authentication.time': String(now) }
}
