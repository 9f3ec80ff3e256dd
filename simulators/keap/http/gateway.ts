// The gateway in front of the API: who is calling, by OAuth token, personal access token or service account key, before any route is looked at.
import type { IncomingHttpHeaders } from 'node:http'
import { type AccessToken, findAccessToken, type TokenStore } from '../../lib/oauth/tokens.ts'
import type { KeapOptions } from '../knobs.ts'
import type { Row, Tenant } from '../tenant.ts'

/** The caller. `id` is the client id or the key: what the product counters count. */
export interface Principal {
  kind: 'oauth' | 'pat' | 'sak'
  id: string
  tenant: Tenant
  user: Row
  accessToken?: AccessToken
}

export interface GatewayParts {
  options: KeapOptions
  tokens: TokenStore
  tenants: Map<string, Tenant>
}

/** The caller, or why there is none: `missing` without a usable header, `invalid` for a token that is wrong, expired or revoked. */
export function authenticate(parts: GatewayParts, headers: IncomingHttpHeaders, path: string): Principal | 'missing' | 'invalid' {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const token = findAccessToken(parts.tokens, bearer, parts.options.now())
    if (token) return findPrincipal(parts, { kind: 'oauth', id: token.clientId, tenant: token.tenant, userId: token.userId }, token)
    return findKey(parts, bearer)
  }
  const apiKey = headers['x-keap-api-key']
  if (typeof apiKey !== 'string' || (isV2(path) && !parts.options.apiKeyHeaderOnV2)) return 'missing'
  return findKey(parts, apiKey)
}

function findKey(parts: GatewayParts, value: string): Principal | 'invalid' {
  const key = parts.options.keys.find((each) => each.key === value)
  return key ? findPrincipal(parts, { kind: key.kind, id: key.key, tenant: key.tenant, userId: key.userId }) : 'invalid'
}

function findPrincipal(
  parts: GatewayParts,
  source: { kind: Principal['kind']; id: string; tenant: string; userId: string },
  accessToken?: AccessToken,
): Principal | 'invalid' {
  const tenant = parts.tenants.get(source.tenant)
  const user = tenant?.tables.users.rows.get(source.userId)
  if (!tenant || !user) return 'invalid'
  const principal: Principal = { kind: source.kind, id: source.id, tenant, user }
  return accessToken ? { ...principal, accessToken } : principal
}

/** Whether a path belongs to REST v2. */
function isV2(path: string): boolean {
  return path.startsWith('/crm/rest/v2/')
}

const restrictedReads = ['/crm/rest/v2/opportunities', '/crm/rest/v2/users', '/crm/rest/v1/opportunities', '/crm/rest/v1/users']

/** Whether the caller's rights end before this path: a personal token or a login of a user who is no administrator. */
export function isForbidden(principal: Principal, path: string): boolean {
  if (principal.kind === 'sak' || principal.user['admin'] === true) return false
  return restrictedReads.some((each) => path === each || path.startsWith(`${each}/`))
}
