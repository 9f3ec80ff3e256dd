/** What an account adds to elements of the system, and many changes of elements at once (contract 2.4). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addStranger } from '../people.ts'
import { startVendor } from '../vendor.ts'

const resource = { path: '/suite', method: 'GET', vendorPath: '/vendor', vendorMethod: 'GET', description: 'A list', response: null }

interface Part {
  readonly id: number
  readonly key: string
  readonly path: string
}

describe('extensions', () => {
  let test: TestApp
  let colleague: { authorization: string }
  before(async () => {
    test = await createTestApp()
    const { user } = await addStranger(test.database, { organizationId: 1, secret: 'colleague' })
    colleague = { authorization: `${user}, ${test.organization}` }
  })
  after(() => test.close())

  const findKeys = async (where: string, authorization?: string): Promise<string[]> => {
    const reply = await test.call('GET', `/elements?where=${encodeURIComponent(where)}`, authorization ? { authorization } : {})
    return reply.status === 404 ? [] : reply.body.map(({ key }: Part) => key)
  }

  it('trap 19: what an account adds to an element of the system is its own: listed, called, exported for it alone', async (t) => {
    const vendor = await startVendor(t, ({ path }) => ({ body: { path } }))
    const { body: before } = await test.call('GET', '/elements/191')
    assert.ok(before.resources.every(({ ownerAccountId }: { ownerAccountId: number }) => ownerAccountId === 1))
    const add = (body: object) => test.call('POST', '/elements/infusionsoftcrm/resources', { body: { ...resource, ...body } })
    const added = (await add({ path: '/extra', vendorPath: `${vendor.url}/extra` })).body
    const overriding = (await add({ path: '/hubs/crm/users', vendorPath: `${vendor.url}/users` })).body
    assert.ok(added.ownerAccountId > 1 && overriding.ownerAccountId === added.ownerAccountId)
    const { body: after } = await test.call('GET', '/elements/191')
    assert.deepEqual([after.extended, after.private, after.resources.length], [true, undefined, before.resources.length + 1])
    const users = after.resources.filter(
      ({ path, method }: { path: string; method: string }) => path === '/hubs/crm/users' && method === 'GET',
    )
    assert.deepEqual(
      users.map(({ id }: Part) => id),
      [overriding.id],
    )
    const listed = async (query: string, authorization?: string) =>
      (await test.call('GET', `/elements/191/resources${query}`, authorization ? { authorization } : {})).body.map(({ id }: Part) => id)
    assert.deepEqual((await listed('?accountOnly=true')).sort(), [added.id, overriding.id].sort())
    assert.equal((await listed('', colleague.authorization)).includes(added.id), false)
    assert.deepEqual(await findKeys("extended='true' AND abridged='true'"), ['infusionsoftcrm'])
    assert.deepEqual(await findKeys("extended='true' AND abridged='true'", colleague.authorization), [])
    assert.deepEqual((await test.call('GET', '/elements/191', { authorization: colleague.authorization })).body, before)

    const connected = await test.connect()
    const ask = async (path: string) => (await connected.call('GET', path)).body
    assert.deepEqual([await ask('/hubs/crm/extra'), await ask('/hubs/crm/users')], [{ path: '/extra' }, { path: '/users' }])

    const { body: exported } = await test.call('GET', '/elements/191/export?extendedOnly=true')
    assert.deepEqual(
      exported.resources.map(({ path }: Part) => path),
      ['/hubs/crm/extra', '/hubs/crm/users'],
    )
    assert.deepEqual([exported.extended, 'private' in exported, exported.key, 'id' in exported], [true, false, 'infusionsoftcrm', false])
    assert.ok(exported.configuration.length > 0)

    const path = `/elements/191/resources/${before.resources[0].id}`
    const parameter = { name: 'a', vendorName: 'a', type: 'query', vendorType: 'query' }
    assert.equal((await test.call('POST', `${path}/parameters`, { body: parameter })).status, 404)
    assert.equal((await test.call('POST', `${path}/hooks`, { body: { type: 'preRequest', body: 'done()' } })).status, 404)
    assert.equal((await test.call('POST', `${path}/models`, { body: { name: 'M', swagger: {} } })).status, 404)
    const refused = await test.call('POST', '/elements/191/hooks', { body: { type: 'preRequest', body: 'done()' } })
    assert.deepEqual([refused.status, /clone/.test(refused.body.message)], [403, true])

    for (const { id } of [added, overriding]) assert.equal((await test.call('DELETE', `/elements/191/resources/${id}`)).status, 200)
    assert.deepEqual((await test.call('GET', '/elements/191')).body, before)
    assert.equal((await connected.call('GET', '/hubs/crm/extra')).status, 400)
  })

  it('loses none of many edits at once, of an own element and of an extension, over two servers', async () => {
    const another = await test.startAnother()
    const base = { name: 'Base', key: 'base.url', type: 'TEXTFIELD_1000', defaultValue: 'https://vendor.example' }
    const own = { name: 'Busy', description: 'For tests', hub: 'crm', authentication: { type: 'basic' }, configuration: [base] }
    assert.equal((await test.call('POST', '/elements', { body: own })).status, 200)
    const paths = Array.from({ length: 20 }, (_, at) => `/hubs/crm/busy${at}`)
    for (const key of ['busy', 'infusionsoftcrm']) {
      const replies = await Promise.all(
        paths.map((path, at) => (at % 2 ? another : test.call)('POST', `/elements/${key}/resources`, { body: { ...resource, path } })),
      )
      assert.deepEqual(
        replies.map(({ status }) => status),
        paths.map(() => 200),
      )
      assert.equal(new Set(replies.map(({ body }) => body.id)).size, paths.length)
      const { body } = await test.call('GET', `/elements/${key}/export?extendedOnly=true`)
      assert.deepEqual(body.resources.map(({ path }: Part) => path).sort(), [...paths].sort())
      await Promise.all(replies.map(({ body }) => test.call('DELETE', `/elements/${key}/resources/${body.id}`)))
      assert.deepEqual((await test.call('GET', `/elements/${key}/export?extendedOnly=true`)).body.resources, [])
    }
    assert.deepEqual(await findKeys("extended='true'"), [])
  })
})
