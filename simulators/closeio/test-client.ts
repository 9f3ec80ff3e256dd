// What the tests share: a browser that allows access, a client that exchanges the code, and calls with key or token. Plain fetch only.
import type { TestContext } from 'node:test'
import { type Closeio, startCloseio } from './closeio.ts'
import type { CloseioOptions } from './knobs.ts'

/** A simulator that ends with the test. */
export async function startFor(t: TestContext, options: Partial<CloseioOptions> = {}): Promise<Closeio> {
  const closeio = await startCloseio(options)
  t.after(() => closeio.close())
  return closeio
}

export const redirectUri = 'http://127.0.0.1:1/callback'

/** The Authorization header of a key. */
export function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}

export const alder = basic('api_simulator.alder')
export const cove = basic('api_simulator.cove')

/** Opens the consent page as a browser would, presses a button, and gives the redirect's target. */
export async function decide(
  url: string,
  choice: { decision?: 'allow' | 'deny'; account?: string; query?: Record<string, string> } = {},
): Promise<URL> {
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, response_type: 'code', ...choice.query })
  const page = await (await fetch(`${url}/oauth2/authorize/?${query}`)).text()
  const request = /name="request" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const form = new URLSearchParams({ request, account: choice.account ?? 'alder/1', decision: choice.decision ?? 'allow' })
  const answer = await fetch(`${url}/oauth2/authorize/`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'about:blank')
}

export const credentials = { client_id: 'octet-demo', client_secret: 'octet-demo-secret' }

/** A request to the token endpoint. */
export function askToken(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(`${url}/oauth2/token/`, { method: 'POST', body: new URLSearchParams({ ...credentials, ...form }) })
}

/** Goes through the whole flow and gives the token reply. */
export async function login(url: string, account = 'alder/1'): Promise<Record<string, string>> {
  const target = await decide(url, { account })
  const reply = await askToken(url, { grant_type: 'authorization_code', code: target.searchParams.get('code') ?? '' })
  return (await reply.json()) as Record<string, string>
}

export type Json = Record<string, unknown>

/** A list within a record; empty when there is no record. */
export function readList<T = Json>(row: Json | undefined, name: string): T[] {
  return (row?.[name] ?? []) as T[]
}

export interface Reply {
  status: number
  headers: Headers
  body: Json
  text: string
  data: Json[]
}

/** A caller: `call('GET', '/contact/')`. `authorization` is a whole header, the key of the first organization unless given. */
export function createCaller(url: string, authorization = alder, more: Record<string, string> = {}) {
  return async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const headers: Record<string, string> = { authorization, ...more }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${url}/api/v1${path}`, { ...init, redirect: 'manual' })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed = isJson && text !== '' ? (JSON.parse(text) as Json) : {}
    const data = (parsed['data'] ?? []) as Json[]
    return { status: response.status, headers: response.headers, text, body: parsed, data }
  }
}
