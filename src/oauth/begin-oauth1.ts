/** The first two legs of OAuth 1.0a for clients (contract 4.3): temporary credentials, and the URL where a user approves them. */
import type { CallParts } from '../call/types.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import { readOwn } from '../lib/url-template.ts'
import { type AuthorizationParameters, appendQuery } from './authorize.ts'
import { readCallbackUrl } from './exchange.ts'
import { requestOAuth1Tokens } from './oauth1.ts'
import { configureFrom } from './parameters.ts'
import { runResources } from './run-resources.ts'
import { type Configuration, fillPlaces, isHttpUrl, readSetting } from './settings.ts'

export interface TemporaryTokens {
  readonly token: string
  readonly secret: string
}

export interface OAuth1Beginning {
  readonly element: CompiledElement
  readonly parameters: AuthorizationParameters
  /** Whose scripts take turns, when the element has any here; 0 for strangers. */
  readonly accountId: number
}

/** Asks the vendor for a request token. Throws oauth-refused, missing-configuration (400), an outage (502). */
export async function requestTemporaryTokens(
  parts: CallParts,
  { element, parameters, accountId }: OAuth1Beginning,
): Promise<TemporaryTokens> {
  const configuration = configureFrom(element, parameters)
  const callback = callbackOf(element, configuration, parameters)
  if (element.resourcesOfType('oauth1OnTokenRequest').length === 0) {
    return requestOAuth1Tokens(parts, { element, configuration, urlKey: 'oauth.request.url', parameters: { oauth_callback: callback } })
  }
  const account = { id: 0, accountId, element, configuration, credential: { kind: 'none' as const } }
  const { bodies, changes } = await runResources(parts, account, { type: 'oauth1OnTokenRequest', inputs: { callbackUrl: callback } })
  const body = (bodies.findLast((each) => typeof each === 'object' && each !== null) ?? {}) as Record<string, unknown>
  const token = changes['oauth.user.token'] ?? body['oauth_token'] ?? body['token']
  const secret = changes['oauth.user.token.secret'] ?? body['oauth_token_secret'] ?? body['secret']
  if (typeof token === 'string' && typeof secret === 'string') return { token, secret }
  throw createError('oauth-unreadable', { params: { reason: 'there is no oauth_token or oauth_token_secret in it' } })
}

/** Where the user approves: the authorization URL with `oauth_token` and `oauth_callback`. Throws parameter-required, invalid-configuration (400). */
export function buildOAuth1Url(element: CompiledElement, parameters: AuthorizationParameters): string {
  const configuration = configureFrom(element, parameters)
  const token = readOwn(parameters, 'requestToken') || undefined
  if (token === undefined) throw createError('parameter-required', { params: { name: 'requestToken' } })
  const template = readSetting(configuration, 'oauth.authorization.url')
  if (template === undefined) throw createError('parameter-required', { params: { name: 'oauth.authorization.url' } })
  const readValue = (name: string) => readOwn(parameters, name) || readSetting(configuration, name)
  const endpoint = fillPlaces(template, { secretKeys: element.secretKeys, readValue })
  if (!isHttpUrl(endpoint)) {
    throw createError('invalid-configuration', { params: { key: 'oauth.authorization.url', expected: 'an absolute http or https URL' } })
  }
  return appendQuery(endpoint, [
    ['oauth_token', token],
    ['oauth_callback', callbackOf(element, configuration, parameters)],
  ])
}

/** OAuth 1.0a has no `state`: it travels in the callback (contract 4.3). */
function callbackOf(element: CompiledElement, configuration: Configuration, parameters: AuthorizationParameters): string {
  const callback = readCallbackUrl(configuration)
  const state = readOwn(parameters, 'state') || element.key
  if (/[?&]state=/.test(callback)) return callback
  return `${callback}${callback.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`
}
