// Who is calling: a session in the Authorization header. It lives on as long as it is used.
import type { IncomingHttpHeaders } from 'node:http'
import { type AccessToken, findAccessToken } from '../../lib/oauth/tokens.ts'
import { type ApiError, refuse, refuseSession } from '../errors.ts'
import type { SalesforceOptions } from '../knobs.ts'
import type { State } from '../state.ts'
import { findStored, type Tenant } from '../tenant.ts'

export interface Principal {
  tenant: Tenant
  userId: string
  token: AccessToken
}

/** The caller, or the 401. */
export function authenticate(state: State, headers: IncomingHttpHeaders, options: SalesforceOptions): Principal | ApiError {
  const value = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (headers.authorization !== undefined && value === undefined) return refuse(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE')
  const token = findAccessToken(state.tokens, readSession(value ?? ''), options.now())
  const tenant = token && state.tenants.get(token.tenant)
  const user = tenant && findStored(tenant, token?.userId)
  if (!token || !tenant || !user || user.values['IsActive'] !== true) return refuseSession()
  if (options.slidingSessions) token.expiresAt = options.now() + options.accessTokenSeconds * 1000
  return { tenant, userId: user.id, token }
}

/** The access token as a session id: the organization's id before it. */
export function formatSession(tenant: Tenant, accessToken: string): string {
  return `${tenant.organizationId.slice(0, 15)}!${accessToken}`
}

/** The access token within a session id. */
export function readSession(session: string): string {
  return session.slice(session.indexOf('!') + 1)
}
