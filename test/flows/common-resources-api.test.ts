/** /common-resources: common resources by name (contract 9.4, 9.7; traps 5, 7 and 29 of the core contract). */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'
import { addPerson, ignoredIn, type Person } from './vdr-people.ts'

const people = {
  name: 'people',
  fields: [
    { path: 'name', type: 'string', associatedLevel: 'organization' },
    { path: 'age', type: 'number' },
  ],
}

describe('common resources by name', () => {
  let test: TestApp
  let instanceId: number
  let user: Person
  let foreigner: string
  before(async () => {
    test = await createTestApp()
    instanceId = (await test.connect()).id
    user = await addPerson(test, 'user', ['default-user'])
    const organizationId = await addOrganization(test.database, 'others')
    foreigner = `${(await addStranger(test.database, { organizationId, secret: 'foreigner', roles: ['org-admin'] })).user}, Organization others`
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('common_resources').execute()
  })
  after(() => test.close())

  const put = (body: object = people) => test.call('PUT', '/common-resources', { body })
  const paths = (body: { fields: { path: string }[] }) => body.fields.map(({ path }) => path)
  const map = (name = 'people') =>
    test.call('POST', `/organizations/elements/infusionsoftcrm/transformations/${name}`, {
      body: { vendorName: 'contacts', fields: [{ path: 'name', vendorPath: 'given_name' }] },
    })

  it('are made and replaced under their name, and list elements and instances that they can be called through', async () => {
    const made = await put()
    assert.equal(made.status, 200, made.text)
    assert.deepEqual([made.body.name, made.body.mappedElementIds, made.body.elementInstanceIds], ['people', [], []])
    assert.deepEqual(
      made.body.fields.map(({ path, associatedLevel, associatedId }: Record<string, unknown>) => [path, associatedLevel, associatedId]),
      [
        ['name', 'organization', 1],
        ['age', 'organization', 1],
      ],
    )
    assert.equal((await map()).status, 200)
    const read = await test.call('GET', '/common-resources/people')
    assert.deepEqual([read.body.mappedElementIds.length, read.body.elementInstanceIds], [1, [instanceId]])
    assert.deepEqual((await test.call('GET', '/common-resources')).body, [read.body])
    assert.deepEqual((await user.call('GET', '/common-resources/people')).body.elementInstanceIds, [user.instanceId])
    const replaced = await put({ name: 'people', fields: [] })
    assert.deepEqual([replaced.status, replaced.body.fields], [200, []])
  })

  it('trap 5: a list of none is a 404 of the known form; names are told apart by case', async () => {
    const none = await test.call('GET', '/common-resources')
    assert.equal(none.status, 404)
    assert.match(none.body.message, /^No (.*) found$/)
    await put()
    assert.equal((await test.call('GET', '/common-resources/People')).status, 404)
  })

  it('a changed field says its former path: its id stays, and transformations follow', async () => {
    const { body } = await put()
    await map()
    const changedFields = [{ path: 'fullName', oldPath: 'name', type: 'string', associatedLevel: 'organization' }]
    const vendorPaths = async () =>
      (await test.call('GET', '/organizations/elements/infusionsoftcrm/transformations/people')).body.fields.map(
        ({ path, vendorPath }: Record<string, unknown>) => [path, vendorPath],
      )
    // The list may be the new one, the old one, or missing.
    const lists = [[{ path: 'fullName', type: 'string' }, people.fields[1]], people.fields, undefined]
    for (const fields of lists) {
      const changed = await put({ name: 'people', ...(fields && { fields }), changedFields })
      assert.equal(changed.status, 200, changed.text)
      assert.deepEqual(paths(changed.body).sort(), ['age', 'fullName'])
      assert.equal(changed.body.fields.find(({ path }: { path: string }) => path === 'fullName').id, body.fields[0].id)
      assert.deepEqual(await vendorPaths(), [['fullName', 'given_name']])
      const back = await put({ ...people, changedFields: [{ path: 'name', oldPath: 'fullName', type: 'string' }] })
      assert.deepEqual(paths(back.body).sort(), ['age', 'name'])
    }
  })

  it('are renamed with their transformations; a name that is taken is refused', async () => {
    await put()
    await map()
    await put({ name: 'taken', fields: [] })
    const rename = (body: unknown) => test.call('PATCH', '/common-resources/people', { body })
    assert.equal((await rename({ name: 'taken' })).status, 409)
    for (const body of [{}, { name: 'a/b' }, { name: 'a\0' }, { name: '' }]) assert.equal((await rename(body)).status, 400)
    const renamed = await rename({ name: 'humans' })
    assert.deepEqual([renamed.status, renamed.body.name, renamed.body.mappedElementIds.length], [200, 'humans', 1])
    assert.equal((await test.call('GET', '/common-resources/people')).status, 404)
    assert.equal((await test.call('GET', '/organizations/elements/infusionsoftcrm/transformations/humans')).status, 200)
  })

  it('trap 29: are not deleted while elements are mapped to them, unless that is forced', async () => {
    await put()
    await map()
    const refused = await test.call('DELETE', '/common-resources/people')
    assert.equal(refused.status, 409)
    assert.match(refused.body.message, /force=true/)
    const ignored = await user.call('DELETE', '/common-resources/people?force=true')
    assert.deepEqual([ignored.status, /ignored/.test(ignoredIn(ignored)!)], [200, true])
    assert.equal((await test.call('GET', '/common-resources/people')).body.mappedElementIds.length, 1)
    const gone = await test.call('DELETE', '/common-resources/people?force=true', { body: null })
    assert.deepEqual([gone.status, gone.text], [200, ''])
    assert.equal((await test.call('DELETE', '/common-resources/people?force=true')).status, 404)
    assert.equal((await map()).status, 404)
  })

  it('no formula calls one yet', async () => {
    await put()
    assert.deepEqual((await test.call('GET', '/common-resources/people/usages')).body, { formulaUsages: [] })
    assert.equal((await test.call('GET', '/common-resources/none/usages')).status, 404)
  })

  it('are nothing to another organization, and odd names find nothing', async () => {
    await put()
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/people', undefined],
      ['GET', '/people/usages', undefined],
      ['PATCH', '/people', { name: 'x' }],
      ['DELETE', '/people?force=true', undefined],
    ] as const) {
      const reply = await test.call(method, `/common-resources${path}`, { authorization: foreigner, ...(body && { body }) })
      assert.equal(reply.status, 404, `${method} ${path}`)
    }
    for (const odd of ['%00', '%ED%A0%80', 'x'.repeat(2000)]) {
      assert.ok([400, 404].includes((await test.call('GET', `/common-resources/${odd}`)).status), odd.slice(0, 9))
    }
    for (const body of [{}, { name: 'message' }, { name: 'x', fields: [{ path: '' }] }, { name: 'x', changedFields: 1 }]) {
      assert.equal((await put(body)).status, 400)
    }
  })
})
