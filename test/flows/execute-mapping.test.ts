/** Trying a mapping out (contract 9.3): POST /transformations/{name}/execute asks no vendor. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { addOrganization, addStranger } from '../people.ts'
import { startVendor, type Vendor } from '../vendor.ts'
import { callingBack, openScripted, type Scripted } from './scripted.ts'

let vendor: Vendor
let world: Scripted
const closers: (() => unknown)[] = []
const open = { after: (close: () => unknown) => closers.unshift(close) }
const path = '/transformations/people/execute'

before(async () => {
  vendor = await startVendor(open, () => ({ body: { id: 7, name: 'ACME' } }))
  world = await openScripted(open, vendor)
})
beforeEach(() => world.map(undefined))
after(async () => {
  for (const close of closers) await close()
})

const execute = (body: unknown) => world.ask('POST', path, body)

test('a record, or a list of them, goes through the mapping of an instance, either way', async () => {
  const { instanceId } = world
  const cases: [object, unknown][] = [
    [{ payload: { id: 1, first: 'Ann', last: 'Lee' } }, { id: 1, name: 'Ann' }],
    [
      { payload: { id: 1, name: 'Ann' }, method: 'POST' },
      { id: 1, first: 'Ann' },
    ],
    [{ payload: { name: 'Ann' }, method: 'patch' }, { first: 'Ann' }],
    [{ payload: { first: 'Ann' }, method: 'GET', instanceId: String(instanceId), more: true }, { name: 'Ann' }],
    [{ payload: [{ first: 'Ann' }, null, { first: 'Bob' }] }, [{ name: 'Ann' }, {}, { name: 'Bob' }]],
    [{ payload: [{ name: 'Ann' }, 'text'], method: 'POST' }, [{ first: 'Ann' }, 'text']],
    [{ payload: [] }, []],
  ]
  for (const [body, expected] of cases) {
    const reply = await execute({ instanceId, ...body })
    assert.deepEqual([reply.status, reply.body], [200, expected], reply.text)
  }
  assert.equal(vendor.asked.length, 0)
})

test('its script runs, on many records as on one; what it leaves empty is dropped when it says so', async () => {
  const { instanceId } = world
  const body = `if (fromVendor) done(originalObject.id > 1 ? {} : { ...transformedObject, seen: originalObject.last }); else done({ last: 'x', ...transformedObject })`
  await world.map({ body, filterEmptyResponse: true })
  const list = await execute({ instanceId, payload: [{ id: 1, first: 'Ann', last: 'Lee' }, { id: 2 }] })
  assert.deepEqual(list.body, [{ id: 1, name: 'Ann', seen: 'Lee' }])
  assert.deepEqual((await execute({ instanceId, payload: { id: 2 } })).body, {})
  const names = Array.from({ length: 250 }, (_, n) => ({ name: `n${n}` }))
  const written = await execute({ instanceId, payload: names, method: 'POST' })
  assert.deepEqual(
    written.body,
    names.map(({ name }) => ({ last: 'x', first: name })),
  )
  await world.map({
    body: `${callingBack}; get('/hubs/crm/companies/7').then(({ data }) => done({ message: 'hidden', company: data.name }))`,
  })
  assert.deepEqual(
    (await execute({ instanceId, payload: {} })).body,
    { company: 'ACME' },
    'and no message, which clients take for an error',
  )
})

test('of an element it is what an instance of it would have in the account', async () => {
  const payload = { first: 'Ann', last: 'Lee' }
  const place = '/organizations/elements/scripted/transformations/people'
  assert.equal((await execute({ elementId: 'scripted', payload })).status, 404, 'the instance’s own is its own')
  await world.ask('POST', '/organizations/objects/people/definitions', { fields: [] })
  const script = { body: 'done({ ...transformedObject, token: configuration.elementInstanceToken })' }
  const made = await world.ask('POST', place, { vendorName: 'contacts', fields: [{ path: 'all', vendorPath: 'last' }], script })
  const { elementId } = made.body
  for (const named of [{ elementId: 'scripted' }, { elementId }, { elementId: String(elementId) }, { elementKey: 'scripted' }])
    assert.deepEqual((await execute({ ...named, payload })).body, { all: 'Lee', first: 'Ann', token: null })
  await world.ask('DELETE', place)
})

test('what is missing, or is another’s, is told in words', async () => {
  const { instanceId } = world
  const cases: [unknown, number, RegExp][] = [
    [{ payload: {} }, 400, /expected instanceId or elementId/],
    [{ instanceId }, 400, /payload/],
    [{ instanceId, payload: 'text' }, 400, /payload/],
    [{ instanceId: -1, payload: {} }, 404, /No element instance found with ID -1/],
    [{ instanceId: '9'.repeat(30), payload: {} }, 404, /No element instance found/],
    [{ elementId: 'nothing\0', payload: {} }, 404, /No element found/],
    [{ elementId: 'infusionsoftcrm', payload: {} }, 404, /No transformation found with name people/],
    [null, 400, /./],
  ]
  for (const [body, status, message] of cases) {
    const reply = await execute(body)
    assert.equal(reply.status, status, `${JSON.stringify(body)} ${reply.text}`)
    assert.match(reply.body.message, message)
  }
  for (const name of ['none', '%00', 'a%2Fb'])
    assert.equal((await world.ask('POST', `/transformations/${name}/execute`, { instanceId, payload: {} })).status, 404)
  const organizationId = await addOrganization(world.database, 'executing-organization')
  const stranger = await addStranger(world.database, { organizationId, secret: 'executing-stranger' })
  const authorization = `${stranger.user}, Organization executing-organization`
  const reply = await world.send(path, authorization, { instanceId, payload: {} })
  assert.ok([403, 404].includes(reply.status), reply.text)
})
