// What the tests share: a browser that allows access, a client that exchanges the code, and calls with the token. Plain fetch only.

import type { TestContext } from 'node:test'
import { startZoho, type Zoho, type ZohoOptions } from './zoho.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<ZohoOptions> = {}): Promise<Zoho> {
  const zoho = await startZoho(options)
  t.after(() => zoho.close())
  return zoho
}

export const redirectUri = 'http://127.0.0.1:1/callback'

export const scope =
  'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.users.READ,ZohoCRM.org.READ,ZohoCRM.coql.READ,ZohoSearch.securesearch.READ'

export interface Tokens {
  access_token: string
  refresh_token?: string
  api_domain: string
  token_type: string
  expires_in: number
  scope: string
}

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. `account` is a label's beginning. */
export async function decide(
  url: string,
  choice: { decision?: 'allow' | 'deny'; account?: string; query?: Record<string, string> } = {},
): Promise<URL> {
  const asked = {
    client_id: 'octet-demo',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    access_type: 'offline',
    prompt: 'consent',
  }
  const page = await (await fetch(`${url}/oauth/v2/auth?${new URLSearchParams({ ...asked, ...choice.query })}`)).text()
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const options = [...page.matchAll(/<option value="([^"]+)">([^<]+)</g)]
  const account = options.find(([, , label]) => label?.startsWith(choice.account ?? 'Northwind Traders as Ines'))?.[1] ?? ''
  const form = new URLSearchParams({ request, account, decision: choice.decision ?? 'allow' })
  const answer = await fetch(`${url}/oauth/v2/auth`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

/** One request to the token endpoint, in the form (as most clients send it). */
export function askToken(url: string, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ client_id: 'octet-demo', client_secret: 'octet-demo-secret', ...form })
  return fetch(`${url}/oauth/v2/token`, { method: 'POST', body })
}

/** Exchanges a code. */
export function exchange(url: string, code: string): Promise<Response> {
  return askToken(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
}

/** Goes through the whole flow, at the accounts server the redirect names, and gives the tokens. */
export async function login(url: string, account?: string): Promise<Tokens> {
  const target = await decide(url, account === undefined ? {} : { account })
  const reply = await exchange(target.searchParams.get('accounts-server') ?? '', target.searchParams.get('code') ?? '')
  return (await reply.json()) as Tokens
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
  /** `data` of the body. */
  data: Record<string, unknown>[]
}

export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

/** A caller with a token: `call('GET', '/Contacts?fields=Last_Name')`. */
export function createCaller(url: string, token: string): Caller {
  return async (method, path, body, more = {}) => {
    const headers = { authorization: `Zoho-oauthtoken ${token}`, ...more }
    const init =
      body === undefined ? { method, headers } : { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(`${url}/crm/v8${path}`, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      data: (parsed['data'] ?? []) as Record<string, unknown>[],
    }
  }
}

/** A simulator and a caller logged in as its administrator. */
export async function startWithCaller(
  t: TestContext,
  options: Partial<ZohoOptions> = {},
): Promise<{ zoho: Zoho; call: Caller; token: string }> {
  const zoho = await startFor(t, options)
  const token = (await login(zoho.url)).access_token
  return { zoho, token, call: createCaller(zoho.url, token) }
}

/** The first id of a module, oldest first. */
export function firstId(zoho: Zoho, module: string, at = 0): string {
  return zoho.state.tenants.get('northwind')?.tables.get(module)?.list[at]?.id ?? ''
}

/** The result of one record of a write: its code, the id and the other details. */
export function readResult(reply: Reply, at = 0): { code: unknown; id: string; details: Record<string, unknown> } {
  const { code, details } = (reply.data[at] ?? {}) as { code: unknown; details: Record<string, unknown> }
  return { code, id: String(details['id']), details }
}
