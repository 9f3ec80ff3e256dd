// The gateway in front of the API: who is calling, by OAuth token or API token, before any address is looked at.
import type { IncomingHttpHeaders } from 'node:http'
import { type AccessToken, findAccessToken, type TokenStore } from '../../lib/oauth/tokens.ts'
import type { PipedriveOptions } from '../knobs.ts'
import type { Row, Tenant } from '../tenant.ts'

/** The caller. `id` is what burst windows count by: a user of an application, or a user's API token. */
export interface Principal {
  kind: 'oauth' | 'apiToken'
  id: string
  tenant: Tenant
  user: Row
  /** Granted scopes; an API token has every one. */
  scopes: readonly string[] | undefined
  accessToken?: AccessToken
}

interface GatewayParts {
  options: PipedriveOptions
  tokens: TokenStore
  tenants: Map<string, Tenant>
}

/** The caller, or undefined when credentials are missing, unknown or expired. */
export function authenticate(
  parts: GatewayParts,
  request: { headers: IncomingHttpHeaders; query: URLSearchParams; version: 'v1' | 'v2' },
): Principal | undefined {
  const { headers, query, version } = request
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const token = findAccessToken(parts.tokens, bearer, parts.options.now())
    return token && findOAuthPrincipal(parts, token)
  }
  const { apiTokenInQuery } = parts.options
  const inQuery = apiTokenInQuery === 'both' || apiTokenInQuery === version ? query.get('api_token') : null
  const value = headers['x-api-token'] ?? inQuery
  const known = parts.options.apiTokens.find((each) => each.token === value)
  if (!known) return undefined
  const tenant = parts.tenants.get(known.tenant)
  const user = tenant?.tables.users.rows.get(known.userId)
  return tenant && user ? { kind: 'apiToken', id: known.token, tenant, user, scopes: undefined } : undefined
}

function findOAuthPrincipal(parts: GatewayParts, token: AccessToken): Principal | undefined {
  const tenant = parts.tenants.get(token.tenant)
  const user = tenant?.tables.users.rows.get(Number(token.userId))
  if (!tenant || !user) return undefined
  const id = `${token.clientId} ${token.tenant} ${token.userId}`
  return { kind: 'oauth', id, tenant, user, scopes: token.scope.split(','), accessToken: token }
}

/** Whether one of an operation's scopes was granted; an operation without scopes serves every token. */
export function isGranted(principal: Principal, scopes: readonly string[]): boolean {
  const { scopes: granted } = principal
  return granted === undefined || scopes.length === 0 || scopes.some((each) => granted.includes(each))
}

/** Whether the user is an administrator of sales settings. */
export function isAdministrator(user: Row): boolean {
  return (user['access'] as { app: string; admin: boolean }[]).some((each) => each.app === 'global' && each.admin)
}
