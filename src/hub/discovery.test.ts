import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { describeObjects } from './discovery.ts'

const directory = {
  path: '/model',
  root: 'fields',
  id: 'id',
  name: 'name',
  type: 'kind',
  types: { DAY: 'date' },
  seconds: 60,
} as const

async function open(t: TestContext, { disabled = false } = {}) {
  const state = { failing: false }
  const extra = [
    { id: 1, name: 'Since', kind: 'DAY' },
    { id: 2, name: 'Shoe' },
    { id: 3, name: 'Since', kind: 'TEXT' },
    { id: 4, name: 'Known', kind: 'TEXT' },
  ]
  const vendor = await startVendor(t, () => (state.failing ? { status: 503 } : { body: { fields: extra } }))
  const people = {
    vendorName: 'person',
    fields: [
      { path: 'Id', vendorPath: 'id', access: 'read' },
      { path: '_Known', vendorPath: 'known' },
    ],
    custom: { vendorPath: 'extra', id: 'id', value: 'content', prefix: '_', directory: 'fields' },
  } as const
  const objects = { people: { vendorName: 'Person', transformation: 'people' }, plain: { vendorName: 'Plain' } }
  const document = describeElement(
    [
      { path: '/people', octet: { object: 'people' } },
      { path: '/people', method: 'POST' },
    ],
    {
      octet: { version: 1, transformations: { people }, directories: { fields: directory }, objects },
    },
  )
  const parts = openParts(t)
  const instance = { call: createInstance(document, { configuration: { 'base.url': vendor.url } }), disabled }
  const describe = async (name: string, query: Record<string, string> = {}) => {
    const segments = ['objects', name, 'metadata']
    const request = { requestId: '1', method: 'GET', segments, query, headers: {}, body: emptyBody } as const
    const response = await describeObjects(parts, instance, request)
    const { fields } = readJson<{ fields: Record<string, unknown>[] }>(response)
    return { fields, paths: fields.map(({ vendorPath }) => vendorPath), told: response.headers['Elements-Error'] }
  }
  return { state, vendor, describe }
}

test('the fields that the vendor’s users have defined come after the element’s own', async (t) => {
  const { vendor, describe } = await open(t)
  const { fields, paths, told } = await describe('people')
  assert.deepEqual([paths, told], [['Id', '_Known', '_Since', '_Shoe'], undefined])
  assert.deepEqual(fields[2], {
    vendorPath: '_Since',
    type: 'date',
    vendorNativeType: 'DAY',
    mask: 'yyyy-MM-dd',
    vendorRequired: false,
    vendorReadOnly: false,
    filterable: false,
    hidden: false,
    method: [
      { name: 'GET', request: false, response: true },
      { name: 'POST', request: true, response: true },
    ],
  })
  await describe('people')
  assert.equal(vendor.asked.length, 1, 'the list is kept')
})

test('customFieldsOnly=true answers these alone, and nothing for an object that has none', async (t) => {
  const { describe } = await open(t)
  assert.deepEqual((await describe('people', { customFieldsOnly: 'true' })).paths, ['_Since', '_Shoe'])
  assert.deepEqual((await describe('people', { customFieldsOnly: 'false' })).paths.length, 4)
  assert.deepEqual((await describe('plain', { customFieldsOnly: 'true' })).paths, [])
})

test('a disabled instance answers the element’s own fields and says what is missing; the vendor is not asked', async (t) => {
  const { vendor, describe } = await open(t, { disabled: true })
  const { paths, told } = await describe('people')
  assert.deepEqual(paths, ['Id', '_Known'])
  assert.equal(told, 'Vendor-defined fields are left out: the element instance is disabled')
  assert.equal(vendor.asked.length, 0)
})

test('a vendor that does not answer takes only its own fields away', async (t) => {
  const { state, describe } = await open(t)
  state.failing = true
  const { paths, told } = await describe('people')
  assert.deepEqual(paths, ['Id', '_Known'])
  assert.equal(told, 'Vendor-defined fields are left out: the vendor did not list them')
})

test('an object that the element does not have is 404', async (t) => {
  const { describe } = await open(t)
  for (const name of ['nothing', 'constructor']) await assert.rejects(describe(name), { status: 404, code: 'no-object' })
})
