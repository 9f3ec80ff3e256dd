/** Which way of authenticating an instance uses: its element's, or the one of several that `authentication.type` names (contract 4.4). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'

/** `custom` stands for whatever an element names in its own words: its parameters and hooks do it. */
export type AuthenticationType = 'oauth2' | 'oauth2Password' | 'oauth1' | 'basic' | 'apiKey' | 'awsv4' | 'custom' | 'none'

const known: ReadonlySet<string> = new Set<AuthenticationType>([
  'oauth2',
  'oauth2Password',
  'oauth1',
  'basic',
  'apiKey',
  'awsv4',
  'custom',
  'none',
])

const choiceKey = 'authentication.type'

/** The type by the effective configuration; undefined when this server does not know it. */
export function readAuthenticationType(element: CompiledElement, configuration: Configuration): AuthenticationType | undefined {
  const hasChoice = element.configuration.some(({ key }) => key === choiceKey)
  const chosen = hasChoice ? readSetting(configuration, choiceKey) : undefined
  if (chosen !== undefined) return known.has(chosen) ? (chosen as AuthenticationType) : 'custom'
  return known.has(element.authenticationType) ? (element.authenticationType as AuthenticationType) : undefined
}

/** The same; throws invalid-configuration for a choice that the element does not offer, authentication-not-supported (400). */
export function demandAuthenticationType(element: CompiledElement, configuration: Configuration): AuthenticationType {
  const options = element.configuration.find(({ key }) => key === choiceKey)?.options?.map(({ value }) => value) ?? []
  const chosen = readSetting(configuration, choiceKey)
  if (options.length > 0 && chosen !== undefined && !options.includes(chosen)) {
    throw createError('invalid-configuration', { params: { key: choiceKey, expected: `one of ${options.join(', ')}` } })
  }
  const type = readAuthenticationType(element, configuration)
  if (type !== undefined) return type
  throw createError('authentication-not-supported', { params: { key: element.key, type: element.authenticationType } })
}

/** An OAuth 2.0 element whose client stands for itself and asks no user (RFC 6749 §4.4): `octet` says so, or the configuration `grant_type`. */
export function usesClientCredentials(element: CompiledElement, configuration: Configuration): boolean {
  const asked = readSetting(configuration, 'oauth.grant_type') ?? readSetting(configuration, 'grant_type')
  return (element.authentication.oauth2?.grant ?? asked) === 'client_credentials'
}
