// The authorization endpoint: check the request, show the consent page once, answer the user's decision with a redirect.
import { randomBytes } from 'node:crypto'
import type { Answer } from '../http/answer.ts'
import type { CommonKnobs } from '../knobs.ts'
import { isRedirectAllowed } from './clients.ts'
import { type Brand, type ConsentChoice, renderConsentPage, renderRefusalPage } from './consent-page.ts'
import { type Grant, issueCode, type TokenLifetimes, type TokenStore } from './tokens.ts'

export interface PendingRequest {
  clientId: string
  redirectUri: string
  state: string | null
  scope: string
  accessOnly?: true
  expiresAt: number
}

/** What differs from vendor to vendor. */
export interface AuthorizeRules {
  brand: Brand
  /** Whether the request must name its redirect URI; otherwise the first registered one stands in. */
  needsRedirectUri: boolean
  /** Who may sign in: `tenant/userId` and a label. */
  choices: () => ConsentChoice[]
  /** The scope that will be granted for the one asked for; undefined refuses it. */
  grantScope: (asked: string | null) => string | undefined
  /** Parameters of the redirect besides `code` and `state`. */
  callback: (grant: Grant) => Record<string, string>
  /** The `error` of a refusal by the user; `access_denied` unless given. */
  denial?: string
  /** Set where `response_type` may be left out. */
  needsNoResponseType?: true
  /** Whether a request asks for no refresh token; never unless given. */
  isAccessOnly?: (query: URLSearchParams) => boolean
}

export interface AuthorizeParts {
  options: Pick<CommonKnobs, 'clients' | 'allowLoopbackRedirects'> & TokenLifetimes
  tokens: TokenStore
  /** Consent pages shown and not yet answered, by their one-time id. */
  pending: Map<string, PendingRequest>
  rules: AuthorizeRules
}

/** The browser's GET. An untrusted client or redirect URI gets a page; any other fault goes back by redirect (RFC 6749, 4.1.2.1). */
export function showConsent(parts: AuthorizeParts, query: URLSearchParams): Answer {
  const { rules } = parts
  const client = parts.options.clients.find((each) => each.id === query.get('client_id'))
  if (!client) return refuse(rules, 'The application is not known: client_id is missing or wrong.')
  const redirectUri = query.get('redirect_uri') ?? (rules.needsRedirectUri ? '' : (client.redirectUris[0] ?? ''))
  if (!isRedirectAllowed(parts.options, client, redirectUri)) return refuse(rules, 'redirect_uri is not registered for this application.')
  const state = query.get('state')
  const responseType = query.get('response_type') ?? (rules.needsNoResponseType ? 'code' : null)
  if (responseType !== 'code') return redirect(redirectUri, { error: 'unsupported_response_type', state })
  const scope = rules.grantScope(query.get('scope'))
  if (scope === undefined) return redirect(redirectUri, { error: 'invalid_scope', state })
  const requestId = randomBytes(18).toString('base64url')
  const request = { clientId: client.id, redirectUri, state, scope, expiresAt: parts.options.now() + 600_000 }
  parts.pending.set(requestId, rules.isAccessOnly?.(query) ? { ...request, accessOnly: true } : request)
  const page = { requestId, clientId: client.id, redirectHost: new URL(redirectUri).host, choices: rules.choices() }
  return { status: 200, type: 'html', body: renderConsentPage(rules.brand, page), headers: pageHeaders }
}

/** The form's POST: the user's decision. The page's id works once. */
export function answerConsent(parts: AuthorizeParts, form: URLSearchParams): Answer {
  const { rules } = parts
  const requestId = form.get('request') ?? ''
  const request = parts.pending.get(requestId)
  parts.pending.delete(requestId)
  if (!request || request.expiresAt < parts.options.now())
    return refuse(rules, 'This page has been answered already or is too old. Start again.')
  const { clientId, redirectUri, state, scope } = request
  if (form.get('decision') !== 'allow') return redirect(redirectUri, { error: rules.denial ?? 'access_denied', state })
  const account = form.get('account') ?? ''
  if (!rules.choices().some((each) => each.value === account)) return refuse(rules, 'No such account.')
  const [tenant = '', userId = ''] = account.split('/')
  const grant: Grant = { clientId, tenant, userId, scope, ...(request.accessOnly ? { accessOnly: true } : {}) }
  const code = issueCode(parts.tokens, parts.options, { ...grant, redirectUri })
  return redirect(redirectUri, { code, ...rules.callback(grant), state })
}

const pageHeaders = { 'cache-control': 'no-store', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' }

function refuse(rules: AuthorizeRules, reason: string): Answer {
  return { status: 400, type: 'html', body: renderRefusalPage(rules.brand, reason), headers: pageHeaders }
}

function redirect(target: string, values: Record<string, string | null>): Answer {
  const url = new URL(target)
  for (const [name, value] of Object.entries(values)) if (value !== null) url.searchParams.append(name, value)
  return { status: 302, type: 'none', headers: { location: url.href, 'cache-control': 'no-store' } }
}
