import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { lostReplyReason } from '../oauth/marks.ts'
import { createSubject, credentialOf, eventually, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type TestServer, type World } from './fixtures/world.ts'

let world: World
let other: TestServer
let subject: Subject
before(async () => {
  world = await createWorld({ element: { authentication: { oauth2: { clientAuthentication: { exchange: 'body', refresh: 'basic' } } } } })
  other = await world.startServer()
})
after(() => world.close())
beforeEach(async () => {
  world.endpoint.delay = 0
  world.endpoint.members = {}
  world.endpoint.faults.length = 0
  // What earlier tests left to be tried again is gone with its instances.
  await world.database.db.deleteFrom('instances').execute()
  subject = await createSubject(world)
  world.endpoint.record.length = 0
})

const refresh = { grantType: 'refresh_token', concurrent: 0 }
const outcomes = () => world.endpoint.record.map(({ outcome }) => outcome)
const refused = { status: 401, code: 'credential-refused' }
/** An outage is over, so far as we have let the endpoint alone for it. */
const passPause = () => world.timeline.advance(1_500)

test('a token that is due is renewed before use, with the client in the header and nothing of it in the form', async () => {
  const old = await credentialOf(world, subject)
  world.timeline.advance(3_400_000)
  const renewed = await world.instances.renew(subject.id, old)
  assert.ok(renewed.kind === 'bearer')
  assert.equal(renewed.generation, 2)
  assert.ok(renewed.dueAt! > world.timeline.clock())
  const [sent] = world.endpoint.record
  assert.partialDeepStrictEqual(sent, refresh)
  assert.equal(sent?.authorization, `Basic ${Buffer.from('client-1:client-secret-1').toString('base64')}`)
  assert.deepEqual(Object.keys(sent!.form).sort(), ['grant_type', 'refresh_token'])
})

test('a renewed token is stored before anybody has it, and is what the next call gets', async () => {
  const renewed = await renewNow(world, subject)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, presented_at: null, refusals: 0 })
  assert.deepEqual(await credentialOf(world, subject), renewed)
})

test('whoever renews at once, in two processes: one presentation, one new generation for all', async () => {
  world.endpoint.delay = 30
  const servers = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? world : other))
  const old = await credentialOf(world, subject)
  const all = await Promise.all(servers.map((server) => server.instances.renew(subject.id, old)))
  assert.deepEqual(outcomes(), ['accepted'])
  assert.equal(new Set(all.map((credential) => JSON.stringify(credential))).size, 1)
})

test('who rejects a token that somebody has replaced gets the newer one, without a request', async () => {
  const old = await credentialOf(world, subject)
  const renewed = await renewNow(other, subject)
  assert.deepEqual(await world.instances.renew(subject.id, old), renewed)
  assert.equal(world.endpoint.record.length, 1)
})

test('killed before the token was presented: the next holder of the lock presents it, and all is well', async () => {
  await world.database.db
    .updateTable('instance_credentials')
    .set({ presented_at: new Date() })
    .where('instance_id', '=', subject.id)
    .execute()
  await renewNow(other, subject)
  assert.deepEqual(outcomes(), ['accepted'])
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, presented_at: null })
})

test('a lost reply: the token is presented once more, refused, and the instance marked; then no further try', async () => {
  world.endpoint.faults.push('lose')
  await assert.rejects(renewNow(world, subject), { status: 502, code: 'vendor-unreachable' })
  assert.notEqual((await readState(world, subject)).presented_at, null)
  for (let call = 0; call < 3; call++) {
    await assert.rejects(renewNow(other, subject), { ...refused, providerMessage: 'The token ******** is not valid' })
    world.timeline.advance(60_000)
  }
  assert.deepEqual(outcomes(), ['accepted', 'refused'])
  assert.partialDeepStrictEqual(await readState(world, subject), { disabled: false, disabled_reason: lostReplyReason })
})

test('an outage fails the calls of the next moment without another request', async () => {
  world.endpoint.faults.push({ status: 503, body: '' })
  const failed = { status: 502, code: 'vendor-failed' }
  await assert.rejects(renewNow(world, subject), failed)
  for (let call = 0; call < 3; call++) await assert.rejects(renewNow(world, subject), failed)
  world.timeline.advance(1_499)
  await assert.rejects(renewNow(world, subject), failed)
  assert.equal(world.endpoint.record.length, 1)
  world.timeline.advance(1)
  await renewNow(world, subject)
  assert.deepEqual(outcomes(), ['failed', 'accepted'])
})

test('an outage ahead of time lets calls use the old token no longer than it lives', async () => {
  world.endpoint.members = { expires_in: 60 }
  const brief = await createSubject(world)
  world.endpoint.record.length = 0
  const old = await credentialOf(world, brief)
  world.timeline.advance(55_000)
  world.endpoint.faults.push({ status: 503, body: '' })
  assert.partialDeepStrictEqual(await world.instances.renew(brief.id, old), { token: old.token, dueAt: world.timeline.clock() + 5_000 })
  world.timeline.advance(5_000)
  assert.partialDeepStrictEqual(await world.instances.renew(brief.id, old), { generation: 2 })
})

test('an outage that applied nothing is recovered from, and never counts', async () => {
  const faults = [408, 425, 429, 500, 502, 503, 504].map((status) => ({ status, body: '{"error":"invalid_grant"}' }))
  for (const fault of [...faults, { status: 200, body: '<html>maintenance</html>' }, { status: 302, body: '' }]) {
    world.endpoint.faults.push(fault)
    await assert.rejects(renewNow(world, subject), { status: 502 })
    passPause()
  }
  assert.partialDeepStrictEqual(await readState(world, subject), { refusals: 0, disabled: false, disabled_reason: null })
  await renewNow(world, subject)
  assert.equal(outcomes().at(-1), 'accepted')
})

test('a 429 leaves no doubt behind: a later refusal is an ordinary one', async () => {
  world.endpoint.faults.push({ status: 429, body: '' })
  await assert.rejects(renewNow(world, subject), { status: 502 })
  passPause()
  world.endpoint.revokeAll()
  await assert.rejects(renewNow(world, subject), refused)
  assert.partialDeepStrictEqual(await readState(world, subject), { refusals: 1, presented_at: null, disabled_reason: null })
})

test('a refused client says nothing of the token: no mark, although an answer is missing', async () => {
  world.endpoint.faults.push({ status: 500, body: '' }, { status: 401, body: '{"error":"invalid_client"}' })
  await assert.rejects(renewNow(world, subject), { status: 502 })
  passPause()
  await assert.rejects(renewNow(world, subject), { ...refused, providerMessage: 'invalid_client' })
  assert.partialDeepStrictEqual(await readState(world, subject), { refusals: 1, disabled_reason: null })
})

test('ahead of time an outage fails no call: the old token is used, the endpoint left alone for a while, until it is over', async () => {
  const old = await credentialOf(world, subject)
  const down = { status: 503, body: '' }
  world.endpoint.faults.push(down, down, down)
  world.timeline.advance(3_310_000)
  const kept = await world.instances.renew(subject.id, old)
  assert.partialDeepStrictEqual(kept, { token: old.token, generation: 1, dueAt: world.timeline.clock() + 30_000 })
  assert.partialDeepStrictEqual(await world.instances.renew(subject.id, old), { token: old.token })
  assert.equal(world.endpoint.record.length, 1)
  world.timeline.advance(30_000)
  assert.partialDeepStrictEqual(await world.instances.renew(subject.id, old), { token: old.token })
  assert.equal(world.endpoint.record.length, 2)
  world.timeline.advance(300_000)
  await assert.rejects(world.instances.renew(subject.id, old), { status: 502, code: 'vendor-failed' })
})

test('a refusal is a 401 at once; five in a row, ten seconds apart and in the background, disable the instance', async () => {
  world.endpoint.revokeAll()
  await assert.rejects(renewNow(world, subject), { ...refused, providerMessage: 'The token ******** is not valid' })
  for (let call = 0; call < 5; call++) await assert.rejects(renewNow(other, subject), refused)
  assert.equal(world.endpoint.record.length, 1)
  for (let refusals = 2; refusals <= 5; refusals++) {
    world.timeline.advance(9_999)
    await sleep(20)
    assert.equal(world.endpoint.record.length, refusals - 1)
    world.timeline.advance(1)
    await eventually(async () => {
      world.timeline.advance(0)
      assert.equal((await readState(world, subject)).refusals, refusals)
    })
    assert.equal((await readState(world, subject)).disabled, refusals === 5)
  }
  const { disabled_reason: reason } = await readState(world, subject)
  assert.match(
    reason!,
    /^the vendor refused to refresh its credentials 5 times in a row \(The token \*{8} is not valid\); authenticate it again$/,
  )
  await eventually(async () => assert.equal((await other.instances.resolve(subject.token)).disabledReason, reason))
  world.timeline.advance(3_600_000)
  await assert.rejects(renewNow(world, subject), refused)
  assert.equal(world.endpoint.record.length, 5)
})

test('the tries go on after a restart, from where they stood', async () => {
  world.endpoint.revokeAll()
  const first = await world.startServer()
  await assert.rejects(renewNow(first, subject), refused)
  await first.stop()
  world.timeline.advance(60_000)
  assert.equal(world.endpoint.record.length, 1)
  const second = await world.startServer()
  await second.instances.start()
  for (let refusals = 2; refusals <= 5; refusals++) {
    world.timeline.advance(10_000)
    await eventually(async () => {
      world.timeline.advance(0)
      assert.equal((await readState(world, subject)).refusals, refusals)
    })
  }
  assert.equal((await readState(world, subject)).disabled, true)
  await second.stop()
})

test('a refusal in between that turns out well is forgotten', async () => {
  world.endpoint.faults.push({ status: 400, body: '{"error":"invalid_grant"}' })
  await assert.rejects(renewNow(world, subject), refused)
  world.timeline.advance(10_000)
  await eventually(async () =>
    assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2, refusals: 0, refusal_reason: null }),
  )
})

test('a new authorisation heals a marked instance and a disabled one; enabling alone grants new tries', async () => {
  const reauthorise = () =>
    world.call('PATCH', '/instances/:id', {
      params: { id: String(subject.id) },
      body: { providerData: { code: world.endpoint.issueCode() } },
    })
  world.endpoint.faults.push('lose')
  await assert.rejects(renewNow(world, subject), { status: 502 })
  passPause()
  await assert.rejects(renewNow(world, subject), refused)
  await reauthorise()
  assert.partialDeepStrictEqual(await readState(world, subject), { disabled_reason: null, refusals: 0, presented_at: null })
  await renewNow(world, subject)
  await world.database.db.updateTable('instances').set({ disabled: true, disabled_reason: 'five' }).where('id', '=', subject.id).execute()
  await world.database.db.updateTable('instance_credentials').set({ refusals: 5 }).where('instance_id', '=', subject.id).execute()
  await assert.rejects(renewNow(world, subject), refused)
  await world.call('PUT', '/instances/:id/enabled', { params: { id: String(subject.id) } })
  await renewNow(world, subject)
  await world.database.db.updateTable('instances').set({ disabled: true, disabled_reason: 'five' }).where('id', '=', subject.id).execute()
  await reauthorise()
  assert.partialDeepStrictEqual(await readState(world, subject), { disabled: false, disabled_reason: null })
})

test('a vendor that gives no new refresh token leaves the old one good; one that gave none at all is not asked', async () => {
  world.endpoint.members = { refresh_token: undefined }
  await renewNow(world, subject)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 2 })
  const bare = await createSubject(world)
  world.endpoint.record.length = 0
  const only = await credentialOf(world, bare)
  assert.equal(only.dueAt, undefined)
  assert.equal(await world.instances.renew(bare.id, only), only)
  assert.equal(world.endpoint.record.length, 0)
})

test('a store that stumbles between the reply and the commit is asked again before the pair is given up', async () => {
  const { db } = world.database
  await sql`CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$`.execute(
    db,
  )
  await sql`CREATE TRIGGER stumble BEFORE UPDATE ON instance_credentials FOR EACH ROW WHEN (NEW.generation = 2) EXECUTE FUNCTION stumble()`.execute(
    db,
  )
  const renewing = renewNow(world, subject)
  await eventually(() => assert.deepEqual(outcomes(), ['accepted']))
  await sql`DROP FUNCTION stumble CASCADE`.execute(db)
  const ticking = setInterval(() => world.timeline.advance(100), 5)
  assert.partialDeepStrictEqual(await renewing, { generation: 2 })
  clearInterval(ticking)
})

test('an authorisation during a refresh wins: the reply that comes late replaces nothing', async () => {
  world.endpoint.delay = 100
  const renewing = renewNow(world, subject)
  await eventually(() => assert.equal(world.endpoint.record.length, 1))
  world.endpoint.delay = 0
  await world.call('PATCH', '/instances/:id', {
    params: { id: String(subject.id) },
    body: { providerData: { code: world.endpoint.issueCode() } },
  })
  const authorised = await credentialOf(world, subject)
  assert.equal(((await renewing) as { token: string }).token, authorised.token)
  assert.equal((await readState(world, subject)).generation, 2)
})

test('an instance that is deleted during a refresh stays deleted', async () => {
  world.endpoint.delay = 100
  const renewing = renewNow(world, subject)
  await eventually(() => assert.equal(world.endpoint.record.length, 1))
  await world.call('DELETE', '/instances/:id', { params: { id: String(subject.id) } })
  await assert.rejects(renewing, refused)
})

test('stopping waits for the refresh under way', async () => {
  const server = await world.startServer()
  world.endpoint.delay = 100
  const renewing = renewNow(server, subject)
  await eventually(() => assert.equal(world.endpoint.record.length, 1))
  await server.stop()
  assert.equal((await readState(world, subject)).generation, 2)
  await renewing
})
