/** What an instance can present to get new credentials when its old ones are over. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { readAuthenticationType, usesClientCredentials } from './authentication-type.ts'
import { type Configuration, readSetting } from './settings.ts'

/** An instance as renewals look at it. */
export interface MeansSubject {
  readonly element: CompiledElement
  /** Effective. */
  readonly configuration: Configuration
}

export type LogInType = 'onRefresh' | 'provisionAuthValidation'

export type Means =
  | { readonly kind: 'refresh-token'; readonly refreshToken: string }
  /** The grant that needs nobody is asked for again. */
  | { readonly kind: 'password' }
  | { readonly kind: 'client-credentials' }
  /** The element's own resources log in anew. */
  | { readonly kind: 'log-in'; readonly type: LogInType }

/** Undefined: there is nothing to present, and the credential stays what it is. */
export function chooseMeans(
  subject: MeansSubject,
  grant: { readonly refreshToken?: string; readonly session?: unknown },
): Means | undefined {
  const logIn = chooseLogIn(subject)
  if (grant.session !== undefined) return logIn
  if (grant.refreshToken !== undefined) return { kind: 'refresh-token', refreshToken: grant.refreshToken }
  return chooseGrant(subject)
}

/** A grant that comes out of the configuration alone. */
export function chooseGrant({ element, configuration }: MeansSubject): Means | undefined {
  const type = readAuthenticationType(element, configuration)
  if (type === 'oauth2Password') return { kind: 'password' }
  return type === 'oauth2' && usesClientCredentials(element, configuration) ? { kind: 'client-credentials' } : undefined
}

/**
 * How an element of the custom type logs in anew: `onRefresh`; without it, the check of its credentials, where the element counts on a session that
 * ends (it has `expires_in`), since exported elements log in there (contract 12.4).
 */
export function chooseLogIn({ element, configuration }: MeansSubject): (Means & { kind: 'log-in' }) | undefined {
  if (readAuthenticationType(element, configuration) !== 'custom') return undefined
  if (element.resourcesOfType('onRefresh').length > 0) return { kind: 'log-in', type: 'onRefresh' }
  const hasSession = readSetting(configuration, 'expires_in') !== undefined || element.configuration.some(({ key }) => key === 'expires_in')
  const checks = element.resourcesOfType('provisionAuthValidation').length > 0
  return hasSession && checks ? { kind: 'log-in', type: 'provisionAuthValidation' } : undefined
}
