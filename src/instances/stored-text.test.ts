import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSubject, eventually, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld({
    element: { authentication: { oauth2: { tenant: { member: 'scope', pattern: '\\|(.+)', configuration: 'site.name' } } } },
  })
})
after(() => world.close())

const create = (change: object) => world.call('POST', '/instances', { body: world.createBody({ ...change }) })
const patch = ({ id }: Subject, body: object) => world.call('PATCH', '/instances/:id', { params: { id: String(id) }, body })

test('a configuration that cannot be stored is refused before the code is spent', async () => {
  const body = world.createBody() as { providerData: { code: string }; configuration: object }
  const before = world.endpoint.record.length
  for (const [key, value] of [
    ['site.name', 'a\ud800'],
    ['site.name', 'a\0b'],
    ['private.key', '\udc00'],
  ]) {
    const sent = { ...body, configuration: { ...body.configuration, [key!]: value } }
    await assert.rejects(world.call('POST', '/instances', { body: sent }), { status: 400, code: 'invalid-configuration' })
  }
  assert.equal(world.endpoint.record.length, before)
  assert.ok((await world.call('POST', '/instances', { body })).body)
})

test('a tenant that the vendor names in text that cannot be stored burns no code either', async () => {
  world.endpoint.members = { scope: 'full|a\0b\ud800' }
  const { body } = await create({})
  world.endpoint.members = {}
  assert.equal((body as { configuration: Record<string, string> }).configuration['site.name'], 'a\ufffdb\ufffd')
})

test('names and tags have bounds, and are whole characters', async () => {
  const refused = (reason: RegExp) => ({ status: 400, code: 'invalid-body', message: reason })
  await assert.rejects(create({ name: 'n'.repeat(256) }), refused(/name has 256 characters; at most 255/))
  await assert.rejects(create({ name: 'a\ud800' }), refused(/name holds half of a character/))
  await assert.rejects(create({ tags: ['ok', 't'.repeat(256)] }), refused(/a tag has 256 characters/))
  await assert.rejects(create({ tags: ['\udc00'] }), refused(/a tag holds half of a character/))
  await assert.rejects(create({ tags: Array.from({ length: 101 }, (_, at) => `t${at}`) }), refused(/at most 100 tags, got 101/))
  const subject = await createSubject(world)
  await assert.rejects(patch(subject, { name: 'n'.repeat(256) }), refused(/at most 255/))
  const most = { name: 'n'.repeat(255), tags: Array.from({ length: 100 }, (_, at) => `${at}`.padStart(255, 't')) }
  assert.partialDeepStrictEqual((await patch(subject, most)).body, most)
})

test('what no name can hold is not looked for', async () => {
  for (const query of [{ searchText: '\0' }, { 'tags[]': '\0' }, { 'tags[]': ['a', 'b\0'] }, { searchText: '\ud800' }]) {
    await assert.rejects(world.call('GET', '/instances', { query }), { status: 400, code: 'invalid-parameter' })
  }
})

test('what changes nothing is not announced', async () => {
  const subject = await createSubject(world)
  const heard: string[] = []
  await world.database.listen('octet_instances', (id) => heard.push(id))
  await assert.rejects(world.call('DELETE', '/instances/:id', { params: { id: '999999' } }), { status: 404 })
  await assert.rejects(world.call('DELETE', '/instances/:id', { params: { id: String(subject.id) }, caller: world.stranger }), {
    status: 404,
  })
  await world.call('DELETE', '/instances/:id', { params: { id: String(subject.id) } })
  await eventually(() => assert.ok(heard.length > 0))
  assert.deepEqual(heard, [String(subject.id)])
})

test('a refusal is counted whatever its text holds, and the token presented once in ten seconds', async () => {
  const subject = await createSubject(world)
  world.endpoint.record.length = 0
  const fault = { status: 400, body: '{"error":"invalid_grant","error_description":"bad \\u0000 to\\ud800ken"}' }
  world.endpoint.faults.push(...Array.from({ length: 5 }, () => fault))
  for (let call = 0; call < 3; call++) await assert.rejects(renewNow(world, subject), { status: 401, code: 'credential-refused' })
  assert.equal(world.endpoint.record.length, 1)
  assert.partialDeepStrictEqual(await readState(world, subject), { refusals: 1, presented_at: null })
  for (let refusals = 2; refusals <= 5; refusals++) {
    world.timeline.advance(10_000)
    await eventually(async () => {
      world.timeline.advance(0)
      assert.equal((await readState(world, subject)).refusals, refusals)
    })
  }
  const { disabled, disabled_reason: reason } = await readState(world, subject)
  assert.equal(disabled, true)
  assert.match(reason!, /5 times in a row \(bad . to.ken\)/)
})
