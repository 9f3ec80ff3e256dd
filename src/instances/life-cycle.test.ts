import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import type { Subject } from './fixtures/renewals.ts'
import { createSessionElement } from './fixtures/session-element.ts'
import { apiKey, type SessionVendor, startSessionVendor } from './fixtures/session-vendor.ts'
import { createWorld, type World } from './fixtures/world.ts'

let vendor: SessionVendor
let world: World
const revoked: { readonly authorization: string | undefined; readonly form: Record<string, string> }[] = []
const revocation = createServer(async (request, response) => {
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString()))
  revoked.push({ authorization: request.headers.authorization, form })
  response.end()
})
before(async () => {
  vendor = await startSessionVendor()
  await new Promise<void>((resolve) => revocation.listen(0, '127.0.0.1', resolve))
  const revokeUrl = `http://127.0.0.1:${(revocation.address() as AddressInfo).port}/revoke`
  world = await createWorld({
    more: (tokenUrl) => [
      createSessionElement(vendor.url, { id: 6301, key: 'sessions' }),
      createTestElement({
        id: 6302,
        key: 'revoking',
        items: { 'oauth.token.url': { defaultValue: tokenUrl }, 'oauth.token.revoke_url': { defaultValue: revokeUrl } },
      }),
    ],
  })
})
after(async () => {
  await world.close()
  await vendor.close()
  await new Promise((resolve) => revocation.close(resolve))
})
beforeEach(() => {
  vendor.fault = undefined
  vendor.asked.length = 0
  vendor.hooks.length = 0
})

const at = ({ id }: Subject) => ({ params: { id: String(id) } })
const create = async (configuration: object = {}) =>
  (
    await world.call('POST', '/instances', {
      body: { element: { key: 'sessions' }, configuration: { 'api.key': apiKey, ...configuration } },
    })
  ).body as Subject

test('an instance with events by webhook registers with the vendor, and goes with a farewell', async () => {
  const shown = await create({ 'event.notification.enabled': true })
  assert.deepEqual(vendor.hooks, [`{"url":"https://octet.example.com/events/sessions/${shown.id}"}`])
  vendor.asked.length = 0
  const reply = await world.call('DELETE', '/instances/:id', at(shown))
  assert.equal(reply.body, undefined)
  assert.equal(reply.headers, undefined)
  assert.deepEqual(vendor.asked, ['DELETE /hooks', 'POST /logout'])
  await assert.rejects(world.call('GET', '/instances/:id', at(shown)), { status: 404 })
})

test('events that are turned on register, those that are turned off unregister, and nothing else does', async () => {
  const shown = await create()
  vendor.asked.length = 0
  const patch = (value: boolean) =>
    world.call('PATCH', '/instances/:id', { ...at(shown), body: { configuration: { 'event.notification.enabled': value } } })
  await patch(true)
  await patch(true)
  assert.deepEqual(vendor.asked, ['POST /hooks'])
  await patch(false)
  assert.deepEqual(vendor.asked, ['POST /hooks', 'DELETE /hooks'])
})

test('a farewell that fails keeps no instance alive, and is told', async () => {
  const shown = await create()
  vendor.fault = 409
  const { headers } = await world.call('DELETE', '/instances/:id', at(shown))
  assert.match(headers?.['Elements-Error'] ?? '', /^onDelete failed: .*no farewell today/)
  await assert.rejects(world.call('GET', '/instances/:id', at(shown)), { status: 404 })
})

test('tokens are given back, the refresh token first of all', async () => {
  const body = world.createBody({ element: { key: 'revoking' } })
  const shown = (await world.call('POST', '/instances', { body })).body as Subject
  await world.call('DELETE', '/instances/:id', at(shown))
  assert.equal(revoked.length, 1)
  assert.partialDeepStrictEqual(revoked[0], {
    form: { token_type_hint: 'refresh_token', client_id: 'client-1', client_secret: 'client-secret-1' },
  })
  assert.match(revoked[0]?.form['token'] ?? '', /^refresh-/)
})

test('of an instance of another account nothing is told, to nobody', async () => {
  const shown = await create()
  vendor.asked.length = 0
  await assert.rejects(world.call('DELETE', '/instances/:id', { ...at(shown), caller: world.stranger }), { status: 404 })
  assert.deepEqual(vendor.asked, [])
})
