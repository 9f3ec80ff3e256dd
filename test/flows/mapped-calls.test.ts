/** Calls of common resources through the server: who owns a name, what usage and documents say, what a warm call costs. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type Reply, type TestApp } from '../app.ts'

const onlyMapped = { type: 'passThrough', properties: { fromVendor: false, toVendor: false } }
const fields = [
  { path: 'id', vendorPath: 'id', type: 'string' },
  { path: 'given', vendorPath: 'FirstName', type: 'string' },
  { path: 'mail', vendorPath: 'Email', type: 'string' },
]

describe('calls of common resources', () => {
  let test: TestApp
  let connected: Connected
  const map = async (name: string, more: object = {}) => {
    const definition = { fields: fields.map(({ path, type }) => ({ path, type })) }
    await test.call('POST', `/organizations/objects/${name}/definitions`, { body: definition })
    const body = { vendorName: 'contacts', fields, configuration: [onlyMapped], ...more }
    const reply = await test.call('POST', `/organizations/elements/infusionsoftcrm/transformations/${name}`, { body })
    assert.equal(reply.status, 200, reply.text)
  }
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
    await map('people')
    await map('documented', { configuration: [onlyMapped, { type: 'addToDocumentation' }] })
  })
  after(() => test.close())

  it('answer with and without the hub in the path', async () => {
    for (const path of ['/hubs/crm/people/1', '/people/1']) {
      const { status, body } = await connected.call('GET', path)
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['id', 'given', 'mail'])
    }
  })

  it('with a name that is the platform’s too are the hub’s for whoever has a mapping of it', async () => {
    assert.equal((await connected.call('GET', '/customers/1')).body.given, undefined)
    await map('customers')
    assert.equal(typeof (await connected.call('GET', '/customers/1')).body.given, 'string')
  })

  it('with an id that no record can have are 404, with strange words 400, never 500', async () => {
    for (const id of ['-1', '99999999999999999999', 'x', '%00', 'a%00b']) {
      assert.ok([400, 404].includes((await connected.call('GET', `/people/${id}`)).status), id)
    }
    for (const query of [
      'where=',
      'where=%00',
      'orderBy=%00',
      'fields=%00',
      'where=given',
      'where=a%3D1&where=b%3D1',
      'nonsense=1',
      'pageSize=x',
    ]) {
      const { status, text } = await connected.call('GET', `/people?${query}`)
      assert.ok([200, 400].includes(status), `${query}: ${status} ${text}`)
    }
    for (const body of [[], 7, 'x', null, [7, null]]) {
      const { status, text } = await connected.call('POST', '/people', {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
      assert.ok(status >= 400 && status < 500, `${JSON.stringify(body)}: ${status} ${text}`)
    }
  })

  it('ask the database nothing and the vendor once when warm', async () => {
    const calls = [
      () => connected.call('GET', "/people?pageSize=5&where=mail%3D'ada%40example.com'"),
      () => connected.call('GET', '/people/1'),
      () => connected.call('POST', '/people', { body: { given: 'Warm', mail: 'warm@example.com' } }),
      () => connected.call('GET', '/contacts/1'),
    ]
    for (const call of calls) await call()
    // What the warming calls left to be written behind must be out first.
    await new Promise((resolve) => setTimeout(resolve, 1300))
    const statements: string[] = []
    const stop = test.database.onStatement((sql) => statements.push(sql))
    const asked = test.keap.state.requests.length
    const replies: Reply[] = []
    for (const call of calls) replies.push(await call())
    stop()
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.deepEqual(statements, [])
    assert.equal(test.keap.state.requests.length - asked, calls.length)
  })

  it('are what usage counts them as', async () => {
    const id = (await connected.call('GET', '/people/1')).headers.get('elements-request-id')!
    const find = () => test.database.db.selectFrom('usage').selectAll().where('traffic_id', '=', id).executeTakeFirst()
    const deadline = Date.now() + 5000
    let entry = await find()
    while (entry === undefined && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      entry = await find()
    }
    assert.deepEqual([entry?.element_api, entry?.vdr, entry?.status], ['/people/{id}', 'people', 200])
  })

  it('are documented under their names where they are to be', async () => {
    const { body } = await test.call('GET', `/instances/${connected.id}/docs`)
    assert.deepEqual(
      Object.keys(body.paths).filter((path) => /^\/(people|documented)/.test(path)),
      ['/documented', '/documented/{id}'],
    )
    assert.deepEqual(Object.keys(body.paths['/documented']), ['get', 'post'])
    const answer = body.paths['/documented'].get.responses['200'].schema
    assert.deepEqual(Object.keys(body.definitions[answer.items.$ref.replace('#/definitions/', '')].properties), ['id', 'given', 'mail'])
    const { parameters } = body.paths['/documented'].get
    assert.match(parameters.find(({ name }: { name: string }) => name === 'where').description, /: id, given, mail$/)
    const { operationId } = body.paths['/documented/{id}'].patch
    const operation = await test.call('GET', `/instances/${connected.id}/docs/${operationId}`)
    assert.deepEqual(Object.keys(operation.body.paths), ['/documented/{id}'])
  })

  it('have a document of their own', async () => {
    const { status, body } = await connected.call('GET', '/objects/people/docs?discovery=true')
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body.paths), ['/people', '/people/{id}'])
  })

  it('are told of on a disabled instance, and not made', async () => {
    assert.equal((await test.call('DELETE', '/instances/enabled', { authorization: connected.authorization })).status, 200)
    assert.equal((await connected.call('GET', '/people/1')).status, 403)
    assert.ok((await connected.call('GET', '/hubs/crm/objects')).body.includes('people'))
    assert.equal((await connected.call('GET', '/hubs/crm/objects/people/metadata')).body.fields.length, 3)
    assert.equal((await test.call('PUT', '/instances/enabled', { authorization: connected.authorization })).status, 200)
  })

  it('stop when the mapping is gone', async () => {
    assert.equal((await test.call('DELETE', '/organizations/elements/infusionsoftcrm/transformations/people')).status, 200)
    const { status, body } = await connected.call('GET', '/people/1')
    assert.deepEqual([status, body.message], [400, 'This API is not currently supported for this element'])
  })
})
