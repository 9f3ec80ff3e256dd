import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { callVendor } from '../call/call.ts'
import type { Credential } from '../call/types.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { readState, type Subject } from './fixtures/renewals.ts'
import { createSessionElement } from './fixtures/session-element.ts'
import { apiKey, type SessionVendor, startSessionVendor } from './fixtures/session-vendor.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let vendor: SessionVendor
let world: World
let other: TestServer
before(async () => {
  vendor = await startSessionVendor()
  world = await createWorld({
    more: () => [
      createSessionElement(vendor.url, { id: 6201, key: 'sessions' }),
      createSessionElement(vendor.url, { id: 6202, key: 'checked', without: ['onRefresh', 'onProvision'] }),
    ],
  })
  other = await world.startServer()
})
after(async () => {
  await world.close()
  await vendor.close()
})
beforeEach(() => {
  Object.assign(vendor, { concurrent: 0, delay: 0, fault: undefined })
  vendor.asked.length = 0
})

interface Shown extends Subject {
  readonly configuration: Readonly<Record<string, string | null>>
}

async function create(change: object = {}): Promise<Shown> {
  const body = { element: { key: 'sessions' }, configuration: { 'api.key': apiKey, ...change } }
  return (await world.call('POST', '/instances', { body })).body as Shown
}

async function callDeals(server: TestServer, { token }: Subject) {
  const { call } = await server.instances.resolve(token)
  return callVendor(world.oauth.call, call, { requestId: '', method: 'GET', segments: ['deals'], query: {}, headers: {}, body: emptyBody })
}

const credentialOf = async ({ id }: Subject): Promise<Credential> => (await world.instances.resolveById(id))!.call.credential

test('the check comes first, then the log-in; the session stands in the configuration, with its time', async () => {
  const shown = await create()
  assert.deepEqual(vendor.asked, ['GET /check', 'POST /login'])
  assert.match(shown.configuration['session.id'] ?? '', /^session-/)
  assert.equal(shown.configuration['expires_in'], '600')
  assert.equal(shown.configuration['authentication.time'], String(world.timeline.clock()))
  assert.equal(shown.configuration['api.key'], '********')
  assert.equal((await callDeals(world, shown)).status, 200)
})

test("a check that fails creates nothing, and tells the vendor's words without the key", async () => {
  const count = async () => (await world.database.db.selectFrom('instances').select('id').execute()).length
  const before = await count()
  await assert.rejects(create({ 'api.key': 'IAmBadAndLong' }), (error: { status: number; providerMessage: string }) => {
    assert.equal(error.status, 403)
    assert.match(error.providerMessage, /No such key: \*{8}, says the vendor/)
    return true
  })
  assert.equal(await count(), before)
  assert.deepEqual(vendor.asked, ['GET /check'])
})

test('a session that is over is renewed before the call: once, whoever asks, in two processes', async () => {
  const shown = await create()
  vendor.endSessions()
  vendor.asked.length = 0
  vendor.delay = 100
  world.timeline.advance(601_000)
  const replies = await Promise.all([world, other, world, other, world, other].map((server) => callDeals(server, shown)))
  assert.ok(replies.every(({ status }) => status === 200))
  assert.equal(vendor.asked.filter((each) => each === 'POST /login').length, 1)
  assert.equal(vendor.concurrent, 0)
  const { generation } = await readState(world, shown)
  assert.equal(Number(generation), 2)
})

test('a 401 of the vendor logs in once, and the call is made again with the new session', async () => {
  const shown = await create()
  vendor.endSessions()
  vendor.asked.length = 0
  assert.equal((await callDeals(world, shown)).status, 200)
  assert.deepEqual(vendor.asked, ['GET /deals', 'POST /login', 'GET /deals'])
  vendor.asked.length = 0
  assert.equal((await callDeals(other, shown)).status, 200, 'the other process uses what is stored')
  assert.deepEqual(vendor.asked, ['GET /deals'])
})

test('what logging in left is stored before it is used, and shown', async () => {
  const shown = await create()
  await world.instances.renew(shown.id, await credentialOf(shown))
  const { body } = await world.call('GET', '/instances/:id', { params: { id: String(shown.id) } })
  const session = (body as Shown).configuration['session.id']
  assert.notEqual(session, shown.configuration['session.id'])
  assert.partialDeepStrictEqual(await credentialOf(shown), { kind: 'custom', generation: 2, values: { 'session.id': session } })
})

test('a refusal is a 401 and counts; an outage is a 502 and does not', async () => {
  const shown = await create()
  const credential = await credentialOf(shown)
  vendor.fault = 503
  await assert.rejects(world.instances.renew(shown.id, credential), { status: 502 })
  assert.partialDeepStrictEqual(await readState(world, shown), { refusals: 0, disabled: false })
  world.timeline.advance(2_000)
  vendor.fault = 403
  await assert.rejects(world.instances.renew(shown.id, credential), { status: 401, code: 'credential-refused' })
  assert.partialDeepStrictEqual(await readState(world, shown), { refusals: 1, disabled: false })
})

test('authentication.time: never ends no session', async () => {
  const shown = await create({ 'authentication.time': 'never' })
  assert.equal(shown.configuration['authentication.time'], 'never')
  assert.equal(((await credentialOf(shown)) as { dueAt?: number }).dueAt, undefined)
})

test('an element without onRefresh logs in by the check of its credentials, where its sessions end', async () => {
  const body = { element: { key: 'checked' }, configuration: { 'api.key': apiKey, expires_in: 600 } }
  const { id } = (await world.call('POST', '/instances', { body })).body as Shown
  vendor.asked.length = 0
  const instance = (await world.instances.resolveById(id))!.call
  assert.ok(instance.credential.kind === 'custom' && instance.credential.dueAt !== undefined)
  assert.partialDeepStrictEqual(await instance.renew(instance.credential), { generation: 2 })
  assert.deepEqual(vendor.asked, ['GET /check'])
})

test('a new key logs in anew, under the same id and token; a new name asks nobody', async () => {
  const shown = await create()
  const at = { params: { id: String(shown.id) } }
  vendor.asked.length = 0
  await world.call('PATCH', '/instances/:id', { ...at, body: { name: 'Other', tags: ['a'] } })
  assert.deepEqual(vendor.asked, [])
  await assert.rejects(world.call('PATCH', '/instances/:id', { ...at, body: { configuration: { 'api.key': 'IAmBadAndLong' } } }), {
    status: 403,
  })
  assert.equal((await callDeals(world, shown)).status, 200, 'nothing has changed')
  vendor.asked.length = 0
  const { body } = await world.call('PUT', '/instances/:id', {
    ...at,
    body: { ...shown, configuration: { ...shown.configuration, 'api.key': apiKey } },
  })
  assert.partialDeepStrictEqual(body, { id: shown.id, token: shown.token })
  assert.deepEqual(vendor.asked, ['GET /check'], 'PUT asks whether the key is still good, and logs in no more than it has to')
})
