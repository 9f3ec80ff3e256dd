import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startVendor } from '../../test/vendor.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld({
    element: {
      authentication: { staticToken: { configuration: 'private.key', prefix: 'Key-' } },
      items: {
        'base.url': {},
        'authentication.type': { defaultValue: 'oauth2', options: ['oauth2', 'apiKey'].map((value) => ({ value, description: value })) },
      },
      resources: [{ method: 'GET', path: '/hubs/crm/ping', vendorMethod: 'GET', vendorPath: '/me', octet: { response: 'pong' } }],
    },
  })
})
after(() => world.close())

const create = (configuration: object) =>
  world.call('POST', '/instances', {
    body: world.createBody({ providerData: undefined, configuration: { 'authentication.type': 'apiKey', ...configuration } }),
  })

test('where a long-lived key is one of the ways to authenticate, whoever chooses it must bring one, and it is tried', async (t) => {
  const vendor = await startVendor(t, ({ headers }) =>
    headers.authorization === 'Bearer Key-good' ? { body: {} } : { status: 401, body: 'no' },
  )
  const base = { 'base.url': vendor.url }
  const { body } = await create({ ...base, 'private.key': 'Key-good' })
  const { call } = await world.instances.resolve((body as { token: string }).token)
  assert.partialDeepStrictEqual(call.credential, { kind: 'bearer', token: 'Key-good' })
  await assert.rejects(create({ ...base, 'private.key': 'Key-bad' }), { status: 401, providerMessage: 'no' })
})

test('a key may have a header of its own, and any form', async (t) => {
  const own = await createWorld({
    element: {
      authentication: { staticToken: { configuration: 'private.key', prefix: '', header: 'X-Key' } },
      items: { 'base.url': {} },
      resources: [{ method: 'GET', path: '/hubs/crm/ping', vendorMethod: 'GET', vendorPath: '/me', octet: { response: 'pong' } }],
    },
  })
  t.after(() => own.close())
  const vendor = await startVendor(t, ({ headers }) => (headers['x-key'] === 'good' ? { body: {} } : { status: 401, body: 'no' }))
  const bring = (key: string) =>
    own.call('POST', '/instances', {
      body: own.createBody({ providerData: undefined, configuration: { 'base.url': vendor.url, 'private.key': key } }),
    })
  const { body } = await bring('good')
  assert.equal(vendor.asked.at(-1)!.headers.authorization, undefined)
  assert.partialDeepStrictEqual((await own.instances.resolve((body as { token: string }).token)).call.credential, { header: 'x-key' })
  await assert.rejects(bring('bad'), { status: 401 })
  await assert.rejects(bring(''), { code: 'oauth-code-required' })
})

test('a key of another form, and none, are refused with what was expected', async () => {
  await assert.rejects(create({ 'private.key': 'legacy' }), {
    status: 400,
    message: /private\.key: expected a value that begins with Key-/,
  })
  await assert.rejects(create({}), { status: 400, message: /missing: private\.key/ })
})
