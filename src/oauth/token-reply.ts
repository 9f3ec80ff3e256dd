/** Reads what token endpoints answer: a small normaliser for the ways vendors differ from RFC 6749 §5, in front of oauth4webapi's judgement. */
import { processGenericTokenEndpointResponse } from 'oauth4webapi'
import { createError, type ErrorCode } from '../lib/errors.ts'
import { hideSecrets } from '../lib/hide-secrets.ts'
import type { TokenOutcome, TokenSet } from './token-set.ts'

export interface TokenReply {
  readonly status: number
  readonly text: string
}

type Members = Readonly<Record<string, unknown>>

/** 4xx that judge nothing: request time-out, too early, too many requests. */
const unjudged = new Set([408, 425, 429])
/** RFC 6749 §4.1.2.1 codes (and RFC 8628 `slow_down`) that speak of the server, not of the grant, whatever status carries them. */
const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])

/** Characters of the vendor's text that are kept. */
const longest = 500
/** Of a reply that holds tokens nothing is told, whatever it says besides. */
const namesTokens = /(access|refresh|id)[_-]?token["'\\]*\s*[:=]/i

/**
 * Reads a reply. `secrets` are values of ours that must not appear in what is kept of the vendor's text, `busy` the vendor's own words for an error that
 * judges nothing.
 */
export async function readTokenReply(reply: TokenReply, secrets: readonly string[], busy: readonly string[] = []): Promise<TokenOutcome> {
  const members = parseMembers(reply.text)
  const hide = (text: string) => hideSecrets(text, { secrets, longest })
  const told = namesTokens.test(reply.text) ? '' : hide(describeError(members) ?? excerptOf(reply.text))
  if (reply.status >= 500 || unjudged.has(reply.status)) return outage('vendor-failed', { status: reply.status }, told, reply.status >= 500)
  if (reply.status >= 300 && reply.status < 400)
    return outage('oauth-unreadable', { reason: `it redirected with ${reply.status}` }, told, true)
  const error = readErrorCode(members)
  if (error !== undefined && (passing.has(error) || busy.includes(error)))
    return outage('vendor-failed', { status: reply.status }, told, false)
  if (reply.status >= 400) return { kind: 'refused', error: hide(error ?? `HTTP ${reply.status}`), description: told }
  if (members?.['access_token'] !== undefined) return judgeTokens(members)
  if (error !== undefined) return { kind: 'refused', error: hide(error), description: told }
  return outage('oauth-unreadable', { reason: 'there is no access_token in it' }, undefined, true)
}

function outage(code: ErrorCode, params: Record<string, string | number>, told: string | undefined, mayHaveApplied: boolean): TokenOutcome {
  return { kind: 'outage', error: createError(code, { params, ...(told ? { providerMessage: told } : {}) }), mayHaveApplied }
}

/** JSON whatever the Content-Type says, or a form (seen at vendors that ignore Accept). */
function parseMembers(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined
  } catch {
    const form = new URLSearchParams(text.trim())
    return form.has('access_token') || form.has('error') ? Object.fromEntries(form) : undefined
  }
}

/** Makes a conforming reply of a vendor's (status 200, token_type, numbers as numbers) and lets oauth4webapi judge it. */
async function judgeTokens(members: Members): Promise<TokenOutcome> {
  const { access_token, refresh_token, scope } = members
  const expires = Number(members['expires_in'] ?? Number.NaN)
  const conforming = {
    access_token,
    token_type: 'bearer',
    ...(refresh_token ? { refresh_token } : {}),
    ...(Number.isFinite(expires) && expires > 0 ? { expires_in: Math.min(Math.floor(expires), 0x7fffffff) } : {}),
    ...(scope ? { scope: Array.isArray(scope) ? scope.join(' ') : scope } : {}),
  }
  try {
    const judged = await processGenericTokenEndpointResponse({ issuer: 'https://token' }, { client_id: '-' }, Response.json(conforming))
    const tokens: TokenSet = {
      accessToken: judged.access_token,
      tokenType: typeof members['token_type'] === 'string' ? members['token_type'] : 'bearer',
      ...(judged.refresh_token === undefined ? {} : { refreshToken: judged.refresh_token }),
      ...(judged.expires_in === undefined ? {} : { expiresIn: judged.expires_in }),
      ...(judged.scope === undefined ? {} : { scope: judged.scope }),
      members,
    }
    return { kind: 'granted', tokens }
  } catch {
    return outage('oauth-unreadable', { reason: 'access_token, refresh_token or scope is not a text' }, undefined, true)
  }
}

/** `error` as a code, or as an object that holds one (both are seen). */
function readErrorCode(members: Members | undefined): string | undefined {
  const error = members?.['error']
  if (typeof error === 'object' && error !== null) return pickText(error as Members, ['type', 'code', 'status']) ?? 'error'
  return typeof error === 'string' || typeof error === 'number' ? String(error) || undefined : undefined
}

function describeError(members: Members | undefined): string | undefined {
  if (members === undefined) return undefined
  for (const place of [members['error'], members['fault']]) {
    const text = typeof place === 'object' && place !== null ? pickText(place as Members, ['message', 'faultstring']) : undefined
    if (text !== undefined) return text
  }
  return pickText(members, ['error_description', 'message', 'error_message']) ?? readErrorCode(members)
}

function pickText(members: Members, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = members[name]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  }
  return undefined
}

/** Of an HTML page nothing but its title is worth keeping. */
function excerptOf(text: string): string {
  if (!text.trimStart().startsWith('<')) return text.trim()
  return /<title>([^<]*)<\/title>/i.exec(text)?.[1]?.trim() ?? ''
}
