import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
type Shown = Record<string, unknown> & { id: number; token: string; configuration: Record<string, string | null> }
let instance: Shown
before(async () => {
  world = await createWorld({
    more: (tokenUrl) => [
      createTestElement({ id: 5003, key: 'acmecrm-clone', defaults: { 'oauth.token.url': tokenUrl } }),
      createTestElement({ id: 5001, key: 'plain', authenticationType: 'basic' }),
    ],
  })
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  instance = (await world.call('POST', '/instances', { body: world.createBody() })).body as Shown
  world.endpoint.record.length = 0
})

const at = (id: number) => ({ params: { id: String(id) } })
const patch = async (body: object) => (await world.call('PATCH', '/instances/:id', { ...at(instance.id), body })).body as Shown
const put = async (body: object) => (await world.call('PUT', '/instances/:id', { ...at(instance.id), body })).body as Shown
const read = async () => (await world.call('GET', '/instances/:id', at(instance.id))).body as Shown
const credentialOf = async () => (await world.instances.resolve(instance.token)).call.credential

test('trap 11: the whole answer, put back with other tags, changes the tags alone and asks for no code', async () => {
  const before = await credentialOf()
  const shown = await put({ ...instance, tags: ['a', 'b'] })
  assert.deepEqual(shown, { ...instance, tags: ['a', 'b'] })
  assert.deepEqual(await credentialOf(), before)
  assert.equal(world.endpoint.record.length, 0)
})

test('trap 8: asterisks sent back leave the secrets as they are, in PUT and PATCH', async () => {
  for (const send of [put, patch]) {
    await send({ configuration: { 'oauth.api.secret': '********', 'oauth.api.key': '********', 'oauth.user.refresh_token': '********' } })
    const { call } = await world.instances.resolve(instance.token)
    assert.partialDeepStrictEqual({ ...call.configuration }, { 'oauth.api.key': 'client-1', 'oauth.api.secret': 'client-secret-1' })
  }
})

test('trap 11: a new code authenticates anew under the same id and token, by PUT and by PATCH', async () => {
  for (const send of [put, patch]) {
    const before = await credentialOf()
    const shown = await send({ name: 'Again', providerData: { code: world.endpoint.issueCode() } })
    assert.deepEqual([shown.id, shown.token, shown['name']], [instance.id, instance.token, 'Again'])
    assert.ok(!('providerData' in shown))
    const now = await credentialOf()
    assert.ok(before.kind === 'bearer' && now.kind === 'bearer')
    assert.notEqual(now.token, before.token)
    assert.equal(now.generation, before.generation + 1)
  }
})

test('a bad code changes nothing, not even the name', async () => {
  await assert.rejects(patch({ name: 'Other', providerData: { code: 'nonsense' } }), { status: 400, code: 'oauth-refused' })
  assert.deepEqual(await read(), instance)
})

test('PATCH merges configuration; null puts a key back to its default', async () => {
  await patch({ configuration: { 'site.name': 'x', 'filter.response.nulls': false } })
  const merged = await patch({ configuration: { 'filter.response.nulls': null } })
  assert.partialDeepStrictEqual(merged.configuration, { 'site.name': 'x', 'filter.response.nulls': 'true' })
})

test('changes made at once all arrive', async () => {
  await Promise.all([
    patch({ configuration: { 'site.name': 'x' } }),
    patch({ configuration: { 'private.key': 'y' } }),
    patch({ name: 'Other' }),
  ])
  const { call } = await world.instances.resolve(instance.token)
  assert.partialDeepStrictEqual({ ...call.configuration }, { 'site.name': 'x', 'private.key': 'y' })
  assert.equal((await read())['name'], 'Other')
})

test('trap 9: PATCH tags replaces them, PUT [] clears them, and absent tags stay', async () => {
  assert.deepEqual((await patch({ tags: ['<i>x</i>'] }))['tags'], ['x'])
  assert.deepEqual((await put({ name: 'Other' }))['tags'], ['x'])
  assert.deepEqual((await put({ tags: [] }))['tags'], [])
})

test('an instance moves to a clone, not to an element of another kind, nor to an unknown one', async () => {
  const moved = await patch({ element: { id: 5003 } })
  assert.deepEqual([moved['elementId'], moved.token], [5003, instance.token])
  assert.equal((await world.instances.resolve(instance.token)).elementKey, 'acmecrm-clone')
  await assert.rejects(patch({ element: { key: 'plain' } }), { status: 400, code: 'invalid-body' })
  await assert.rejects(patch({ element: { id: 9 } }), { status: 404, code: 'no-element-id' })
})

test('an id in the body is ignored', async () => assert.equal((await patch({ id: 7, name: 'Other' })).id, instance.id))

test('a new refresh token of an external instance is tried at once', async () => {
  const external = { providerData: undefined, externalAuthentication: 'initial' }
  const token = world.endpoint.issueRefreshToken()
  const configuration = { ...(world.createBody()['configuration'] as object), 'oauth.user.refresh_token': token }
  instance = (await world.call('POST', '/instances', { body: world.createBody({ ...external, configuration }) })).body as Shown
  world.endpoint.record.length = 0
  await put({ ...instance })
  assert.equal(world.endpoint.record.length, 0)
  const next = world.endpoint.issueRefreshToken()
  const shown = await patch({ configuration: { 'oauth.user.refresh_token': next } })
  assert.equal(world.endpoint.record[0]?.token, next)
  assert.equal(shown['externalAuthentication'], 'initial')
})

test('configuration items carry stable ids, are masked, and one can be changed', async () => {
  const list = (await world.call('GET', '/instances/:id/configuration', at(instance.id))).body as { id: number; key: string }[]
  assert.deepEqual(Object.keys(list[0]!), [
    'id',
    'key',
    'name',
    'description',
    'propertyValue',
    'type',
    'required',
    'active',
    'hideFromConsole',
  ])
  const item = list.find(({ key }) => key === 'filter.response.nulls')!
  assert.partialDeepStrictEqual(item, { propertyValue: 'true' })
  const one = (configId: string | number) => ({ params: { id: String(instance.id), configId: String(configId) } })
  const path = '/instances/:id/configuration/:configId'
  const changed = await world.call('PATCH', path, { ...one(item.id), body: { ...item, propertyValue: 'false' } })
  assert.deepEqual(changed.body, { ...item, propertyValue: 'false' })
  assert.deepEqual((await world.call('GET', path, one(item.id))).body, changed.body)
  const secret = list.find(({ key }) => key === 'oauth.api.secret')!
  assert.partialDeepStrictEqual(secret, { propertyValue: '********' })
  await world.call('PATCH', path, { ...one(secret.id), body: secret })
  const { call } = await world.instances.resolve(instance.token)
  assert.equal(call.configuration['oauth.api.secret'], 'client-secret-1')
  await assert.rejects(world.call('GET', path, one(1)), { status: 404, message: 'No configuration found with ID 1' })
})

test('what a call changed is stored; keys the element does not know too, sealed and not shown', async () => {
  await world.instances.saveConfigurationChanges(instance.id, { 'site.name': 'from a call', 'session.id': 's-1' })
  const { call } = await world.instances.resolve(instance.token)
  assert.partialDeepStrictEqual({ ...call.configuration }, { 'site.name': 'from a call', 'session.id': 's-1' })
  const row = await world.database.db
    .selectFrom('instances')
    .select('configuration')
    .where('id', '=', instance.id)
    .executeTakeFirstOrThrow()
  assert.ok(!('session.id' in row.configuration))
  assert.ok(!('session.id' in (await read()).configuration))
})

test('trap 13: the Element token addresses the instance where no id is in the path', async () => {
  const named = { instanceId: instance.id }
  assert.equal(((await world.call('PATCH', '/instances', { ...named, body: { name: 'Other' } })).body as Shown)['name'], 'Other')
  assert.ok(Array.isArray((await world.call('GET', '/instances/configuration', named)).body))
  await world.call('DELETE', '/instances/enabled', named)
  assert.equal((await read())['disabled'], true)
  await world.call('PUT', '/instances/enabled', named)
  assert.equal((await read())['disabled'], false)
  await world.call('PUT', '/instances/trace-logging', named)
  assert.equal((await read())['traceLoggingEnabled'], true)
  assert.equal((await world.call('DELETE', '/instances', named)).body, undefined)
  await assert.rejects(read(), { status: 404 })
})

test('below an element only its own instances are found', async () => {
  const own = { params: { keyOrId: 'acmecrm', id: String(instance.id) } }
  assert.equal(((await world.call('GET', '/elements/:keyOrId/instances/:id', own)).body as Shown).id, instance.id)
  const foreign = { params: { keyOrId: '5003', id: String(instance.id) } }
  for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
    await assert.rejects(world.call(method, '/elements/:keyOrId/instances/:id', { ...foreign, body: { name: 'x' } }), {
      status: 404,
      code: 'no-instance',
    })
  }
  assert.deepEqual(await read(), instance)
})

test('an instance of another account is not there, whatever is asked of it', async () => {
  const asked = { ...at(instance.id), caller: world.stranger, body: { name: 'stolen', providerData: { code: world.endpoint.issueCode() } } }
  const own = world.instances.routes.filter(({ access, path }) => access === 'caller' && path.startsWith('/instances/:id'))
  assert.ok(own.length >= 10)
  for (const { method, path } of own) {
    await assert.rejects(world.call(method, path, { ...asked, params: { id: String(instance.id), configId: '900' } }), {
      status: 404,
      message: `No element instance found with ID ${instance.id}`,
    })
  }
  assert.equal(world.endpoint.record.length, 0)
  assert.deepEqual(await read(), instance)
})

test('an id that is none is a 404', async () => {
  for (const id of ['x', '-1', '+1', '1.5', '1e3', `0${instance.id}`, '99999999999999999999', '']) {
    await assert.rejects(world.call('GET', '/instances/:id', { params: { id } }), { status: 404, code: 'no-instance' })
  }
})
