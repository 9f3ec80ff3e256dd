/** The element on the whole server: connected as users connect it, its tokens, limits and faults, and what it tells of objects and fields. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Closeio, startCloseio } from '../../simulators/closeio/closeio.ts'
import { redirectUri } from '../../simulators/closeio/test-client.ts'
import { client, createTestApp, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

let app: TestApp
let closeio: Closeio

before(async () => {
  closeio = await startCloseio()
  const { url } = closeio
  const defaults = {
    'base.url': `${url}/api/v1`,
    'oauth.authorization.url': `${url}/oauth2/authorize/`,
    'oauth.token.url': `${url}/oauth2/token/`,
  }
  app = await createTestApp({ config: { elementDefaults: { closeio: defaults } } })
})
after(async () => {
  await app?.close()
  await closeio?.close()
})

const oauth = {
  'authentication.type': 'oauth2',
  'oauth.callback.url': redirectUri,
  'oauth.api.key': client.id,
  'oauth.api.secret': client.secret,
}

async function authorize(account = 'alder/1'): Promise<string> {
  const query = new URLSearchParams({
    apiKey: client.id,
    apiSecret: client.secret,
    callbackUrl: redirectUri,
    state: 'closeio',
    'authentication.type': 'oauth2',
  })
  const { body, text } = await app.call('GET', `/elements/closeio/oauth/url?${query}`, { authorization: null })
  assert.equal(body.element, 'closeio', text)
  return (await answerConsent(body.oauthUrl, { account })).searchParams.get('code') ?? ''
}

function create(configuration: Record<string, string>, code?: string) {
  const body = { element: { key: 'closeio' }, ...(code !== undefined && { providerData: { code } }), configuration, name: 'My Close' }
  return app.call('POST', '/instances', { body })
}

async function connect(configuration: Record<string, string> = { username: 'api_simulator.alder', password: '' }, code?: string) {
  const reply = await create(configuration, code)
  assert.equal(reply.status, 200, reply.text)
  const authorization = `${app.user}, Element ${reply.body.token}`
  const call = (method: string, path: string, more: Parameters<TestApp['call']>[2] = {}) =>
    app.call(method, `/hubs/crm${path}`, { authorization, ...more })
  return { call, configuration: reply.body.configuration as Record<string, string> }
}

describe('connecting', () => {
  test('an API key as user name, with or without a password, as clients of the original do', async () => {
    for (const configuration of [{ username: 'api_simulator.alder' }, { username: 'api_simulator.cove', password: 'x' }]) {
      const { call } = await connect(configuration)
      const ping = await call('GET', '/ping')
      assert.deepEqual([ping.status, ping.body.endpoint], [200, 'closeio'])
      assert.equal((await call('GET', '/contacts?pageSize=2')).body.length, 2)
    }
  })

  test('a key that Close does not know, or none, is told at once', async () => {
    assert.equal((await create({ username: 'api_unknown', password: '' })).status, 401)
    const missing = await create({})
    assert.deepEqual([missing.status, /missing: username$/.test(missing.body.message)], [400, true], missing.text)
  })

  test('a user approves an OAuth app: the organization is kept, and calls work', async () => {
    const { call, configuration } = await connect(oauth, await authorize())
    assert.match(configuration['close.organization.id'] ?? '', /^orga_/)
    assert.equal((await call('GET', '/accounts?pageSize=2')).body.length, 2)
    const other = { ...oauth, 'close.organization.id': configuration['close.organization.id']! }
    assert.equal((await create(other, await authorize('cove/1'))).status, 400)
  })
})

describe('tokens, limits and faults', () => {
  test('an expired token is renewed, again and again with the newest refresh token', async () => {
    const { call } = await connect(oauth, await authorize())
    for (const _ of [1, 2, 3]) {
      await fetch(`${closeio.url}/_simulator/tokens/expire`, { method: 'POST', body: JSON.stringify({ which: 'access' }) })
      assert.equal((await call('GET', '/contacts?pageSize=1')).status, 200)
    }
  })

  test('calls wait for the window that the header RateLimit tells, and Close refuses none', async () => {
    const { call } = await connect({ username: 'api_simulator.cove' })
    Object.assign(closeio.options, { enforceLimits: true, keyLimit: 5, windowSeconds: 1 })
    await call('GET', '/notes?pageSize=1')
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await call('GET', '/notes?pageSize=1')).status))
    assert.deepEqual(new Set(statuses), new Set([200]))
    Object.assign(closeio.options, { enforceLimits: false, keyLimit: 100, windowSeconds: 5 })
    const log = await (await fetch(`${closeio.url}/_simulator/requests?last=10`)).text()
    assert.doesNotMatch(log, /"status":\s*429/)
    assert.match(log, /"status":\s*200/)
  })

  for (const [kind, status] of [
    ['quota-exhausted', 429],
    ['http-500', 502],
    ['truncated-json', 502],
  ] as const) {
    test(`${kind} is a ${status}, and over when it is over`, async () => {
      const { call } = await connect()
      closeio.options.enforceLimits = kind === 'quota-exhausted'
      closeio.options.faults = [{ kind, match: { path: '/api/v1/task/' }, times: 10 }]
      assert.equal((await call('GET', '/tasks')).status, status)
      closeio.options.enforceLimits = false
      closeio.options.faults = []
      assert.equal((await (await connect()).call('GET', '/tasks')).status, 200)
    })
  }
})

describe('objects and fields', () => {
  test('trap 25: objects are names; with Elements-Version Helium, things', async () => {
    const { call } = await connect()
    const names = (await call('GET', '/objects')).body as string[]
    for (const name of ['accounts', 'activities', 'contacts', 'leads', 'notes', 'opportunities', 'tasks', 'users'])
      assert.ok(names.includes(name), name)
    const things: Record<string, string>[] = (await call('GET', '/objects', { headers: { 'Elements-Version': 'Helium' } })).body
    assert.ok(things.some(({ name, vendorName, type }) => name === 'accounts' && vendorName === 'lead' && type === 'vendor'))
  })

  test('fields with their types and options, custom ones apart; the options of one', async () => {
    const { call } = await connect()
    const { fields } = (await call('GET', '/objects/accounts/metadata')).body
    const find = (name: string) =>
      fields.find((field: Record<string, unknown>) => [field['vendorPath'], field['vendorDisplayName']].includes(name))
    assert.deepEqual([find('name').type, find('name').vendorReadOnly, find('id').vendorReadOnly], ['string', false, true])
    assert.equal(find('date_updated').vendorReadOnly, true)
    assert.deepEqual([find('Company Size').type, find('Channels').type], ['number', 'array[string]'])
    assert.equal(find('Industry').restrictedPicklist, true)
    const custom = (await call('GET', '/objects/accounts/metadata?customFieldsOnly=true')).body.fields
    assert.equal(custom.length, 6)
    assert.ok(custom.every(({ vendorPath }: { vendorPath: string }) => vendorPath.startsWith('custom.cf_')))
    const name = find('Industry').vendorPath
    const options = (await call('GET', `/accounts/lookups/${name}`)).body
    assert.deepEqual(
      options.map(({ value }: { value: string }) => value),
      ['Manufacturing', 'Retail', 'Software', 'Services'],
    )
    assert.equal((await call('GET', '/accounts/lookups/nosuchthing')).status, 404)
    assert.equal((await call('GET', '/objects/tasks/metadata')).status, 200)
    assert.equal((await call('GET', '/objects/spaceships/metadata')).status, 404)
  })
})
