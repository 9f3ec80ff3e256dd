/** Object definitions at four levels (contract 9.2; traps 5, 7, 29 and 30 of the core contract, 29 and 30 of the asynchronous one). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

describe('object definitions', () => {
  let test: TestApp
  let instance: { id: number; authorization: string }
  let stranger: string
  before(async () => {
    test = await createTestApp()
    instance = await test.connect()
    const organizationId = await addOrganization(test.database, 'others')
    stranger = `${(await addStranger(test.database, { organizationId, secret: 'stranger', roles: ['org-admin'] })).user}, Organization others`
  })
  after(() => test.close())

  const accountId = async (): Promise<number> => (await test.call('GET', '/accounts')).body[0].id
  const field = (path: string) => ({ fields: [{ path, type: 'string' }] })
  const paths = (body: { fields: { path: string }[] }) => body.fields.map(({ path }) => path)

  it('are made, read, replaced and deleted at every level, by every form of the path', async () => {
    const prefixes = ['/organizations', '/accounts', `/accounts/${await accountId()}`, `/instances/${instance.id}`, '/instances']
    for (const prefix of prefixes) {
      const options = prefix === '/instances' ? { authorization: instance.authorization } : {}
      const call = (method: string, below: string, body?: object) =>
        test.call(method, `${prefix}/objects${below}`, { ...options, ...(body && { body }) })
      const sent = {
        objectName: 'ignored',
        level: 'system',
        fields: [{ path: 'id', type: 'number', displayName: 'Id', mask: 'x', level: 'system' }],
      }
      const created = await call('POST', '/people/definitions', sent)
      assert.equal(created.status, 200, `${prefix} ${created.text}`)
      const level = prefix.slice(1).split('/')[0]!.slice(0, -1)
      assert.equal(created.body.objectName, 'people')
      assert.equal(created.body.level, level)
      assert.match(created.body.createdDate, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
      assert.equal(typeof created.body.id, 'number')
      const [shown] = created.body.fields
      assert.deepEqual({ ...shown, id: 0, associatedId: 0 }, { ...sent.fields[0], id: 0, level, associatedLevel: level, associatedId: 0 })
      assert.equal((await call('POST', '/people/definitions', sent)).status, 409, prefix)
      assert.deepEqual((await call('GET', '/people/definitions')).body, created.body)
      assert.deepEqual(Object.keys((await call('GET', '/definitions')).body), ['people'])
      const replaced = await call('PUT', '/people/definitions', {
        fields: [
          { path: 'name', type: 'string' },
          { path: 'id', type: 'number' },
        ],
      })
      assert.deepEqual(paths(replaced.body), ['name', 'id'])
      assert.equal(replaced.body.fields[1].id, shown.id, 'a path that stays keeps its id')
      assert.notEqual(replaced.body.fields[0].id, shown.id)
      const renamed = await call('PATCH', '/people', { objectName: 'persons' })
      assert.deepEqual([renamed.status, renamed.body.objectName, renamed.body.id], [200, 'persons', created.body.id], renamed.text)
      assert.equal((await call('GET', '/people/definitions')).status, 404)
      const deleted = await call('DELETE', '/persons/definitions')
      assert.deepEqual([deleted.status, deleted.text], [200, ''])
      for (const [method, body] of [['GET'], ['PUT', field('a')], ['DELETE']] as const) {
        assert.equal((await call(method, '/persons/definitions', body)).status, 404, `${method} ${prefix}`)
      }
      assert.equal((await call('PATCH', '/persons', { objectName: 'people' })).status, 404)
      assert.match((await call('GET', '/definitions')).body.message, /^No (.*) found$/)
    }
  })

  it('come and go as a dictionary, all or none', async () => {
    const all = { people: field('name'), pets: { fields: [] } }
    const created = await test.call('POST', '/organizations/objects/definitions', { body: all })
    assert.deepEqual(Object.keys(created.body), ['people', 'pets'])
    assert.deepEqual(created.body.pets.fields, [])
    const again = await test.call('POST', '/organizations/objects/definitions', { body: { cars: field('a'), pets: field('b') } })
    assert.equal(again.status, 409)
    assert.equal((await test.call('GET', '/organizations/objects/cars/definitions')).status, 404, 'none of a refused dictionary is there')
    assert.deepEqual((await test.call('GET', '/organizations/objects/definitions')).body, created.body)
    assert.equal((await test.call('DELETE', '/organizations/objects/definitions', { body: null })).status, 200)
    assert.equal((await test.call('GET', '/organizations/objects/definitions')).status, 404)
    assert.equal((await test.call('DELETE', '/organizations/objects/definitions')).status, 404)
  })

  it('of the same name live at every level at once, and each path tells its own (trap 29)', async () => {
    const own = await accountId()
    const places = ['/organizations', `/accounts/${own}`, `/instances/${instance.id}`]
    for (const [index, place] of places.entries()) {
      assert.deepEqual(paths((await test.call('POST', `${place}/objects/people/definitions`, { body: field(`f${index}`) })).body), [
        `f${index}`,
      ])
    }
    for (const [index, place] of places.entries()) {
      assert.deepEqual(paths((await test.call('GET', `${place}/objects/people/definitions`)).body), [`f${index}`])
    }
    const visible = (await test.call('GET', `/instances/${instance.id}/objects/definitions`)).body.people
    assert.deepEqual(paths(visible), ['f0', 'f1', 'f2'])
    assert.deepEqual(
      visible.fields.map(({ level }: { level: string }) => level),
      ['organization', 'account', 'instance'],
    )
    assert.equal((await test.call('DELETE', `/accounts/${own}/objects/people/definitions`)).status, 200)
    assert.equal((await test.call('GET', `/accounts/${own}/objects/people/definitions`)).status, 404)
    for (const place of ['/organizations', `/instances/${instance.id}`]) {
      assert.equal((await test.call('GET', `${place}/objects/people/definitions`)).status, 200)
      assert.equal((await test.call('DELETE', `${place}/objects/people/definitions`)).status, 200)
    }
  })

  it('that are renamed at one level leave the other levels alone', async () => {
    const own = await accountId()
    for (const place of ['/organizations', `/accounts/${own}`])
      await test.call('POST', `${place}/objects/people/definitions`, { body: field('a') })
    await test.call('POST', '/organizations/objects/persons/definitions', { body: field('b') })
    assert.equal((await test.call('PATCH', '/organizations/objects/people', { body: { objectName: 'persons' } })).status, 409)
    assert.equal((await test.call('PATCH', `/accounts/${own}/objects/people`, { body: { objectName: 'persons' } })).status, 200)
    assert.deepEqual(paths((await test.call('GET', '/organizations/objects/persons/definitions')).body), ['b'])
    assert.deepEqual(paths((await test.call('GET', `/accounts/${own}/objects/persons/definitions`)).body), ['a'])
    assert.deepEqual(paths((await test.call('GET', '/organizations/objects/people/definitions')).body), ['a'])
    assert.equal((await test.call('DELETE', `/accounts/${own}/objects/definitions`)).status, 200)
    assert.equal((await test.call('DELETE', '/organizations/objects/definitions')).status, 200)
  })

  it('that many rename at once, to one name or the opposite way, are refused or renamed, never broken', async () => {
    const names = ['one', 'two', 'three']
    for (const name of names) await test.call('POST', `/organizations/objects/${name}/definitions`, { body: field(name) })
    const rename = (from: string, to: string) => test.call('PATCH', `/organizations/objects/${from}`, { body: { objectName: to } })
    const toOne = await Promise.all(names.map((name) => rename(name, 'four')))
    assert.deepEqual(toOne.map(({ status }) => status).sort(), [200, 409, 409])
    const left = names.filter((_, index) => toOne[index]!.status === 409)
    const opposite = await Promise.all([rename(left[0]!, left[1]!), rename(left[1]!, left[0]!)])
    assert.deepEqual(
      opposite.map(({ status }) => status),
      [409, 409],
    )
    assert.equal(Object.keys((await test.call('GET', '/organizations/objects/definitions')).body).length, 3)
    await test.call('DELETE', '/organizations/objects/definitions')
  })

  it('of the system are seen by all with systemOnly, and written by those who may', async () => {
    const path = '/organizations/objects/shared/definitions?systemOnly=true'
    const admin = await test.call('GET', '/users')
    assert.equal(admin.status, 200)
    const created = await test.call('POST', path, { body: field('id') })
    assert.deepEqual([created.status, created.body.level, 'associatedId' in created.body.fields[0]], [200, 'system', false], created.text)
    assert.deepEqual((await test.call('GET', path, { authorization: stranger })).body, created.body)
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const body = method === 'DELETE' ? {} : { body: field('x') }
      assert.equal((await test.call(method, path, { authorization: stranger, ...body })).status, 403, method)
    }
    assert.deepEqual(paths((await test.call('GET', `/instances/${instance.id}/objects/definitions`)).body.shared), ['id'])
    assert.equal((await test.call('DELETE', path)).status, 200)
    assert.equal((await test.call('GET', path)).status, 404)
  })

  it('are written by those whose roles reach the level', async () => {
    const person = async (secret: string, roles: string[]) => {
      const { user, accountId: id } = await addStranger(test.database, { organizationId: 1, secret, roles })
      return { id, authorization: `${user}, ${test.organization}` }
    }
    const plain = await person('plain', ['default-user'])
    const account = await person('account-admin', ['admin', 'default-user'])
    const post = (place: string, authorization: string) =>
      test.call('POST', `${place}/objects/rights/definitions`, { authorization, body: field('a') }).then(({ status }) => status)
    assert.equal(await post('/organizations', plain.authorization), 403)
    assert.equal(await post('/accounts', plain.authorization), 403)
    assert.equal(await post(`/accounts/${account.id}`, plain.authorization), 403)
    assert.equal(await post('/organizations', account.authorization), 403)
    assert.equal(await post(`/accounts/${plain.id}`, account.authorization), 403)
    assert.equal(await post('/accounts', account.authorization), 200)
    assert.equal(await post(`/accounts/${plain.id}`, `${test.user}, ${test.organization}`), 200)
    assert.equal(
      (await test.call('GET', `/accounts/${plain.id}/objects/rights/definitions`, { authorization: plain.authorization })).status,
      200,
    )
    // What is another organization's is not there at all.
    for (const place of [`/accounts/${plain.id}`, `/instances/${instance.id}`]) assert.equal(await post(place, stranger), 404, place)
    assert.equal((await test.call('GET', '/organizations/objects/definitions', { authorization: stranger })).status, 404)
  })

  it('go with their account and their instance', async () => {
    const { db } = test.database
    const other = await test.connect({ name: 'Other' })
    await test.call('POST', `/instances/${other.id}/objects/fleeting/definitions`, { body: field('a') })
    const { accountId: id } = await addStranger(test.database, { organizationId: 1, secret: 'leaver' })
    await test.call('POST', `/accounts/${id}/objects/fleeting/definitions`, { body: field('b') })
    const left = () => db.selectFrom('common_resources').select('id').where('object_name', '=', 'fleeting').execute()
    assert.equal((await test.call('DELETE', `/instances/${other.id}`)).status, 200)
    assert.equal((await left()).length, 1)
    await db.deleteFrom('users').where('account_id', '=', id).execute()
    await db.deleteFrom('accounts').where('id', '=', id).execute()
    assert.deepEqual(await left(), [])
  })

  it('are refused with words, never with 500', async () => {
    const post = (name: string, body: unknown) => test.call('POST', `/organizations/objects/${name}/definitions`, { body })
    for (const [name, body, words] of [
      ['people', {}, /fields/],
      ['people', [], /the body/],
      ['people', null, /the body/],
      ['people', { fields: [{ type: 'string' }] }, /fields\.0\.path/],
      ['people', { fields: [{ path: '' }] }, /fields\.0\.path/],
      ['people', { fields: [{ path: 'a', type: 7 }] }, /fields\.0\.type/],
      ['people', { fields: [{ path: 'a', note: 'nul\0' }] }, /fields\.0\.note/],
      ['people', { fields: [{ path: 'a', 'mem\0ber': 1 }] }, /fields\.0/],
      ['a%2Fb', field('a'), /objectName/],
      ['nul%00', field('a'), /objectName/],
      ['message', field('a'), /objectName/],
      ['n'.repeat(300), field('a'), /objectName/],
    ] as const) {
      const reply = await post(name, body)
      assert.equal(reply.status, 400, `${name} ${JSON.stringify(body)} ${reply.text}`)
      assert.match(reply.body.message, words)
    }
    for (const path of ['/accounts/-1', '/accounts/99999999999999999999', '/accounts/abc', '/instances/-1', '/instances/abc']) {
      assert.equal((await test.call('GET', `${path}/objects/people/definitions`)).status, 404, path)
    }
    for (const method of ['GET', 'DELETE']) {
      assert.equal((await test.call(method, '/organizations/objects/nul%00/definitions')).status, 404)
    }
  })

  it('are made once, however many ask at a time, and each change is on record', async () => {
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => test.call('POST', '/organizations/objects/race/definitions', { body: field('a') })),
    )
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409])
    await test.call('PUT', '/organizations/objects/race/definitions', { body: field('b') })
    await test.call('DELETE', '/organizations/objects/race/definitions')
    const rows = await test.database.db
      .selectFrom('audit_logs')
      .select(['area', 'method'])
      .where('entity_name', '=', 'race')
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ area, method }) => `${area} ${method}`),
      ['POST', 'PUT', 'DELETE'].map((method) => `common-resources ${method}`),
    )
  })
})
