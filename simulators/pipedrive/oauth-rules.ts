// What is Pipedrive's own in OAuth: credentials in the Basic header, its sentences, `api_domain` in the reply, and a refresh token that stays.
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient, readBasicCredentials } from '../lib/oauth/clients.ts'
import type { TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Grant, Issued, TokenStore } from '../lib/oauth/tokens.ts'
import type { PipedriveOptions } from './knobs.ts'
import { listRows, type Tenant } from './tenant.ts'

const noClient = refuse('invalid_client', 'Invalid client: client is invalid')
const noCredentials = refuse('invalid_client', 'Invalid client: cannot retrieve client credentials')

/** Rules of the token endpoint. Every refusal is a 400. `origin` is this server's address. */
export function createTokenRules(origin: () => string): TokenRules<PipedriveOptions> {
  return {
    authenticate,
    reply: (issued, options) => formatTokenReply(issued, options, origin()),
    refusals: {
      contentType: refuse('invalid_request', 'Invalid request: content must be application/x-www-form-urlencoded'),
      noGrantType: refuse('invalid_request', 'Missing parameter: `grant_type`'),
      grantType: refuse('unsupported_grant_type', 'Unsupported grant type: `grant_type` is invalid'),
      code: refuse('invalid_grant', 'Invalid grant: authorization_code is invalid'),
      expiredCode: refuse('invalid_grant', 'Invalid grant: authorization_code has expired'),
      redirectUri: refuse('invalid_request', 'Invalid request: `redirect_uri` is invalid'),
      refreshToken: refuse('invalid_grant', 'Invalid grant: refresh_token is invalid'),
    },
    redirectUri: 'required',
    keepsRefreshToken: (options) => (options.rotateRefreshToken ? false : 'sliding'),
  }
}

/** The body of a good token reply. */
export function formatTokenReply(issued: Issued, options: PipedriveOptions, origin: string): Record<string, unknown> {
  return {
    access_token: issued.accessToken,
    token_type: 'Bearer',
    expires_in: options.accessTokenSeconds,
    refresh_token: issued.refreshToken,
    scope: issued.grant.scope,
    api_domain: options.apiDomain === 'company' ? `${origin}/company/${issued.grant.tenant}` : origin,
  }
}

/** Rules of the authorization page: scopes are the application's own, not the request's. */
export function createAuthorizeRules(options: PipedriveOptions, tenants: () => Map<string, Tenant>): AuthorizeRules {
  return {
    brand: { name: 'Pipedrive', action: '/oauth/authorize', color: '#017737' },
    choices: () => listChoices(tenants()),
    grantScope: () => options.scopes,
    callback: () => ({}),
    needsRedirectUri: true,
    denial: 'user_denied',
    needsNoResponseType: true,
  }
}

/** The client named by the Basic header (or, by a knob, the form), or the refusal. */
function authenticate(call: { options: PipedriveOptions; authorization: string | undefined; form: URLSearchParams }): Client | Answer {
  const { options, authorization, form } = call
  const basic = readBasicCredentials(authorization)
  if (basic) return findClient(options, basic.id, basic.secret) ?? noClient
  if (!options.credentialsInBody || !form.has('client_id') || !form.has('client_secret')) return noCredentials
  return findClient(options, form.get('client_id'), form.get('client_secret')) ?? noClient
}

function refuse(error: string, message: string): Answer {
  return { status: 400, type: 'json', body: { success: false, message, error }, headers: { 'cache-control': 'no-store' } }
}

function listChoices(tenants: Map<string, Tenant>): { value: string; label: string }[] {
  return [...tenants.values()].flatMap((tenant) =>
    listRows(tenant.tables.users)
      .filter((user) => user['active_flag'] === true)
      .map((user) => ({ value: `${tenant.id}/${user.id}`, label: `${tenant.companyName} as ${String(user['name'])}` })),
  )
}

/** Ends a token: a refresh token takes every token of that user and application with it. An unknown one is ended already. */
export function revokeToken(
  tokens: TokenStore,
  call: { options: PipedriveOptions; authorization: string | undefined; form: URLSearchParams },
): Answer {
  const client = authenticate(call)
  if ('status' in client) return client
  const value = call.form.get('token') ?? ''
  const access = tokens.accessTokens.get(value)
  const refresh = tokens.refreshTokens.get(value)
  if (access?.clientId === client.id) access.expiresAt = 0
  if (refresh?.clientId === client.id) {
    const isSame = (each: Grant) => each.clientId === client.id && each.tenant === refresh.tenant && each.userId === refresh.userId
    for (const token of [...tokens.accessTokens.values(), ...tokens.refreshTokens.values()]) if (isSame(token)) token.expiresAt = 0
  }
  return { status: 200, type: 'json', body: { success: true } }
}
