/** What the tests of the element share: the whole server, the vendor's simulator, a connection made as a user makes it, and what the vendor is asked. */
import diagnostics from 'node:diagnostics_channel'
import { after, before } from 'node:test'
import { startZoho, type Zoho, type ZohoOptions } from '../../simulators/zoho/zoho.ts'
import { type Connected, callbackUrl, client, createTestApp, type Reply, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

export interface ZohoCrm {
  readonly app: TestApp
  readonly zoho: Zoho
  readonly hub: Connected
  /** Requests to the vendor's API, oldest first: `GET /crm/v8/Contacts?…`, decoded; of a COQL call the statement is behind it. */
  readonly asked: string[]
  /** A hub call, and what the vendor was asked for it. */
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<Reply & { readonly asked: string[] }>
  readonly write: (method: string, path: string, body?: unknown) => Promise<Reply>
  /** Stored values of the American organization's records, oldest first. */
  readonly stored: (module: string) => readonly Record<string, unknown>[]
}

/** Starts all of it before the tests of a suite and ends it after them; the members are there once a test runs. */
export function useZoho(knobs: Partial<ZohoOptions> = {}): ZohoCrm {
  const crm = { asked: [] } as unknown as { -readonly [Name in keyof ZohoCrm]: ZohoCrm[Name] }
  const listen = (message: unknown) => {
    const { method, path, body } = (message as { request: { method: string; path: string; body: unknown } }).request
    if (!path.startsWith('/crm/v8/')) return
    const statement = path === '/crm/v8/coql' ? ` ${JSON.parse(String(body)).select_query}` : ''
    crm.asked.push(`${method} ${decodeURIComponent(path.replaceAll('+', ' '))}${statement}`)
  }
  before(async () => {
    crm.zoho = await startZoho(knobs)
    const { url } = crm.zoho
    const zohocrmv2 = {
      'base.url': url,
      'oauth.authorization.url': `${url}/oauth/v2/auth?access_type=offline&prompt=consent`,
      'oauth.token.url': `${url}/oauth/v2/token`,
      'oauth.token.revoke_url': `${url}/oauth/v2/token/revoke`,
    }
    crm.app = await createTestApp({ config: { elementDefaults: { zohocrmv2 } } })
    crm.hub = await connectZoho(crm.app)
    crm.get = async (path, query = {}) => {
      crm.asked.length = 0
      const reply = await crm.hub.call('GET', `/hubs/crm${path}?${new URLSearchParams(query)}`)
      return { ...reply, asked: [...crm.asked] }
    }
    crm.write = (method, path, body) => crm.hub.call(method, `/hubs/crm${path}`, body === undefined ? {} : { body })
    crm.stored = (module) =>
      crm.zoho.state.tenants
        .get('northwind')!
        .tables.get(module)!
        .list.map(({ values }) => values)
    diagnostics.subscribe('undici:request:create', listen)
  })
  after(async () => {
    diagnostics.unsubscribe('undici:request:create', listen)
    await crm.app?.close()
    await crm.zoho?.close()
  })
  return crm
}

/** The documented three steps; the whole query of the callback is handed on, as `account` of the consent page sends it. */
export async function connectZoho({ call, user }: TestApp, account = 'northwind'): Promise<Connected> {
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl, state: 'zohocrmv2' })
  const { body } = await call('GET', `/elements/zohocrmv2/oauth/url?${query}`, { authorization: null })
  const providerData = Object.fromEntries((await answerConsent(body.oauthUrl, { account })).searchParams)
  const configuration = { 'oauth.callback.url': callbackUrl, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }
  const reply = await call('POST', '/instances', {
    body: { element: { key: 'zohocrmv2' }, providerData, configuration, name: 'My Zoho' },
  })
  if (reply.status !== 200) throw new Error(`The instance was not created: ${reply.status} ${reply.text}`)
  const { id, token } = reply.body as { id: number; token: string }
  const authorization = `${user}, Element ${token}`
  return { id, token, authorization, reply, call: (method, path, options = {}) => call(method, path, { authorization, ...options }) }
}
