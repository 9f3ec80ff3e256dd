// What the tests share: a browser that allows access, a client that exchanges the code, and calls with the token. Plain fetch only.

import type { TestContext } from 'node:test'
import { type Salesforce, type SalesforceOptions, startSalesforce } from './salesforce.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<SalesforceOptions> = {}): Promise<Salesforce> {
  const salesforce = await startSalesforce(options)
  t.after(() => salesforce.close())
  return salesforce
}

export const redirectUri = 'http://127.0.0.1:1/callback'

export interface Tokens {
  access_token: string
  refresh_token?: string
  instance_url: string
  id: string
  issued_at: string
  signature: string
  scope: string
  token_type: string
}

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. `account` is a label. */
export async function decide(
  url: string,
  choice: { decision?: 'allow' | 'deny'; account?: string; query?: Record<string, string> } = {},
): Promise<URL> {
  const asked = { client_id: 'octet-demo', redirect_uri: redirectUri, response_type: 'code', state: 's1' }
  const page = await (await fetch(`${url}/services/oauth2/authorize?${new URLSearchParams({ ...asked, ...choice.query })}`)).text()
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const options = [...page.matchAll(/<option value="([^"]+)">([^<]+)</g)]
  const account = options.find(([, , label]) => label === (choice.account ?? 'Meridian Instruments as Nora Field'))?.[1] ?? ''
  const form = new URLSearchParams({ request, account, decision: choice.decision ?? 'allow' })
  const answer = await fetch(`${url}/services/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

/** One request to the token endpoint. */
export function askToken(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const credentials = headers['authorization'] ? {} : { client_id: 'octet-demo', client_secret: 'octet-demo-secret' }
  return fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams({ ...credentials, ...form }), headers })
}

/** Goes through the whole flow and gives the tokens. */
export async function login(url: string, choice: Parameters<typeof decide>[1] = {}): Promise<Tokens> {
  const code = (await decide(url, choice)).searchParams.get('code') ?? ''
  return (await (await askToken(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })).json()) as Tokens
}

export type Body = Record<string, unknown>

export interface Reply {
  status: number
  headers: Headers
  text: string
  body: Body
  /** `records` of the body. */
  records: Body[]
  /** The code of the first error. */
  code: unknown
}

export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

/** A caller with a token: `call('GET', '/sobjects/Contact/003…')`. A path that starts with `/services` is taken as it is. */
export function createCaller(url: string, token: string): Caller {
  return async (method, path, body, more = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...more }
    const init =
      body === undefined ? { method, headers } : { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(url + (path.startsWith('/services') ? path : `/services/data/v65.0${path}`), init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = (isJson ? JSON.parse(text) : {}) as Body
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      records: (parsed['records'] ?? []) as Body[],
      code: Array.isArray(parsed) ? (parsed[0] as Body | undefined)?.['errorCode'] : undefined,
    }
  }
}

/** A simulator and a caller logged in as its administrator, with a way to ask SOQL. */
export async function startWithCaller(
  t: TestContext,
  options: Partial<SalesforceOptions> = {},
): Promise<{
  salesforce: Salesforce
  call: Caller
  ask: (soql: string, headers?: Record<string, string>) => Promise<Reply>
  token: string
}> {
  const salesforce = await startFor(t, options)
  const tokens = await login(salesforce.url)
  const call = createCaller(tokens.instance_url, tokens.access_token)
  const ask = (soql: string, headers: Record<string, string> = {}) =>
    call('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, headers)
  return { salesforce, token: tokens.access_token, call, ask }
}

/** The id of a seeded record. */
export function findId(salesforce: Salesforce, object: string, at = 0): string {
  return salesforce.state.tenants.get('meridian')?.tables.get(object)?.list[at]?.id ?? ''
}
