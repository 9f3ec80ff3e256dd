/** The element on the whole server: connected as users connect it, its tokens, limits and faults, and what it tells of objects and fields. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Hubspot, startHubspot } from '../../simulators/hubspot/hubspot.ts'
import { privateToken, redirectUri } from '../../simulators/hubspot/test-client.ts'
import { client, createTestApp, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

const scope = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((kind) => [`crm.objects.${kind}.read`, `crm.objects.${kind}.write`]),
  'crm.objects.owners.read',
].join(' ')

let app: TestApp
let hubspot: Hubspot

before(async () => {
  hubspot = await startHubspot()
  const { url } = hubspot
  const defaults = { 'base.url': url, 'oauth.authorization.url': `${url}/oauth/authorize`, 'oauth.token.url': `${url}/oauth/v3/token` }
  app = await createTestApp({ config: { elementDefaults: { hubspotcrm: defaults } } })
})
after(async () => {
  await app?.close()
  await hubspot?.close()
})

const clientOf = { 'oauth.callback.url': redirectUri, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }

async function authorize(account = '44237313'): Promise<string> {
  const query = new URLSearchParams({ apiKey: client.id, apiSecret: client.secret, callbackUrl: redirectUri, state: 'hubspotcrm' })
  const { body } = await app.call('GET', `/elements/hubspotcrm/oauth/url?${query}`, { authorization: null })
  assert.equal(body.element, 'hubspotcrm')
  assert.equal(new URL(body.oauthUrl).searchParams.get('scope'), scope)
  return (await answerConsent(body.oauthUrl, { account })).searchParams.get('code') ?? ''
}

function create(configuration: Record<string, string>, code?: string) {
  const body = { element: { key: 'hubspotcrm' }, ...(code !== undefined && { providerData: { code } }), configuration, name: 'My HubSpot' }
  return app.call('POST', '/instances', { body })
}

async function connect(configuration: Record<string, string> = {}) {
  const reply = await create(
    { 'authentication.type': 'oauth2', 'create.bulk.properties': 'false', ...clientOf, ...configuration },
    await authorize(),
  )
  assert.equal(reply.status, 200, reply.text)
  return open(reply.body)
}

function open({ id, token, configuration }: { id: number; token: string; configuration: Record<string, string> }) {
  const authorization = `${app.user}, Element ${token}`
  const call = (method: string, path: string, more: Parameters<TestApp['call']>[2] = {}) =>
    app.call(method, `/hubs/crm${path}`, { authorization, ...more })
  return { id, configuration, call }
}

const connectPrivately = async () =>
  open((await create({ 'authentication.type': 'apiKey', 'hubspot.authorization.apikey': privateToken })).body)

describe('connecting', () => {
  test('a user approves the application: the account is kept, and calls work', async () => {
    const { call, configuration } = await connect()
    assert.equal(configuration['hubspot.portal.id'], '44237313')
    const ping = await call('GET', '/ping')
    assert.deepEqual([ping.status, ping.body.endpoint], [200, 'hubspotcrm'])
    assert.equal((await call('GET', '/contacts?pageSize=2')).body.length, 2)
  })

  test('another account than the one that is named is refused', async () => {
    const reply = await create({ ...clientOf, 'hubspot.portal.id': '44237313' }, await authorize('55118824'))
    assert.equal(reply.status, 400, reply.text)
    assert.match(reply.body.message, /55118824/)
  })

  test('the token of a private app needs no client and no code; it is tried before it is kept', async () => {
    const { call } = await connectPrivately()
    assert.equal((await call('GET', '/accounts?pageSize=2')).body.length, 2)
    const refused = await create({ 'authentication.type': 'apiKey', 'hubspot.authorization.apikey': 'pat-na1-unknown' })
    assert.equal(refused.status, 401, refused.text)
  })

  test('a key of former years is not taken for a token', async () => {
    const reply = await create({ 'authentication.type': 'apiKey', 'hubspot.authorization.apikey': '3a9990ff-bf17-40b1-9ce1-e1702e36ab51' })
    assert.equal(reply.status, 400, reply.text)
    assert.match(reply.body.message, /hubspot\.authorization\.apikey: expected a value that begins with pat-/)
    assert.match((await create({ 'authentication.type': 'apiKey' })).body.message, /missing: hubspot\.authorization\.apikey/)
  })

  test('a scope that was not granted is a 403 with the vendor’s words', async () => {
    const { call } = await connect()
    const reply = await call('GET', '/tickets')
    assert.equal(reply.status, 403)
    assert.match(reply.body.providerMessage, /scopes/)
  })
})

describe('tokens, limits and faults', () => {
  test('an expired token is renewed once, and the refresh token stays', async () => {
    const { call } = await connect()
    await fetch(`${hubspot.url}/_simulator/tokens/expire`, { method: 'POST', body: JSON.stringify({ which: 'access' }) })
    for (const _ of [1, 2]) assert.equal((await call('GET', '/contacts?pageSize=1')).status, 200)
  })

  // Each on an instance of its own: after a 429 the next call of one waits for the vendor's window.
  for (const [kind, status] of [
    ['quota-exhausted', 429],
    ['http-500', 502],
    ['truncated-json', 502],
  ] as const) {
    test(`${kind} is a ${status}, and over when it is over`, async () => {
      const { call } = await connectPrivately()
      hubspot.options.enforceLimits = kind === 'quota-exhausted'
      hubspot.options.faults = [{ kind, match: { path: '/crm/v3/objects/products' }, times: 10 }]
      assert.equal((await call('GET', '/products')).status, status)
      hubspot.options.enforceLimits = false
      hubspot.options.faults = []
      assert.equal((await (await connectPrivately()).call('GET', '/products')).status, 200)
    })
  }
})

test('searches wait for the five that the vendor lets an account make in a second', async () => {
  const { call } = await connect()
  hubspot.options.enforceLimits = true
  const from = hubspot.state.requests.length
  const replies = await Promise.all(Array.from({ length: 8 }, () => call('GET', "/contacts-search?where=q='alder'")))
  hubspot.options.enforceLimits = false
  assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
  const searches = hubspot.state.requests.slice(from).filter(({ path }) => path.endsWith('/search'))
  assert.deepEqual([searches.length, searches.filter(({ status }) => status === 429).length], [8, 0])
})

describe('objects and fields', () => {
  test('trap 25: objects are names, the account’s own among them; with Elements-Version Helium, things', async () => {
    const { call } = await connectPrivately()
    const names = (await call('GET', '/objects')).body as string[]
    for (const name of ['contacts', 'accounts', 'leads', 'opportunities', 'activities', 'owners', 'tickets', 'p44237313_vehicles']) {
      assert.ok(names.includes(name), name)
    }
    const things = (await call('GET', '/objects', { headers: { 'Elements-Version': 'Helium' } })).body
    assert.ok(
      things.some(
        ({ name, vendorName, type }: Record<string, string>) => name === 'accounts' && vendorName === 'companies' && type === 'vendor',
      ),
    )
  })

  test('fields with their types, what may be written, options, and custom ones apart', async () => {
    const { call } = await connectPrivately()
    const { fields } = (await call('GET', '/objects/contacts/metadata')).body
    const find = (path: string) => fields.find(({ vendorPath }: { vendorPath: string }) => vendorPath === path)
    assert.deepEqual([find('properties.email').type, find('properties.email').vendorReadOnly], ['string', false])
    assert.equal(find('properties.lastmodifieddate').vendorReadOnly, true)
    assert.equal(find('properties.createdate').type, 'date')
    assert.ok(find('id').vendorReadOnly)
    assert.ok(find('properties.lifecyclestage').picklistValues.some(({ value }: { value: string }) => value === 'lead'))
    assert.equal(find('properties.lifecyclestage').restrictedPicklist, true)
    const custom = (await call('GET', '/objects/contacts/metadata?customFieldsOnly=true')).body.fields
    const paths = custom.map(({ vendorPath }: { vendorPath: string }) => vendorPath)
    assert.ok(paths.includes('properties.favorite_color'))
    assert.ok(!paths.includes('properties.email'))
    assert.deepEqual(
      custom
        .find(({ vendorPath }: { vendorPath: string }) => vendorPath === 'properties.favorite_color')
        .picklistValues.map(({ value }: { value: string }) => value),
      ['red', 'green', 'blue'],
    )
    assert.equal((await call('GET', '/objects/p44237313_vehicles/metadata')).status, 200)
    assert.equal((await call('GET', '/objects/spaceships/metadata')).status, 404)
  })

  test('the options of a property', async () => {
    const { call } = await connectPrivately()
    const { status, body } = await call('GET', '/contacts/lookups/lifecyclestage')
    assert.equal(status, 200)
    assert.ok(JSON.stringify(body).includes('lead'))
    assert.equal((await call('GET', '/contacts/lookups/nosuchthing')).status, 404)
  })
})
