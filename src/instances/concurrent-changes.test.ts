import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createSubject, eventually, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
let other: TestServer
let subject: Subject
before(async () => {
  world = await createWorld({ more: () => [createTestElement({ id: 5001, key: 'plain', authenticationType: 'basic' })] })
  other = await world.startServer()
})
after(() => world.close())
beforeEach(async () => {
  world.endpoint.delay = 0
  world.endpoint.faults.length = 0
  await world.database.db.deleteFrom('instances').execute()
  subject = await createSubject(world)
  world.endpoint.record.length = 0
})

const at = () => ({ params: { id: String(subject.id) } })
const patch = (body: object, server: TestServer = world) => server.call('PATCH', '/instances/:id', { ...at(), body })
const readOwn = async () =>
  (await world.database.db.selectFrom('instances').select(['configuration', 'name']).where('id', '=', subject.id).executeTakeFirstOrThrow())
    .configuration

test('configuration that changes while a refresh is being stored is kept, and so is what the vendor gave', async () => {
  world.endpoint.delay = 30
  const changes = ['site.name', 'filter.response.nulls', 'oauth.scope', 'oauth.callback.url']
  const renewing = renewNow(world, subject)
  for (let round = 0; round < 10; round++) {
    const sent = changes.map((key) => [key, `${round}-${key}`] as const)
    await Promise.all(sent.map(([key, value], index) => patch({ configuration: { [key]: value } }, index % 2 === 0 ? world : other)))
    assert.partialDeepStrictEqual(await readOwn(), Object.fromEntries(sent))
  }
  assert.partialDeepStrictEqual(await renewing, { generation: 2 })
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, presented_at: null })
  const { call } = await other.instances.resolve(subject.token)
  assert.partialDeepStrictEqual({ ...call.configuration }, { 'site.name': '9-site.name', 'oauth.api.secret': 'client-secret-1' })
})

test('of two codes at once both are taken and one stays, whole: its refresh token is good', async () => {
  world.endpoint.delay = 10
  const put = (name: string, server: TestServer) =>
    server.call('PUT', '/instances/:id', { ...at(), body: { name, providerData: { code: world.endpoint.issueCode() } } })
  const replies = await Promise.all([put('One', world), put('Two', other)])
  assert.deepEqual(
    replies.map(({ body }) => (body as { id: number }).id),
    [subject.id, subject.id],
  )
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 3, disabled: false })
  assert.partialDeepStrictEqual(await renewNow(world, subject), { generation: 4 })
})

test('a new authorisation and the refusal that disables wait for each other, and never cross', async () => {
  const { db } = world.database
  await db
    .updateTable('instance_credentials')
    .set({ refusals: 4, refused_at: new Date(0) })
    .where('instance_id', '=', subject.id)
    .execute()
  world.endpoint.revokeAll()
  let renewing: Promise<unknown> | undefined
  // As a change of the instance does it: the instance first, then the grant.
  await db.transaction().execute(async (transaction) => {
    await transaction.selectFrom('instances').select('id').where('id', '=', subject.id).forUpdate().execute()
    renewing = renewNow(world, subject).catch((error: unknown) => error)
    await eventually(() => assert.equal(world.endpoint.record.length, 1))
    await sleep(100)
    await transaction
      .updateTable('instance_credentials')
      .set((row) => ({ generation: row('generation', '+', 1), refusals: 0 }))
      .where('instance_id', '=', subject.id)
      .execute()
  })
  assert.partialDeepStrictEqual(await renewing, { kind: 'bearer', generation: 2 })
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, refusals: 0, disabled: false })
})

test('a deletion during a change leaves nothing behind', async () => {
  world.endpoint.delay = 30
  const changing = patch({ providerData: { code: world.endpoint.issueCode() } })
  await eventually(() => assert.equal(world.endpoint.record.length, 1))
  await world.call('DELETE', '/instances/:id', at())
  await assert.rejects(changing, { status: 404, code: 'no-instance' })
  for (const table of ['instances', 'instance_credentials'] as const) {
    assert.deepEqual(await world.database.db.selectFrom(table).selectAll().execute(), [])
  }
})

test('the whole answer put back makes no value its own that was a default or came from the vendor', async () => {
  const before = await readOwn()
  const { body } = await world.call('GET', '/instances/:id', at())
  for (const method of ['PUT', 'PATCH'] as const) {
    assert.deepEqual((await world.call(method, '/instances/:id', { ...at(), body })).body, body)
    assert.deepEqual(await readOwn(), before)
  }
  await patch({ configuration: { 'filter.response.nulls': 'false' } })
  await patch({ configuration: { 'filter.response.nulls': 'true' } })
  assert.partialDeepStrictEqual(await readOwn(), { 'filter.response.nulls': 'true' })
})

test('the whole answer of an instance with user name and password, put back, keeps the password', async () => {
  const created = await world.call('POST', '/instances', {
    body: { element: { key: 'plain' }, configuration: { username: 'ann', password: 'pass-word-1' } },
  })
  const shown = created.body as { id: number; token: string }
  for (const method of ['PUT', 'PATCH'] as const) {
    const { body } = await world.call(method, '/instances/:id', { params: { id: String(shown.id) }, body: shown })
    assert.deepEqual(body, shown)
  }
  const { call } = await world.instances.resolve(shown.token)
  assert.deepEqual(call.credential, { kind: 'basic', username: 'ann', password: 'pass-word-1' })
})
