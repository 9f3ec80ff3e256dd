// The authorization endpoint: check the request, show the consent page once, answer the user's decision with a redirect.
import { randomBytes } from 'node:crypto'
import { isRedirectAllowed } from '../../lib/oauth/clients.ts'
import { type Brand, renderConsentPage, renderRefusalPage } from '../../lib/oauth/consent-page.ts'
import type { Answer } from '../call.ts'
import type { KeapOptions } from '../knobs.ts'
import { formatRowName } from '../resources/names.ts'
import { listRows, type Tenant } from '../tenant.ts'
import { issueCode, type TokenStore } from './tokens.ts'

export interface PendingRequest {
  clientId: string
  redirectUri: string
  state: string | null
  expiresAt: number
}

export interface AuthorizeParts {
  options: KeapOptions
  tenants: Map<string, Tenant>
  tokens: TokenStore
  /** Consent pages shown and not yet answered, by their one-time id. */
  pending: Map<string, PendingRequest>
}

/** `GET /app/oauth/authorize`. An untrusted client or redirect URI gets a page; any other fault goes back by redirect (RFC 6749, 4.1.2.1). */
export function showConsent(parts: AuthorizeParts, query: URLSearchParams): Answer {
  const client = parts.options.clients.find((each) => each.id === query.get('client_id'))
  if (!client) return refuse('The application is not known: client_id is missing or wrong.')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isRedirectAllowed(parts.options, client, redirectUri)) return refuse('redirect_uri is not registered for this application.')
  const state = query.get('state')
  if (query.get('response_type') !== 'code') return redirect(redirectUri, { error: 'unsupported_response_type', state })
  if ((query.get('scope') ?? 'full') !== 'full') return redirect(redirectUri, { error: 'invalid_scope', state })
  const requestId = randomBytes(18).toString('base64url')
  parts.pending.set(requestId, { clientId: client.id, redirectUri, state, expiresAt: parts.options.now() + 600_000 })
  const page = { requestId, clientId: client.id, redirectHost: new URL(redirectUri).host, choices: listChoices(parts.tenants) }
  return { status: 200, type: 'html', body: renderConsentPage(brand, page), headers: pageHeaders }
}

/** `POST /app/oauth/authorize`: the user's decision. The page's id works once. */
export function answerConsent(parts: AuthorizeParts, form: URLSearchParams): Answer {
  const requestId = form.get('request') ?? ''
  const request = parts.pending.get(requestId)
  parts.pending.delete(requestId)
  if (!request || request.expiresAt < parts.options.now()) return refuse('This page has been answered already or is too old. Start again.')
  const { clientId, redirectUri, state } = request
  if (form.get('decision') !== 'allow') return redirect(redirectUri, { error: 'access_denied', state })
  const [tenantId = '', userId = ''] = (form.get('account') ?? '').split('/')
  const tenant = parts.tenants.get(tenantId)
  if (!tenant?.tables.users.rows.has(userId)) return refuse('No such account.')
  const code = issueCode(parts.tokens, parts.options, { clientId, tenant: tenantId, userId, redirectUri })
  return redirect(redirectUri, { code, scope: `full|${tenantId}`, state })
}

const brand: Brand = { name: 'Keap', action: '/app/oauth/authorize', color: '#15803d' }

const pageHeaders = { 'cache-control': 'no-store', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' }

function refuse(reason: string): Answer {
  return { status: 400, type: 'html', body: renderRefusalPage(brand, reason), headers: pageHeaders }
}

function redirect(target: string, values: Record<string, string | null>): Answer {
  const url = new URL(target)
  for (const [name, value] of Object.entries(values)) if (value !== null) url.searchParams.append(name, value)
  return { status: 302, type: 'none', headers: { location: url.href, 'cache-control': 'no-store' } }
}

function listChoices(tenants: Map<string, Tenant>): { value: string; label: string }[] {
  return [...tenants.values()].flatMap((tenant) =>
    listRows(tenant.tables.users)
      .filter((user) => user['status'] === 'ACTIVE')
      .map((user) => ({ value: `${tenant.id}/${user.id}`, label: `${tenant.id} as ${formatRowName(user)}` })),
  )
}
