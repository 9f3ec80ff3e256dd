/** Which way of authenticating an instance uses: its element's, or the one of several that `authentication.type` names (contract 4.4). */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { authenticationTypes, clientCredentialsTypes } from '../elements/document/authentication-type-names.ts'
import { createError } from '../lib/errors.ts'
import { type Configuration, readSetting } from './settings.ts'

export type AuthenticationType = (typeof authenticationTypes)[number]

const known: ReadonlySet<string> = new Set(authenticationTypes)

const choiceKey = 'authentication.type'

/** The type by the effective configuration; undefined when this server does not know it. */
export function readAuthenticationType(element: CompiledElement, configuration: Configuration): AuthenticationType | undefined {
  const { type, isChosen } = readName(element, configuration)
  if (clientCredentialsTypes.includes(type)) return 'oauth2'
  if (known.has(type)) return type as AuthenticationType
  return isChosen ? 'custom' : undefined
}

/** The type in the words of the element, or of the choice that it leaves to its instances. */
function readName(element: CompiledElement, configuration: Configuration): { type: string; isChosen: boolean } {
  const hasChoice = element.configuration.some(({ key }) => key === choiceKey)
  const chosen = hasChoice ? readSetting(configuration, choiceKey) : undefined
  return { type: chosen ?? element.authenticationType, isChosen: chosen !== undefined }
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

/** An OAuth 2.0 element whose client stands for itself and asks no user (RFC 6749 §4.4): its type says so, or `octet`, or the configuration `grant_type`. */
export function usesClientCredentials(element: CompiledElement, configuration: Configuration): boolean {
  if (clientCredentialsTypes.includes(readName(element, configuration).type)) return true
  const asked = readSetting(configuration, 'oauth.grant_type') ?? readSetting(configuration, 'grant_type')
  return (element.authentication.oauth2?.grant ?? asked) === 'client_credentials'
}
