// Who is calling: the access token in the Authorization header, valid in the data center of its organization only.
import type { IncomingHttpHeaders } from 'node:http'
import { type AccessToken, findAccessToken } from '../../lib/oauth/tokens.ts'
import type { Answer } from '../call.ts'
import { answerFault, authenticationFailure, invalidToken } from '../errors.ts'
import type { Knobs } from '../knobs.ts'
import type { State } from '../state.ts'
import type { Tenant, User } from '../tenant.ts'
import { isCovered, listNeededScopes } from './scopes.ts'

export type DataCenter = Tenant['dataCenter']

export interface Principal {
  clientId: string
  tenant: Tenant
  user: User
  token: AccessToken
}

/** The caller, or the 401. */
export function authenticate(
  state: State,
  headers: IncomingHttpHeaders,
  place: { now: number; dataCenter: DataCenter; knobs: Knobs },
): Principal | Answer {
  const value = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (value === undefined) return authenticationFailure
  const token = findAccessToken(state.tokens, value, place.now)
  const tenant = token && state.tenants.get(token.tenant)
  const user = tenant?.users.get(token?.userId ?? '')
  if (!token || !tenant || !user || !isAtHome(tenant, place)) return invalidToken
  return { clientId: token.clientId, tenant, user, token }
}

/** Whether an organization is served here. Without data centers everything is served everywhere. */
export function isAtHome(tenant: Tenant, place: { dataCenter: DataCenter; knobs: Knobs }): boolean {
  return !place.knobs.dataCenters || tenant.dataCenter === place.dataCenter
}

/** The 401 for a token whose scopes do not cover the call. */
export function findScopeRefusal(knobs: Knobs, principal: Principal, call: { method: string; path: string }): Answer | undefined {
  if (!knobs.checkScopes) return undefined
  const needed = listNeededScopes(call.method, call.path, knobs.searchScope)
  if (needed.every((each) => isCovered(principal.token.scope, each))) return undefined
  return answerFault(401, 'OAUTH_SCOPE_MISMATCH', 'invalid oauth scope to access this URL')
}
