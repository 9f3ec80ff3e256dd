import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../../../test/call-instance.ts'
import { openHub, plainMapping } from './fixtures/mapped-hub.ts'

const nobody = () => ({ status: 503 })

test('common resources are objects of the instance, by name and in the form of Helium', async (t) => {
  const hub = await openHub(t, { people: plainMapping }, nobody)
  assert.deepEqual(await hub.get('/objects'), ['contacts', 'people'])
  const { headers, ...helium } = await hub.call('GET', '/objects', { headers: { 'elements-version': 'Helium' } })
  assert.equal(headers['Elements-Returned-Count'], '2')
  assert.deepEqual(readJson(helium as never), [
    { name: 'contacts', vendorName: 'Contact', type: 'vendor' },
    { name: 'people', vendorName: 'contacts', type: 'vdr' },
  ])
})

test('one that has the name of an object takes its place, and the object’s own fields are told to who leaves paths out', async (t) => {
  const hub = await openHub(t, { contacts: plainMapping }, nobody)
  assert.deepEqual(await hub.get('/objects'), ['contacts'])
  const paths = async (query: Record<string, string>) =>
    (await hub.get('/objects/contacts/metadata', query)).fields.map(
      ({ path, vendorPath }: { path?: string; vendorPath: string }) => path ?? vendorPath,
    )
  assert.deepEqual(await paths({}), ['id', 'firstName', 'lastName', 'address.town'])
  assert.deepEqual(await paths({ includePath: 'false' }), ['id', 'First', 'Last', 'Town', 'Note', 'message'])
})

test('fields have the client’s names and types, and what the element says of those behind', async (t) => {
  const fields = [
    { path: 'firstName', vendorPath: 'First' },
    { path: 'born', vendorPath: 'Birthday', configuration: [{ type: 'passThrough', properties: { fromVendor: true, toVendor: false } }] },
  ]
  const definition = [
    { path: 'firstName', type: 'string', displayName: 'First name' },
    { path: 'born', type: 'date' },
    { path: 'shoe', type: 'number' },
  ]
  const hub = await openHub(t, { people: { ...plainMapping, fields, definition } }, nobody)
  const [first, born, shoe] = (await hub.get('/objects/people/metadata')).fields
  const { method, ...told } = first
  assert.deepEqual(told, {
    path: 'firstName',
    vendorPath: 'First',
    type: 'string',
    displayName: 'First name',
    vendorNativeType: 'string',
    filterable: true,
    vendorRequired: false,
    vendorReadOnly: false,
    hidden: false,
  })
  assert.deepEqual(
    method.map(({ name }: { name: string }) => name),
    ['GET', 'POST', 'PATCH'],
  )
  assert.deepEqual([born.type, born.vendorPath, born.vendorReadOnly], ['date', 'Birthday', true])
  assert.deepEqual(shoe, { path: 'shoe', type: 'number', vendorRequired: false, vendorReadOnly: false, hidden: false })
})

test('a disabled instance tells of them too, and of one that is mapped to nothing', async (t) => {
  const hub = await openHub(t, { people: plainMapping, ghosts: { ...plainMapping, vendorName: 'nothing' } }, nobody, { disabled: true })
  assert.deepEqual(await hub.get('/objects'), ['contacts', 'people', 'ghosts'])
  assert.equal((await hub.get('/objects/people/metadata')).fields.length, 4)
  assert.equal((await hub.get('/objects/ghosts/metadata')).fields.length, 4)
  await assert.rejects(hub.get('/objects/nobody/metadata'), { status: 404, code: 'no-object' })
})

test('one that cannot be used does not take the others away', async (t) => {
  const hub = await openHub(t, { people: plainMapping, broken: plainMapping }, nobody, { broken: 'broken' })
  assert.deepEqual(await hub.get('/objects'), ['contacts', 'people'])
  await assert.rejects(hub.get('/broken'), { status: 400, code: 'common-resource-unusable' })
})
