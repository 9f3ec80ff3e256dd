import assert from 'node:assert/strict'
import { after, before, beforeEach, type TestContext, test } from 'node:test'
import { type Answer, startVendor, type Vendor } from '../../test/vendor.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld({
    element: {
      authentication: { staticToken: { configuration: 'private.key', prefix: 'Key-' } },
      items: { 'base.url': {} },
      resources: [{ method: 'GET', path: '/hubs/crm/ping', vendorMethod: 'GET', vendorPath: '/me', octet: { response: 'pong' } }],
    },
  })
})
after(() => world.close())
beforeEach(() => world.database.db.deleteFrom('instances').execute())

const good: Answer = { body: { name: 'Ann' } }
const openVendor = (t: TestContext, answer: Answer = good) => startVendor(t, () => answer)
const keyed = ({ url }: Vendor, key = 'Key-12345') => ({ 'base.url': url, 'private.key': key })
const create = (configuration: object, change: object = { providerData: undefined }) =>
  world.call('POST', '/instances', { body: world.createBody({ ...change, configuration }) })
const rows = () => world.database.db.selectFrom('instances').select('id').execute()
interface Shown {
  readonly id: number
  readonly token: string
  readonly configuration: Readonly<Record<string, string | null>>
}
const at = (shown: Shown) => ({ params: { id: String(shown.id) } })

test('a long-lived key is tried once when it is given, with the call that tells whether the connection works', async (t) => {
  const vendor = await openVendor(t)
  const { body, headers } = await create(keyed(vendor))
  assert.equal(headers, undefined)
  assert.deepEqual(
    vendor.asked.map(({ method, path, headers: { authorization } }) => [method, path, authorization]),
    [['GET', '/me', 'Bearer Key-12345']],
  )
  const { call } = await world.instances.resolve((body as Shown).token)
  assert.partialDeepStrictEqual(call.credential, { kind: 'bearer', token: 'Key-12345' })
})

test('a key that the vendor refuses makes no instance, and its words come back without the key', async (t) => {
  for (const status of [401, 403]) {
    const vendor = await openVendor(t, { status, body: 'Key-12345 is not a key' })
    await assert.rejects(create(keyed(vendor)), { status, providerMessage: '******** is not a key' })
  }
  assert.deepEqual(await rows(), [])
})

test('a vendor that is down makes no instance and is a 502', async (t) => {
  const vendor = await openVendor(t, { status: 503 })
  await assert.rejects(create(keyed(vendor)), { status: 502, code: 'vendor-failed' })
  await assert.rejects(create({ 'base.url': 'http://127.0.0.1:1', 'private.key': 'Key-12345' }), { status: 502 })
  assert.deepEqual(await rows(), [])
})

test('a new key is tried before it replaces the one that works, in every way of sending it', async (t) => {
  let answer = good
  const vendor = await startVendor(t, () => answer)
  const shown = (await create(keyed(vendor))).body as Shown
  answer = { status: 401, body: 'no' }
  const item = { params: { id: String(shown.id), configId: 'private.key' }, body: { propertyValue: 'Key-67890' } }
  const sends = [
    () => world.call('PATCH', '/instances/:id', { ...at(shown), body: { name: 'Other', configuration: { 'private.key': 'Key-67890' } } }),
    () => world.call('PUT', '/instances/:id', { ...at(shown), body: { ...shown, configuration: { 'private.key': 'Key-67890' } } }),
    () => world.call('PATCH', '/instances/:id/configuration/:configId', item),
  ]
  for (const send of sends) await assert.rejects(send(), { status: 401, providerMessage: 'no' })
  assert.deepEqual((await world.call('GET', '/instances/:id', at(shown))).body, shown)
  assert.partialDeepStrictEqual((await world.instances.resolve(shown.token)).call.credential, { token: 'Key-12345' })
  answer = good
  await sends[2]!()
  assert.partialDeepStrictEqual((await world.instances.resolve(shown.token)).call.credential, { token: 'Key-67890' })
  assert.equal(vendor.asked.length, 5)
})

test('the whole answer, put back, leaves the key as it is and tries nothing', async (t) => {
  const vendor = await openVendor(t)
  const shown = (await create(keyed(vendor))).body as Shown
  assert.equal(shown.configuration['private.key'], '********')
  for (const method of ['PUT', 'PATCH'] as const) {
    const { body, headers } = await world.call(method, '/instances/:id', { ...at(shown), body: { ...shown, name: 'Other' } })
    assert.deepEqual([body, headers], [{ ...shown, name: 'Other' }, undefined])
  }
  assert.equal(vendor.asked.length, 1)
})

test('a key of another form is not used, and the answer says so', async (t) => {
  const vendor = await openVendor(t)
  const old = 'c2VjcmV0LW9mLTIwMTc='
  const code = () => ({ providerData: { code: world.endpoint.issueCode() } })
  const client = world.createBody()['configuration'] as object
  const expected = { 'Elements-Error': 'The value of private.key is not used: it does not begin with Key-' }
  const { body, headers } = await create({ ...client, ...keyed(vendor, old) }, code())
  assert.deepEqual(headers, expected)
  const patch = (change: object) => world.call('PATCH', '/instances/:id', { ...at(body as Shown), body: change })
  assert.deepEqual((await patch({ configuration: { 'private.key': old } })).headers, expected)
  assert.equal((await patch({ configuration: { 'private.key': '********' } })).headers, undefined)
  assert.equal((await create({ ...client, 'private.key': '' }, code())).headers, undefined)
  assert.deepEqual(vendor.asked, [])
})

test('a key beside tokens is not used, and the answer says so', async (t) => {
  const vendor = await openVendor(t)
  const client = world.createBody()['configuration'] as object
  const { headers } = await create({ ...client, ...keyed(vendor) }, {})
  assert.deepEqual(headers, { 'Elements-Error': 'The value of private.key is not used: the instance was authorised with OAuth' })
  assert.deepEqual(vendor.asked, [])
})
