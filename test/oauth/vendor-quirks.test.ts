/** Whole authorisations at the sandbox vendors: each vendor's own way of saying where to call, how long a token holds, and no. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startCloseio } from '../../simulators/closeio/closeio.ts'
import { decide as decideCloseio } from '../../simulators/closeio/test-client.ts'
import { startHubspot } from '../../simulators/hubspot/hubspot.ts'
import { decide as decideHubspot, privateToken, redirectUri } from '../../simulators/hubspot/test-client.ts'
import { startPipedrive } from '../../simulators/pipedrive/pipedrive.ts'
import { decide as decidePipedrive } from '../../simulators/pipedrive/test-client.ts'
import { startSalesforce } from '../../simulators/salesforce/salesforce.ts'
import { decide as decideSalesforce } from '../../simulators/salesforce/test-client.ts'
import { decide as decideZoho } from '../../simulators/zoho/test-client.ts'
import { startZoho } from '../../simulators/zoho/zoho.ts'
import type { AuthenticationOctet } from '../../src/elements/document/octet.ts'
import { createWorld, type World } from '../../src/instances/fixtures/world.ts'
import { createTestElement } from '../../src/oauth/fixtures/element.ts'
import { createCaller, readJson } from '../call-instance.ts'

interface Sandbox {
  readonly url: string
  close(): Promise<void>
}

/** A sandbox vendor with an element for it: endpoints as the server's operator would name them, hosts as the vendor's own. */
class Scene {
  readonly world: World
  readonly vendor: Sandbox
  constructor(world: World, vendor: Sandbox) {
    this.world = world
    this.vendor = vendor
  }

  create(redirect: URL, configuration: Record<string, string> = {}) {
    const own = { 'oauth.callback.url': redirectUri, 'oauth.api.key': 'octet-demo', 'oauth.api.secret': 'octet-demo-secret' }
    const providerData = Object.fromEntries(redirect.searchParams)
    const body = { element: { key: 'sandbox' }, name: 'Mine', providerData, configuration: { ...own, ...configuration } }
    return this.world.call('POST', '/instances', { body }).then((reply) => reply.body as Created)
  }

  async call(created: Created, path: string): Promise<Record<string, unknown>> {
    const { call } = await this.world.instances.resolve(created.token)
    return readJson(await createCaller(this.world.oauth.call, call)('GET', path))
  }

  async expire(): Promise<void> {
    await fetch(`${this.vendor.url}/_simulator/tokens/expire`, { method: 'POST', body: '{"which":"access"}' })
  }

  /** Headers and paths that the vendor was asked for last. */
  async readRequests(url = this.vendor.url): Promise<{ path: string; status: number }[]> {
    return (await (await fetch(`${url}/_simulator/requests?last=100`)).json()) as { path: string; status: number }[]
  }
}

interface Created {
  readonly id: number
  readonly token: string
  readonly configuration: Readonly<Record<string, string | null>>
}

interface Setting {
  readonly vendor: Sandbox
  readonly authentication: AuthenticationOctet
  readonly tokenPath: string
  /** Below the base URL. */
  readonly resource: string
  readonly basePath?: string
}

async function open({ vendor, authentication, tokenPath, resource, basePath = '' }: Setting): Promise<Scene> {
  const element = createTestElement({
    id: 6000,
    key: 'sandbox',
    authentication,
    items: { 'base.url': { required: true }, 'oauth.user.refresh_interval': { internal: true }, 'api.key': { type: 'PASSWORD' } },
    resources: [{ method: 'GET', path: '/hubs/crm/things', vendorMethod: 'GET', vendorPath: resource }],
    defaults: { 'base.url': vendor.url + basePath, 'oauth.token.url': vendor.url + tokenPath },
  })
  return new Scene(await createWorld({ more: () => [element] }), vendor)
}

const close = (scene: Scene) => scene.world.close().then(() => scene.vendor.close())

describe('a vendor of several regions, whose callback says where the code is worth something', () => {
  let scene: Scene
  let europe: string
  before(async () => {
    const vendor = await startZoho()
    europe = vendor.europeUrl
    const keep = [
      {
        from: 'callback',
        member: 'accounts-server',
        configuration: 'oauth.token.url',
        hosts: ['accounts.zoho.com'],
        suffix: '/oauth/v2/token',
      },
      { from: 'reply', member: 'api_domain', configuration: 'base.url', hosts: ['www.zohoapis.com'] },
    ] as const
    const oauth2 = { keep, refusals: ['invalid_code'], clientAuthentication: { exchange: 'body', refresh: 'body' } } as const
    const authentication = { scheme: 'Zoho-oauthtoken', oauth2 }
    scene = await open({ vendor, authentication, tokenPath: '/oauth/v2/token', resource: '/crm/v8/users?type=AllUsers' })
  })
  after(() => close(scene))

  it('is asked there for the tokens, called where these say, and refreshed there', async () => {
    const redirect = await decideZoho(scene.vendor.url, { account: 'Südwind' })
    assert.equal(redirect.searchParams.get('accounts-server'), europe)
    const created = await scene.create(redirect)
    assert.equal(created.configuration['base.url'], europe)
    assert.equal(created.configuration['oauth.token.url'], `${europe}/oauth/v2/token`)
    assert.ok(Array.isArray((await scene.call(created, '/things'))['users']))
    await scene.expire()
    assert.ok(Array.isArray((await scene.call(created, '/things'))['users']))
    const { call } = await scene.world.instances.resolve(created.token)
    assert.partialDeepStrictEqual(call.credential, { generation: 2, scheme: 'Zoho-oauthtoken' })
  })

  it('keeps its old refresh token when a refresh brings none: it is good for the next one too', async () => {
    const created = await scene.create(await decideZoho(scene.vendor.url))
    for (const generation of [2, 3]) {
      await scene.expire()
      await scene.call(created, '/things')
      const { call } = await scene.world.instances.resolve(created.token)
      assert.partialDeepStrictEqual(call.credential, { generation })
    }
  })

  it('says no with a 200, and that is a no', async () => {
    const redirect = new URL('http://127.0.0.1:1/callback?code=1000.made.up')
    await assert.rejects(scene.create(redirect), { status: 400, code: 'oauth-refused', message: /invalid_code/ })
  })

  it('is not asked, and no other is, when the callback names a server of nobody’s', async () => {
    const redirect = await decideZoho(scene.vendor.url)
    const asked = await scene.readRequests()
    for (const server of [
      'https://accounts.zoho.com.evil.net',
      'https://accounts.zoho.com@127.0.0.1',
      europe.replace('127.0.0.1', 'localhost'),
    ]) {
      redirect.searchParams.set('accounts-server', server)
      await assert.rejects(scene.create(redirect), { status: 400, code: 'oauth-member-refused' })
    }
    assert.deepEqual(await scene.readRequests(), asked)
  })
})

describe('a vendor whose sessions say nothing of their end, and whose API is where the login says', () => {
  let scene: Scene
  let instanceUrl: string
  before(async () => {
    const vendor = await startSalesforce()
    instanceUrl = vendor.instanceUrl
    const keep = [
      { from: 'reply', member: 'instance_url', configuration: 'base.url', hosts: ['*.my.salesforce.com'], suffix: '/services/data/v65.0' },
    ] as const
    scene = await open({ vendor, authentication: { oauth2: { keep } }, tokenPath: '/services/oauth2/token', resource: '/sobjects' })
  })
  after(() => close(scene))

  it('is called there, its token due at no time', async () => {
    const created = await scene.create(await decideSalesforce(scene.vendor.url, { query: { scope: 'api refresh_token' } }))
    assert.equal(created.configuration['base.url'], `${instanceUrl}/services/data/v65.0`)
    assert.ok(Array.isArray((await scene.call(created, '/things'))['sobjects']))
    const { call } = await scene.world.instances.resolve(created.token)
    assert.equal(call.credential.kind === 'bearer' && call.credential.dueAt, undefined)
  })

  it('is asked for a new session once it refuses the old one, and not before', async () => {
    const created = await scene.create(await decideSalesforce(scene.vendor.url, { query: { scope: 'api refresh_token' } }))
    scene.world.timeline.advance(30 * 24 * 60 * 60_000)
    await scene.call(created, '/things')
    const { call: before } = await scene.world.instances.resolve(created.token)
    assert.partialDeepStrictEqual(before.credential, { generation: 1 })
    await scene.expire()
    await scene.call(created, '/things')
    const { call } = await scene.world.instances.resolve(created.token)
    assert.partialDeepStrictEqual(call.credential, { generation: 2 })
  })
})

describe('a vendor that wants the client in a header and gives every company an address', () => {
  let scene: Scene
  before(async () => {
    const vendor = await startPipedrive({ apiDomain: 'company' })
    const keep = [{ from: 'reply', member: 'api_domain', configuration: 'base.url', hosts: ['*.pipedrive.com'], suffix: '/api' }] as const
    const oauth2 = { keep, clientAuthentication: { exchange: 'basic', refresh: 'basic' } } as const
    scene = await open({ vendor, authentication: { oauth2 }, tokenPath: '/oauth/token', resource: '/v2/persons?limit=1', basePath: '/api' })
  })
  after(() => close(scene))

  it('is called at that address, before and after a refresh', async () => {
    const created = await scene.create(await decidePipedrive(scene.vendor.url))
    assert.match(String(created.configuration['base.url']), /^http:\/\/127\.0\.0\.1:\d+\/.+\/api$/)
    assert.equal((await scene.call(created, '/things'))['success'], true)
    await scene.expire()
    assert.equal((await scene.call(created, '/things'))['success'], true)
  })
})

describe('a vendor that tells which account was authorised, and has keys of its own', () => {
  let scene: Scene
  before(async () => {
    const vendor = await startHubspot()
    const keep = [{ from: 'reply', member: 'hub_id', configuration: 'site.name', pattern: '[0-9]{1,12}' }] as const
    const authentication = {
      oauth2: { keep, clientAuthentication: { exchange: 'body', refresh: 'body' } },
      staticToken: { configuration: 'api.key', prefix: 'pat-' },
    } as const
    scene = await open({ vendor, authentication, tokenPath: '/oauth/v3/token', resource: '/crm/v3/objects/contacts?limit=1' })
  })
  after(() => close(scene))

  it('has its account in the configuration', async () => {
    const created = await scene.create(await decideHubspot(scene.vendor.url))
    assert.equal(created.configuration['site.name'], '44237313')
    assert.ok(Array.isArray((await scene.call(created, '/things'))['results']))
  })
  it('takes a key of a private application in place of a code', async () => {
    const created = await scene.create(new URL('http://127.0.0.1:1/'), { 'api.key': privateToken })
    assert.ok(Array.isArray((await scene.call(created, '/things'))['results']))
  })
})

describe('a vendor that gives a new refresh token each time and kills the old one', () => {
  let scene: Scene
  before(async () => {
    const vendor = await startCloseio()
    const keep = [{ from: 'reply', member: 'organization_id', configuration: 'site.name', pattern: 'orga_[A-Za-z0-9]{1,60}' }] as const
    const oauth2 = { keep, clientAuthentication: { exchange: 'body', refresh: 'body' } } as const
    scene = await open({ vendor, authentication: { oauth2 }, tokenPath: '/oauth2/token/', resource: '/api/v1/me/' })
  })
  after(() => close(scene))

  it('is refreshed again and again with the one that came last', async () => {
    const created = await scene.create(await decideCloseio(scene.vendor.url))
    assert.match(String(created.configuration['site.name']), /^orga_/)
    for (const generation of [2, 3, 4]) {
      await scene.expire()
      assert.match(String((await scene.call(created, '/things'))['id']), /^user_/)
      const { call } = await scene.world.instances.resolve(created.token)
      assert.partialDeepStrictEqual(call.credential, { generation })
    }
  })
})
