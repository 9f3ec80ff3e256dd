/** Where an element is tested: the server, the vendor's simulator, and an instance that was connected as users connect it. */
import assert from 'node:assert/strict'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { client, type Reply, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'
import type { Fields, Simulator, Subject } from './subject.ts'

/** Vendors' simulators take any path on loopback. */
const callbackUrl = 'http://127.0.0.1:1/callback'

// biome-ignore lint/suspicious/noExplicitAny: rows get their shape from the assertions
export type Row = any

export interface Hub {
  readonly id: number
  readonly authorization: string
  /** A call below `/hubs/{hub}/`; a query as an object is encoded. */
  call(method: string, path: string, more?: { query?: Readonly<Record<string, string>>; body?: unknown }): Promise<Reply>
  /** A list or record; anything but a 200 fails. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Row>
}

/** The members are there once a test runs. */
export interface Bench {
  readonly document: ElementDocument
  readonly subject: Subject
  readonly app: TestApp
  readonly simulator: Simulator
  readonly hub: Hub
}

/** Connects another instance. */
export async function connect({ app, document, subject }: Omit<Bench, 'hub'>): Promise<Hub> {
  const { key, hub } = document
  const isAsked = subject.account !== false
  const clientItems = { 'oauth.callback.url': callbackUrl, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }
  const body = {
    element: { key },
    name: `Suite ${key}`,
    configuration: { ...(isAsked && clientItems), ...subject.configuration },
    ...(isAsked && { providerData: await authorize(app, key, subject) }),
  }
  const created = await app.call('POST', '/instances', { body })
  assert.equal(created.status, 200, created.text)
  const { id, token } = created.body as { id: number; token: string }
  const authorization = `${app.user}, Element ${token}`
  const call: Hub['call'] = (method, path, { query = {}, body } = {}) => {
    const search = new URLSearchParams(query).toString()
    return app.call(method, `/hubs/${hub}/${path}${search && `?${search}`}`, { authorization, ...(body !== undefined && { body }) })
  }
  const get: Hub['get'] = async (path, query) => {
    const reply = await call('GET', path, { ...(query && { query }) })
    assert.equal(reply.status, 200, `GET ${path} ${JSON.stringify(query ?? {})}: ${reply.status} ${reply.text.slice(0, 600)}`)
    return reply.body
  }
  return { id, authorization, call, get }
}

/** The user allows; all that came to the callback is handed on. */
async function authorize(app: TestApp, key: string, { account, configuration }: Subject): Promise<Fields> {
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl, state: key, ...configuration })
  const { status, text, body } = await app.call('GET', `/elements/${key}/oauth/url?${query}`, { authorization: null })
  assert.equal(status, 200, text)
  return Object.fromEntries((await answerConsent(body.oauthUrl, account ? { account } : {})).searchParams)
}

/** The value at a dotted name. */
export function readPath(row: Row, path: string): unknown {
  return path.split('.').reduce((value, name) => value?.[name], row)
}

/** Every page, by its tokens. */
export async function walk(hub: Hub, path: string, query: Readonly<Record<string, string>>): Promise<Row[]> {
  const rows: Row[] = []
  for (let token = '', pages = 0; pages < 200; pages++) {
    const reply = await hub.call('GET', path, { query: { ...query, nextPage: token } })
    assert.equal(reply.status, 200, `GET ${path} ${JSON.stringify(query)}: ${reply.text.slice(0, 600)}`)
    rows.push(...reply.body)
    const next = reply.headers.get('elements-next-page-token')
    if (next === null) return rows
    token = next
  }
  throw new Error(`GET ${path} ${JSON.stringify(query)}: still a next page after 200`)
}
