/** The URL a user opens to approve (contract 4.1, 4.2; RFC 6749 §4.1.1). Pure: nothing is sent, nothing is kept. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { readOwn } from '../lib/url-template.ts'
import { readAuthenticationType, usesClientCredentials } from './authentication-type.ts'
import { type Configuration, completeCallbackUrl, fillPlaces, isHttpUrl, listMissingPlaces, readSetting } from './settings.ts'

/** As the client sent them: `apiKey`, `callbackUrl`, `scope`, `state`, `siteAddress`, … or any configuration key of the element. */
export type AuthorizationParameters = Readonly<Record<string, string | undefined>>

/**
 * Builds the authorization URL in the original's order: scope, response_type, redirect_uri, state, client_id; `state` defaults to the element's key.
 * `challenge` binds the code to who asks for it (RFC 7636). Throws oauth-not-supported, parameter-required (naming all of them) or
 * invalid-configuration (400).
 */
export function buildAuthorizationUrl(element: CompiledElement, parameters: AuthorizationParameters, challenge?: string): string {
  const configuration = chooseAmongTypes(element, parameters)
  if (readAuthenticationType(element, configuration) !== 'oauth2' || usesClientCredentials(element, configuration)) {
    throw createError('oauth-not-supported', { params: { key: element.key } })
  }
  const sent = (name: string) => readOwn(parameters, name) || undefined
  const read = (parameter: string, key: string) => sent(parameter) ?? sent(key) ?? readSetting(element.defaults, key)
  // The server's own client is shown to the endpoint that the server names, to no other.
  const usesOwnClient = (sent('apiKey') ?? sent('oauth.api.key')) !== undefined
  const template = (usesOwnClient ? sent('oauth.authorization.url') : undefined) ?? readSetting(element.defaults, 'oauth.authorization.url')
  const callback = read('callbackUrl', 'oauth.callback.url')
  const clientId = read('apiKey', 'oauth.api.key')
  const readValue = (name: string) => sent(name) ?? readSetting(element.defaults, name)
  const missing = [
    ...(template === undefined ? ['oauth.authorization.url'] : listMissingPlaces(template, readValue)),
    ...(callback === undefined ? ['callbackUrl'] : []),
    ...(clientId === undefined ? ['apiKey'] : []),
  ]
  if (template === undefined || callback === undefined || clientId === undefined || missing.length > 0) {
    throw createError('parameter-required', { params: { name: missing.join(', ') } })
  }
  const endpoint = fillPlaces(template, { secretKeys: element.secretKeys, readValue })
  if (!isHttpUrl(endpoint)) {
    throw createError('invalid-configuration', { params: { key: 'oauth.authorization.url', expected: 'an absolute http or https URL' } })
  }
  const query: readonly (readonly [string, string | undefined])[] = [
    ['scope', read('scope', 'oauth.scope')],
    ['response_type', 'code'],
    ['redirect_uri', completeCallbackUrl(callback)],
    ['state', sent('state') ?? element.key],
    ['client_id', clientId],
    ['code_challenge', challenge],
    ['code_challenge_method', challenge === undefined ? undefined : 'S256'],
  ]
  return appendQuery(endpoint, query)
}

/** What decides how the element authenticates: the type may be sent (contract 4.2). */
export function chooseAmongTypes(element: CompiledElement, parameters: AuthorizationParameters): Configuration {
  const chosen = readOwn(parameters, 'authentication.type') || undefined
  return chosen === undefined ? element.defaults : { ...element.defaults, 'authentication.type': chosen }
}

/** A parameter that the endpoint's own query already has is not sent twice (RFC 6749 §3.1). */
export function appendQuery(endpoint: string, query: readonly (readonly [string, string | undefined])[]): string {
  const url = new URL(endpoint)
  const pairs = query.filter(([name, value]) => value !== undefined && url.searchParams.get(name) !== value)
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join('&')
  return `${endpoint}${url.search === '' ? (endpoint.endsWith('?') ? '' : '?') : '&'}${text}`
}
