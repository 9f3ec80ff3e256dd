import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openPartWorld, type PartWorld } from './fixtures/part-world.ts'

let world: PartWorld
before(async () => {
  world = await openPartWorld()
})
after(() => world.close())

const suite = { path: '/suite', method: 'GET', vendorPath: '/things', vendorMethod: 'GET', description: 'Things', response: null }

describe('resources of an own element', () => {
  test('one that is added comes back with id, hub, type and dates, and is listed', async () => {
    const { id } = await world.create()
    const added = await world.call('POST', `/elements/${id}/resources`, { body: suite })
    assert.equal(typeof added.id, 'number')
    assert.deepEqual(
      [added.path, added.type, added.parameters, added.hooks, added.createdDate, 'response' in added],
      ['/hubs/general/suite', 'api', [], [], '2026-01-02T03:04:05Z', false],
    )
    assert.equal(added.ownerAccountId, world.alice.accountId)
    assert.deepEqual(await world.call('GET', `/elements/${id}/resources/${added.id}`), added)
    assert.deepEqual(await world.call('GET', `/elements/${id}/resources`), [added])
    assert.deepEqual(await world.call('GET', `/elements/${id}/resources?accountOnly=true`), [added])
  })

  test('a whole reply can be sent back with changes: ids stay, foreign ids and dates are ignored', async () => {
    const { id } = await world.create()
    const nested = { name: 'a', vendorName: 'b', type: 'query', vendorType: 'query' }
    const hook = { type: 'preRequest', body: 'done()' }
    const added = await world.call('POST', `/elements/${id}/resources`, { body: { ...suite, parameters: [nested], hooks: [hook] } })
    assert.deepEqual([added.parameters[0].resourceId, added.hooks[0].resourceId], [added.id, added.id])
    world.time += 60_000
    const body = {
      ...added,
      id: 5,
      createdDate: 'x',
      vendorPath: '/others',
      parameters: [...added.parameters, { ...nested, id: 7, name: 'c' }],
    }
    const replaced = await world.call('PUT', `/elements/${id}/resources/${added.id}`, { body })
    assert.deepEqual([replaced.id, replaced.vendorPath, replaced.createdDate], [added.id, '/others', added.createdDate])
    assert.equal(replaced.updatedDate, new Date(world.time).toISOString().replace(/\.\d+/, ''))
    assert.deepEqual([replaced.parameters[0].id, replaced.hooks], [added.parameters[0].id, added.hooks])
    assert.notEqual(replaced.parameters[1].id, 7)
    assert.equal(new Set([replaced.parameters[1].id, ...replaced.parameters.map(({ id }: { id: number }) => id)]).size, 2)
  })

  test('a replacement that does not speak of parameters, hooks and model keeps them; descriptive members that it leaves out go', async () => {
    const { id } = await world.create()
    const more = { rootKey: 'data', parameters: [{ name: 'a', type: 'query', vendorType: 'query' }], model: { name: 'Thing', swagger: {} } }
    const added = await world.call('POST', `/elements/${id}/resources`, { body: { ...suite, ...more } })
    const replaced = await world.call('PUT', `/elements/${id}/resources/${added.id}`, { body: suite })
    assert.deepEqual([replaced.rootKey, replaced.parameters, replaced.model], [undefined, added.parameters, added.model])
  })

  test('one that is deleted answers nothing and is gone', async () => {
    const { id } = await world.create()
    const added = await world.call('POST', `/elements/${id}/resources`, { body: suite })
    assert.equal(await world.call('DELETE', `/elements/${id}/resources/${added.id}`), undefined)
    assert.deepEqual(await world.call('GET', `/elements/${id}/resources`), [])
    await assert.rejects(world.call('DELETE', `/elements/${id}/resources/${added.id}`), {
      status: 404,
      message: `No resource found with ID ${added.id}`,
    })
  })

  test('what is no id is 404 too', async () => {
    const { id } = await world.create()
    for (const junk of ['abc', '-1', '1e9', '99999999999999999999']) {
      await assert.rejects(world.call('GET', `/elements/${id}/resources/${junk}`), {
        status: 404,
        message: `No resource found with ID ${junk}`,
      })
    }
  })

  test('a verb that does not exist is refused with those that do', async () => {
    const { id } = await world.create()
    await assert.rejects(world.call('POST', `/elements/${id}/resources`, { body: { ...suite, method: 'FETCH' } }), {
      status: 400,
      message: 'Invalid request body: method: expected one of GET, POST, PUT, PATCH, DELETE, got "FETCH"',
    })
  })

  test('five resources may be chained; a sixth, and a circle, are 400 when they are stored', async () => {
    const { id } = await world.create()
    const chain = (at: number, next: number) => ({ ...suite, path: `/c${at}`, nextResource: `GET:/hubs/general/c${next}` })
    for (const at of [5, 4, 3, 2, 1]) await world.call('POST', `/elements/${id}/resources`, { body: chain(at, at + 1) })
    await assert.rejects(world.call('POST', `/elements/${id}/resources`, { body: chain(6, 7) }), { status: 400, code: 'chain-too-deep' })
    await assert.rejects(world.call('POST', `/elements/${id}/resources`, { body: chain(6, 1) }), { status: 400, code: 'chain-too-deep' })
    assert.equal((await world.call('GET', `/elements/${id}/resources`)).length, 5)
  })

  test('twenty added at once are all there, each with an id of its own', async () => {
    const { id } = await world.create()
    const paths = Array.from({ length: 20 }, (_, at) => `/hubs/general/r${at}`)
    await Promise.all(paths.map((path) => world.call('POST', `/elements/${id}/resources`, { body: { ...suite, path } })))
    const all: { id: number; path: string }[] = await world.call('GET', `/elements/${id}/resources`)
    assert.deepEqual(all.map(({ path }) => path).sort(), [...paths].sort())
    assert.equal(new Set(all.map(({ id }) => id)).size, 20)
  })

  test('nobody but its account sees or changes it', async () => {
    const { id } = await world.create()
    await assert.rejects(world.call('GET', `/elements/${id}/resources`, { caller: world.bob }), { status: 404 })
    await assert.rejects(world.call('GET', `/elements/${id}/resources`, { caller: null }), { status: 404 })
    await assert.rejects(world.call('POST', `/elements/${id}/resources`, { body: suite, caller: world.bob }), { status: 404 })
    await assert.rejects(world.call('POST', `/elements/${id}/resources`, { body: suite, caller: null }), { status: 401 })
  })
})

describe('trap 19: resources that an account adds to a system element', () => {
  test('are seen by that account only, and told by accountOnly and by the owner', async () => {
    const added = await world.call('POST', '/elements/shop/resources', { body: { ...suite, path: '/refunds' } })
    assert.deepEqual([added.path, added.ownerAccountId], ['/hubs/ecommerce/refunds', world.alice.accountId])
    const owners: { path: string; ownerAccountId: number }[] = await world.call('GET', '/elements/shop/resources')
    assert.deepEqual(
      owners.map(({ path, ownerAccountId }) => [path, ownerAccountId]),
      [
        ['/hubs/ecommerce/orders', 1],
        ['/hubs/ecommerce/refunds', world.alice.accountId],
      ],
    )
    assert.deepEqual(await world.call('GET', '/elements/shop/resources?accountOnly=true'), [added])
    assert.deepEqual(await world.call('GET', '/elements/shop/resources?accountOnly=true', { caller: world.bob }), [])
    assert.equal((await world.call('GET', '/elements/shop/resources', { caller: world.bob })).length, 1)
    assert.equal((await world.call('GET', '/elements/shop/resources', { caller: null })).length, 1)
    await world.call('DELETE', `/elements/shop/resources/${added.id}`)
  })

  test('override what has the same method and path, until they are deleted', async () => {
    const [system] = await world.call('GET', '/elements/shop/resources')
    const own = await world.call('POST', '/elements/shop/resources', { body: { ...suite, path: '/orders' } })
    const list: { id: number; vendorPath: string }[] = await world.call('GET', '/elements/shop/resources')
    assert.deepEqual(
      list.map(({ id, vendorPath }) => [id, vendorPath]),
      [[own.id, '/things']],
    )
    await world.call('DELETE', `/elements/shop/resources/${own.id}`)
    assert.deepEqual(await world.call('GET', '/elements/shop/resources'), [system])
  })

  test('parameters, hooks and models go to own resources; to a system resource they are 404, as are changes of it', async () => {
    const [system] = await world.call('GET', '/elements/shop/resources')
    const own = await world.call('POST', '/elements/shop/resources', { body: { ...suite, path: '/returns' } })
    const bodies = {
      parameters: { name: 'x', vendorName: 'x', type: 'query', vendorType: 'query' },
      hooks: { type: 'preRequest', body: 'done()' },
      models: { name: 'Return', swagger: {} },
    }
    for (const [part, body] of Object.entries(bodies)) {
      await world.call('POST', `/elements/shop/resources/${own.id}/${part}`, { body })
      await assert.rejects(world.call('POST', `/elements/shop/resources/${system.id}/${part}`, { body }), {
        status: 404,
        message: `No resource found with ID ${system.id}`,
      })
    }
    await assert.rejects(world.call('PUT', `/elements/shop/resources/${system.id}`, { body: suite }), { status: 404 })
    await assert.rejects(world.call('DELETE', `/elements/shop/resources/${system.id}`), { status: 404 })
    await world.call('DELETE', `/elements/shop/resources/${own.id}`)
  })

  test('what belongs to all accounts stays as it is: 403', async () => {
    const hook = { type: 'preRequest', body: 'done()' }
    const parameter = { name: 'x', type: 'query', vendorType: 'query' }
    const item = { name: 'Shop', key: 'shop.id', type: 'TEXTFIELD_32' }
    await assert.rejects(world.call('POST', '/elements/shop/hooks', { body: hook }), { status: 403 })
    await assert.rejects(world.call('POST', '/elements/shop/parameters', { body: parameter }), { status: 403 })
    await assert.rejects(world.call('POST', '/elements/shop/configuration', { body: item }), { status: 403 })
  })
})
