/** Which path belongs to whom, and what every answer carries. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

describe('routing', () => {
  let test: TestApp
  let connected: Connected
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
  })
  after(() => test.close())

  it('trap 1: the hub in the path is decorative', async () => {
    const [first, ...others] = await Promise.all(
      ['/hubs/crm/accounts', '/hubs/documents/accounts', '/hubs/crap/accounts', '/accounts'].map((path) => connected.call('GET', path)),
    )
    assert.equal(first?.status, 200)
    assert.ok(first.body.length > 0)
    for (const other of others) assert.deepEqual([other.status, other.body], [200, first.body])
  })

  it('trap 2: /accounts is the vendor with an Element token and the platform without', async () => {
    const vendor = await connected.call('GET', '/accounts')
    const platform = await test.call('GET', '/accounts')
    assert.ok('Company' in vendor.body[0])
    assert.ok(vendor.headers.has('elements-element-instance-id'))
    assert.equal(platform.status, 200)
    assert.equal(platform.body[0].defaultAccount, true)
    assert.ok(!platform.headers.has('elements-element-instance-id'))
  })

  it('trap 2: /users/{id} is the vendor with an Element token and the platform without', async () => {
    const [own] = (await test.call('GET', '/users')).body
    const platform = await test.call('GET', `/users/${encodeURIComponent(own.email)}`)
    assert.deepEqual([platform.status, platform.body.id], [200, own.id])
    const vendor = await connected.call('GET', '/users/1')
    assert.deepEqual([vendor.status, vendor.body.Id], [200, 1])
  })

  it('trap 6: every success is 200, also of a create and of a delete; the deleted body is empty', async () => {
    const created = await connected.call('POST', '/hubs/crm/contacts', { body: { FirstName: 'Six', Email: 'six@example.com' } })
    assert.equal(created.status, 200)
    const removed = await connected.call('DELETE', `/hubs/crm/contacts/${created.body.id}`)
    assert.deepEqual([removed.status, removed.text], [200, ''])
    const extra = await test.connect()
    const gone = await test.call('DELETE', `/instances/${extra.id}`)
    assert.deepEqual([gone.status, gone.text], [200, ''])
  })

  it('trap 7: no successful platform answer has a top-level message', async () => {
    for (const path of [
      '/elements',
      '/elements/191',
      '/elements/keys',
      '/hubs',
      '/hubs/crm',
      '/instances',
      `/instances/${connected.id}`,
      '/instances/count',
      `/instances/${connected.id}/configuration`,
      '/organizations/me',
      '/accounts',
      '/users',
    ]) {
      const { status, body } = await test.call('GET', path)
      assert.equal(status, 200, path)
      assert.ok(!('message' in body), path)
    }
    assert.ok(!('message' in (await connected.call('GET', '/ping')).body))
  })

  it('trap 24: hub calls name the instance, browsers may read exactly the documented headers', async () => {
    const reply = await connected.call('GET', '/hubs/crm/contacts?pageSize=1', { headers: { origin: 'https://app.example.com' } })
    assert.equal(reply.headers.get('elements-element-instance-id'), String(connected.id))
    assert.match(reply.headers.get('elements-request-id') ?? '', /^[0-9a-f]{24}$/)
    assert.equal(
      reply.headers.get('access-control-expose-headers'),
      'Elements-Returned-Count, Elements-Total-Count, Elements-Request-Id, Elements-Next-Page-Token, Elements-Trace-Id, Elements-Error, Content-Disposition',
    )
    const refused = await connected.call('GET', '/hubs/crm/contacts/notanid')
    assert.ok(refused.status >= 400)
    assert.equal(refused.headers.get('elements-element-instance-id'), String(connected.id))
    assert.equal(refused.body.requestId, refused.headers.get('elements-request-id'))
  })

  it('trap 30: takes null and empty bodies, doubled and trailing slashes, and query keys it does not know', async () => {
    const headers = { 'content-type': 'application/json' }
    const doomed = await test.connect()
    assert.equal((await test.call('GET', '//instances/', { headers })).status, 200)
    assert.equal((await connected.call('GET', '/hubs//crm/contacts/?_=1&elementKeyOrId=x', { headers })).status, 200)
    assert.equal((await test.call('DELETE', `/instances/${doomed.id}`, { headers, body: 'null' })).status, 200)
    const again = await test.connect()
    assert.equal((await test.call('DELETE', `/instances/${again.id}/`, { headers })).status, 200)
  })

  it('answers a hub resource that the element does not have with the fixed text', async () => {
    const reply = await connected.call('GET', '/hubs/crm/unicorns')
    assert.deepEqual([reply.status, reply.body.message], [400, 'This API is not currently supported for this element'])
  })
})
