import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  const hook = { method: 'POST', path: '/hubs/crm/hooks', vendorMethod: 'POST', vendorPath: '/hooks', type: 'onProvisionWebhook' } as const
  world = await createWorld({
    isUnnamed: true,
    more: (tokenUrl) => [
      createTestElement({
        ...{ id: 6701, key: 'eventful', resources: [hook], defaults: { 'oauth.token.url': tokenUrl } },
        items: { 'event.notification.enabled': { type: 'BOOLEAN' }, 'event.vendor.type': { defaultValue: 'webhook' } },
      }),
    ],
  })
})
after(() => world.close())

test('events by webhook are refused before the code is spent, where the server does not know its own address', async () => {
  const configured = world.createBody()['configuration'] as object
  const body = world.createBody({
    element: { key: 'eventful' },
    configuration: { ...configured, 'event.notification.enabled': true },
  })
  const refusal = { code: 'invalid-configuration', message: /event\.notification\.enabled.*OCTET_PUBLIC_URL/ }
  await assert.rejects(world.call('POST', '/instances', { body }), refusal)
  assert.equal(world.endpoint.record.length, 0)
  const { body: shown } = await world.call('POST', '/instances', { body: { ...body, configuration: configured } })
  assert.ok((shown as { id: number }).id > 0, 'the same code is still good')
  const enable = { params: { id: String((shown as { id: number }).id) }, body: { configuration: { 'event.notification.enabled': true } } }
  await assert.rejects(world.call('PATCH', '/instances/:id', enable), refusal)
})
