// What is Keap's own in OAuth: credentials by grant, the words of refusals, the reply, and the scope that names the tenant.
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient, readBasicCredentials } from '../lib/oauth/clients.ts'
import { refuseToken, type TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Issued } from '../lib/oauth/tokens.ts'
import type { KeapOptions } from './knobs.ts'
import { formatRowName } from './resources/names.ts'
import { listRows, type Tenant } from './tenant.ts'

/** Rules of the token endpoint: a code with credentials in the body, a refresh with credentials in the Basic header; refresh tokens rotate. */
export const tokenRules: TokenRules<KeapOptions> = {
  authenticate,
  reply: formatTokenReply,
  refusals: {
    contentType: refuseToken(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded'),
    grantType: refuseToken(400, 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token'),
    code: refuseToken(400, 'invalid_grant', 'Invalid Authorization Code'),
    refreshToken: refuseToken(400, 'invalid_request', 'Invalid Refresh Token'),
  },
  redirectUri: 'required',
  keepsRefreshToken: () => false,
}

/** The body of a good token reply. */
export function formatTokenReply(issued: Issued, options: KeapOptions): Record<string, unknown> {
  return {
    access_token: issued.accessToken,
    token_type: 'bearer',
    expires_in: options.accessTokenSeconds,
    refresh_token: issued.refreshToken,
    scope: `full|${issued.grant.tenant}`,
  }
}

/** Rules of the authorization endpoint, over the tenants there are. */
export function createAuthorizeRules(tenants: () => Map<string, Tenant>): AuthorizeRules {
  return {
    brand: { name: 'Keap', action: '/app/oauth/authorize', color: '#15803d' },
    needsRedirectUri: true,
    choices: () => listChoices(tenants()),
    grantScope: (asked) => ((asked ?? 'full') === 'full' ? 'full' : undefined),
    callback: (grant) => ({ scope: `full|${grant.tenant}` }),
  }
}

function authenticate({ options, authorization, form }: Parameters<typeof tokenRules.authenticate>[0]): Client | Answer {
  const refused = refuseToken(401, 'invalid_client', 'Invalid client')
  if (form.get('grant_type') === 'authorization_code') {
    if (authorization !== undefined) {
      return refuseToken(400, 'invalid_request', 'Client credentials belong in the body; send no Authorization header')
    }
    return findClient(options, form.get('client_id'), form.get('client_secret')) ?? refused
  }
  const basic = readBasicCredentials(authorization)
  if (basic) return findClient(options, basic.id, basic.secret) ?? refused
  if (!options.refreshWithBodyCredentials) return refused
  return findClient(options, form.get('client_id'), form.get('client_secret')) ?? refused
}

function listChoices(tenants: Map<string, Tenant>): { value: string; label: string }[] {
  return [...tenants.values()].flatMap((tenant) =>
    listRows(tenant.tables.users)
      .filter((user) => user['status'] === 'ACTIVE')
      .map((user) => ({ value: `${tenant.id}/${user.id}`, label: `${tenant.id} as ${formatRowName(user)}` })),
  )
}
