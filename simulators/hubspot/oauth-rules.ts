// What is HubSpot's own in OAuth: credentials in the form, its words of refusal beside the standard ones, scopes, and a refresh token that stays.
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient } from '../lib/oauth/clients.ts'
import type { TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Issued } from '../lib/oauth/tokens.ts'
import type { HubspotOptions } from './knobs.ts'
import { allScopes } from './objects/object-types.ts'
import type { Portal } from './portal.ts'

/** A refusal: RFC 6749's members and HubSpot's older ones. */
export function refuse(status: string, message: string, error: string): Answer {
  return {
    status: 400,
    type: 'json',
    body: { error, error_description: message, status, message },
    headers: { 'cache-control': 'no-store' },
  }
}

/** Rules of the token endpoint. Version 1 also reads the query; the later ones take a form only. */
export function createTokenRules(version: string): TokenRules<HubspotOptions> {
  const grantType = refuse('BAD_GRANT_TYPE', 'missing or invalid grant type', 'unsupported_grant_type')
  return {
    authenticate,
    reply: formatTokenReply,
    refusals: {
      contentType: grantType,
      grantType,
      code: refuse('BAD_AUTH_CODE', 'missing or invalid auth code', 'invalid_grant'),
      expiredCode: refuse('EXPIRED_AUTH_CODE', 'auth code is expired', 'invalid_grant'),
      redirectUri: refuse('BAD_REDIRECT_URI', 'missing or invalid redirect uri', 'invalid_request'),
      refreshToken: refuse('BAD_REFRESH_TOKEN', 'refresh token is invalid, expired or revoked', 'invalid_grant'),
    },
    redirectUri: 'required',
    ...(version === 'v1' ? { readsQuery: true as const } : {}),
    keepsRefreshToken: (options) => !options.rotateRefreshToken,
  }
}

function authenticate({ options, form }: { options: HubspotOptions; form: URLSearchParams }): Client | Answer {
  const id = form.get('client_id')
  if (!options.clients.some((each) => each.id === id)) return refuse('BAD_CLIENT_ID', 'missing or invalid client id', 'invalid_client')
  return (
    findClient(options, id, form.get('client_secret')) ?? refuse('BAD_CLIENT_SECRET', 'missing or invalid client secret', 'invalid_client')
  )
}

/** The body of a good token reply. */
export function formatTokenReply(issued: Issued, options: HubspotOptions): Record<string, unknown> {
  return {
    token_type: 'bearer',
    refresh_token: issued.refreshToken,
    access_token: issued.accessToken,
    hub_id: Number(issued.grant.tenant),
    scopes: issued.grant.scope.split(' '),
    expires_in: options.accessTokenSeconds,
    token_use: 'access_token',
  }
}

/** Rules of the authorization endpoint, over the accounts there are. */
export function createAuthorizeRules(portals: Map<string, Portal>, action: string): AuthorizeRules {
  return {
    brand: { name: 'HubSpot', action, color: '#c2410c' },
    needsRedirectUri: true,
    needsNoResponseType: true,
    choices: () =>
      [...portals.values()].flatMap((portal) =>
        portal.users
          .filter((user) => user.isSuperAdmin)
          .map((user) => ({ value: `${portal.id}/${user.id}`, label: `${portal.domain} (${portal.id}) as ${user.name}` })),
      ),
    grantScope,
    callback: () => ({}),
  }
}

// Scopes are separated by blanks; at least one must be asked for, and every one must exist.
function grantScope(asked: string | null): string | undefined {
  const scopes = (asked ?? '').split(' ').filter(Boolean)
  return scopes.length > 0 && scopes.every((scope) => allScopes.includes(scope)) ? scopes.join(' ') : undefined
}
