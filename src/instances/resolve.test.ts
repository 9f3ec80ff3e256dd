import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
let other: TestServer
let id: number
let token: string
before(async () => {
  world = await createWorld()
  other = await world.startServer()
})
after(() => world.close())
beforeEach(async () => {
  const { body } = await world.call('POST', '/instances', { body: world.createBody() })
  ;({ id, token } = body as { id: number; token: string })
})

const asked = () => ({ params: { id: String(id) } })
/** Other processes learn of a change by notification, a moment later. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await check()
    } catch {
      await sleep(10)
    }
  }
  await check()
}

test('a warm token is answered from memory: at once, and without a statement', async () => {
  // The notification of its creation may still be on its way, and have it read once more.
  await eventually(async () => {
    await world.instances.resolve(token)
    assert.ok(!(world.instances.resolve(token) instanceof Promise))
  })
  const first = await world.instances.resolve(token)
  const statements: string[] = []
  const stop = world.database.onStatement((sql) => statements.push(sql))
  const second = world.instances.resolve(token)
  stop()
  assert.equal(second, first)
  assert.deepEqual(statements, [])
})

test('however many ask for a cold token at a time, it is read once', async () => {
  const statements: string[] = []
  const stop = world.database.onStatement((sql) => statements.push(sql))
  const all = await Promise.all(Array.from({ length: 50 }, () => world.instances.resolve(token)))
  stop()
  assert.equal(new Set(all).size, 1)
  assert.equal(statements.length, 1)
})

test('trap 4: an unknown token is a 401 with the message that old clients know', async () => {
  const message = 'Invalid Organization or User secret, or invalid Element token provided.'
  await assert.rejects(async () => world.instances.resolve('nonsense'), { status: 401, message })
})

test('trap 4: a deleted instance is a 401, in the process that deleted it and in others', async () => {
  await world.instances.resolve(token)
  await other.instances.resolve(token)
  assert.equal((await world.call('DELETE', '/instances/:id', asked())).body, undefined)
  for (const { instances } of [world, other]) {
    await eventually(() => assert.rejects(async () => instances.resolve(token), { status: 401 }))
  }
  assert.deepEqual(await world.database.db.selectFrom('instance_credentials').selectAll().where('instance_id', '=', id).execute(), [])
})

test('what is changed in one process is seen in the other', async () => {
  await other.instances.resolve(token)
  await world.call('DELETE', '/instances/:id/enabled', asked())
  await eventually(async () => assert.equal((await other.instances.resolve(token)).disabled, true))
  await world.call('PATCH', '/instances/:id', { ...asked(), body: { configuration: { 'site.name': 'x' } } })
  await eventually(async () => assert.equal((await other.instances.resolve(token)).call.configuration['site.name'], 'x'))
})

test('a read that a change overtook is not remembered', async () => {
  const old = world.instances.resolve(token)
  await world.call('DELETE', '/instances/:id/enabled', asked())
  await old
  await eventually(async () => assert.equal((await world.instances.resolve(token)).disabled, true))
})

test('when notifications were missed, nothing remembered is trusted', async () => {
  const remembered = await world.instances.resolve(token)
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(
    other.database.db,
  )
  await eventually(async () => assert.notEqual(await world.instances.resolve(token), remembered))
  await eventually(async () => assert.ok(world.database.isListening() && other.database.isListening()))
})

test('a call sees effective configuration, and tokens in it', async () => {
  const { call, accountId, hub } = await world.instances.resolve(token)
  assert.equal(accountId, world.caller.accountId)
  assert.equal(hub, 'crm')
  assert.partialDeepStrictEqual({ ...call.configuration }, { 'oauth.api.secret': 'client-secret-1', 'filter.response.nulls': 'true' })
  assert.ok(call.credential.kind === 'bearer')
  assert.equal(call.configuration['oauth.user.token'], call.credential.token)
  // 3600 s from the token endpoint, less a margin of five minutes.
  assert.equal(call.credential.dueAt, world.timeline.clock() + 3_300_000)
})
