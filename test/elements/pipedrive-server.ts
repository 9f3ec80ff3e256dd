/** What the tests of the element share: the whole server, the vendor's simulator, a connection made as a user makes it, and what the vendor is asked. */
import diagnostics from 'node:diagnostics_channel'
import { after, before } from 'node:test'
import { type Pipedrive, type PipedriveOptions, startPipedrive } from '../../simulators/pipedrive/pipedrive.ts'
import { redirectUri } from '../../simulators/pipedrive/test-client.ts'
import { client, createTestApp, type Reply, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: what was sent gets its shape from the assertion
  readonly body: any
}

// biome-ignore lint/suspicious/noExplicitAny: an answer gets its shape from the assertion
export type Row = any

export interface Connection {
  readonly configuration: Readonly<Record<string, string>>
  /** A hub call. */
  readonly call: (method: string, path: string, options?: Parameters<TestApp['call']>[2]) => Promise<Reply>
  /** What a call answers that must succeed. */
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<Row>
  readonly write: (method: string, path: string, body?: unknown) => Promise<Row>
}

export interface PipedriveCrm extends Connection {
  readonly app: TestApp
  readonly pipedrive: Pipedrive
  /** Requests to the vendor's API, oldest first. */
  readonly sent: Sent[]
  /** An instance with that configuration beside the client's; with `account`, approved by a user. */
  readonly create: (configuration: Readonly<Record<string, string>>, account?: string) => Promise<Reply>
  readonly connect: (account?: string) => Promise<Connection>
}

const clientOf = { 'oauth.callback.url': redirectUri, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }

/** Starts all of it before the tests of a file and ends it after them; the members are there once a test runs. */
export function usePipedrive(knobs: Partial<PipedriveOptions> = {}): PipedriveCrm {
  const crm = { sent: [] } as unknown as { -readonly [Name in keyof PipedriveCrm]: PipedriveCrm[Name] }
  const listen = (message: unknown) => {
    const { method, path, body } = (message as { request: { method: string; path: string; body: unknown } }).request
    const url = new URL(path, 'http://vendor')
    if (!/\/(api\/)?v[12]\//.test(url.pathname)) return
    const text = body === null || body === undefined ? '' : String(body)
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined
    crm.sent.push({ method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: json })
  }
  before(async () => {
    crm.pipedrive = await startPipedrive(knobs)
    const { url } = crm.pipedrive
    const pipedrive = {
      'base.url': url,
      'oauth.authorization.url': `${url}/oauth/authorize`,
      'oauth.token.url': `${url}/oauth/token`,
      'oauth.token.revoke_url': `${url}/oauth/revoke`,
    }
    crm.app = await createTestApp({ config: { elementDefaults: { pipedrive } } })
    const { app } = crm
    crm.create = async (configuration, account) => {
      const providerData = account === undefined ? {} : { providerData: { code: await authorize(app, account) } }
      const body = { element: { key: 'pipedrive' }, ...providerData, configuration, name: 'My Pipedrive' }
      return app.call('POST', '/instances', { body })
    }
    crm.connect = async (account = 'alder-birch/11001') => open(app, await crm.create(clientOf, account))
    Object.assign(crm, await crm.connect())
    diagnostics.subscribe('undici:request:create', listen)
  })
  after(async () => {
    diagnostics.unsubscribe('undici:request:create', listen)
    await crm.app?.close()
    await crm.pipedrive?.close()
  })
  return crm
}

async function authorize(app: TestApp, account: string): Promise<string> {
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl: redirectUri, state: 'pipedrive' })
  const { body } = await app.call('GET', `/elements/pipedrive/oauth/url?${query}`, { authorization: null })
  return (await answerConsent(body.oauthUrl, { account })).searchParams.get('code') ?? ''
}

/** The instance that was created, as its clients hold it. */
export function open(app: TestApp, reply: Reply): Connection {
  if (reply.status !== 200) throw new Error(`The instance was not created: ${reply.status} ${reply.text}`)
  const { token, configuration } = reply.body
  const authorization = `${app.user}, Element ${token}`
  const call: Connection['call'] = (method, path, options = {}) => app.call(method, `/hubs/crm${path}`, { authorization, ...options })
  const demand = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body === undefined ? {} : { body })
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  return {
    configuration,
    call,
    get: (path, query = {}) => demand('GET', `${path}?${new URLSearchParams(query)}`),
    write: demand,
  }
}
