/** The element on the whole server: connected as users connect it, its tokens, limits and faults, and what it tells of objects and fields. */
import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { open, type Row, usePipedrive } from './pipedrive-server.ts'

const crm = usePipedrive({ apiDomain: 'company' })
const apiToken = 'simulator-api-token-of-an-administrator'

afterEach(() => {
  Object.assign(crm.pipedrive.options, { faults: [], enforceLimits: false, tokenDown: false })
})

const expire = (which: 'access' | 'all') =>
  fetch(`${crm.pipedrive.url}/_simulator/tokens/expire`, { method: 'POST', body: JSON.stringify({ which }) })

describe('connecting', () => {
  test('a user approves: calls go to the company’s own address, which is kept', async () => {
    const { url } = crm.pipedrive
    assert.equal(crm.configuration['base.url'], `${url}/company/alder-birch`)
    assert.match(crm.configuration['pipedrive.company'] ?? '', /alder-birch/)
    const ping = await crm.get('/ping')
    assert.equal(ping.endpoint, 'pipedrive')
    assert.equal(crm.sent.at(-1)!.path, '/company/alder-birch/v1/users/me')
  })

  test('another company than the one that is named is refused', async () => {
    const clientOf = {
      'oauth.callback.url': 'http://127.0.0.1:1/callback',
      'oauth.api.key': 'octet-demo',
      'oauth.api.secret': 'octet-demo-secret',
    }
    const reply = await crm.create({ ...clientOf, 'pipedrive.company': crm.configuration['pipedrive.company']! }, 'cove-dale/22001')
    assert.equal(reply.status, 400, reply.text)
    assert.match(reply.body.message, /cove-dale/)
  })

  test('an expired access token is renewed; without a refresh token that holds, calls are a 401', async () => {
    await expire('access')
    for (const _ of [1, 2]) assert.ok(Array.isArray(await crm.get('/contacts', { pageSize: '1' })))
    const other = await crm.connect()
    await expire('all')
    assert.equal((await other.call('GET', '/contacts')).status, 401)
    Object.assign(crm, await crm.connect())
  })

  test('a scope that was not granted is the vendor’s 403 with its words', async () => {
    const { scopes } = crm.pipedrive.options
    crm.pipedrive.options.scopes = 'contacts:full'
    const narrow = await crm.connect()
    crm.pipedrive.options.scopes = scopes
    const { status, body } = await narrow.call('GET', '/opportunities')
    assert.deepEqual([status, body.providerMessage], [403, 'Scope and URL mismatch'])
    assert.equal((await narrow.call('GET', '/contacts?pageSize=1')).status, 200)
  })
})

describe('with an API token', () => {
  test('neither client nor code is needed; old clients send it as the password', async () => {
    crm.pipedrive.options.apiDomain = 'origin'
    const old = { 'pipedrive.email': 'ann@example.com', 'pipedrive.password': apiToken }
    for (const configuration of [old, { 'authentication.type': 'apiKey', 'pipedrive.password': apiToken }]) {
      const connection = open(crm.app, await crm.create(configuration))
      assert.equal(connection.configuration['pipedrive.password'], '********')
      assert.equal((await connection.get('/contacts', { pageSize: '2' })).length, 2)
    }
    const { status, body } = await crm.create({ ...old, 'pipedrive.password': 'secret' })
    assert.deepEqual([status, body.providerMessage], [401, 'unauthorized access'])
    crm.pipedrive.options.apiDomain = 'company'
  })
})

describe('limits and faults', () => {
  for (const [kind, status] of [
    ['http-500', 502],
    ['truncated-json', 502],
    // The last one: a company whose day is used up is left alone until the next, whoever asks.
    ['quota-exhausted', 429],
  ] as const) {
    test(`${kind} is a ${status}, and over when it is over`, async () => {
      const connection = await crm.connect('cove-dale/22001')
      crm.pipedrive.options.enforceLimits = kind === 'quota-exhausted'
      crm.pipedrive.options.faults = [{ kind, match: { path: '/api/v2/products' }, times: 10 }]
      assert.equal((await connection.call('GET', '/products')).status, status)
      Object.assign(crm.pipedrive.options, { enforceLimits: false, faults: [] })
      assert.equal((await (await crm.connect()).call('GET', '/products')).status, 200)
    })
  }
})

describe('objects and fields', () => {
  test('trap 25: objects are names; with Elements-Version Helium, things', async () => {
    const names = (await crm.call('GET', '/objects')).body as string[]
    for (const name of ['contacts', 'accounts', 'opportunities', 'leads', 'activities', 'notes', 'users', 'activity-types', 'filters'])
      assert.ok(names.includes(name), name)
    const things: Row[] = (await crm.call('GET', '/objects', { headers: { 'Elements-Version': 'Helium' } })).body
    assert.ok(things.some(({ name, vendorName, type }) => name === 'accounts' && vendorName === 'organizations' && type === 'vendor'))
  })

  for (const [object, path, type] of [
    ['contacts', 'email1.value', 'string'],
    ['accounts', 'owner_id', 'number'],
    ['opportunities', 'value', 'number'],
    ['activities', 'due_date', 'date'],
    ['products', 'code', 'string'],
    ['leads', 'title', 'string'],
    ['notes', 'content', 'string'],
    ['users', 'email', 'string'],
    ['activity-types', 'icon_key', 'string'],
    ['stages', 'pipeline_id', 'number'],
  ] as const) {
    test(`of ${object}: ${path} is a ${type}, and there is an id`, async () => {
      const { status, body } = await crm.call('GET', `/objects/${object}/metadata`)
      assert.equal(status, 200)
      const find = (name: string) => body.fields.find(({ vendorPath }: Row) => vendorPath === name)
      assert.equal(find(path).type, type)
      assert.ok(find('id'))
    })
  }

  test('the company’s own fields apart, options with them', async () => {
    for (const object of ['contacts', 'accounts', 'opportunities', 'products']) {
      const { fields } = (await crm.call('GET', `/objects/${object}/metadata?customFieldsOnly=true`)).body
      assert.ok(fields.length > 0 && fields.every(({ vendorPath }: Row) => /^custom_fields\.[0-9a-f]{40}$/.test(vendorPath)), object)
    }
    const { fields } = (await crm.call('GET', '/objects/contacts/metadata?customFieldsOnly=true')).body
    const tier = fields.find(({ vendorDisplayName }: Row) => vendorDisplayName === 'Tier')
    const labels = tier.picklistValues.map(({ label }: Row) => label)
    assert.deepEqual(labels, ['Gold', 'Silver', 'Bronze'])
    const lookup = await crm.get(`/contacts/lookups/${tier.vendorPath}`)
    assert.deepEqual(
      lookup.map(({ label }: Row) => label),
      labels,
    )
    assert.equal((await crm.call('GET', '/contacts/lookups/nosuchthing')).status, 404)
  })
})
