import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openPartWorld, type PartWorld, systemElement } from './fixtures/part-world.ts'
import { describeExpanded } from './metadata.ts'

let world: PartWorld
before(async () => {
  world = await openPartWorld()
})
after(() => world.close())

describe('GET /elements/{keyOrId}/metadata', () => {
  test('tells the short form, also to somebody without secrets', async () => {
    const metadata = await world.call('GET', '/elements/shop/metadata', { caller: null })
    assert.deepEqual(
      { ...metadata, id: 0 },
      {
        ...{ id: 0, name: 'Shop', key: 'shop', description: 'Belongs to the system', events: { supported: false, methods: [] } },
        ...{ defaultAuthentication: 'basic', displayOrder: 100, active: true, beta: false, extended: false },
      },
    )
    await assert.rejects(world.call('GET', '/elements/unknown/metadata'), { status: 404, message: 'No element found with key unknown' })
  })

  test('expand=true says what the element can do with each kind of record', async () => {
    const resource = (method: string, path: string) => ({ method, path, vendorPath: path })
    const { id } = await world.create({
      hub: 'crm',
      bulkDownloadEnabled: true,
      objects: [{ name: 'contacts', hulkDownloadEnabled: true }],
      resources: [
        ...[
          resource('GET', '/contacts'),
          resource('POST', '/contacts'),
          resource('GET', '/contacts/{id}'),
          resource('PATCH', '/contacts/{id}'),
        ],
        ...[resource('GET', '/contacts/{id}/notes'), { ...resource('GET', '/login'), type: 'onProvision' }],
      ],
    })
    const metadata = await world.call('GET', `/elements/${id}/metadata?expand=true`)
    const required = [
      'id',
      'name',
      'key',
      'image',
      'displayOrder',
      'active',
      'beta',
      'description',
      'transformations',
      'elementType',
      'churros',
    ]
    const more = [
      'normalizedPaging',
      'swaggerValidated',
      'cloneable',
      'authenticationType',
      'events',
      'discovery',
      'bulk',
      'usage',
      'api',
      'resources',
      'hub',
    ]
    for (const name of [...required, ...more]) assert.ok(name in metadata, name)
    assert.deepEqual(
      [metadata.elementType, metadata.hub, metadata.api],
      ['private', 'crm', { type: 'rest', contentType: 'application/json' }],
    )
    assert.deepEqual(metadata.usage, { instanceCount: 0, customerCount: 0, traffic: 0 })
    const [contacts, notes, ...others] = metadata.resources
    assert.deepEqual([contacts.canonicalName, contacts.operations], ['contacts', ['SEARCH', 'CREATE', 'RETRIEVE', 'UPDATE']])
    assert.deepEqual(contacts.bulk, { upload: { supported: false, native: false }, download: { supported: true, native: false } })
    assert.deepEqual([notes.canonicalName, notes.operations, others], ['contacts/notes', ['SEARCH'], []])
  })
})

describe('events', () => {
  const withEvents = (members: object, ...items: { key: string; defaultValue: string; options?: object[] }[]) => {
    const configuration = items.map((item) => ({ name: item.key, type: 'TEXTAREA', ...item }))
    return describeExpanded({ ...systemElement, ...members, configuration } as unknown as Parameters<typeof describeExpanded>[0])
  }

  test('polling says which address is polled for which records', () => {
    const poller = JSON.stringify({ orders: { url: '/hubs/ecommerce/orders?where=x', idField: 'id' } })
    const metadata = withEvents(
      {},
      { key: 'event.vendor.type', defaultValue: 'polling' },
      { key: 'event.poller.configuration', defaultValue: poller },
    )
    assert.deepEqual(metadata['events'], { supported: true, methods: ['polling'] })
    const [orders] = metadata['resources'] as { events: object }[]
    assert.deepEqual(orders?.events, { supported: true, methods: ['polling'], eventTypes: ['created', 'updated'] })
  })

  test('webhooks count when the element can read them: the word alone stands in every new element', () => {
    const item = { key: 'event.vendor.type', defaultValue: 'webhooks' }
    assert.deepEqual(withEvents({}, item)['events'], { supported: false, methods: [] })
    assert.deepEqual(withEvents({ hooks: [{ type: 'event', body: '' }] }, item)['events'], { supported: true, methods: ['webhook'] })
  })

  test('what an export knew of the element counts, as do options; settings that are no JSON do not', () => {
    const options = [{ value: 'polling' }, { value: 'webhook' }]
    const junk = { key: 'event.poller.configuration', defaultValue: '{' }
    assert.deepEqual(withEvents({}, { key: 'event.vendor.type', defaultValue: '', options }, junk)['events'], {
      supported: true,
      methods: ['polling'],
    })
    const elementMetadata = { eventTypes: ['webhooks', 'polling'], usage: { instanceCount: 83 }, tags: ['a'] }
    const metadata = withEvents({ elementMetadata })
    assert.deepEqual(
      [metadata['events'], metadata['tags'], metadata['usage']],
      [{ supported: true, methods: ['polling', 'webhook'] }, ['a'], undefined],
    )
  })
})

test('GET /elements/metadata lists what the caller sees, with what apps filter by', async () => {
  const { key } = await world.create()
  const keysOf = (list: { key: string }[]) => list.map((each) => each.key)
  assert.ok(keysOf(await world.call('GET', '/elements/metadata')).includes(key))
  const [shop, ...others] = await world.call('GET', '/elements/metadata', { caller: null })
  assert.deepEqual([shop.key, others], ['shop', []])
  assert.deepEqual(
    [shop.hub, shop.authenticationTypes, shop.api.type, shop.bulk],
    ['ecommerce', ['basic'], 'rest', { upload: false, download: false }],
  )
})

describe('GET /elements/{keyOrId}/transformations', () => {
  test('trap 5: none is 404 with the text that clients take for an empty list', async () => {
    await assert.rejects(world.call('GET', '/elements/shop/transformations'), { status: 404, message: 'No transformations found' })
  })

  test('those that an export lists, and those of a built-in element with their fields', async () => {
    const { id } = await world.create({
      defaultTransformations: [{ name: 'contacts', vendorName: 'Person' }],
      octet: {
        version: 1,
        transformations: { orders: { vendorName: 'Sale', fields: [{ path: 'sum', vendorPath: 'total', type: 'number' }] } },
      },
    })
    assert.deepEqual(await world.call('GET', `/elements/${id}/transformations`), {
      contacts: { vendorName: 'Person', fields: [] },
      orders: { vendorName: 'Sale', fields: [{ path: 'sum', type: 'number', vendorPath: 'total' }] },
    })
  })

  test('trap 7: an object called message does not make an error of the answer', async () => {
    const { id } = await world.create({ defaultTransformations: { message: { vendorName: 'Mail' } } })
    assert.deepEqual(await world.call('GET', `/elements/${id}/transformations`), [{ name: 'message', vendorName: 'Mail', fields: [] }])
  })
})
