/** /vdrs: common resources with their transformations by id (contract 9.5, 9.8; traps 5, 6, 7, 10 and 30 of the core contract). */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'
import { addPerson, ignoredIn, type Person } from './vdr-people.ts'

const people = {
  objectName: 'people',
  description: 'Humans',
  fields: [
    { path: 'name', type: 'string', displayName: 'Name' },
    { path: 'address.city', type: 'string', hint: 'kept' },
  ],
}

describe('common resources by id', () => {
  let test: TestApp
  let keeper: Person
  let foreigner: string
  before(async () => {
    test = await createTestApp()
    keeper = await addPerson(test, 'keeper', ['org-admin', 'vdrAdmin'])
    const organizationId = await addOrganization(test.database, 'others')
    foreigner = `${(await addStranger(test.database, { organizationId, secret: 'foreigner', roles: ['org-admin'] })).user}, Organization others`
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('common_resources').execute()
  })
  after(() => test.close())

  const create = async (body: object = people) => {
    const reply = await test.call('POST', '/vdrs', { body })
    assert.equal(reply.status, 200, reply.text)
    return reply.body
  }
  const map = async (id: number, changes: object = {}) => {
    const fields = [
      { path: 'name', vendorPath: 'given_name', type: 'string' },
      { path: 'address.city', vendorPath: 'addresses[0].locality', type: 'string' },
    ]
    const body = { elementKey: 'infusionsoftcrm', vendorName: 'contacts', fields, ...changes }
    const reply = await test.call('POST', `/vdrs/${id}/transformations`, { body })
    assert.equal(reply.status, 200, reply.text)
    return reply.body
  }

  it('are made, read, changed in part and in the whole, and deleted', async () => {
    const made = await create()
    const { id, createdDate, companyId, accountId, userId, fields, ...rest } = made
    assert.match(createdDate, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
    for (const number of [id, companyId, accountId, userId]) assert.equal(typeof number, 'number')
    assert.deepEqual(rest, {
      objectName: 'people',
      description: 'Humans',
      mappedElementIds: [],
      vdrShared: false,
      vdrShareLevel: 'account',
    })
    assert.deepEqual(
      fields.map(({ id: _, ...field }: { id: number }) => field),
      people.fields.map((field) => ({ ...field, level: 'organization', associatedId: 1 })),
    )
    assert.equal((await test.call('POST', '/vdrs', { body: people })).status, 409)
    const partly = await test.call('PATCH', `/vdrs/${id}`, { body: { vdrShared: true, fields: [{ path: 'age', type: 'number' }] } })
    assert.deepEqual([partly.body.vdrShared, partly.body.fields.length, partly.body.description], [true, 3, 'Humans'])
    const replaced = await test.call('PUT', `/vdrs/${id}`, { body: { objectName: 'humans', fields: [] } })
    assert.deepEqual([replaced.body.objectName, replaced.body.fields], ['humans', []])
    assert.deepEqual((await test.call('DELETE', `/vdrs/${id}`, { body: null })).text, '')
    assert.equal((await test.call('GET', `/vdrs/${id}`)).status, 404)
    assert.equal((await test.call('DELETE', `/vdrs/${id}`)).status, 404)
  })

  it('trap 5: a list of none is a 404 of the known form, and one of many is found by names', async () => {
    const none = await test.call('GET', '/vdrs')
    assert.equal(none.status, 404)
    assert.match(none.body.message, /^No (.*) found$/)
    for (const objectName of ['a', 'b', "o'c"]) await create({ objectName, fields: [] })
    const names = async (query: string) =>
      (await test.call('GET', `/vdrs${query}`)).body?.map?.(({ objectName }: { objectName: string }) => objectName)
    assert.deepEqual(await names(''), ['a', 'b', "o'c"])
    assert.deepEqual(await names(`?where=${encodeURIComponent("objectName in ('a','o''c')")}`), ['a', "o'c"])
    assert.deepEqual(await names('?pageSize=1&page=2&unknown=x'), ['b'])
    assert.equal((await test.call('GET', `/vdrs?where=${encodeURIComponent("objectName = 'z'")}`)).status, 404)
    for (const where of ["objectName = = 'a'", "size = 'a'"]) {
      const reply = await test.call('GET', `/vdrs?where=${encodeURIComponent(where)}`)
      assert.equal(reply.status, 400)
      assert.match(reply.body.message, /Error parsing query/)
    }
  })

  it('transformations follow when a path is changed, and the field keeps its id', async () => {
    const made = await create()
    const { id } = await map(made.id)
    const [name, city] = made.fields
    const fields = [
      { ...name, path: 'address.city' },
      { ...city, path: 'name' },
    ]
    const changed = await test.call('PUT', `/vdrs/${made.id}`, { body: { ...made, fields } })
    assert.deepEqual(
      changed.body.fields.map(({ id, path }: { id: number; path: string }) => [id, path]),
      [
        [name.id, 'address.city'],
        [city.id, 'name'],
      ],
    )
    const followed = (await test.call('GET', `/vdrs/${made.id}/transformations/${id}`)).body
    assert.deepEqual(
      followed.fields.map(({ path, vendorPath, vdrFieldId }: Record<string, unknown>) => [path, vendorPath, vdrFieldId]),
      [
        ['address.city', 'given_name', name.id],
        ['name', 'addresses[0].locality', city.id],
      ],
    )
  })

  it('transformations name fields by id or by path, and an unknown id is refused', async () => {
    const made = await create()
    const byId = await map(made.id, { fields: made.fields.map(({ id }: { id: number }) => ({ vdrFieldId: id, vendorPath: 'x' })) })
    assert.deepEqual(
      byId.fields.map(({ path }: { path: string }) => path),
      ['name', 'address.city'],
    )
    const { id } = byId
    const put = (body: object) => test.call('PUT', `/vdrs/${made.id}/transformations/${id}`, { body })
    assert.equal((await put({ fields: [{ vdrFieldId: 1, vendorPath: 'x' }] })).status, 400)
    assert.equal((await put({ elementKey: 'sfdc', fields: [] })).status, 400)
    assert.equal((await put({ fields: [{ path: 'a[', vendorPath: 'b[' }] })).status, 400)
    assert.equal(
      (await test.call('POST', `/vdrs/${made.id}/transformations`, { body: { elementKey: 'infusionsoftcrm', vendorName: 'contacts' } }))
        .status,
      409,
    )
    for (const [body, status] of [
      [{ vendorName: 'contacts' }, 400],
      [{ elementKey: 'none', vendorName: 'contacts' }, 404],
      [{ elementKey: 'sfdc' }, 400],
      [{ instanceId: 99999999, vendorName: 'contacts' }, 404],
      [{ elementKey: 'sfdc', vendorName: 'contacts', level: 'planet' }, 400],
    ] as const) {
      assert.equal((await test.call('POST', `/vdrs/${made.id}/transformations`, { body })).status, status, JSON.stringify(body))
    }
  })

  it('trap 30 of the asynchronous contract: a script cannot go back to the old engine, and who sends back what was shown changes nothing', async () => {
    const made = await create()
    const script = { body: 'done(transformedObject)', mimeType: 'application/javascript' }
    const mapped = await map(made.id, { script, other: 'kept' })
    assert.deepEqual(
      [mapped.script.body, mapped.script.level, mapped.scripts.length, mapped.isLegacy],
      [script.body, 'organization', 1, false],
    )
    const url = `/vdrs/${made.id}/transformations/${mapped.id}`
    assert.deepEqual((await test.call('PUT', url, { body: mapped })).body, mapped)
    assert.equal((await test.call('PUT', url, { body: { ...mapped, isLegacy: true } })).status, 400)
    const edited = await test.call('PUT', url, { body: { ...mapped, script: { ...mapped.script, body: 'done()' } } })
    assert.deepEqual([edited.body.script.body, edited.body.scripts.length], ['done()', 1])
    const { script: _, scripts: __, ...without } = mapped
    assert.equal((await test.call('PUT', url, { body: without })).body.script, undefined)
  })

  it('calls go by every change at once', async () => {
    const instance = await test.connect()
    await instance.call('POST', '/contacts', {
      body: { FirstName: 'Ada', Email: 'ada@example.com' },
    })
    const made = await create({ objectName: 'people', fields: [{ path: 'name' }] })
    const passThrough = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
    const fields = [{ vdrFieldId: made.fields[0].id, vendorPath: 'FirstName' }]
    const mapped = await map(made.id, { fields, configuration: [passThrough] })
    const call = async (path: string) => {
      const reply = await instance.call('GET', path)
      return reply.status === 200
        ? reply.body.find(({ name, fullName }: Record<string, unknown>) => (name ?? fullName) === 'Ada')
        : reply.status
    }
    assert.deepEqual(await call('/people'), { name: 'Ada' })
    await test.call('PATCH', `/vdrs/${made.id}`, { body: { fields: [{ ...made.fields[0], path: 'fullName' }] } })
    assert.deepEqual(await call('/people'), { fullName: 'Ada' })
    await test.call('PATCH', `/vdrs/${made.id}`, { body: { objectName: 'humans' } })
    assert.deepEqual(await call('/humans'), { fullName: 'Ada' })
    await test.call('DELETE', `/vdrs/${made.id}/transformations/${mapped.id}`)
    assert.equal(await call('/humans'), 400)
  })

  it('deleting one takes its transformations along', async () => {
    const { id } = await create()
    await map(id)
    assert.equal((await test.call('DELETE', `/vdrs/${id}`)).status, 200)
    assert.equal((await test.call('GET', '/organizations/elements/infusionsoftcrm/transformations')).status, 404)
  })

  it('are copied to the account, with all transformations or some, under the same or another name', async () => {
    const fields = people.fields.map((field) => ({ ...field, level: 'system' }))
    const { id } = (await keeper.call('POST', '/vdrs?systemOnly=true', { ...people, fields })).body
    for (const elementKey of ['infusionsoftcrm', 'sfdc', 'hubspotcrm']) {
      const body = { elementKey, vendorName: 'contacts', level: 'system', fields: [{ path: 'name', vendorPath: 'x', level: 'system' }] }
      assert.equal((await keeper.call('POST', `/vdrs/${id}/transformations`, body)).status, 200)
    }
    const clone = (query: string, body: object = {}) => test.call('POST', `/vdrs/${id}/clone${query}`, { body })
    const [account] = (await test.call('GET', '/accounts')).body
    const isMapped = async (name: string, key: string) =>
      (await test.call('GET', `/accounts/${account.id}/elements/${key}/transformations/${name}`)).status
    const same = await clone('')
    assert.equal(same.status, 200, same.text)
    assert.deepEqual([same.body.objectName, same.body.mappedElementIds.length, same.body.fields[0].level], ['people', 3, 'account'])
    assert.equal((await clone('')).status, 409)
    assert.equal((await test.call('GET', '/accounts/objects/people/definitions')).status, 200)
    assert.equal(await isMapped('people', 'sfdc'), 404)
    const all = await clone('?cloneAllTransformations=true', { objectName: 'all' })
    assert.deepEqual([all.body.objectName, all.body.mappedElementIds.length], ['all', 3])
    assert.equal(await isMapped('all', 'hubspotcrm'), 200)
    for (const [name, query, body] of [
      ['list', '?elementKeys[]=infusionsoftcrm,sfdc', {}],
      ['repeated', '?elementKeys[]=infusionsoftcrm&elementKeys[]=sfdc', {}],
      ['body', '', { elementKeys: ['infusionsoftcrm', 'sfdc'] }],
    ] as const) {
      const reply = await clone(query, { objectName: name, ...body })
      assert.deepEqual([reply.status, ignoredIn(reply)], [200, null])
      assert.deepEqual(
        [await isMapped(name, 'infusionsoftcrm'), await isMapped(name, 'sfdc'), await isMapped(name, 'hubspotcrm')],
        [200, 200, 404],
      )
    }
    const organization = await clone('?level=organization&elementKeys[]=nothing', { objectName: 'shared' })
    assert.equal(organization.body.fields[0].level, 'organization')
    assert.match(ignoredIn(organization)!, /ignored/)
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => clone('?cloneAllTransformations=true', { objectName: 'raced' })))
    assert.deepEqual(atOnce.map(({ status }) => status).sort(), [200, ...Array(7).fill(409)])
    assert.equal((await clone('?level=planet', { objectName: 'other' })).status, 400)
    const plain = await test.call('POST', `/vdrs/${id}/clone`)
    assert.equal(plain.status, 409, 'a missing body is an empty one')
  })

  it('the version that an organization says it uses is switched and back', async () => {
    const version = async () => (await test.call('GET', '/organizations/me')).body.vdrVersion
    for (const [method, expected] of [
      ['DELETE', 'v1'],
      ['PUT', 'v2'],
    ] as const) {
      assert.equal((await test.call(method, '/vdrs/upgrade/v2', { body: {} })).status, 200)
      assert.equal(await version(), expected)
    }
    assert.equal((await test.call('DELETE', '/vdrs/upgrade/v2', { authorization: foreigner, body: { orgIds: [1] } })).status, 403)
    assert.equal((await keeper.call('DELETE', '/vdrs/upgrade/v2?orgIds[]=1&orgIds[]=77777')).status, 404)
    assert.equal(await version(), 'v2', 'all or none')
    assert.equal((await keeper.call('DELETE', '/vdrs/upgrade/v2', { orgIds: [1] })).status, 200)
    assert.equal(await version(), 'v1')
    await test.call('PUT', '/vdrs/upgrade/v2')
  })

  it('are nothing to another organization', async () => {
    const { id } = await create()
    const { id: transformationId } = await map(id)
    const attempts: [string, string, object?][] = [
      ['GET', '/vdrs'],
      ['GET', `/vdrs/${id}`],
      ['PUT', `/vdrs/${id}`, people],
      ['PATCH', `/vdrs/${id}`, people],
      ['DELETE', `/vdrs/${id}`],
      ['POST', `/vdrs/${id}/clone`, {}],
      ['GET', '/vdrs/people/export'],
      ['GET', `/vdrs/${id}/transformations`],
      ['POST', `/vdrs/${id}/transformations`, { elementKey: 'sfdc', vendorName: 'contacts' }],
      ['GET', `/vdrs/${id}/transformations/${transformationId}`],
      ['PUT', `/vdrs/${id}/transformations/${transformationId}`, { vendorName: 'x' }],
      ['DELETE', `/vdrs/${id}/transformations/${transformationId}`],
    ]
    for (const [method, path, body] of attempts) {
      const reply = await test.call(method, path, { authorization: foreigner, ...(body && { body }) })
      assert.equal(reply.status, 404, `${method} ${path} ${reply.text}`)
    }
    assert.equal((await test.call('GET', `/vdrs/${id}/transformations/${transformationId}`)).body.vendorName, 'contacts')
  })

  it('trap 30: odd ids, texts and bodies are refused, never an error of the server', async () => {
    const { id } = await create()
    for (const odd of ['-1', '0', 'x', '99999999999999999999', '%00', '1.5']) {
      for (const path of [`/vdrs/${odd}`, `/vdrs/${odd}/transformations`, `/vdrs/${id}/transformations/${odd}`, `/vdrs/${odd}/export`]) {
        assert.equal((await test.call('GET', path)).status, 404, path)
      }
      assert.equal((await test.call('DELETE', `/vdrs/${odd}`, { body: null })).status, 404)
    }
    for (const body of [
      {},
      { objectName: '' },
      { objectName: 'a\0b' },
      { objectName: 'a/b' },
      { objectName: 'message' },
      { objectName: 'x'.repeat(300) },
      { objectName: 'x', description: 'a\0b' },
      { objectName: 'x', fields: [{}] },
      { objectName: 'x', fields: [{ path: 'a\0b' }] },
      { objectName: 'x', fields: [{ path: 'a' }, { path: 'a' }] },
      { objectName: 'x', fields: [{ path: 'a', level: 'planet' }] },
      { objectName: 'x', fields: [{ path: 'a', extra: { deep: ['\ud800'] } }] },
      { objectName: 'x', fields: 'all' },
      { objectName: 'x', vdrShareLevel: 'world' },
      [],
      'text',
    ]) {
      const reply = await test.call('POST', '/vdrs', { body: JSON.stringify(body) })
      assert.equal(reply.status, 400, `${JSON.stringify(body)} ${reply.text}`)
    }
    assert.equal((await test.call('GET', '/vdrs')).body.length, 1)
  })

  it('changes are on record, under the name', async () => {
    const { id } = await create()
    await test.call('PUT', `/vdrs/${id}`, { body: { objectName: 'humans' } })
    await test.call('DELETE', `/vdrs/${id}`)
    const rows = await test.database.db
      .selectFrom('audit_logs')
      .select(['method', 'entity_name'])
      .where('entity_id', '=', String(id))
      .orderBy('created_at')
      .execute()
    assert.deepEqual(
      rows.map(({ method, entity_name: name }) => [method, name]),
      [
        ['POST', 'people'],
        ['PUT', 'humans'],
        ['DELETE', 'humans'],
      ],
    )
  })
})
