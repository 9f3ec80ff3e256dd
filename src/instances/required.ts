/** Which of an element's required keys an instance must bring, and which its way of authenticating does without. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { AuthenticationType } from '../oauth/authentication-type.ts'
import type { Values } from './configuration.ts'

/** Tells the keys that a way of authenticating does without. */
export type IsExempt = (key: string) => boolean

/** What the platform fills itself. */
const filled: ReadonlySet<string> = new Set([
  'oauth.user.token',
  'oauth.user.token.secret',
  'oauth.user.refresh_token',
  'oauth.user.refresh_time',
  'authentication.time',
])

/** What only a user's authorisation needs. */
const codeOnly: ReadonlySet<string> = new Set(['oauth.authorization.url', 'oauth.callback.url'])

/** Without a user who approves, nobody has to be sent anywhere. */
export const withoutUser: IsExempt = (key) => codeOnly.has(key)

/** Of an element with several types, what the others need is not asked for (contract 4.4). */
export function exemptOthers(element: CompiledElement, type: AuthenticationType): IsExempt {
  if (!element.configuration.some(({ key }) => key === 'authentication.type')) return () => false
  const isOAuth = type === 'oauth1' || type === 'oauth2' || type === 'oauth2Password'
  const hasLogin = type === 'basic' || type === 'oauth2Password' || type === 'custom'
  return (key) => (!isOAuth && key.startsWith('oauth.')) || (!hasLogin && (key === 'username' || key === 'password'))
}

/** The required keys without a value. Keys the platform fills itself are not asked for. */
export function listMissing(element: CompiledElement, configuration: Values, isExempt: IsExempt): string[] {
  return element.configuration
    .filter(
      ({ key, required, active }) => required === true && active !== false && !filled.has(key) && !isExempt(key) && !configuration[key],
    )
    .map(({ key }) => key)
}

/** Throws missing-configuration (400) that names every required key without a value. */
export function demandConfiguration(element: CompiledElement, configuration: Values, isExempt: IsExempt): void {
  const missing = listMissing(element, configuration, isExempt)
  if (missing.length > 0) throw createMissing(missing)
}

export function createMissing(keys: readonly string[]) {
  return createError('missing-configuration', { params: { keys: keys.join(', ') } })
}
