// What the tests share: a browser that allows access, a client that exchanges the code, and calls with the token. Plain fetch only.
import type { TestContext } from 'node:test'
import { type Hubspot, type HubspotOptions, startHubspot } from './hubspot.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<HubspotOptions> = {}): Promise<Hubspot> {
  const hubspot = await startHubspot(options)
  t.after(() => hubspot.close())
  return hubspot
}

export const redirectUri = 'http://127.0.0.1:1/callback'
export const privateToken = 'pat-na1-simulator-all'

export interface Tokens {
  access_token: string
  refresh_token: string
  token_type: string
  expires_in: number
  hub_id: number
  scopes: string[]
  token_use: string
}

const scope = 'oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.companies.read crm.objects.deals.read'

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. */
export async function decide(
  url: string,
  choice: { decision?: 'allow' | 'deny'; portal?: string; state?: string; scope?: string; path?: string } = {},
): Promise<URL> {
  const address = `${url}${choice.path ?? '/oauth/authorize'}`
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, scope: choice.scope ?? scope })
  if (choice.state !== undefined) query.set('state', choice.state)
  const first = await fetch(`${address}?${query}`, { redirect: 'manual' })
  if (first.status === 302) return new URL(first.headers.get('location') ?? 'about:blank')
  const request = /name="request" value="([^"]+)"/.exec(await first.text())?.[1] ?? ''
  const account = `${choice.portal ?? '44237313'}/62365050`
  const form = new URLSearchParams({ request, account, decision: choice.decision ?? 'allow' })
  const answer = await fetch(address, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

/** Posts to a token endpoint: credentials in the form unless `form` overrides them (an empty value leaves one out). */
export function post(url: string, form: Record<string, string>, path = '/oauth/v3/token'): Promise<Response> {
  const all = { client_id: 'octet-demo', client_secret: 'octet-demo-secret', ...form }
  const sent = Object.entries(all).filter(([, value]) => value !== '')
  return fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(sent) })
}

export function exchange(url: string, code: string, path?: string): Promise<Response> {
  return post(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }, path)
}

export function refresh(url: string, refreshToken: string): Promise<Response> {
  return post(url, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Goes through the whole flow and gives the tokens. */
export async function login(url: string, choice: Parameters<typeof decide>[1] = {}): Promise<Tokens> {
  const target = await decide(url, choice)
  const reply = await exchange(url, target.searchParams.get('code') ?? '')
  return (await reply.json()) as Tokens
}

interface Paging {
  next: { after: string; link?: string }
}

/** A record as replies show it. */
export interface Shown {
  id: string
  properties: Record<string, string | null>
  createdAt: string
  updatedAt: string
  archived: boolean
  associations?: Record<string, { results: { id: string; type: string }[] }>
}

export interface Body extends Record<string, unknown> {
  id: string
  message: string
  category: string
  total: number
  properties: Record<string, string | null>
  results: Shown[]
  paging?: Paging
  errors: { code?: string; message: string; category?: string; context: Record<string, string[]> }[]
}

export interface Reply {
  status: number
  headers: Headers
  body: Body
  text: string
}

/** A caller with a token, by default that of the private application that may do everything. */
export function createCaller(url: string, token: string = privateToken) {
  return async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body }
  }
}
