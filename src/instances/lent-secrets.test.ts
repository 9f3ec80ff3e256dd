import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
const lent = { 'oauth.api.key': 'server-client', 'oauth.api.secret': 'server-secret' }
const item = (defaultValue: string) => ({ items: { 'base.url': { defaultValue }, baseurl: {} } })
const sends = (name: string, vendorType: string) => ({
  ...({ method: 'GET', path: '/hubs/crm/rows', vendorMethod: 'GET', vendorPath: '/rows' } as const),
  parameters: [{ name, vendorName: name, type: 'configuration', vendorType }],
})
before(async () => {
  world = await createWorld({
    more: (url) => [
      createTestElement({ id: 6601, key: 'lending', ...item('https://api.vendor.example'), defaults: { ...lent, 'oauth.token.url': url } }),
      createTestElement({ id: 6602, key: 'open', ...item('{baseurl}'), defaults: { ...lent, 'oauth.token.url': url } }),
      createTestElement({
        ...{ id: 6603, key: 'telling', ...item('{baseurl}'), defaults: { ...lent, 'oauth.token.url': url } },
        resources: [sends('oauth.api.secret', 'header')],
      }),
    ],
  })
})
after(() => world.close())

const own = { 'oauth.api.key': 'client-1', 'oauth.api.secret': 'client-secret-1' }
const create = async (key: string, configuration: object) => {
  const providerData = { code: world.endpoint.issueCode() }
  const body = { element: { key }, providerData, configuration: { 'oauth.callback.url': 'https://app.example.com/cb', ...configuration } }
  return (await world.call('POST', '/instances', { body })).body as { readonly id: number }
}
const refusal = { code: 'invalid-configuration', status: 400, message: /base\.url.*this server's own oauth\.api\.secret/ }
const elsewhere = { 'base.url': 'https://thief.example' }

test("an instance that uses the server's own client cannot point base.url to another host", async () => {
  const asked = world.endpoint.record.length
  await assert.rejects(create('lending', elsewhere), refusal)
  await assert.rejects(create('lending', { 'base.url': 'http://api.vendor.example' }), refusal)
  await assert.rejects(create('lending', { 'base.url': 'https://api.vendor.example@thief.example' }), refusal)
  assert.equal(world.endpoint.record.length, asked, 'no code is spent')
})

test('another path on the same host is its own to choose, and with its own client any host', async () => {
  await create('lending', { 'base.url': 'https://API.vendor.example/v2' })
  await create('lending', { ...elsewhere, ...own })
})

test("an instance cannot come back to the server's client while it names another host", async () => {
  const { id } = await create('lending', { ...elsewhere, ...own })
  const patch = (configuration: object) => world.call('PATCH', '/instances/:id', { params: { id: String(id) }, body: { configuration } })
  await assert.rejects(patch({ 'oauth.api.secret': null }), refusal)
  await patch({ 'base.url': null })
})

test('where the host is left to the instance, it is refused if the element sends the secret there', async () => {
  await create('open', { baseurl: 'https://mine.example' })
  await assert.rejects(create('telling', { baseurl: 'https://mine.example' }), refusal)
  await create('telling', { baseurl: 'https://mine.example', ...own })
})
