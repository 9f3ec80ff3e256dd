/** Snippets: pieces of script kept for mappings (contract 9.5, 9.8; traps 5, 6 and 7 of the core contract). */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'
import { addPerson, type Person } from './vdr-people.ts'

const snippet = {
  name: 'Full name',
  body: "done({ name: a + ' ' + b })",
  description: 'Joins',
  snippetType: 'javascript',
  level: 'organization',
}

describe('snippets', () => {
  let test: TestApp
  let admin: Person
  let user: Person
  let keeper: Person
  let foreigner: string
  before(async () => {
    test = await createTestApp()
    admin = await addPerson(test, 'admin', ['admin'])
    user = await addPerson(test, 'user', ['default-user'])
    keeper = await addPerson(test, 'keeper', ['org-admin', 'vdrAdmin'])
    const organizationId = await addOrganization(test.database, 'others')
    foreigner = `${(await addStranger(test.database, { organizationId, secret: 'foreigner', roles: ['org-admin'] })).user}, Organization others`
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('snippets').execute()
  })
  after(() => test.close())

  const create = async (body: object = snippet) => (await test.call('POST', '/vdrs/snippets', { body })).body
  const seen = async (who: Person) => {
    const reply = await who.call('GET', '/vdrs/snippets')
    return reply.status === 404 ? [] : reply.body.map(({ name }: { name: string }) => name)
  }

  it('are made, listed, read, replaced and deleted', async () => {
    const none = await test.call('GET', '/vdrs/snippets')
    assert.deepEqual([none.status, none.body.message], [404, 'No snippets found'])
    const { id, createdDate, updatedDate, ...made } = await create()
    assert.deepEqual(made, snippet)
    assert.equal(typeof id, 'number')
    const url = `/vdrs/snippets/${id}`
    assert.deepEqual((await test.call('GET', url)).body, { id, createdDate, updatedDate, ...made })
    assert.equal((await test.call('GET', '/vdrs/snippets')).body.length, 1)
    const changed = await test.call('PUT', url, { body: { name: 'Other', body: 'done()' } })
    assert.deepEqual(
      [changed.status, changed.body.name, changed.body.level, changed.body.description],
      [200, 'Other', 'organization', undefined],
    )
    assert.deepEqual((await test.call('DELETE', url, { body: null })).text, '')
    assert.equal((await test.call('GET', url)).status, 404)
  })

  it('are seen by those whose level it is, and changed by those who may write it', async () => {
    const { id } = await create()
    await create({ ...snippet, name: 'Of one account', level: 'account' })
    assert.deepEqual(await seen(admin), ['Full name'])
    assert.deepEqual(await seen(user), ['Full name'])
    for (const who of [admin, user]) {
      assert.equal((await who.call('PUT', `/vdrs/snippets/${id}`, snippet)).status, 403)
      assert.equal((await who.call('DELETE', `/vdrs/snippets/${id}`)).status, 403)
      assert.equal((await who.call('POST', '/vdrs/snippets', snippet)).status, 403)
    }
    const own = await admin.call('POST', '/vdrs/snippets', { ...snippet, level: undefined, name: 'Own' })
    assert.deepEqual([own.status, own.body.level], [200, 'account'])
    assert.deepEqual(await seen(user), ['Full name'])
    assert.equal((await user.call('GET', `/vdrs/snippets/${own.body.id}`)).status, 404)
    assert.equal((await admin.call('POST', '/vdrs/snippets', { ...snippet, level: 'system' })).status, 403)
    assert.equal((await keeper.call('POST', '/vdrs/snippets', { ...snippet, name: 'For all', level: 'system' })).status, 200)
    const abroad = (await test.call('GET', '/vdrs/snippets', { authorization: foreigner })).body
    assert.deepEqual(
      abroad.map(({ name }: { name: string }) => name),
      ['For all'],
    )
    for (const method of ['GET', 'DELETE'])
      assert.equal((await test.call(method, `/vdrs/snippets/${id}`, { authorization: foreigner })).status, 404)
  })

  it('what is odd is refused, and the making is on record', async () => {
    for (const body of [
      {},
      { name: 'a' },
      { name: '', body: '' },
      { name: 'a\0', body: '' },
      { name: 'a', body: '\0' },
      { ...snippet, level: 'x' },
      [],
    ]) {
      assert.equal((await test.call('POST', '/vdrs/snippets', { body })).status, 400, JSON.stringify(body))
    }
    for (const odd of ['-1', 'x', '99999999999999999999', '%00'])
      assert.equal((await test.call('GET', `/vdrs/snippets/${odd}`)).status, 404)
    const { id } = await create()
    const row = await test.database.db
      .selectFrom('audit_logs')
      .select('entity_name')
      .where('entity_id', '=', `snippet ${id}`)
      .executeTakeFirst()
    assert.equal(row?.entity_name, 'Full name')
  })
})
