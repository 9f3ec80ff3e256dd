// What is Close's own in OAuth: credentials in the form body, one fixed scope, a reply that names organization and user, rotation, revocation.
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient } from '../lib/oauth/clients.ts'
import { refuseToken, type TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Issued, TokenStore } from '../lib/oauth/tokens.ts'
import type { CloseioOptions } from './knobs.ts'
import type { State } from './state.ts'

const fullScope = 'all.full_access offline_access'

/** Rules of the token endpoint, over the organizations there are. */
export function createTokenRules(state: State): TokenRules<CloseioOptions> {
  return {
    authenticate,
    reply: (issued, options) => formatTokenReply(state, issued, options),
    refusals: {
      contentType: refuseToken(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded'),
      grantType: refuseToken(400, 'unsupported_grant_type', 'The grant type is not supported'),
      code: refuseToken(400, 'invalid_grant', 'The authorization code is not valid'),
      refreshToken: refuseToken(400, 'invalid_grant', 'The refresh token is not valid'),
    },
    redirectUri: 'if-sent',
    keepsRefreshToken: (options) => !options.rotateRefreshTokens,
  }
}

/** The body of a good token reply. */
export function formatTokenReply(state: State, issued: Issued, options: CloseioOptions): Record<string, unknown> {
  const { tenant, userId, scope } = issued.grant
  return {
    token_type: 'Bearer',
    access_token: issued.accessToken,
    expires_in: options.accessTokenSeconds,
    ...(scope.includes('offline_access') ? { refresh_token: issued.refreshToken } : {}),
    scope,
    organization_id: state.tenants.get(tenant)?.organizationId ?? null,
    user_id: findUserId(state, tenant, userId),
  }
}

/** Rules of the authorization endpoint. */
export function createAuthorizeRules(state: State): AuthorizeRules {
  return {
    brand: { name: 'Close', action: '/oauth2/authorize/', color: '#1463ff' },
    needsRedirectUri: false,
    choices: () => listChoices(state),
    grantScope: (asked) => grantScope(asked),
    callback: () => ({}),
  }
}

/** `POST /oauth2/revoke/`: the refresh token and every access token of its grant end. An unknown token is no error (RFC 7009). */
export function answerRevocation(tokens: TokenStore, options: CloseioOptions, form: URLSearchParams): Answer {
  const client = authenticate({ options, form })
  if ('status' in client) return client
  const value = form.get('token') ?? ''
  const token = tokens.refreshTokens.get(value) ?? tokens.accessTokens.get(value)
  if (!token || token.clientId !== client.id) return { status: 200, type: 'json', body: {} }
  for (const each of [...tokens.accessTokens.values(), ...tokens.refreshTokens.values()]) {
    if (each.clientId === client.id && each.tenant === token.tenant && each.userId === token.userId) each.expiresAt = 0
  }
  return { status: 200, type: 'json', body: {} }
}

// `userId` of a grant is the user's place, as in the knob `keys`; the reply names the record.
function findUserId(state: State, tenant: string, place: string): string | null {
  return state.tenants.get(tenant)?.tables.users.order[Number(place) - 1]?.id ?? null
}

// Every application has the one full scope; refresh tokens come unless an application asks for less.
function grantScope(asked: string | null): string | undefined {
  if (asked === null || asked === '') return fullScope
  const words = asked.split(/[ ,+]+/)
  if (!words.every((each) => fullScope.split(' ').includes(each))) return undefined
  return words.includes('offline_access') ? fullScope : 'all.full_access'
}

function authenticate({ options, form }: { options: CloseioOptions; form: URLSearchParams }): Client | Answer {
  return (
    findClient(options, form.get('client_id'), form.get('client_secret')) ??
    refuseToken(401, 'invalid_client', 'Client authentication failed')
  )
}

function listChoices(state: State): { value: string; label: string }[] {
  return [...state.tenants.values()].flatMap((tenant) =>
    tenant.tables.users.order.map((user, at) => ({
      value: `${tenant.id}/${at + 1}`,
      label: `${tenant.name} as ${user['first_name']} ${user['last_name']}`,
    })),
  )
}
