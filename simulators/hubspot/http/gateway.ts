// The gateway in front of the API: who is calling, and whether what was granted covers the operation.
import type { IncomingHttpHeaders } from 'node:http'
import { type AccessToken, findAccessToken, type TokenStore } from '../../lib/oauth/tokens.ts'
import type { Operation } from '../call.ts'
import { createScopeError } from '../errors.ts'
import type { HubspotOptions } from '../knobs.ts'
import { findType } from '../objects/find-type.ts'
import { listScopes } from '../objects/object-types.ts'
import type { Portal } from '../portal.ts'

/** The caller. */
export interface Principal {
  kind: 'oauth' | 'private' | 'developer'
  /** What burst windows count by, together with the account. */
  appId: string
  portal: Portal
  userId: string
  /** Granted scopes; undefined for every one. */
  scopes: readonly string[] | undefined
  accessToken?: AccessToken
}

interface GatewayParts {
  options: HubspotOptions
  tokens: TokenStore
  tenants: Map<string, Portal>
}

/** The caller, or why there is none: `unknown`, or when the token expired. */
export function authenticate(
  parts: GatewayParts,
  request: { headers: IncomingHttpHeaders; query: URLSearchParams; path: string },
): Principal | 'unknown' | { expiredAt: number } {
  const { options, tenants } = parts
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer === undefined) return findDeveloper(parts, request)
  const app = options.privateApps.find((each) => each.token === bearer)
  if (app) {
    const portal = tenants.get(app.portal)
    const scopes = app.scopes.length > 0 ? app.scopes : undefined
    return portal ? { kind: 'private', appId: app.token.slice(0, 30), portal, userId: portal.users[0]?.id ?? '', scopes } : 'unknown'
  }
  const token = findAccessToken(parts.tokens, bearer, options.now())
  if (!token) {
    const stale = parts.tokens.accessTokens.get(bearer)
    return stale ? { expiredAt: stale.expiresAt } : 'unknown'
  }
  const portal = tenants.get(token.tenant)
  if (!portal) return 'unknown'
  return { kind: 'oauth', appId: token.clientId, portal, userId: token.userId, scopes: token.scope.split(' '), accessToken: token }
}

// Templates of timeline events belong to the application, not to an account: its developer's key opens them.
function findDeveloper({ options, tenants }: GatewayParts, request: { query: URLSearchParams; path: string }): Principal | 'unknown' {
  const key = request.query.get('hapikey')
  const portal = [...tenants.values()][0]
  if (!key || !portal || !options.developerKeys.includes(key) || !/^\/crm\/v3\/timeline\/\d+\//.test(request.path)) return 'unknown'
  return { kind: 'developer', appId: 'developer', portal, userId: '', scopes: undefined }
}

/** @throws ApiError 403 that names the scopes of which one is needed; 400 for a kind of record that does not exist */
export function checkScopes(principal: Principal, operation: Operation, params: Record<string, string>): void {
  const { need } = operation
  if (!principal.scopes || need === 'any') return
  const [what, how] = need.split('.') as ['objects' | 'schemas', 'read' | 'write']
  const wanted = what === 'objects' || what === 'schemas' ? listScopes(findType(principal.portal, params['type'] ?? ''), what, how) : [need]
  if (!wanted.some((scope) => principal.scopes?.includes(scope))) throw createScopeError(wanted)
}
