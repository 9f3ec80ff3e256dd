import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { createSubject, credentialOf, eventually, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
let other: TestServer
let subject: Subject
/** Time goes on by itself here, twenty times as fast as the clock on the wall. */
let ticking: NodeJS.Timeout
before(async () => {
  world = await createWorld()
  other = await world.startServer()
  ticking = setInterval(() => world.timeline.advance(100), 5)
})
after(() => {
  clearInterval(ticking)
  return world.close()
})
beforeEach(async () => {
  world.endpoint.delay = 0
  world.endpoint.faults.length = 0
  await world.database.db.deleteFrom('instances').execute()
  subject = await createSubject(world)
  world.endpoint.record.length = 0
})

const presented = () => eventually(() => assert.equal(world.endpoint.record.length, 1))
const outcomes = () => world.endpoint.record.map(({ outcome, concurrent }) => [outcome, concurrent])

/** As a restart of PostgreSQL or a failing network does: every session that holds an advisory lock ends, those of presence too. */
async function breakLocks(): Promise<void> {
  const { rows } = await sql`SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(other.database.db)
  assert.ok(rows.length > 0)
}

async function claimAs(presence: number, agoMs = 0): Promise<void> {
  await world.database.db
    .updateTable('instance_credentials')
    .set({ presented_at: new Date(world.timeline.clock() - agoMs), presented_by: presence })
    .where('instance_id', '=', subject.id)
    .execute()
}

test('the lock breaks while the token is on its way: nobody presents it again, and all get what it brought', async () => {
  world.endpoint.delay = 200
  const old = await credentialOf(world, subject)
  const first = world.instances.renew(subject.id, old)
  await presented()
  await breakLocks()
  const others = [other, world, other].map(({ instances }) => instances.renew(subject.id, old))
  const all = await Promise.all([first, ...others])
  assert.deepEqual(outcomes(), [['accepted', 0]])
  assert.equal(new Set(all.map((credential) => JSON.stringify(credential))).size, 1)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, presented_at: null })
})

test('the lock breaks and the answer takes long: others are told to come back, with a 502, and the answer is stored', async () => {
  world.endpoint.delay = 1_000
  const old = await credentialOf(world, subject)
  const first = world.instances.renew(subject.id, old)
  await presented()
  await breakLocks()
  await assert.rejects(other.instances.renew(subject.id, old), { status: 502, code: 'refresh-delayed', headers: { 'retry-after': '5' } })
  assert.partialDeepStrictEqual(await first, { generation: 2 })
  assert.deepEqual(outcomes(), [['accepted', 0]])
})

test('ahead of time, calls use the old token meanwhile', async () => {
  const old = await credentialOf(world, subject)
  await claimAs(world.database.presence, -3_300_000)
  world.timeline.advance(3_300_000)
  assert.partialDeepStrictEqual(await other.instances.renew(subject.id, old), { token: old.token, generation: 1 })
  assert.equal(world.endpoint.record.length, 0)
})

test('killed while the token was on its way: after three seconds without a sign of its process it is presented once more', async () => {
  await claimAs(1)
  const began = world.timeline.clock()
  assert.partialDeepStrictEqual(await renewNow(world, subject), { generation: 2 })
  assert.ok(world.timeline.clock() - began >= 3_000)
  assert.deepEqual(outcomes(), [['accepted', 0]])
})

test('what this process presented and could not write down is presented once more at once; so is what is older than a request can be', async () => {
  for (const claim of [() => claimAs(world.database.presence), () => claimAs(other.database.presence, 35_000)]) {
    await claim()
    const began = world.timeline.clock()
    await renewNow(world, subject)
    assert.ok(world.timeline.clock() - began < 3_000)
  }
  assert.equal(world.endpoint.record.length, 2)
})

test('of those who come after a process that is gone, one presents, with or without the lock', async () => {
  await claimAs(1)
  world.endpoint.delay = 100
  const all = [world, other, world, other].map((server) => renewNow(server, subject))
  await presented()
  await breakLocks()
  await Promise.all(all)
  assert.deepEqual(outcomes(), [['accepted', 0]])
})

test('a change of the instance while its refresh is under way is kept, and so is the refresh', async () => {
  const named = { params: { id: String(subject.id) } }
  world.endpoint.delay = 100
  for (const [at, change] of [
    () => world.call('PATCH', '/instances/:id', { ...named, body: { name: 'Renamed', configuration: { 'site.name': 'one' } } }),
    () => other.call('PUT', '/instances/:id', { ...named, body: { tags: ['x'], configuration: { 'private.key': 'secret-1' } } }),
    () =>
      world.call('PATCH', '/instances/:id/configuration/:configId', {
        params: { ...named.params, configId: 'site.name' },
        body: { propertyValue: 'two' },
      }),
    () => other.call('PUT', '/instances/:id/trace-logging', named),
  ].entries()) {
    const renewing = renewNow(world, subject)
    await eventually(() => assert.equal(world.endpoint.record.length, at + 1))
    await change()
    assert.partialDeepStrictEqual(await renewing, { generation: at + 2 })
  }
  const { name, tags, configuration, traceLoggingEnabled } = (await world.call('GET', '/instances/:id', named)).body as Record<
    string,
    unknown
  >
  assert.deepEqual([name, tags, traceLoggingEnabled], ['Renamed', ['x'], true])
  assert.partialDeepStrictEqual(configuration, { 'site.name': 'two', 'private.key': '********' })
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 5, refusals: 0, presented_at: null })
})
