import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld()
})
after(() => world.close())

const refusal = { code: 'missing-privilege', status: 403, message: /create element instances/ }

test('without the privilege to create instances nobody creates or replaces one, and no code is spent', async () => {
  const { id } = (await world.call('POST', '/instances', { body: world.createBody() })).body as { readonly id: number }
  const asked = world.endpoint.record.length
  const caller = { ...world.caller, privileges: new Set<string>() }
  await assert.rejects(world.call('POST', '/instances', { caller, body: world.createBody() }), refusal)
  const below = { caller, params: { keyOrId: world.element.key }, body: world.createBody() }
  await assert.rejects(world.call('POST', '/elements/:keyOrId/instances', below), refusal)
  await assert.rejects(world.call('PUT', '/instances/:id', { caller, params: { id: String(id) }, body: world.createBody() }), refusal)
  assert.equal(world.endpoint.record.length, asked)
})
