// What the tests share: a browser that allows access, a client that exchanges the code, and calls with the token. Plain fetch only.

import type { TestContext } from 'node:test'
import { type Keap, type KeapOptions, startKeap } from './keap.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<KeapOptions> = {}): Promise<Keap> {
  const keap = await startKeap(options)
  t.after(() => keap.close())
  return keap
}

export const redirectUri = 'http://127.0.0.1:1/callback'

export interface Tokens {
  access_token: string
  refresh_token: string
  token_type: string
  expires_in: number
  scope: string
}

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. */
export async function decide(url: string, choice: { decision?: 'allow' | 'deny'; account?: string; state?: string } = {}): Promise<URL> {
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, response_type: 'code', scope: 'full' })
  if (choice.state !== undefined) query.set('state', choice.state)
  const page = await (await fetch(`${url}/app/oauth/authorize?${query}`)).text()
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const form = new URLSearchParams({ request, account: choice.account ?? 'ab123.infusionsoft.com/1', decision: choice.decision ?? 'allow' })
  const answer = await fetch(`${url}/app/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

/** Exchanges a code, client credentials in the body. */
export function exchange(
  url: string,
  code: string,
  more: { form?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Response> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: 'octet-demo',
    client_secret: 'octet-demo-secret',
    ...more.form,
  }
  return fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form), headers: more.headers ?? {} })
}

/** Refreshes, client credentials in the Basic header. */
export function refresh(url: string, refreshToken: string): Promise<Response> {
  return fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('octet-demo:octet-demo-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  })
}

/** Goes through the whole flow and gives the tokens. */
export async function login(url: string, account?: string): Promise<Tokens> {
  const target = await decide(url, account === undefined ? {} : { account })
  const reply = await exchange(url, target.searchParams.get('code') ?? '')
  return (await reply.json()) as Tokens
}

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
  text: string
}

/** A caller with a token: `call('GET', '/v2/contacts', …)`. */
export function createCaller(url: string, token: string) {
  return async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${url}/crm/rest${path}`, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }
}
