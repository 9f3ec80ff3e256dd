/** Instances after their creation: read, list, change, switch off and on, delete, in all forms of address. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

describe('the life of an instance', () => {
  let test: TestApp
  let connected: Connected
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
  })
  after(() => test.close())

  it('is the same by id, below its element by key and by id, and in every list', async () => {
    const { body } = await test.call('GET', `/instances/${connected.id}`)
    for (const path of ['/elements/infusionsoftcrm/instances', '/elements/191/instances']) {
      assert.deepEqual((await test.call('GET', `${path}/${connected.id}`)).body, body)
      assert.deepEqual((await test.call('GET', path)).body, [body])
    }
    assert.deepEqual((await test.call('GET', '/instances')).body, [body])
  })

  it('trap 13: is addressed without an id by its Element token', async () => {
    const { authorization } = connected
    const items = await test.call('GET', '/instances/configuration', { authorization })
    assert.deepEqual(items.body, (await test.call('GET', `/instances/${connected.id}/configuration`)).body)
    const renamed = await test.call('PATCH', '/instances', { authorization, body: { name: 'By token' } })
    assert.deepEqual([renamed.status, renamed.body.id, renamed.body.name], [200, connected.id, 'By token'])
    const replaced = await test.call('PUT', '/instances', { authorization, body: { ...renamed.body, name: 'My Infusionsoft' } })
    assert.deepEqual([replaced.status, replaced.body.id, replaced.body.token], [200, connected.id, connected.token])
    const doomed = await test.connect()
    assert.equal((await test.call('DELETE', '/instances', { authorization: doomed.authorization })).status, 200)
    assert.equal((await test.call('GET', `/instances/${doomed.id}`)).status, 404)
    for (const path of ['/instances/configuration', '/instances/enabled'])
      assert.equal((await test.call(path.endsWith('enabled') ? 'PUT' : 'GET', path)).status, 401, path)
  })

  it('is found by tags and by a part of its name, both at once meaning both', async () => {
    const one = await test.connect({ name: 'Blue whale', tags: ['sea', 'big'] })
    const two = await test.connect({ name: 'Blue tit', tags: ['air'] })
    const ids = async (query: string) => {
      const reply = await test.call('GET', `/instances?${query}`)
      return reply.status === 404 ? [] : reply.body.map(({ id }: { id: number }) => id)
    }
    assert.deepEqual((await ids('searchText=blue')).sort(), [one.id, two.id].sort())
    assert.deepEqual(await ids('tags[]=sea'), [one.id])
    assert.deepEqual(await ids('tags%5B%5D=sea&tags%5B%5D=big'), [one.id])
    assert.deepEqual(await ids('tags[]=sea&searchText=tit'), [])
    assert.deepEqual(await ids('tags[]=air&searchText=BLUE'), [two.id])
    const bare = await test.call('GET', '/instances?tags[]=air&hydrate=false')
    assert.equal(bare.body[0].configuration, undefined)
    await Promise.all([one, two].map(({ id }) => test.call('DELETE', `/instances/${id}`)))
  })

  it('is paged, by page and by token alike, with exact headers and no token on the last page', async () => {
    const more = [await test.connect({ tags: ['paged'] }), await test.connect({ tags: ['paged'] }), await test.connect({ tags: ['paged'] })]
    const get = (query: string) => test.call('GET', `/instances?tags[]=paged&${query}`)
    const idsOf = ({ body }: { body: { id: number }[] }) => body.map(({ id }) => id)
    const first = await get('pageSize=2')
    assert.deepEqual([first.headers.get('elements-returned-count'), first.headers.get('elements-total-count')], ['2', '3'])
    const token = first.headers.get('elements-next-page-token')
    assert.ok(token)
    const second = await get(`pageSize=2&page=2&nextPage=${encodeURIComponent(token)}`)
    assert.equal(second.headers.get('elements-next-page-token'), null)
    assert.deepEqual([...idsOf(first), ...idsOf(second)], idsOf(await get('pageSize=10')))
    assert.deepEqual(idsOf(await get('pageSize=2&page=2')), idsOf(second))
    await Promise.all(more.map(({ id }) => test.call('DELETE', `/instances/${id}`)))
  })

  it('is counted per element', async () => {
    const { body } = await test.call('GET', '/instances/count')
    assert.equal(body.totalInstances, 1)
    assert.deepEqual(body.elementInstances, [{ elementKey: 'infusionsoftcrm', elementId: 191, count: 1 }])
  })

  it('trap 14: a disabled instance answers 403, but still tells its objects; enabled again, it works', async () => {
    assert.equal((await test.call('DELETE', `/instances/${connected.id}/enabled`)).status, 200)
    assert.equal((await test.call('GET', `/instances/${connected.id}`)).body.disabled, true)
    const refused = await connected.call('GET', '/hubs/crm/contacts')
    assert.equal(refused.status, 403)
    assert.deepEqual(Object.keys(refused.body), ['requestId', 'message'])
    assert.match(refused.body.message, /^Element instance is disabled/)
    const objects = await connected.call('GET', '/hubs/crm/objects')
    assert.equal(objects.status, 200)
    assert.ok(objects.body.includes('contacts'))
    const metadata = await connected.call('GET', '/objects/contacts/metadata')
    assert.equal(metadata.status, 200)
    assert.match(metadata.headers.get('elements-error') ?? '', /left out: the element instance is disabled/)
    assert.equal((await test.call('PUT', '/instances/enabled', { authorization: connected.authorization })).status, 200)
    assert.equal((await connected.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
  })

  it('lists its configuration item by item, changes one, and masks it', async () => {
    const { body: items } = await test.call('GET', `/instances/${connected.id}/configuration`)
    for (const item of items)
      assert.deepEqual(
        Object.keys(item),
        ['id', 'key', 'name', 'description', 'propertyValue', 'type', 'required', 'active', 'hideFromConsole'],
        item.key,
      )
    const nulls = items.find(({ key }: { key: string }) => key === 'filter.response.nulls')
    assert.equal(nulls.propertyValue, 'true')
    const path = `/instances/${connected.id}/configuration/${nulls.id}`
    const changed = await test.call('PATCH', path, { body: { ...nulls, propertyValue: 'false' } })
    assert.deepEqual([changed.status, changed.body], [200, { ...nulls, propertyValue: 'false' }])
    assert.equal((await test.call('GET', path)).body.propertyValue, 'false')
    const withNulls = await connected.call('GET', '/hubs/crm/contacts/30')
    await test.call('PATCH', path, { body: { propertyValue: true } })
    assert.equal((await test.call('GET', path)).body.propertyValue, 'true')
    const without = await connected.call('GET', '/hubs/crm/contacts/30')
    assert.ok(Object.values(withNulls.body).includes(null))
    assert.ok(!Object.values(without.body).includes(null))
    const missing = await test.call('GET', `/instances/${connected.id}/configuration/999999999`)
    assert.deepEqual([missing.status, missing.body.message], [404, 'No configuration found with ID 999999999'])
  })

  it('switches trace logging', async () => {
    assert.equal((await test.call('PUT', `/instances/${connected.id}/trace-logging`)).status, 200)
    assert.equal((await test.call('GET', `/instances/${connected.id}`)).body.traceLoggingEnabled, true)
    assert.equal((await test.call('DELETE', `/instances/${connected.id}/trace-logging`)).status, 200)
    assert.equal((await test.call('GET', `/instances/${connected.id}`)).body.traceLoggingEnabled, false)
  })

  it('is gone after DELETE, for every verb', async () => {
    const doomed = await test.connect()
    assert.equal((await test.call('DELETE', `/elements/infusionsoftcrm/instances/${doomed.id}`)).status, 200)
    for (const [method, path] of [
      ['GET', `/instances/${doomed.id}`],
      ['DELETE', `/instances/${doomed.id}`],
      ['GET', `/elements/191/instances/${doomed.id}`],
      ['GET', '/instances/-1'],
      ['PATCH', `/instances/${doomed.id}`],
    ] as const) {
      const reply = await test.call(method, path, method === 'PATCH' ? { body: { name: 'x' } } : {})
      assert.deepEqual(
        [reply.status, /^No element instance found with ID -?\d+$/.test(reply.body.message)],
        [404, true],
        `${method} ${path}`,
      )
    }
  })
})
