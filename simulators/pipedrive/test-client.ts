// What the tests share: a browser that allows access, a client that exchanges the code, and calls with the token. Plain fetch only.
import type { TestContext } from 'node:test'
import { type Pipedrive, type PipedriveOptions, startPipedrive } from './pipedrive.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<PipedriveOptions> = {}): Promise<Pipedrive> {
  const pipedrive = await startPipedrive(options)
  t.after(() => pipedrive.close())
  return pipedrive
}

export const redirectUri = 'http://127.0.0.1:1/callback'
export const basic = `Basic ${Buffer.from('octet-demo:octet-demo-secret').toString('base64')}`

export interface Tokens {
  access_token: string
  refresh_token: string
  token_type: string
  expires_in: number
  scope: string
  api_domain: string
}

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. */
export async function decide(url: string, choice: { decision?: 'allow' | 'deny'; account?: string; state?: string } = {}): Promise<URL> {
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri })
  if (choice.state !== undefined) query.set('state', choice.state)
  const page = await (await fetch(`${url}/oauth/authorize?${query}`)).text()
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const form = new URLSearchParams({ request, account: choice.account ?? 'alder-birch/11001', decision: choice.decision ?? 'allow' })
  const answer = await fetch(`${url}/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

/** Posts a form to the token endpoint, credentials in the Basic header unless other headers are given. */
export function postToken(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = { authorization: basic },
): Promise<Response> {
  return fetch(`${url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) })
}

/** Goes through the whole flow and gives the tokens. */
export async function login(url: string, account?: string): Promise<Tokens> {
  const target = await decide(url, account === undefined ? {} : { account })
  const code = target.searchParams.get('code') ?? ''
  const reply = await postToken(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  return (await reply.json()) as Tokens
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
  /** `data` of the body. */
  data: Record<string, unknown>
  /** `data` of a list. */
  list: Record<string, unknown>[]
  /** `additional_data` of the body. */
  more: Record<string, unknown>
}

export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

/** A caller with a token: `call('GET', '/v2/persons')`. */
export function createCaller(url: string, token: string): Caller {
  return async (method, path, body, more = {}) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...more }
    if (body !== undefined) headers['content-type'] ??= 'application/json'
    const init =
      body === undefined ? { method, headers } : { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(`${url}/api${path}`, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      data: parsed['data'] as Record<string, unknown>,
      list: parsed['data'] as Record<string, unknown>[],
      more: parsed['additional_data'] as Record<string, unknown>,
    }
  }
}

/** A simulator and an administrator's calls to it. */
export async function startCaller(
  t: TestContext,
  options: Partial<PipedriveOptions> = {},
): Promise<{ pipedrive: Pipedrive; call: Caller }> {
  const pipedrive = await startFor(t, options)
  return { pipedrive, call: createCaller(pipedrive.url, (await login(pipedrive.url)).access_token) }
}

/** Calls the control surface. */
export async function control(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/_simulator/${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
