/** The whole server in this process, on a database of its own and the vendor's simulator: what the flows run on. Everything but the vendor is real. */
import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { type Keap, type KeapOptions, startKeap } from '../simulators/keap/keap.ts'
import { type App, type AppOverrides, createApp } from '../src/app.ts'
import { type Config, readConfig } from '../src/config.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import { openTestDatabase } from './database.ts'
import { answerConsent, type Consent } from './keap-user.ts'

export interface CallOptions {
  /** Default: User and Organization of the administrator. `null` sends no header. */
  readonly authorization?: string | null
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Parsed; undefined when there is none. Typed loosely: tests say what they expect. */
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever came; assertions give it its shape
  readonly body: any
}

/** An authenticated instance as a client holds it. */
export interface Connected {
  readonly id: number
  readonly token: string
  /** `User …, Element …`. */
  readonly authorization: string
  readonly reply: Reply
  /** A hub call with the instance's token. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
}

export interface TestApp {
  readonly app: App
  readonly url: string
  readonly keap: Keap
  readonly database: Database
  readonly user: string
  readonly organization: string
  /** Lines that were logged. */
  readonly log: readonly string[]
  /** A call below the base path. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
  /** The first two steps of the seed: asks for the URL, lets the user answer at the vendor, and gives what came to the callback. */
  authorize(consent?: Consent): Promise<URLSearchParams>
  /** All three steps; `body` is laid over the documented request. */
  connect(body?: Readonly<Record<string, unknown>>, consent?: Consent): Promise<Connected>
  /** A second server on the same database; gives its `call`. */
  startAnother(): Promise<TestApp['call']>
  close(): Promise<void>
}

export const callbackUrl = 'https://www.example.com/callback'
export const client = { id: 'octet-demo', secret: 'octet-demo-secret' }

/** The configuration of the seed's request. */
export const seedConfiguration = {
  'oauth.callback.url': callbackUrl,
  'oauth.api.key': client.id,
  'oauth.api.secret': client.secret,
  'infusionsoft.server': 'ab123.infusionsoft.com',
  'infusionsoft.private.key': 'legacy-private-key',
}

export interface TestAppOptions {
  readonly keap?: Partial<KeapOptions>
  readonly config?: Partial<Config>
  readonly overrides?: AppOverrides
}

/** Starts database, simulator and server; `close` ends all three. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const [{ database, url: databaseUrl, close }, keap] = await Promise.all([openTestDatabase(), startKeap(options.keap)])
  const log: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk))
      done()
    },
  })
  const config = describeConfig(keap, options.config)
  const overrides = { log: pino({ level: 'debug' }, sink), ...options.overrides }
  const app = await createApp(config, { database, ...overrides })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const secrets = app.firstSecrets!
  const user = `User ${secrets.userSecret}`
  const organization = `Organization ${secrets.organizationSecret}`
  const call = (method: string, path: string, options: CallOptions = {}) =>
    send(`${url}/elements/api-v2${path}`, method, { authorization: `${user}, ${organization}`, ...options })
  const authorize = async (consent?: Consent) => {
    const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl, state: 'infusionsoftcrm' })
    query.set('siteAddress', seedConfiguration['infusionsoft.server'])
    const reply = await call('GET', `/elements/infusionsoftcrm/oauth/url?${query}`, { authorization: null })
    return (await answerConsent(reply.body.oauthUrl, consent)).searchParams
  }
  const connect = async (body: Readonly<Record<string, unknown>> = {}, consent?: Consent) => {
    const code = (await authorize(consent)).get('code')
    const reply = await call('POST', '/instances', { body: { ...seedBody(code), ...body } })
    if (reply.status !== 200) throw new Error(`The instance was not created: ${reply.status} ${reply.text}`)
    const { id, token } = reply.body as { id: number; token: string }
    const authorization = `${user}, Element ${token}`
    const callHub = (method: string, path: string, options: CallOptions = {}) => call(method, path, { authorization, ...options })
    return { id, token, authorization, reply, call: callHub }
  }
  const closers: (() => Promise<void>)[] = []
  const startAnother = async () => {
    const own = await openDatabase({ dataFolder: '', databaseUrl, poolSize: 4 })
    const another = await createApp(config, { ...overrides, database: own })
    closers.push(() => another.close(5000).finally(own.close))
    const address = await another.listen({ port: 0, host: '127.0.0.1' })
    return (method: string, path: string, options: CallOptions = {}) =>
      send(`${address}/elements/api-v2${path}`, method, { authorization: `${user}, ${organization}`, ...options })
  }
  const closeAll = async () => {
    await Promise.all(closers.map((closeOne) => closeOne()))
    await app.close(5000)
    await keap.close()
    await close()
  }
  return { app, url, keap, database, user, organization, log, call, authorize, connect, startAnother, close: closeAll }
}

/** The body of the seed's third step. */
export function seedBody(code: string | null): Record<string, unknown> {
  return {
    element: { key: 'infusionsoftcrm' },
    providerData: { code },
    configuration: seedConfiguration,
    tags: ['seed'],
    name: 'My Infusionsoft',
  }
}

function describeConfig(keap: Keap, changes: Partial<Config> = {}): Config {
  const config = readConfig({ OCTET_KEY: randomBytes(32).toString('hex'), OCTET_ALLOW_HOSTS: '127.0.0.1' })
  const elementDefaults = {
    infusionsoftcrm: {
      'base.url': `${keap.url}/crm`,
      'oauth.token.url': `${keap.url}/token`,
      'oauth.authorization.url': `${keap.url}/app/oauth/authorize`,
    },
  }
  return { ...config, elementDefaults, ...changes }
}

async function send(url: string, method: string, { authorization, body, headers = {} }: CallOptions): Promise<Reply> {
  const sent: Record<string, string> = { ...(authorization == null ? {} : { authorization }), ...headers }
  if (body !== undefined && sent['content-type'] === undefined) sent['content-type'] = 'application/json'
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method, headers: sent, ...(content === undefined ? {} : { body: content }) })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined }
}
