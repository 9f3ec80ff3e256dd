// What is Salesforce's own in OAuth: a reply without a lifetime, that says where the API is and signs who logged in; at most five refresh tokens.
import { createHmac } from 'node:crypto'
import type { Answer } from '../lib/http/answer.ts'
import type { Client } from '../lib/knobs.ts'
import type { AuthorizeRules } from '../lib/oauth/authorize.ts'
import { findClient, readBasicCredentials } from '../lib/oauth/clients.ts'
import { refuseToken, type TokenRules } from '../lib/oauth/token-endpoint.ts'
import type { Grant, Issued } from '../lib/oauth/tokens.ts'
import { formatSession, readSession } from './http/authenticate.ts'
import type { SalesforceOptions } from './knobs.ts'
import type { State } from './state.ts'
import { isDeleted, readTable } from './tenant.ts'

/** Where users log in, and where the API of the organizations is. */
export interface Origins {
  login: () => string
  instance: () => string
}

const knownScopes = [
  'api',
  'refresh_token',
  'offline_access',
  'full',
  'id',
  'profile',
  'email',
  'address',
  'phone',
  'openid',
  'web',
  'chatter_api',
  'custom_permissions',
  'visualforce',
]
const allScopes = 'refresh_token web api id'

/** Rules of the token endpoint. */
export function createTokenRules(state: State, origins: Origins): TokenRules<SalesforceOptions> {
  return {
    authenticate,
    reply: (issued, options) => {
      dropSurplus(state, issued, options)
      return formatTokenReply(state, issued, { options, origins })
    },
    refusals: {
      contentType: refuseToken(400, 'unsupported_grant_type', 'grant type not supported'),
      grantType: refuseToken(400, 'unsupported_grant_type', 'grant type not supported'),
      code: refuseToken(400, 'invalid_grant', 'invalid authorization code'),
      expiredCode: refuseToken(400, 'invalid_grant', 'expired authorization code'),
      redirectUri: refuseToken(400, 'redirect_uri_mismatch', 'redirect_uri must match configuration'),
      refreshToken: refuseToken(400, 'invalid_grant', 'expired access/refresh token'),
    },
    redirectUri: 'required',
    keepsRefreshToken: (options) => !options.rotateRefreshTokens,
  }
}

/** The body of a good reply: no `expires_in`; a refresh token only the first time, unless they rotate. */
export function formatTokenReply(
  state: State,
  { accessToken, refreshToken, pair, grant }: Issued,
  { options, origins }: { options: SalesforceOptions; origins: Origins },
): Record<string, unknown> {
  const tenant = state.tenants.get(grant.tenant)
  const secret = options.clients.find((each) => each.id === grant.clientId)?.secret ?? ''
  const id = `${origins.login()}/id/${tenant?.organizationId}/${grant.userId}`
  const issuedAt = String(pair.issuedAt)
  const isNew = !grant.accessOnly && (pair.grant !== 'refresh_token' || options.rotateRefreshTokens)
  return {
    access_token: tenant ? formatSession(tenant, accessToken) : accessToken,
    ...(isNew ? { refresh_token: refreshToken } : {}),
    signature: createHmac('sha256', secret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: grant.scope,
    instance_url: origins.instance(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  }
}

/** Rules of the authorization endpoint. */
export function createAuthorizeRules(state: State): AuthorizeRules {
  return {
    brand: { name: 'Salesforce', action: '/services/oauth2/authorize', color: '#0070d2' },
    needsRedirectUri: true,
    choices: () => listChoices(state),
    grantScope: (asked) => {
      const scopes = (asked ?? '').split(/\s+/).filter(Boolean)
      if (scopes.length === 0) return allScopes
      return scopes.every((each) => knownScopes.includes(each)) ? scopes.join(' ') : undefined
    },
    callback: () => ({}),
    isAccessOnly: (query) => {
      const asked = query.get('scope')
      return asked !== null && asked.trim() !== '' && !/\b(refresh_token|offline_access)\b/.test(asked)
    },
  }
}

/** `POST /services/oauth2/revoke`: a refresh token ends with what it gave, a session alone. */
export function revokeToken(state: State, value: string | null): Answer {
  const { refreshTokens, accessTokens } = state.tokens
  const token = refreshTokens.get(value ?? '')
  if (token) {
    refreshTokens.delete(token.value)
    for (const [access, { pair }] of accessTokens) if (pair.refreshTokenHash === token.pair.refreshTokenHash) accessTokens.delete(access)
    return { status: 200, type: 'none' }
  }
  if (accessTokens.delete(readSession(value ?? ''))) return { status: 200, type: 'none' }
  return refuseToken(400, 'unsupported_token_type', 'this token type is not supported')
}

// Credentials in the form, or as Basic.
function authenticate({
  options,
  authorization,
  form,
}: {
  options: SalesforceOptions
  authorization: string | undefined
  form: URLSearchParams
}): Client | Answer {
  const basic = readBasicCredentials(authorization)
  const id = basic?.id ?? form.get('client_id')
  if (!options.clients.some((each) => each.id === id)) return refuseToken(400, 'invalid_client_id', 'client identifier invalid')
  return (
    findClient(options, id, basic?.secret ?? form.get('client_secret')) ?? refuseToken(400, 'invalid_client', 'invalid client credentials')
  )
}

// A user has so many refresh tokens for an application; the oldest goes when there is one more.
function dropSurplus(state: State, { pair, grant }: Issued, options: SalesforceOptions): void {
  if (pair.grant !== 'authorization_code') return
  const { refreshTokens } = state.tokens
  const own = [...refreshTokens.values()].filter((each) => !each.successor && isSameGrant(each, grant))
  for (const old of own.slice(0, Math.max(0, own.length - options.refreshTokenLimit))) refreshTokens.delete(old.value)
}

function isSameGrant(a: Grant, b: Grant): boolean {
  return a.userId === b.userId && a.clientId === b.clientId
}

function listChoices(state: State): { value: string; label: string }[] {
  return [...state.tenants.values()].flatMap((tenant) =>
    readTable(tenant, 'User')
      .list.filter((user) => user.values['IsActive'] === true && !isDeleted(user))
      .map((user) => ({ value: `${tenant.id}/${user.id}`, label: `${tenant.name} as ${String(user.values['Name'])}` })),
  )
}
