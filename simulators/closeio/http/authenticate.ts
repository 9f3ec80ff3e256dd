// Who is calling: a key as Basic user name, or an OAuth access token.
import { readBasicCredentials } from '../../lib/oauth/clients.ts'
import { type AccessToken, findAccessToken, type TokenStore } from '../../lib/oauth/tokens.ts'
import type { CloseioOptions } from '../knobs.ts'
import type { Row, Tenant } from '../tenant.ts'

/** The caller. `keyId` is what the lower limit counts: the key, or the application within the organization. */
export interface Principal {
  keyId: string
  tenant: Tenant
  user: Row
  accessToken?: AccessToken
}

/** The caller, or undefined without credentials that are valid now. */
export function authenticate(
  parts: { options: CloseioOptions; tokens: TokenStore; tenants: Map<string, Tenant> },
  authorization: string | undefined,
): Principal | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const token = findAccessToken(parts.tokens, bearer, parts.options.now())
    if (!token) return undefined
    const principal = findPrincipal(parts.tenants, { keyId: `${token.clientId}/${token.tenant}`, ...token })
    return principal && { ...principal, accessToken: token }
  }
  const key = parts.options.keys.find((each) => each.key === readBasicCredentials(authorization)?.id)
  return key && findPrincipal(parts.tenants, { keyId: key.key, ...key })
}

function findPrincipal(tenants: Map<string, Tenant>, source: { keyId: string; tenant: string; userId: string }): Principal | undefined {
  const tenant = tenants.get(source.tenant)
  const user = tenant?.tables.users.order[Number(source.userId) - 1]
  return tenant && user && { keyId: source.keyId, tenant, user }
}
