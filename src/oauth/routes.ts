/** /elements/:keyOrId/oauth/… (contract 4.2, 4.3): where a user approves, and OAuth 1.0a's request token. Public, by key or id. */
import type { CallParts } from '../call/types.ts'
import { demandElement, type ElementFinder } from '../elements/catalog/finder.ts'
import type { CompiledElement } from '../elements/compile/compiled.ts'
import { createError } from '../lib/errors.ts'
import type { Route, RouteRequest } from '../lib/route.ts'
import { readAuthenticationType } from './authentication-type.ts'
import { type AuthorizationParameters, buildAuthorizationUrl, chooseAmongTypes } from './authorize.ts'
import { buildOAuth1Url, requestTemporaryTokens } from './begin-oauth1.ts'
import { readCallbackUrl } from './exchange.ts'
import { authorizationQuery, configureFrom, describeFlow, readParameters } from './parameters.ts'
import { enterProxy, type ProxyParts } from './proxies/proxy-flow.ts'
import { createProxyRoutes } from './proxies/proxy-routes.ts'
import { runResources } from './run-resources.ts'
import { isHttpUrl } from './settings.ts'
import { createChallenge } from './verifiers.ts'

export interface OAuthRoutesParts extends ProxyParts {
  readonly catalog: Pick<ElementFinder, 'find'>
  readonly call: CallParts
}

/** An authorisation that somebody begins. */
interface Beginning {
  readonly element: CompiledElement
  readonly parameters: AuthorizationParameters
  readonly accountId: number
}

export function createOAuthRoutes(parts: OAuthRoutesParts): Route[] {
  const begin = async (request: RouteRequest): Promise<Beginning> => {
    const element = await demandElement(parts.catalog, request.params['keyOrId'] ?? '', request.caller)
    const parameters = await enterProxy(parts, request.caller, readParameters(request))
    return { element, parameters, accountId: request.caller?.accountId ?? 0 }
  }
  const url = async (request: RouteRequest) => {
    const beginning = await begin(request)
    return { body: { oauthUrl: await buildUrl(parts, beginning), element: beginning.element.key } }
  }
  const token = async (request: RouteRequest) => {
    const beginning = await begin(request)
    demandOAuth1(beginning)
    const tokens = await requestTemporaryTokens(parts.call, beginning)
    return { body: { token: tokens.token, secret: tokens.secret } }
  }
  /** With the server's own client, whatever was sent (contract 4.2). */
  const ownUrl = async (request: RouteRequest) => {
    const { parameters, ...beginning } = await begin(request)
    const { apiKey: _key, apiSecret: _secret, 'oauth.api.key': _ownKey, 'oauth.api.secret': _ownSecret, ...others } = parameters
    const own = { ...beginning, parameters: others }
    const { key } = own.element
    if (!isOAuth1(own)) return { body: { oauthUrl: await buildUrl(parts, own), element: key, configuration: {} } }
    const { token: requestToken, secret } = await requestTemporaryTokens(parts.call, own)
    return { body: { oauthUrl: buildOAuth1Url(own.element, { ...others, requestToken }), element: key, configuration: { secret } } }
  }
  const path = '/elements/:keyOrId/oauth/url'
  const query = authorizationQuery
  return [
    { method: 'GET', path, access: 'public', query, handle: url },
    { method: 'POST', path, access: 'public', query, handle: url },
    { method: 'GET', path: `${path}/default`, access: 'public', query, handle: ownUrl },
    { method: 'GET', path: '/elements/:keyOrId/oauth/token', access: 'public', query, handle: token },
    ...createProxyRoutes(parts),
  ]
}

async function buildUrl(parts: OAuthRoutesParts, beginning: Beginning): Promise<string> {
  const { element, parameters } = beginning
  if (element.resourcesOfType('oauthOnAuthorizeUrl').length > 0) return askForUrl(parts.call, beginning)
  if (isOAuth1(beginning)) return buildOAuth1Url(element, parameters)
  if (element.authentication.oauth2?.pkce === undefined) return buildAuthorizationUrl(element, parameters)
  // What is wrong with the parameters is told before a flow begins.
  buildAuthorizationUrl(element, parameters)
  const challenge = await createChallenge({ db: parts.database.db, clock: parts.clock }, describeFlow(element, parameters))
  return buildAuthorizationUrl(element, parameters, challenge)
}

/** The element's own resource tells the URL: as a text, as `oauthUrl` or `url`, or as `oauth.authorization.url` that it puts into the configuration. */
async function askForUrl(parts: CallParts, { element, parameters, accountId }: Beginning): Promise<string> {
  const configuration = configureFrom(element, parameters)
  const account = { id: 0, accountId, element, configuration, credential: { kind: 'none' as const } }
  const inputs = { state: parameters['state'] || element.key, callbackUrl: readCallbackUrl(configuration) }
  const { bodies, changes } = await runResources(parts, account, { type: 'oauthOnAuthorizeUrl', inputs })
  const told = changes['oauth.authorization.url']
  if (told) return buildAuthorizationUrl(element, { ...parameters, 'oauth.authorization.url': told })
  const body = bodies.at(-1)
  const member =
    typeof body === 'object' && body !== null
      ? ((body as Record<string, unknown>)['oauthUrl'] ?? (body as Record<string, unknown>)['url'])
      : body
  if (typeof member === 'string' && isHttpUrl(member.trim())) return member.trim()
  throw createError('oauth-unreadable', { params: { reason: 'there is no authorization URL in it' } })
}

function isOAuth1({ element, parameters }: Pick<Beginning, 'element' | 'parameters'>): boolean {
  return readAuthenticationType(element, chooseAmongTypes(element, parameters)) === 'oauth1'
}

function demandOAuth1(beginning: Beginning): void {
  if (!isOAuth1(beginning)) throw createError('oauth-not-supported', { params: { key: beginning.element.key } })
}
