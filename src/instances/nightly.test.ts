import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSubject, eventually, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

const hour = 60 * 60_000
const day = 24 * hour

let world: World
let server: TestServer
before(async () => {
  world = await createWorld()
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.members = {}
  world.endpoint.faults.length = 0
  world.endpoint.record.length = 0
  server = await world.startServer()
})
afterEach(() => server.stop())

const createSubjects = (count: number) => Promise.all(Array.from({ length: count }, () => createSubject(world)))
const refreshes = () => world.endpoint.record.filter(({ grantType }) => grantType === 'refresh_token').length

/** Starts the background of a server and lets its first look take place; what it found is due from now on. */
async function startBackground(each: TestServer = server): Promise<void> {
  await each.instances.start()
  world.timeline.advance(60_000)
  await sleep(100)
}

/** Waits for that many refreshes, and that no other follows them. */
async function refreshesAre(count: number): Promise<void> {
  await eventually(() => {
    world.timeline.advance(0)
    assert.equal(refreshes(), count)
  })
  await sleep(50)
  world.timeline.advance(0)
  assert.equal(refreshes(), count)
}

const generationIs = (subject: Subject, generation: number) =>
  eventually(async () => assert.partialDeepStrictEqual(await readState(world, subject), { generation }))

test('what has not been renewed for a day is renewed without a call; what has been is left alone', async () => {
  const [idle, busy] = (await createSubjects(2)) as [Subject, Subject]
  world.timeline.advance(day - hour)
  await renewNow(world, busy)
  world.timeline.advance(hour + 1)
  await startBackground()
  await refreshesAre(2)
  await generationIs(idle, 2)
  await generationIs(busy, 2)
})

test('the renewals are spread over the time until the next look', async () => {
  await createSubjects(3)
  world.timeline.advance(day + 1)
  await startBackground()
  for (const count of [1, 2, 3]) {
    await refreshesAre(count)
    world.timeline.advance(599)
    await refreshesAre(count)
    world.timeline.advance(1)
  }
})

test('what cannot or must not be renewed is not: no refresh token, disabled by its user, marked', async () => {
  world.endpoint.members = { refresh_token: undefined }
  await createSubject(world)
  world.endpoint.members = {}
  const [disabled, marked, good] = (await createSubjects(3)) as [Subject, Subject, Subject]
  await world.call('DELETE', '/instances/:id/enabled', { params: { id: String(disabled.id) } })
  await world.database.db.updateTable('instances').set({ disabled_reason: 'lost' }).where('id', '=', marked.id).execute()
  world.timeline.advance(day + 1)
  await startBackground()
  world.timeline.advance(10_000)
  await refreshesAre(1)
  await generationIs(good, 2)
})

test('a refusal counts as any other: it is tried again after ten seconds, and disables after five', async () => {
  const [subject] = (await createSubjects(1)) as [Subject]
  world.endpoint.revokeAll()
  world.timeline.advance(day + 1)
  await startBackground()
  for (let refusals = 1; refusals <= 5; refusals++) {
    await eventually(async () => {
      world.timeline.advance(0)
      assert.equal((await readState(world, subject)).refusals, refusals)
    })
    world.timeline.advance(10_000)
  }
  assert.equal((await readState(world, subject)).disabled, true)
  await refreshesAre(5)
})

test('after an outage it has its turn in the next walk, an hour later', async () => {
  const [subject] = (await createSubjects(1)) as [Subject]
  world.endpoint.faults.push({ status: 429, body: '' })
  world.timeline.advance(day + 1)
  await startBackground()
  await refreshesAre(1)
  world.timeline.advance(hour - 60_001)
  await refreshesAre(1)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 1, refusals: 0 })
  world.timeline.advance(60_001)
  await sleep(100)
  await refreshesAre(2)
  await generationIs(subject, 2)
})

test('two processes that look at once present each token once', async () => {
  const subjects = await createSubjects(4)
  world.timeline.advance(day + 1)
  const other = await world.startServer()
  await Promise.all([startBackground(), startBackground(other)])
  world.endpoint.delay = 20
  world.timeline.advance(10_000)
  for (const subject of subjects) await generationIs(subject, 2)
  await refreshesAre(4)
  assert.ok(world.endpoint.record.every(({ concurrent }) => concurrent === 0))
  world.endpoint.delay = 0
  await other.stop()
})

test('stopping takes back what is planned', async () => {
  await createSubjects(3)
  world.timeline.advance(day + 1)
  await startBackground()
  await refreshesAre(1)
  await server.stop()
  world.timeline.advance(10 * hour)
  await refreshesAre(1)
})
