/** Transformations of every level as clients write and read them (contract 9.3; traps 5, 7 and 29 of the core contract, 30 of the asynchronous one). */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const definition = {
  fields: [
    { path: 'key', type: 'number' },
    { path: 'name', type: 'string' },
  ],
}
const transformation = {
  vendorName: 'contacts',
  note: 'kept',
  configuration: [{ type: 'passThrough', properties: { fromVendor: false, toVendor: false } }],
  fields: [
    { path: 'key', type: 'number', vendorPath: 'id', vendorType: 'string' },
    {
      path: 'name',
      type: 'string',
      vendorPath: 'given_name',
      hint: 'first',
      configuration: [{ type: 'remove', properties: { toVendor: true } }],
    },
  ],
}

describe('transformations', () => {
  let test: TestApp
  let instance: { id: number; authorization: string; elementId: number }
  let ownAccount: number
  before(async () => {
    test = await createTestApp()
    const { id, authorization, reply } = await test.connect()
    instance = { id, authorization, elementId: reply.body.element.id }
    ownAccount = (await test.call('GET', '/accounts')).body[0].id
  })
  beforeEach(async () => {
    await test.database.db.deleteFrom('common_resources').execute()
  })
  after(() => test.close())

  const define = (place = '/organizations', name = 'people') =>
    test.call('POST', `${place}/objects/${name}/definitions`, { body: definition })
  const paths = (body: { fields: { path: string }[] }) => body.fields.map(({ path }) => path)
  const inOrganization = '/organizations/elements/infusionsoftcrm/transformations'

  it('are made, read, replaced and deleted at every level, the element named by key or id', async () => {
    const places = [
      ['/organizations', inOrganization, 'organization'],
      ['/organizations', `/organizations/elements/${instance.elementId}/transformations`, 'organization'],
      [`/accounts/${ownAccount}`, `/accounts/${ownAccount}/elements/infusionsoftcrm/transformations`, 'account'],
      [`/instances/${instance.id}`, `/instances/${instance.id}/transformations`, 'instance'],
      ['/instances', '/instances/transformations', 'instance'],
    ] as const
    for (const [place, path, level] of places) {
      const options = place === '/instances' ? { authorization: instance.authorization } : {}
      const call = (method: string, below = '', body?: unknown) =>
        test.call(method, path + below, { ...options, ...(body !== undefined && { body }) })
      assert.equal((await call('POST', '/people', transformation)).status, 404, 'there is no definition yet')
      const defined = await test.call('POST', `${place}/objects/people/definitions`, { body: definition, ...options })
      const created = await call('POST', '/people', transformation)
      assert.equal(created.status, 200, `${path} ${created.text}`)
      const { id, startDate, elementId, fields, configuration, ...rest } = created.body
      assert.equal(typeof id, 'number')
      assert.equal(elementId, instance.elementId)
      assert.match(startDate, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
      const expected = {
        objectName: 'people',
        vendorName: 'contacts',
        elementKey: 'infusionsoftcrm',
        isLegacy: false,
        note: 'kept',
        scripts: [],
      }
      assert.deepEqual(rest, { level, ...expected })
      assert.deepEqual(configuration, [{ ...transformation.configuration[0], level }])
      const associatedId = { organization: 1, account: ownAccount, instance: instance.id }[level]
      assert.deepEqual(
        fields.map(({ id: fieldId, ...field }: { id: number }) => [typeof fieldId, field]),
        transformation.fields.map((field, index) => [
          'number',
          { ...field, level, associatedLevel: level, associatedId, vdrFieldId: defined.body.fields[index].id },
        ]),
      )
      assert.equal((await call('POST', '/people', transformation)).status, 409)
      assert.deepEqual((await call('GET', '/people')).body, created.body)
      assert.deepEqual((await call('GET')).body, { people: created.body })
      const replaced = await call('PUT', '/people', { ...created.body, fields: [created.body.fields[1]] })
      assert.deepEqual([replaced.status, replaced.body.id, replaced.body.fields], [200, id, [created.body.fields[1]]], replaced.text)
      assert.equal((await call('PUT', '/pets', transformation)).status, 404)
      assert.equal((await test.call('DELETE', `${place}/objects/people/definitions`, options)).status, 409)
      const deleted = await call('DELETE', '/people', null)
      assert.deepEqual([deleted.status, deleted.text], [200, ''])
      for (const [method, below] of [
        ['GET', '/people'],
        ['PUT', '/people'],
        ['DELETE', '/people'],
        ['GET', ''],
        ['DELETE', ''],
      ] as const) {
        const reply = await call(method, below, method === 'PUT' ? transformation : undefined)
        assert.equal(reply.status, 404, `${method} ${below}`)
        if (below === '') assert.match(reply.body.message, /^No (.*) found$/)
      }
      assert.equal((await test.call('DELETE', `${place}/objects/people/definitions`, options)).status, 200)
    }
  })

  it('that come with less than all: without fields, without a vendor name in a PUT, in a dictionary', async () => {
    await define()
    const created = await test.call('POST', `${inOrganization}/people`, { body: { vendorName: 'Lead' } })
    assert.deepEqual([created.status, created.body.fields, created.body.configuration], [200, [], []], created.text)
    const script = { body: "console.log('Hey there')" }
    const changed = await test.call('PUT', `${inOrganization}/people`, { body: { fields: [], script } })
    assert.equal(changed.body.vendorName, 'Lead')
    assert.deepEqual(changed.body.script, { ...script, mimeType: 'application/javascript', level: 'organization', associatedId: 1 })
    assert.deepEqual(changed.body.scripts, [changed.body.script])
    await define('/organizations', 'pets')
    const wrapped = await test.call('POST', `${inOrganization}/pets`, { body: { pets: transformation } })
    assert.deepEqual([wrapped.status, wrapped.body.vendorName, paths(wrapped.body)], [200, 'contacts', ['key', 'name']], wrapped.text)
    assert.deepEqual(Object.keys((await test.call('GET', inOrganization)).body), ['people', 'pets'])
    assert.equal((await test.call('DELETE', '/organizations/objects/definitions')).status, 409)
    assert.equal((await test.call('DELETE', inOrganization)).status, 200)
    assert.equal((await test.call('GET', inOrganization)).status, 404)
    assert.equal((await test.call('DELETE', '/organizations/objects/definitions')).status, 200)
  })

  it('trap 7: answer without a message of their own, and keep what else clients send', async () => {
    await define()
    const sent = { ...transformation, message: 'hello', note: 'ours' }
    for (const method of ['POST', 'PUT']) {
      const { status, body } = await test.call(method, `${inOrganization}/people`, { body: sent })
      assert.deepEqual([status, 'message' in body, body.note], [200, false, 'ours'])
    }
  })

  it('keep to the new engine of scripts once they are on it (trap 30)', async () => {
    await define()
    const legacy = { vendorName: 'contacts', fields: [], script: { body: 'return transformedObject' }, isLegacy: true }
    const path = `${inOrganization}/people`
    assert.equal((await test.call('POST', path, { body: legacy })).body.isLegacy, true)
    assert.equal((await test.call('PUT', path, { body: legacy })).body.isLegacy, true)
    const { isLegacy: _, ...silent } = legacy
    assert.equal((await test.call('PUT', path, { body: silent })).body.isLegacy, true, 'what is not said stays')
    assert.equal((await test.call('PUT', path, { body: { ...legacy, isLegacy: false } })).body.isLegacy, false)
    const back = await test.call('PUT', path, { body: legacy })
    assert.equal(back.status, 400)
    assert.match(back.body.message, /isLegacy/)
    await test.call('DELETE', path)
    await test.call('POST', path, { body: silent })
    assert.equal((await test.call('PUT', path, { body: legacy })).status, 400, 'nor from an engine that was not named')
  })

  it('that propagate take the definition with them, when nothing else needs it', async () => {
    const place = `/instances/${instance.id}`
    await define(place)
    await test.call('POST', `${place}/transformations/people`, { body: transformation })
    assert.equal((await test.call('DELETE', `${place}/transformations/people?propagate=true`)).status, 200)
    assert.equal((await test.call('GET', `${place}/objects/people/definitions`)).status, 404)
    await define()
    await test.call('POST', `${inOrganization}/people`, { body: transformation })
    await test.call('POST', `${place}/transformations/people`, { body: transformation })
    assert.equal((await test.call('DELETE', `${inOrganization}/people?propagate=true`)).status, 200)
    assert.equal((await test.call('GET', '/organizations/objects/people/definitions')).status, 200, 'the instance still needs it')
  })

  it('are put in the whole, wherever they say they belong', async () => {
    const put = (body: object) => test.call('PUT', '/transformations', { body: { objectName: 'people', ...transformation, ...body } })
    assert.equal((await put({ elementInstanceId: instance.id })).status, 404, 'there is no definition yet')
    await define()
    const first = await put({
      level: 'instance',
      elementInstanceId: instance.id,
      fields: [],
      configuration: [],
      script: { body: 'done()' },
    })
    assert.deepEqual([first.status, first.body.level, first.body.elementKey], [200, 'instance', 'infusionsoftcrm'], first.text)
    const second = await put({ elementInstanceId: String(instance.id) })
    assert.deepEqual([second.body.id, paths(second.body)], [first.body.id, ['key', 'name']])
    assert.equal((await put({ level: 'organization', elementInstanceId: instance.id })).body.level, 'organization')
    assert.equal((await put({ elementKey: 'infusionsoftcrm' })).body.level, 'account')
    assert.equal((await put({})).status, 400)
    assert.equal((await put({ level: 'instance', elementKey: 'infusionsoftcrm' })).status, 400)
    assert.equal((await put({ level: 'planet', elementKey: 'infusionsoftcrm' })).status, 400)
    assert.equal((await put({ elementInstanceId: -1 })).status, 404)
    assert.equal((await put({ elementKey: 'nosuch' })).status, 404)
  })

  it('are listed by where a name is mapped', async () => {
    const at = (place: string) => test.call('GET', `${place}/objects/people/transformations`)
    assert.match((await at('/organizations')).body.message, /^No (.*) found$/)
    await define()
    await test.call('POST', `${inOrganization}/people`, { body: transformation })
    await test.call('POST', `/accounts/${ownAccount}/elements/infusionsoftcrm/transformations/people`, { body: transformation })
    const listed = await at('/organizations')
    const [organization, account] = listed.body
    assert.deepEqual([organization.level, account.level, account.account.id], ['organization', 'account', ownAccount], listed.text)
    assert.equal(organization.element.key, 'infusionsoftcrm')
    assert.deepEqual(
      [organization.element.id, organization.element.hub, typeof organization.element.name],
      [instance.elementId, 'crm', 'string'],
    )
    assert.equal('account' in organization, false)
    assert.equal((await at(`/accounts/${ownAccount}`)).body.length, 2)
    const { user } = await addStranger(test.database, { organizationId: 1, secret: `colleague${Date.now()}` })
    const seen = await test.call('GET', '/organizations/objects/people/transformations', { authorization: `${user}, ${test.organization}` })
    assert.deepEqual(
      seen.body.map(({ level }: { level: string }) => level),
      ['organization'],
      'of other accounts nothing is told',
    )
  })

  it('go with the definition that is renamed, and with the element that is deleted', async () => {
    const own = {
      name: 'Rose',
      description: 'Red',
      hub: 'crm',
      authentication: { type: 'basic' },
      configuration: [{ name: 'Base', key: 'base.url', defaultValue: 'https://vendor.example', type: 'TEXTFIELD_1000' }],
    }
    const element = await test.call('POST', '/elements', { body: own })
    await define()
    await test.call('POST', `${inOrganization}/people`, { body: transformation })
    assert.equal((await test.call('POST', '/organizations/elements/rose/transformations/people', { body: transformation })).status, 200)
    await test.call('PATCH', '/organizations/objects/people', { body: { objectName: 'persons' } })
    assert.equal((await test.call('GET', `${inOrganization}/people`)).status, 404)
    assert.equal((await test.call('GET', `${inOrganization}/persons`)).body.objectName, 'persons')
    assert.equal((await test.call('DELETE', `/elements/${element.body.id}`)).status, 200)
    const left = await test.database.db.selectFrom('transformations').select('element_key').execute()
    assert.deepEqual(left, [{ element_key: 'infusionsoftcrm' }])
  })

  it('follow the paths of the definition, whose fields keep their ids', async () => {
    const { body: defined } = await define()
    await test.call('POST', `${inOrganization}/people`, { body: transformation })
    const fields = defined.fields.map((field: { path: string }) => (field.path === 'name' ? { ...field, path: 'firstName' } : field))
    const changed = await test.call('PUT', '/organizations/objects/people/definitions', { body: { ...defined, fields } })
    assert.equal(changed.body.fields[1].id, defined.fields[1].id)
    assert.deepEqual(paths((await test.call('GET', `${inOrganization}/people`)).body), ['key', 'firstName'])
  })

  it('are refused with words, never with 500', async () => {
    await define()
    for (const [body, words] of [
      [{}, /vendorName/],
      [null, /the body/],
      [{ vendorName: 'contacts', fields: {} }, /fields/],
      [{ vendorName: 'contacts', fields: [{ vendorPath: 'id' }] }, /fields\.0\.path/],
      [{ vendorName: 'contacts', fields: [{ path: 'a[', vendorPath: 'id' }] }, /a\[/],
      [{ vendorName: 'contacts', fields: [{ path: 'a', vendorPath: 'b', configuration: [{}] }] }, /fields\.0\.configuration/],
      [{ vendorName: 'con\0tacts', fields: [] }, /vendorName/],
      [{ vendorName: 'contacts', script: { body: 7 } }, /script\.body/],
      [{ vendorName: 'contacts', configuration: 'all' }, /configuration/],
    ] as const) {
      const reply = await test.call('POST', `${inOrganization}/people`, { body })
      assert.equal(reply.status, 400, `${JSON.stringify(body)} ${reply.text}`)
      assert.match(reply.body.message, words)
    }
    assert.equal((await test.call('GET', inOrganization)).status, 404, 'nothing of what was refused is there')
    for (const path of [
      '/organizations/elements/nosuch',
      '/organizations/elements/-1',
      `/accounts/-1/elements/infusionsoftcrm`,
      '/instances/-1',
      '/instances/999999999999',
    ]) {
      for (const method of ['GET', 'DELETE']) assert.equal((await test.call(method, `${path}/transformations`)).status, 404, path)
    }
    for (const method of ['GET', 'DELETE']) assert.equal((await test.call(method, `${inOrganization}/nul%00`)).status, 404)
  })

  it('of others are neither seen nor changed', async () => {
    await define()
    await test.call('POST', `${inOrganization}/people`, { body: transformation })
    const organizationId = await addOrganization(test.database, `rivals${Date.now()}`)
    const { user } = await addStranger(test.database, { organizationId, secret: `rival${Date.now()}`, roles: ['org-admin'] })
    const { name } = await test.database.db
      .selectFrom('organizations')
      .select('name')
      .where('id', '=', organizationId)
      .executeTakeFirstOrThrow()
    const authorization = `${user}, Organization ${name}`
    for (const path of [
      inOrganization,
      `/accounts/${ownAccount}/elements/infusionsoftcrm/transformations`,
      `/instances/${instance.id}/transformations`,
    ]) {
      assert.equal((await test.call('GET', `${path}/people`, { authorization })).status, 404, path)
      assert.equal((await test.call('DELETE', `${path}/people`, { authorization })).status, 404, path)
      assert.equal((await test.call('POST', `${path}/people`, { authorization, body: transformation })).status, 404, path)
    }
    const { user: colleague } = await addStranger(test.database, { organizationId: 1, secret: `plain${Date.now()}` })
    const plain = `${colleague}, ${test.organization}`
    assert.equal((await test.call('GET', `${inOrganization}/people`, { authorization: plain })).status, 200)
    assert.equal((await test.call('DELETE', `${inOrganization}/people`, { authorization: plain })).status, 403)
    assert.equal(
      (await test.call('GET', `/accounts/${ownAccount}/elements/infusionsoftcrm/transformations`, { authorization: plain })).status,
      403,
    )
  })
})
