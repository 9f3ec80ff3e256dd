/** What the tests of the element share: the whole server, the vendor's simulator, a connection made as a user makes it, and what the vendor is asked. */
import diagnostics from 'node:diagnostics_channel'
import { after, before } from 'node:test'
import { type Salesforce, type SalesforceOptions, startSalesforce } from '../../simulators/salesforce/salesforce.ts'
import { readTable } from '../../simulators/salesforce/tenant.ts'
import { type Connected, callbackUrl, client, createTestApp, type Reply, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

export interface Sfdc {
  readonly app: TestApp
  readonly salesforce: Salesforce
  readonly hub: Connected
  /** Requests to the vendor's API since the last `forget`, oldest first: `GET /services/data/v65.0/query?q=SELECT …`, decoded. */
  readonly asked: string[]
  /** The statements among them. */
  readonly statements: () => string[]
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<Reply>
  /** Stored values of the first organization's records, oldest first. */
  readonly stored: (object: string) => readonly Record<string, unknown>[]
}

/** Starts all of it before the tests of a suite and ends it after them; the members are there once a test runs. */
export function useSfdc(knobs: Partial<SalesforceOptions> = {}): Sfdc {
  const sfdc = {} as { -readonly [Name in keyof Sfdc]: Sfdc[Name] }
  const listen = (message: unknown) => {
    const { origin, method, path } = (message as { request: { origin: string; method: string; path: string } }).request
    if (String(origin) === sfdc.salesforce?.instanceUrl) sfdc.asked.push(`${method} ${decodeURIComponent(path.replaceAll('+', ' '))}`)
  }
  before(async () => {
    sfdc.asked = []
    sfdc.salesforce = await startSalesforce(knobs)
    const { url } = sfdc.salesforce
    const sfdcDefaults = {
      'base.url': url,
      'oauth.authorization.url': `${url}/services/oauth2/authorize`,
      'oauth.token.url': `${url}/services/oauth2/token`,
      'oauth.token.revoke_url': `${url}/services/oauth2/revoke`,
    }
    sfdc.app = await createTestApp({ config: { elementDefaults: { sfdc: sfdcDefaults } } })
    sfdc.hub = await connectSfdc(sfdc.app)
    sfdc.statements = () => sfdc.asked.flatMap((each) => /[?&]q=(.*)$/.exec(each)?.[1] ?? [])
    sfdc.get = (path, query = {}) => sfdc.hub.call('GET', `/hubs/crm${path}?${new URLSearchParams(query)}`)
    sfdc.stored = (object) => readTable(sfdc.salesforce.state.tenants.get('meridian')!, object).list.map(({ values }) => values)
    diagnostics.subscribe('undici:request:create', listen)
  })
  after(async () => {
    diagnostics.unsubscribe('undici:request:create', listen)
    await sfdc.app?.close()
    await sfdc.salesforce?.close()
  })
  return sfdc
}

/** The documented three steps, with the keys that clients of the original send. */
export async function connectSfdc({ call, user }: TestApp): Promise<Connected> {
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl, state: 'sfdc' })
  const { body } = await call('GET', `/elements/sfdc/oauth/url?${query}`, { authorization: null })
  const code = (await answerConsent(body.oauthUrl)).searchParams.get('code')
  const configuration = { 'oauth.callback.url': callbackUrl, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }
  const reply = await call('POST', '/instances', {
    body: { element: { key: 'sfdc' }, providerData: { code }, configuration, tags: ['sales'], name: 'My Salesforce' },
  })
  if (reply.status !== 200) throw new Error(`The instance was not created: ${reply.status} ${reply.text}`)
  const { id, token } = reply.body as { id: number; token: string }
  const authorization = `${user}, Element ${token}`
  return { id, token, authorization, reply, call: (method, path, options = {}) => call(method, path, { authorization, ...options }) }
}
