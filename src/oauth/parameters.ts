/** What clients send to begin an authorisation (contract 4.2), and the configuration that it amounts to before there is an instance. */
import type { CompiledElement } from '../elements/compile/compiled.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import type { RouteRequest } from '../lib/route.ts'
import { readOwn } from '../lib/url-template.ts'
import type { AuthorizationParameters } from './authorize.ts'
import { type Configuration, completeCallbackUrl, readSetting } from './settings.ts'
import type { Flow } from './verifiers.ts'

/** Query and JSON body together; of a repeated parameter the first counts. */
export function readParameters({ query, body }: RouteRequest): AuthorizationParameters {
  const sent = body.kind === 'json' && typeof body.value === 'object' && body.value !== null ? Object.entries(body.value) : []
  const parameters: Record<string, string> = {}
  for (const [name, value] of [...Object.entries(query), ...sent]) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean') parameters[name] = String(first)
  }
  return parameters
}

/** The short names of oauth/url and the configuration keys that they stand for. */
const names: readonly (readonly [name: string, key: string])[] = [
  ['apiKey', 'oauth.api.key'],
  ['apiSecret', 'oauth.api.secret'],
  ['callbackUrl', 'oauth.callback.url'],
  ['scope', 'oauth.scope'],
  ['siteAddress', 'siteAddress'],
  ['subdomain', 'subdomain'],
]

/** What the query that begins an authorisation takes; any configuration key of the element beside it. */
export const authorizationQuery: readonly QueryParameter[] = [
  ...names.map(([name, key]) => ({ name, description: `The configuration ${key}` })),
  { name: 'state', description: 'Comes back with the code; the key of the element where it is left out' },
  { name: 'requestToken', description: 'OAuth 1: the token of /oauth/token' },
]

/** Where requests go that a client secret signs or accompanies. */
const endpoints: ReadonlySet<string> = new Set(['base.url', 'oauth.request.url', 'oauth.token.url', 'oauth.authorization.url'])

/** Element defaults under what was sent. The server's own client is shown to the endpoints that the server names, to no other. */
export function configureFrom(element: CompiledElement, parameters: AuthorizationParameters): Configuration {
  const sent = (name: string) => readOwn(parameters, name) || undefined
  const usesOwnClient = (sent('apiKey') ?? sent('oauth.api.key')) !== undefined
  const values: Record<string, string | null> = { ...element.defaults }
  if (usesOwnClient) values['oauth.api.secret'] = null
  for (const { key } of element.configuration) if (usesOwnClient || !endpoints.has(key)) values[key] = sent(key) ?? values[key] ?? null
  for (const [name, key] of names) values[key] = sent(name) ?? values[key] ?? null
  return values
}

/** What tells this authorisation from others when its code comes back. */
export function describeFlow(element: CompiledElement, parameters: AuthorizationParameters): Flow {
  const configuration = configureFrom(element, parameters)
  return {
    elementId: element.id,
    clientId: readSetting(configuration, 'oauth.api.key') ?? '',
    callback: completeCallbackUrl(readSetting(configuration, 'oauth.callback.url') ?? ''),
    state: readOwn(parameters, 'state') || element.key,
  }
}
