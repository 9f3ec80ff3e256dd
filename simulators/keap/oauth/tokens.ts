// Codes, access tokens and refresh tokens: issue, look up, exchange exactly once.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedPair, TokenRecord } from '../../lib/oauth/record.ts'
import type { KeapOptions } from '../knobs.ts'

export interface Grant {
  clientId: string
  tenant: string
  userId: string
}

interface AuthorizationCode extends Grant {
  redirectUri: string
  expiresAt: number
  used: boolean
}

export interface AccessToken extends Grant {
  expiresAt: number
  pair: IssuedPair
}

export interface RefreshToken extends Grant {
  expiresAt: number
  pair: IssuedPair
  /** Set once, when the token is exchanged. */
  successor?: IssuedPair
  inFlight: number
}

export interface TokenStore {
  codes: Map<string, AuthorizationCode>
  accessTokens: Map<string, AccessToken>
  refreshTokens: Map<string, RefreshToken>
  record: TokenRecord
}

export interface TokenReply {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  refresh_token: string
  scope: string
}

export function createTokenStore(): TokenStore {
  return { codes: new Map(), accessTokens: new Map(), refreshTokens: new Map(), record: [] }
}

/** Issues an authorization code: one use, `codeSeconds` long. */
export function issueCode(store: TokenStore, options: KeapOptions, grant: Grant & { redirectUri: string }): string {
  const code = randomBytes(18).toString('base64url')
  store.codes.set(code, { ...grant, expiresAt: options.now() + options.codeSeconds * 1000, used: false })
  return code
}

/** Issues a pair and notes it in the record. The parent refresh token, if any, is dead from this moment. */
export function issuePair(
  store: TokenStore,
  options: KeapOptions,
  source: { grant: Grant; kind: IssuedPair['grant']; parent?: RefreshToken },
): { reply: TokenReply; pair: IssuedPair } {
  const now = options.now()
  const { clientId, tenant, userId } = source.grant
  const accessToken = randomBytes(21).toString('base64url')
  const refreshToken = randomBytes(24).toString('base64url')
  const pair: IssuedPair = {
    generation: store.record.length + 1,
    tenant,
    clientId,
    refreshTokenHash: createHash('sha256').update(refreshToken).digest('hex'),
    issuedAt: now,
    grant: source.kind,
    presentedParent: source.parent?.pair.generation ?? null,
    replyDelivered: false,
    firstUsedAt: null,
    presentations: [],
    concurrentPresentations: 0,
  }
  store.record.push(pair)
  if (source.parent) source.parent.successor = pair
  store.accessTokens.set(accessToken, { clientId, tenant, userId, expiresAt: now + options.accessTokenSeconds * 1000, pair })
  store.refreshTokens.set(refreshToken, {
    clientId,
    tenant,
    userId,
    expiresAt: now + options.refreshTokenSeconds * 1000,
    pair,
    inFlight: 0,
  })
  const reply: TokenReply = {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: options.accessTokenSeconds,
    refresh_token: refreshToken,
    scope: `full|${tenant}`,
  }
  return { reply, pair }
}

/** The living access token, or undefined when it is unknown or has expired. Marks the pair as received. */
export function findAccessToken(store: TokenStore, value: string, now: number): AccessToken | undefined {
  const token = store.accessTokens.get(value)
  if (!token) return undefined
  token.pair.firstUsedAt ??= now
  if (now < token.expiresAt) return token
  return undefined
}

/** Makes tokens lapse now, as if their time had passed or the user had removed the application. */
export function expireTokens(store: TokenStore, which: 'access' | 'refresh' | 'all'): void {
  if (which !== 'refresh') for (const token of store.accessTokens.values()) token.expiresAt = 0
  if (which !== 'access') for (const token of store.refreshTokens.values()) token.expiresAt = 0
}
