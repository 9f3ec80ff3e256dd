// Codes, access tokens and refresh tokens: issue, look up, exchange exactly once.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedPair, TokenRecord } from './record.ts'

export interface Grant {
  clientId: string
  tenant: string
  userId: string
  scope: string
  /** Set when the user's consent covers an access token alone. */
  accessOnly?: true
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
  value: string
  expiresAt: number
  pair: IssuedPair
  /** Set once, when the token is exchanged for another one. */
  successor?: IssuedPair
  inFlight: number
}

export interface TokenStore {
  codes: Map<string, AuthorizationCode>
  accessTokens: Map<string, AccessToken>
  refreshTokens: Map<string, RefreshToken>
  record: TokenRecord
}

/** How long things live, and by which clock (milliseconds since 1970). */
export interface TokenLifetimes {
  now: () => number
  codeSeconds: number
  accessTokenSeconds: number
  refreshTokenSeconds: number
}

/** A pair just issued, before it is worded as the vendor words it. */
export interface Issued {
  accessToken: string
  refreshToken: string
  pair: IssuedPair
  grant: Grant
}

export function createTokenStore(): TokenStore {
  return { codes: new Map(), accessTokens: new Map(), refreshTokens: new Map(), record: [] }
}

/** Empties a store in place. */
export function clearTokenStore(store: TokenStore): void {
  store.codes.clear()
  store.accessTokens.clear()
  store.refreshTokens.clear()
  store.record.length = 0
}

/** Issues an authorization code: one use, `codeSeconds` long. */
export function issueCode(store: TokenStore, options: TokenLifetimes, grant: Grant & { redirectUri: string }): string {
  const code = randomBytes(18).toString('base64url')
  store.codes.set(code, { ...grant, expiresAt: options.now() + options.codeSeconds * 1000, used: false })
  return code
}

/**
 * Issues a pair and notes it in the record. The parent refresh token, if any, is dead from this moment; with `keep` it stays
 * alive instead and is part of the new pair; `sliding` also starts its life anew.
 */
export function issuePair(
  store: TokenStore,
  options: TokenLifetimes,
  source: { grant: Grant; kind: IssuedPair['grant']; parent?: RefreshToken; keep?: boolean | 'sliding' },
): Issued {
  const now = options.now()
  const { clientId, tenant, userId, scope } = source.grant
  const grant: Grant = { clientId, tenant, userId, scope, ...(source.grant.accessOnly ? { accessOnly: true } : {}) }
  const kept = source.keep ? source.parent : undefined
  const accessToken = randomBytes(21).toString('base64url')
  const refreshToken = kept?.value ?? randomBytes(24).toString('base64url')
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
  store.accessTokens.set(accessToken, { ...grant, expiresAt: now + options.accessTokenSeconds * 1000, pair })
  const expiresAt = now + options.refreshTokenSeconds * 1000
  if (kept) {
    kept.pair = pair
    if (source.keep === 'sliding') kept.expiresAt = expiresAt
  } else if (!grant.accessOnly) {
    if (source.parent) source.parent.successor = pair
    store.refreshTokens.set(refreshToken, { ...grant, value: refreshToken, expiresAt, pair, inFlight: 0 })
  }
  return { accessToken, refreshToken, pair, grant }
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
