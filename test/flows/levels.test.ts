/** Levels of a common resource, called through the hub: who wins, who inherits, what must stay (trap 29 of the core contract and of the asynchronous one). */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

const nothingElse = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
const inherit = { type: 'inherit', properties: { fromVendor: true, toVendor: true } }

const speaksOfMappings = (statement: string) => /common_resources|transformations|object_definitions/.test(statement)

describe('levels of a common resource', () => {
  let test: TestApp
  let one: Connected
  let other: Connected
  let account: string
  before(async () => {
    test = await createTestApp()
    one = await test.connect()
    other = await test.connect({ name: 'Other' })
    account = `/accounts/${(await test.call('GET', '/accounts')).body[0].id}`
  })
  beforeEach(async () => {
    // Level by level, as a client would, the lowest first.
    for (const place of [`/instances/${one.id}`, `${account}/elements/infusionsoftcrm`, '/organizations/elements/infusionsoftcrm']) {
      await test.call('DELETE', `${place}/transformations?propagate=true`)
    }
    for (const place of [`/instances/${one.id}`, account, '/organizations']) await test.call('DELETE', `${place}/objects/definitions`)
  })
  after(() => test.close())

  const field = (path: string, vendorPath: string) => ({ path, vendorPath, type: 'string' })
  const places = {
    organization: { place: '/organizations', transformations: '/organizations/elements/infusionsoftcrm' },
    get account() {
      return { place: account, transformations: `${account}/elements/infusionsoftcrm` }
    },
    get instance() {
      return { place: `/instances/${one.id}`, transformations: `/instances/${one.id}` }
    },
  }
  type Level = 'organization' | 'account' | 'instance'
  const define = async (level: Level, fields: object[], name = 'people') => {
    const reply = await test.call('POST', `${places[level].place}/objects/${name}/definitions`, { body: { fields } })
    assert.equal(reply.status, 200, reply.text)
  }
  const map = async (level: Level, fields: object[], configuration: object[] = [nothingElse]) => {
    const path = `${places[level].transformations}/transformations/people`
    const reply = await test.call('POST', path, { body: { vendorName: 'contacts', fields, configuration } })
    assert.equal(reply.status, 200, reply.text)
    return reply.body
  }
  const remove = (level: Level, what: 'definition' | 'transformation') =>
    what === 'definition'
      ? test.call('DELETE', `${places[level].place}/objects/people/definitions`)
      : test.call('DELETE', `${places[level].transformations}/transformations/people`)
  /** What the hub answers for a contact under the name. */
  const seen = async (instance = one): Promise<Record<string, unknown>> => (await instance.call('GET', '/hubs/crm/people/2')).body
  const contact = async (): Promise<Record<string, unknown>> => (await one.call('GET', '/hubs/crm/contacts/2')).body

  it('merge where each inherits, the lower winning per path', async () => {
    const { Id, FirstName, LastName, Email } = await contact()
    await define('organization', [field('key', 'Id'), field('name', 'FirstName')])
    await map('organization', [field('key', 'Id'), field('name', 'FirstName')])
    assert.deepEqual(await seen(), { key: String(Id), name: FirstName })
    await map('account', [field('name', 'LastName')], [inherit])
    assert.deepEqual(await seen(), { key: String(Id), name: LastName }, 'no more is passed through than the organization lets through')
    const merged = await map('instance', [field('mail', 'Email')], [inherit])
    assert.deepEqual(await seen(), { key: String(Id), name: LastName, mail: Email })
    assert.deepEqual(await seen(other), { key: String(Id), name: LastName }, 'another instance has the account alone')
    assert.deepEqual(
      merged.fields.map(({ path, level }: { path: string; level: string }) => `${path} ${level}`),
      ['key organization', 'name account', 'mail instance'],
    )
  })

  it('leave what is above them alone when what was read is sent back', async () => {
    const { Id, FirstName, LastName } = await contact()
    await define('organization', [field('key', 'Id')])
    await map('organization', [field('key', 'Id'), field('name', 'FirstName')])
    await map('account', [field('last', 'LastName')], [inherit, nothingElse])
    const path = `${places.account.transformations}/transformations/people`
    const { body } = await test.call('GET', path)
    assert.equal(body.fields.length, 3)
    assert.equal((await test.call('PUT', path, { body })).status, 200)
    await test.call('PUT', `${places.organization.transformations}/transformations/people`, {
      body: { fields: [field('key', 'Id'), field('first', 'FirstName')], configuration: [nothingElse] },
    })
    assert.deepEqual(await seen(), { key: String(Id), first: FirstName, last: LastName }, 'the account did not keep a copy')
  })

  it('stand alone without inherit, and what is above shows again when they go', async () => {
    const { FirstName, LastName, Email } = await contact()
    await define('organization', [field('a', '')])
    await map('organization', [field('first', 'FirstName')])
    await map('account', [field('last', 'LastName')])
    await map('instance', [field('mail', 'Email')])
    assert.deepEqual(await seen(), { mail: Email })
    assert.deepEqual(await seen(other), { last: LastName })
    await remove('instance', 'transformation')
    assert.deepEqual(await seen(), { last: LastName })
    await remove('account', 'transformation')
    assert.deepEqual(await seen(), { first: FirstName })
    await remove('organization', 'transformation')
    assert.equal((await one.call('GET', '/hubs/crm/people/2')).status, 400, 'nothing maps the name any more')
  })

  it('keep definitions that transformations need: their own, or the last that they see', async () => {
    await define('organization', [field('a', '')])
    await map('organization', [field('first', 'FirstName')])
    await map('instance', [field('mail', 'Email')])
    assert.equal((await remove('organization', 'definition')).status, 409)
    await remove('organization', 'transformation')
    assert.equal((await remove('organization', 'definition')).status, 409, 'the instance has no other')
    await define('account', [field('b', '')])
    assert.equal((await remove('organization', 'definition')).status, 200, 'now it has')
    assert.equal((await remove('account', 'definition')).status, 409)
    await define('instance', [field('c', '')])
    assert.equal((await remove('account', 'definition')).status, 200)
    assert.equal((await remove('instance', 'definition')).status, 409)
    assert.equal((await remove('instance', 'transformation')).status, 200)
    assert.equal((await remove('instance', 'definition')).status, 200)
    assert.equal((await remove('instance', 'definition')).status, 404)
  })

  it('are renamed together, and the hub knows the new name at once', async () => {
    const { FirstName } = await contact()
    await define('organization', [field('a', '')])
    await map('organization', [field('first', 'FirstName')])
    assert.deepEqual(await seen(), { first: FirstName })
    assert.equal((await test.call('PATCH', '/organizations/objects/people', { body: { objectName: 'persons' } })).status, 200)
    assert.deepEqual((await one.call('GET', '/hubs/crm/persons/2')).body, { first: FirstName })
    assert.equal((await one.call('GET', '/hubs/crm/people/2')).status, 400)
  })

  it('cost no trip to the database when warm, mapped or not', async () => {
    await define('organization', [field('a', '')])
    await map('organization', [field('first', 'FirstName')])
    const path = '/hubs/crm/contacts/2'
    const statements: string[] = []
    const stop = test.database.onStatement((text) => statements.push(text))
    // What this server changed itself is told to it like to any other, a moment later.
    const deadline = Date.now() + 2000
    do {
      statements.length = 0
      for (const each of ['/hubs/crm/people/2', path]) assert.equal((await one.call('GET', each)).status, 200)
    } while (statements.some(speaksOfMappings) && Date.now() < deadline)
    stop()
    assert.deepEqual(statements.filter(speaksOfMappings), [])
  })

  it('that one server changes, another acts on', async () => {
    const { FirstName, LastName } = await contact()
    const callOther = await test.startAnother()
    const there = async () => (await callOther('GET', '/hubs/crm/people/2', { authorization: one.authorization })).body
    await define('organization', [field('a', '')])
    await map('organization', [field('first', 'FirstName')])
    const eventually = async (expected: object) => {
      const deadline = Date.now() + 1000
      for (;;) {
        const body = await there()
        if (JSON.stringify(body) === JSON.stringify(expected) || Date.now() > deadline) return assert.deepEqual(body, expected)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    await eventually({ first: FirstName })
    await test.call('PUT', '/organizations/elements/infusionsoftcrm/transformations/people', {
      body: { fields: [field('last', 'LastName')], configuration: [nothingElse] },
    })
    await eventually({ last: LastName })
  })
})
