// What is Zoho's own in OAuth: refusals with status 200, credentials in the form or the query, data centers, a refresh token only for offline access
// and never a new one, and limits on how many tokens there are.
import { createHash } from 'node:crypto'
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient } from '../lib/oauth/clients.ts'
import type { TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Issued } from '../lib/oauth/tokens.ts'
import { type DataCenter, isAtHome } from './http/gateway.ts'
import { isScope } from './http/scopes.ts'
import type { ZohoOptions } from './knobs.ts'
import type { State } from './state.ts'

/** Where a data center's accounts server and API are. */
export type Origins = (dataCenter: DataCenter) => string

const tooMany: Answer = {
  status: 400,
  type: 'json',
  body: {
    error_description: 'You have made too many requests continuously. Please try again after some time.',
    error: 'Access Denied',
    status: 'failure',
  },
}

/** Rules of the token endpoint of one data center. */
export function createTokenRules(state: State, place: { dataCenter: DataCenter; origins: Origins }): TokenRules<ZohoOptions> {
  const requests = new Map<string, number[]>()
  return {
    authenticate: (call) => authenticate(call, { state, dataCenter: place.dataCenter, requests }),
    reply: (issued, options) => {
      dropSurplus(state, issued, options)
      return formatTokenReply(state, issued, { options, origins: place.origins })
    },
    refusals: {
      contentType: refuse('invalid_request'),
      grantType: refuse('unsupported_grant_type'),
      code: refuse('invalid_code'),
      redirectUri: refuse('invalid_redirect_uri'),
      refreshToken: refuse('invalid_code'),
    },
    redirectUri: 'required',
    readsQuery: true,
    keepsRefreshToken: () => true,
  }
}

/** The body of a good reply: a refresh token only where a code was exchanged for offline access. */
export function formatTokenReply(
  state: State,
  { accessToken, refreshToken, pair, grant }: Issued,
  { options, origins }: { options: ZohoOptions; origins: Origins },
): Record<string, unknown> {
  const tenant = state.tenants.get(grant.tenant)
  const refresh = pair.grant === 'refresh_token' || grant.accessOnly ? {} : { refresh_token: refreshToken }
  return {
    access_token: accessToken,
    ...refresh,
    scope: grant.scope.replaceAll(',', ' '),
    api_domain: origins(tenant?.dataCenter ?? 'us'),
    token_type: 'Bearer',
    expires_in: options.accessTokenSeconds,
  }
}

/** Rules of the authorization endpoint: any data center's page lets users of all of them in. */
export function createAuthorizeRules(state: State, origins: Origins): AuthorizeRules {
  return {
    brand: { name: 'Zoho CRM', action: '/oauth/v2/auth', color: '#e42527' },
    needsRedirectUri: true,
    choices: () => listChoices(state),
    grantScope: (asked) => {
      const scopes = (asked ?? '').split(/[,\s]+/).filter(Boolean)
      return scopes.length > 0 && scopes.every(isScope) ? scopes.join(',') : undefined
    },
    callback: (grant) => {
      const dataCenter = state.tenants.get(grant.tenant)?.dataCenter ?? 'us'
      return { location: dataCenter, 'accounts-server': origins(dataCenter) }
    },
    isAccessOnly: (query) => query.get('access_type') !== 'offline',
  }
}

/** `POST /oauth/v2/token/revoke`: ends a refresh token and what it gave. */
export function revokeToken(state: State, value: string | null): Answer {
  const token = state.tokens.refreshTokens.get(value ?? '')
  if (!token) return { status: 400, type: 'json', body: { error: 'invalid_token', status: 'failure' } }
  state.tokens.refreshTokens.delete(token.value)
  for (const [access, { pair }] of state.tokens.accessTokens) {
    if (pair.refreshTokenHash === token.pair.refreshTokenHash) state.tokens.accessTokens.delete(access)
  }
  return { status: 200, type: 'json', body: { status: 'success' } }
}

function refuse(error: string): Answer {
  return { status: 200, type: 'json', body: { error } }
}

function authenticate(
  { options, form }: { options: ZohoOptions; form: URLSearchParams },
  { state, dataCenter, requests }: { state: State; dataCenter: DataCenter; requests: Map<string, number[]> },
): Client | Answer {
  const id = form.get('client_id')
  if (!options.clients.some((each) => each.id === id)) return refuse('invalid_client')
  const client = findClient(options, id, form.get('client_secret'))
  if (!client) return refuse('invalid_client_secret')
  const grant = state.tokens.codes.get(form.get('code') ?? '') ?? state.tokens.refreshTokens.get(form.get('refresh_token') ?? '')
  const tenant = grant && state.tenants.get(grant.tenant)
  if (tenant && !isAtHome(tenant, { dataCenter, knobs: options })) return refuse('invalid_code')
  const refreshToken = form.get('grant_type') === 'refresh_token' ? form.get('refresh_token') : null
  return refreshToken && isTooOften(refreshToken, options, requests) ? tooMany : client
}

function isTooOften(refreshToken: string, options: ZohoOptions, requests: Map<string, number[]>): boolean {
  const now = options.now()
  const recent = (requests.get(refreshToken) ?? []).filter((each) => each > now - options.tokenWindowMs)
  const full = options.enforceLimits && recent.length >= options.tokensPerWindow
  if (!full) recent.push(now)
  requests.set(refreshToken, recent)
  return full
}

// The oldest give way: refresh tokens of one user for one client, access tokens of one refresh token.
function dropSurplus(state: State, { refreshToken, grant }: Issued, options: ZohoOptions): void {
  const { refreshTokens, accessTokens } = state.tokens
  const own = [...refreshTokens.values()].filter((each) => each.userId === grant.userId && each.clientId === grant.clientId)
  for (const old of own.slice(0, Math.max(0, own.length - options.refreshTokenLimit))) refreshTokens.delete(old.value)
  const hash = createHash('sha256').update(refreshToken).digest('hex')
  const given = [...accessTokens].filter(([, each]) => each.pair.refreshTokenHash === hash)
  for (const [value] of given.slice(0, Math.max(0, given.length - options.accessTokenLimit))) accessTokens.delete(value)
}

function listChoices(state: State): { value: string; label: string }[] {
  return [...state.tenants.values()].flatMap((tenant) =>
    [...tenant.users.values()]
      .filter((user) => user.values['status'] === 'active' && user.values['confirm'] === true)
      .map((user) => ({ value: `${tenant.id}/${user.id}`, label: `${tenant.companyName} as ${user.reference.name}` })),
  )
}
