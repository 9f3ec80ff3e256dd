// What can be asked about tokens: v1's addresses that carry one, and introspection and revocation with the client's credentials.
import { type Answer, answerHtml } from '../lib/http/answer.ts'
import { readBody } from '../lib/http/body.ts'
import type { Exchange } from '../lib/http/exchange.ts'
import { sendAnswer } from '../lib/http/send.ts'
import { findClient } from '../lib/oauth/clients.ts'
import { type AccessToken, findAccessToken, type RefreshToken } from '../lib/oauth/tokens.ts'
import type { HubspotOptions } from './knobs.ts'
import { refuse } from './oauth-rules.ts'
import type { Portal } from './portal.ts'
import type { State } from './state.ts'

const v1 = /^\/oauth\/v1\/(access-tokens|refresh-tokens)\/([^/]+)$/
const later = /^\/oauth\/(?:v3|20\d\d-\d\d)\/token\/(introspect|revoke)$/

/** Answers an address under `/oauth/` that is about a token; false when the address is none of these. */
export async function handleTokenInfo(state: State, exchange: Exchange<HubspotOptions>): Promise<boolean> {
  const { method, path, knobs } = exchange
  const named = v1.exec(path)
  const asked = later.exec(path)
  if (named) sendAnswer(exchange, answerNamed(state, knobs, { method, kind: named[1] ?? '', value: decodeURIComponent(named[2] ?? '') }))
  else if (asked && method === 'POST') {
    const form = new URLSearchParams(await readBody(exchange.request))
    sendAnswer(exchange, asked[1] === 'revoke' ? revoke(state, knobs, form) : introspect(state, knobs, form))
  } else return false
  return true
}

function answerNamed(state: State, knobs: HubspotOptions, asked: { method: string; kind: string; value: string }): Answer {
  const { method, kind, value } = asked
  if (kind === 'refresh-tokens' && method === 'DELETE') {
    state.tokens.refreshTokens.delete(value)
    return { status: 204, type: 'none' }
  }
  if (method !== 'GET') return answerHtml(405, 'Error 405 Method Not Allowed')
  const token = kind === 'access-tokens' ? findAccessToken(state.tokens, value, knobs.now()) : findRefreshToken(state, knobs, value)
  if (!token) {
    const word = kind === 'access-tokens' ? 'access' : 'refresh'
    return {
      status: kind === 'access-tokens' ? 404 : 400,
      type: 'json',
      body: { status: 'error', message: `missing or unknown ${word} token` },
    }
  }
  return { status: 200, type: 'json', body: { token: value, ...describe(state, knobs, token) } }
}

function findRefreshToken(state: State, knobs: HubspotOptions, value: string): RefreshToken | undefined {
  const token = state.tokens.refreshTokens.get(value)
  return token && !token.successor && token.expiresAt > knobs.now() ? token : undefined
}

function describe(state: State, knobs: HubspotOptions, token: AccessToken | RefreshToken): Record<string, unknown> {
  const portal: Portal | undefined = state.tenants.get(token.tenant)
  const isRefresh = 'value' in token
  return {
    user: portal?.users.find((user) => user.id === token.userId)?.email,
    user_id: Number(token.userId),
    hub_domain: portal?.domain,
    hub_id: Number(token.tenant),
    scopes: token.scope.split(' '),
    token_type: isRefresh ? 'refresh' : 'access',
    ...(isRefresh
      ? { client_id: token.clientId }
      : { app_id: 1_000_001, expires_in: Math.max(0, Math.floor((token.expiresAt - knobs.now()) / 1000)) }),
  }
}

function introspect(state: State, knobs: HubspotOptions, form: URLSearchParams): Answer {
  if (!findClient(knobs, form.get('client_id'), form.get('client_secret')))
    return refuse('BAD_CLIENT_ID', 'missing or invalid client id', 'invalid_client')
  const value = form.get('token') ?? ''
  const token = findAccessToken(state.tokens, value, knobs.now()) ?? findRefreshToken(state, knobs, value)
  const body = token
    ? { active: true, token_use: 'value' in token ? 'refresh_token' : 'access_token', ...describe(state, knobs, token) }
    : { active: false }
  return { status: 200, type: 'json', body }
}

// A refresh token ends here; access tokens made with it live out their time.
function revoke(state: State, knobs: HubspotOptions, form: URLSearchParams): Answer {
  if (!findClient(knobs, form.get('client_id'), form.get('client_secret')))
    return refuse('BAD_CLIENT_ID', 'missing or invalid client id', 'invalid_client')
  const value = form.get('token') ?? ''
  state.tokens.refreshTokens.delete(value)
  state.tokens.accessTokens.delete(value)
  return { status: 200, type: 'json', body: {} }
}
