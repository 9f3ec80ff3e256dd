import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openPartWorld, type PartWorld } from './fixtures/part-world.ts'

let world: PartWorld
let element: number
let resource: number
before(async () => {
  world = await openPartWorld()
  element = (await world.create()).id
  resource = (await world.call('POST', `/elements/${element}/resources`, { body: { path: '/x', method: 'GET', vendorPath: '/x' } })).id
})
after(() => world.close())

describe('parameters', () => {
  test('have the defaults and dates of the contract, and say what they belong to', async () => {
    const body = {
      name: 'where',
      type: 'query',
      vendorName: 'converter:toQueryParameters',
      vendorType: 'query',
      converter: 'toQueryParameters',
    }
    const ofElement = await world.call('POST', `/elements/${element}/parameters`, { body })
    assert.deepEqual(
      { ...ofElement, id: 0 },
      {
        ...{ id: 0, ...body, source: 'request', dataType: 'string', vendorDataType: 'string', required: false },
        ...{ createdDate: '2026-01-02T03:04:05Z', updatedDate: '2026-01-02T03:04:05Z', elementId: element },
      },
    )
    const ofResource = await world.call('POST', `/elements/${element}/resources/${resource}/parameters`, { body })
    assert.deepEqual([ofResource.resourceId, 'elementId' in ofResource], [resource, false])
  })

  test('are replaced and deleted; their id stays', async () => {
    const place = `/elements/${element}/resources/${resource}/parameters`
    const added = await world.call('POST', place, { body: { name: 'a', type: 'query', vendorType: 'query' } })
    assert.equal(added.vendorName, 'a')
    const replaced = await world.call('PUT', `${place}/${added.id}`, { body: { ...added, vendorName: 'b', source: 'response' } })
    assert.deepEqual([replaced.id, replaced.vendorName, replaced.source], [added.id, 'b', 'response'])
    assert.deepEqual(await world.call('GET', `${place}/${added.id}`), replaced)
    await world.call('DELETE', `${place}/${added.id}`, { body: {} })
    await assert.rejects(world.call('GET', `${place}/${added.id}`), { status: 404, message: `No parameter found with ID ${added.id}` })
  })
})

describe('the model of a resource', () => {
  const swagger = { Thing: { properties: { id: { type: 'string' }, emails: { $ref: 'emails' }, deal: { type: 'deal' } } } }

  test('is one: written, read as object and as text, replaced, deleted', async () => {
    const place = `/elements/${element}/resources/${resource}/models`
    await assert.rejects(world.call('GET', place), { status: 404, message: `No model found for resource ${resource}` })
    await assert.rejects(world.call('PUT', place, { body: { name: 'Thing' } }), { status: 404 })
    const added = await world.call('POST', place, { body: { name: 'Thing', swagger } })
    assert.deepEqual([added.name, added.swagger, JSON.parse(added.rawSwagger)], ['Thing', swagger, swagger])
    const text = JSON.stringify({ Other: {} })
    await world.call('PUT', place, { body: { ...added, name: 'Other', swagger: text, requestName: 'In', requestSwagger: text } })
    const { name, swagger: read, requestSwagger } = await world.call('GET', place)
    assert.deepEqual([name, read, requestSwagger], ['Other', { Other: {} }, { Other: {} }])
    assert.equal((await world.call('GET', `/elements/${element}/resources/${resource}`)).model.rawSwagger, undefined)
    assert.equal(await world.call('DELETE', place), undefined)
    await assert.rejects(world.call('DELETE', place), { status: 404 })
  })

  test('is refused when its text is no definitions', async () => {
    const place = `/elements/${element}/resources/${resource}/models`
    for (const junk of ['{', '[]', '7']) {
      await assert.rejects(world.call('POST', place, { body: { name: 'Thing', swagger: junk } }), { status: 400, code: 'invalid-body' })
    }
  })
})

describe('objects and their fields', () => {
  const order = {
    name: 'order',
    primaryKeyName: 'id',
    createdDateName: 'created',
    createdDateFormat: 'yyyy-MM-dd',
    fields: [{ name: 'id' }],
  }

  test('are kept with everything that was said of them; fields have ids of their own', async () => {
    const place = `/elements/${element}/objects`
    const body = { ...order, searchConfiguration: { fields: ['id'], operators: ['='] } }
    const added = await world.call('POST', place, { body })
    assert.deepEqual(
      [added.searchConfiguration, added.ownerAccountId, added.fields[0].objectId],
      [body.searchConfiguration, world.alice.accountId, added.id],
    )
    const field = await world.call('POST', `${place}/${added.id}/fields`, { body: { name: 'total', type: 'number', readOnly: true } })
    assert.deepEqual([field.objectId, field.readOnly, field.ownerAccountId], [added.id, true, world.alice.accountId])
    assert.deepEqual(
      (await world.call('GET', `${place}/${added.id}/fields`)).map(({ name }: { name: string }) => name),
      ['id', 'total'],
    )
    const replaced = await world.call('PUT', `${place}/${added.id}`, { body: { ...order, fields: undefined, name: 'orders' } })
    assert.deepEqual([replaced.name, replaced.fields.length, replaced.fields[1].id], ['orders', 2, field.id])
    const changed = await world.call('PUT', `${place}/${added.id}/fields/${field.id}`, { body: { name: 'sum' } })
    assert.deepEqual([changed.id, changed.name, changed.createdDate], [field.id, 'sum', field.createdDate])
    await world.call('DELETE', `${place}/${added.id}/fields/${field.id}`)
    await assert.rejects(world.call('GET', `${place}/${added.id}/fields/${field.id}`), {
      status: 404,
      message: `No field found with ID ${field.id}`,
    })
    await world.call('DELETE', `${place}/${added.id}`)
    await assert.rejects(world.call('GET', `${place}/${added.id}`), { status: 404, message: `No object found with ID ${added.id}` })
  })

  test('trap 19: on a system element accountOnly tells the own ones', async () => {
    const added = await world.call('POST', '/elements/shop/objects', { body: order })
    assert.deepEqual(
      (await world.call('GET', '/elements/shop/objects')).map(({ name }: { name: string }) => name),
      ['orders', 'order'],
    )
    assert.deepEqual(await world.call('GET', '/elements/shop/objects?accountOnly=true'), [added])
    assert.equal((await world.call('GET', `/elements/shop/objects/${added.id}/fields?accountOnly=true`)).length, 1)
    const [system] = await world.call('GET', '/elements/shop/objects', { caller: world.bob })
    assert.deepEqual(await world.call('GET', `/elements/shop/objects/${system.id}/fields?accountOnly=true`), [])
    await assert.rejects(world.call('POST', `/elements/shop/objects/${system.id}/fields`, { body: { name: 'x' } }), { status: 404 })
  })
})

describe('models and their fields', () => {
  test('a relation that one names is told by the other too, and ends on both sides', async () => {
    const place = `/elements/${element}/models`
    const parent = await world.call('POST', place, { body: { name: 'parent' } })
    assert.deepEqual([parent.modelType, parent.childModelIds, parent.fields], ['standard', [], []])
    const child = await world.call('POST', place, { body: { name: 'child', parentModelIds: [parent.id] } })
    const read = (id: number) => world.call('GET', `${place}/${id}`)
    assert.deepEqual([(await read(parent.id)).childModelIds, child.parentModelIds], [[child.id], [parent.id]])
    await world.call('PUT', `${place}/${parent.id}`, { body: { name: 'parent', childModelIds: [] } })
    assert.deepEqual([(await read(parent.id)).childModelIds, (await read(child.id)).parentModelIds], [[], []])
    await world.call('PUT', `${place}/${parent.id}`, { body: { name: 'parent', childModelIds: [child.id] } })
    assert.deepEqual((await read(child.id)).parentModelIds, [parent.id])
    await world.call('DELETE', `${place}/${parent.id}`)
    assert.deepEqual((await read(child.id)).parentModelIds, [])
  })

  test('a relation to nothing is refused', async () => {
    await assert.rejects(world.call('POST', `/elements/${element}/models`, { body: { name: 'lost', parentModelIds: [1] } }), {
      status: 400,
      message: 'Invalid request body: parentModelIds: the element has no model with ID 1',
    })
  })

  test('PUT without an id replaces the one of that name, or adds it', async () => {
    const place = `/elements/${element}/models`
    const added = await world.call('PUT', place, { body: { name: 'upsert', vendorName: 'a' } })
    const again = await world.call('PUT', place, { body: { name: 'upsert', vendorName: 'b' } })
    assert.deepEqual([again.id, again.vendorName], [added.id, 'b'])
  })

  test('fields are added, read, replaced and deleted', async () => {
    const { id } = await world.call('POST', `/elements/${element}/models`, { body: { name: 'with fields' } })
    const place = `/elements/${element}/models/${id}/fields`
    const added = await world.call('POST', place, { body: { name: 'a', dataType: { jsonType: 'string' } } })
    assert.deepEqual([added.modelId, added.dataType], [id, { jsonType: 'string' }])
    const vendors = await world.call('POST', place, { body: { vendorName: 'only' } })
    await world.call('DELETE', `${place}/${vendors.id}`)
    await assert.rejects(world.call('POST', place, { body: { description: 'nameless' } }), { status: 400, message: /name is missing/ })
    assert.equal((await world.call('PUT', `${place}/${added.id}`, { body: { name: 'b' } })).name, 'b')
    await world.call('DELETE', `${place}/${added.id}`)
    assert.deepEqual(await world.call('GET', place), [])
  })
})

test('parts of every kind can be changed at once without losing one', async () => {
  const { id } = await world.create()
  const { id: owner } = await world.call('POST', `/elements/${id}/resources`, { body: { path: '/y', method: 'GET', vendorPath: '/y' } })
  const work = Array.from({ length: 8 }, (_, at) => [
    world.call('POST', `/elements/${id}/hooks`, { body: { type: 'preRequest', body: `${at}` } }),
    world.call('POST', `/elements/${id}/resources/${owner}/parameters`, { body: { name: `p${at}`, type: 'query', vendorType: 'query' } }),
    world.call('POST', `/elements/${id}/configuration`, { body: { name: 'n', key: `key.${at}`, type: 'TEXTFIELD_32' } }),
  ])
  await Promise.all(work.flat())
  const { hooks, resources, configuration } = await world.call('GET', `/elements/${id}`)
  const added = configuration.filter(({ key }: { key: string }) => key.startsWith('key.'))
  assert.deepEqual([hooks.length, resources[0].parameters.length, added.length], [8, 8, 8])
})
