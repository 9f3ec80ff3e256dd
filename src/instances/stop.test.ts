import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld()
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.record.length = 0
  world.endpoint.delay = 0
})

const readGrants = () => world.database.db.selectFrom('instance_credentials').select(['instance_id', 'generation']).execute()

/** Until the vendor has the request. */
async function untilPresented(): Promise<void> {
  for (const end = Date.now() + 5000; world.endpoint.record.length === 0 && Date.now() < end; ) await sleep(5)
  assert.equal(world.endpoint.record.length, 1)
}

for (const method of ['POST', 'PATCH'] as const) {
  test(`a stop waits for the authentication under way (${method}), and what the vendor grants is stored`, async () => {
    const server: TestServer = await world.startServer()
    const start = async () => {
      if (method === 'POST') return server.call('POST', '/instances', { body: world.createBody() })
      const { body } = await server.call('POST', '/instances', { body: world.createBody() })
      world.endpoint.record.length = 0
      world.endpoint.delay = 200
      const params = { id: String((body as { id: number }).id) }
      return server.call('PATCH', '/instances/:id', { params, body: { providerData: { code: world.endpoint.issueCode() } } })
    }
    if (method === 'POST') world.endpoint.delay = 200
    const underWay = start()
    if (method === 'PATCH') for (const end = Date.now() + 5000; world.endpoint.delay === 0 && Date.now() < end; ) await sleep(5)
    await untilPresented()
    await server.stop()
    const grants = await readGrants()
    assert.deepEqual(
      grants.map(({ generation }) => generation),
      [method === 'POST' ? 1 : 2],
    )
    const { body } = await underWay
    assert.equal((body as { id: number }).id, grants[0]!.instance_id)
  })

  test(`what the vendor granted (${method}) outlives a store that stumbles`, async () => {
    const { db } = world.database
    const created = method === 'POST' ? undefined : await world.call('POST', '/instances', { body: world.createBody() })
    world.endpoint.record.length = 0
    world.endpoint.delay = 100
    const body = created === undefined ? world.createBody() : { providerData: { code: world.endpoint.issueCode() } }
    const path = created === undefined ? '/instances' : '/instances/:id'
    const params = created === undefined ? {} : { id: String((created.body as { id: number }).id) }
    const reply = world.call(method, path, { body, params })
    let done = false
    const settled = reply.finally(() => {
      done = true
    })
    await untilPresented()
    await db.schema.alterTable('instance_credentials').renameTo('credentials_away').execute()
    await sleep(200)
    assert.equal(done, false)
    await db.schema
      .alterTable('credentials_away' as 'instance_credentials')
      .renameTo('instance_credentials')
      .execute()
    for (; !done; world.timeline.advance(1000)) await sleep(5)
    assert.equal(((await settled).body as { valid: boolean }).valid, true)
    assert.equal((await readGrants()).length, 1)
    assert.equal(world.endpoint.record.length, 1)
  })
}

test('a configuration that the store will never take is no reason to ask it again', async () => {
  const body = world.createBody({ element: { key: world.element.key } })
  const { db } = world.database
  await db.schema.alterTable('instances').addCheckConstraint('no_mine', sql`name <> 'Mine'`).execute()
  try {
    await assert.rejects(world.call('POST', '/instances', { body }), { code: '23514' })
  } finally {
    await db.schema.alterTable('instances').dropConstraint('no_mine').execute()
  }
})
