/** Promise: an element that is posted with the least a client can say gets what its way of authenticating needs, and instances of it work. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { startVendor } from '../vendor.ts'

interface Item {
  readonly id: number
  readonly key: string
  readonly propertyValue: string | null
}

describe('the configuration that comes with an element', () => {
  let test: TestApp
  let count = 0
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const post = async (type: string, { url = 'https://vendor.example', ...more }: { url?: string; resources?: object[] } = {}) => {
    const configuration = [{ name: 'Base URL', key: 'base.url', description: '', type: 'TEXTFIELD_1000', defaultValue: url }]
    const body = { name: `With ${type} ${count++}`, description: 'Least', authentication: { type }, configuration, ...more }
    const reply = await test.call('POST', '/elements', { body })
    assert.equal(reply.status, 200, reply.text)
    return reply.body as { readonly id: number; readonly key: string; readonly configuration: readonly { readonly key: string }[] }
  }
  const create = (element: object, configuration: object) =>
    test.call('POST', '/instances', { body: { element, configuration, name: 'Mine' } })

  const always = [
    'base.url',
    'filter.response.nulls',
    'pagination.max',
    'pagination.type',
    'event.notification.enabled',
    'event.vendor.type',
  ]
  const login = ['username', 'password']
  const client = ['oauth.api.key', 'oauth.api.secret', 'oauth.token.url', 'oauth.scope', 'oauth.user.refresh_token', 'oauth.basic.header']
  for (const [type, keys] of [
    ['basic', login],
    ['oauth2Password', [...login, ...client]],
    ['oauth2ClientCredentials', client],
    ['oauth2', client],
    ['oauth1', ['oauth.request.url', 'oauth.user.token.secret']],
    ['awsv4', ['aws.api.key', 'aws.api.secret', 'aws.region']],
    ['custom', ['authentication.time', 'expires_in']],
  ] as const) {
    it(`${type}: has its items, those of paging and events, and filter.response.nulls`, async () => {
      const { configuration } = await post(type)
      const present = configuration.map(({ key }) => key)
      for (const key of [...always, ...keys]) assert.equal(present.filter((each) => each === key).length, 1, key)
    })
  }

  it('basic: an instance without username and password is a 400 that names both', async () => {
    const { id } = await post('basic')
    const { status, body } = await create({ id }, {})
    assert.equal(status, 400)
    assert.match(body.message, /: username, password$/)
  })

  it('oauth2Password: name, password and client get a token, and calls carry it', async (t) => {
    const vendor = await startVendor(t, ({ path }) =>
      path === '/token' ? { body: { access_token: 'granted', token_type: 'bearer' } } : { body: [{ id: 1 }] },
    )
    const resource = { method: 'GET', path: '/rows', vendorPath: '/rows', vendorMethod: 'GET', description: '' }
    const { id } = await post('oauth2Password', { url: vendor.url, resources: [resource] })
    const client = { 'oauth.api.key': 'id', 'oauth.api.secret': 'secret', 'oauth.token.url': `${vendor.url}/token` }
    const { status, body, text } = await create({ id }, { username: 'ann', password: 'hush', ...client })
    assert.equal(status, 200, text)
    assert.deepEqual([body.configuration.username, body.configuration.password], ['ann', '********'])
    const rows = await test.call('GET', '/hubs/general/rows', { authorization: `${test.user}, Element ${body.token}` })
    assert.equal(rows.status, 200, rows.text)
    const form = Object.fromEntries(new URLSearchParams(vendor.asked[0]!.body))
    assert.deepEqual([form['grant_type'], form['username'], form['password']], ['password', 'ann', 'hush'])
    assert.equal(vendor.asked[1]!.headers.authorization, 'Bearer granted')
  })

  it('oauth2Password: where a resource of the element asks for the token, no token endpoint is demanded', async (t) => {
    const vendor = await startVendor(t, () => ({ body: { access_token: 'granted' } }))
    const form = (name: string) => ({ name, vendorName: name, type: 'form', vendorType: 'form' })
    const resource = { method: 'POST', path: '/in', vendorPath: '/in', vendorMethod: 'POST', type: 'oauth2Password', description: '' }
    const { id } = await post('oauth2Password', {
      url: vendor.url,
      resources: [{ ...resource, parameters: [form('username'), form('password')] }],
    })
    const client = { 'oauth.api.key': 'id', 'oauth.api.secret': 'secret' }
    const { status, text } = await create({ id }, { username: 'ann', password: 'hush', ...client })
    assert.equal(status, 200, text)
    assert.equal(vendor.asked[0]!.body, 'username=ann&password=hush')
  })

  it('filter.response.nulls is of every instance, whether its element lists it or not', async (t) => {
    const vendor = await startVendor(t, () => ({ body: { id: 1, name: null } }))
    const resource = { method: 'GET', path: '/rows/{id}', vendorPath: '/rows/{id}', vendorMethod: 'GET', description: '' }
    const { id } = await post('none', { url: vendor.url, resources: [resource] })
    await test.call('DELETE', `/elements/${id}/configuration/filter.response.nulls`)
    const made = await create({ id }, {})
    assert.deepEqual([made.status, made.body.configuration['filter.response.nulls']], [200, 'true'])
    const read = async () =>
      (await test.call('GET', '/hubs/general/rows/1', { authorization: `${test.user}, Element ${made.body.token}` })).body
    assert.deepEqual(await read(), { id: 1 })
    const patched = await test.call('PATCH', `/instances/${made.body.id}`, { body: { configuration: { 'filter.response.nulls': false } } })
    assert.equal(patched.body.configuration['filter.response.nulls'], 'false')
    assert.deepEqual(await read(), { id: 1, name: null })
    const items = (await test.call('GET', `/instances/${made.body.id}/configuration`)).body as Item[]
    const item = items.find(({ key }) => key === 'filter.response.nulls')!
    assert.equal(item.propertyValue, 'false')
    const one = `/instances/${made.body.id}/configuration/${item.id}`
    assert.equal((await test.call('PATCH', one, { body: { propertyValue: 'true' } })).status, 200)
    assert.deepEqual(await read(), { id: 1 })
    const other = await create({ id }, { 'filter.response.nulls': 'false' })
    assert.equal(other.body.configuration['filter.response.nulls'], 'false')
  })
})
