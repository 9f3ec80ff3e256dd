/** What clients are told of objects that the vendor describes, with what the element says beside it. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { ElementOctet, FieldTransformation } from '../elements/document/octet.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { describeObjects } from './discovery.ts'

const discovery = {
  objects: { path: '/kinds', root: 'kinds', name: 'api', vendorName: 'key', seconds: 60 },
  fields: {
    path: '/kinds/{object}',
    root: 'fields',
    name: 'api',
    label: 'title',
    type: 'kind',
    types: { day: 'date', int: 'number' },
    custom: { pattern: '^x_' },
    readOnly: { member: 'fixed', equals: true },
    picklist: { path: 'choices', restricted: true },
    seconds: 60,
  },
} as const satisfies ElementOctet['discovery']

const described = [
  { api: 'Id', title: 'Number', kind: 'int', fixed: true },
  { api: 'Name', title: 'Full name', kind: 'text' },
  { api: 'Born', title: 'Born on', kind: 'day' },
  { api: 'x_size', title: 'Size', kind: 'text', choices: ['S', 'L'] },
]

const id: FieldTransformation = { path: 'id', vendorPath: 'Id', type: 'number', access: 'read' }
const passing = { vendorName: 'person', others: 'pass', fields: [id] } as const

async function open(t: TestContext, octet: Partial<ElementOctet> = {}, { disabled = false } = {}) {
  const state = { status: 200 }
  const vendor = await startVendor(t, ({ path }) => {
    if (state.status !== 200) return { status: state.status }
    const kinds = [
      { api: 'Ship', key: 'k7' },
      { api: 'people', key: 'k8' },
      { api: 'Person', key: 'person' },
    ]
    return { body: path === '/kinds' ? { kinds } : { fields: described } }
  })
  const document = describeElement(
    [
      { path: '/people', octet: { object: 'people' } },
      { path: '/people', method: 'POST', octet: { object: 'people' } },
      { path: '/{objectName}/{id}', octet: { knownObject: 'objectName' } },
      { path: '/{objectName}/{id}', method: 'PATCH', octet: { knownObject: 'objectName' } },
    ],
    {
      octet: {
        version: 1,
        discovery,
        transformations: { people: passing },
        objects: { people: { vendorName: 'person', transformation: 'people' } },
        ...octet,
      },
    },
  )
  const instance = { call: createInstance(document, { configuration: { 'base.url': vendor.url } }), disabled }
  const parts = openParts(t)
  const ask = async (segments: string[], query: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const response = await describeObjects(parts, instance, { requestId: '1', method: 'GET', segments, query, headers, body: emptyBody })
    return { body: readJson<never>(response), told: response.headers['Elements-Error'], count: response.headers['Elements-Returned-Count'] }
  }
  const describe = async (name: string, query?: Record<string, string>) => {
    const { body, told } = await ask(['objects', name, 'metadata'], query)
    const { fields } = body as { fields: Record<string, unknown>[] }
    return { fields, paths: fields.map(({ vendorPath }) => vendorPath), told }
  }
  const list = (headers?: Record<string, string>) => ask(['objects'], {}, headers)
  return { state, vendor, describe, list }
}

test('the element’s objects come first, then those that the vendor has besides', async (t) => {
  const { body, count, told } = await (await open(t)).list()
  assert.deepEqual([body, count, told], [['people', 'Ship', 'Person'], '3', undefined])
})

test('trap 25: with Elements-Version: Helium each object tells its name, the vendor’s name and its type', async (t) => {
  const { list } = await open(t)
  const expected = [
    { name: 'people', vendorName: 'person', type: 'vendor' },
    { name: 'Ship', vendorName: 'k7', type: 'vendor' },
    { name: 'Person', vendorName: 'person', type: 'vendor' },
  ]
  for (const version of ['Helium', ' helium']) assert.deepEqual((await list({ 'elements-version': version })).body, expected)
  assert.deepEqual((await list({ 'elements-version': 'Hydrogen' })).body, ['people', 'Ship', 'Person'])
})

test('a record that passes through whole has the element’s fields and all of the vendor’s', async (t) => {
  const { describe } = await open(t)
  const { fields, paths } = await describe('people')
  assert.deepEqual(paths, ['id', 'Id', 'Name', 'Born', 'x_size'])
  const [identity, , , born, size] = fields
  const flags = { vendorRequired: false, hidden: false }
  const verbs = (request: boolean) => [
    { name: 'GET', request: false, response: true },
    { name: 'POST', request, response: true },
  ]
  assert.deepEqual(identity, {
    vendorPath: 'id',
    type: 'number',
    vendorNativeType: 'int',
    vendorDisplayName: 'Number',
    vendorReadOnly: true,
    filterable: false,
    method: verbs(false),
    ...flags,
  })
  assert.deepEqual(born, {
    vendorPath: 'Born',
    type: 'date',
    vendorNativeType: 'day',
    mask: 'yyyy-MM-dd',
    vendorDisplayName: 'Born on',
    vendorReadOnly: false,
    method: verbs(true),
    ...flags,
  })
  assert.deepEqual(size?.['picklistValues'], [
    { value: 'S', label: 'S' },
    { value: 'L', label: 'L' },
  ])
  assert.equal(size?.['restrictedPicklist'], true)
})

test('a vendor member that a field hides is not told', async (t) => {
  const { describe } = await open(t, { transformations: { people: { ...passing, fields: [{ ...id, hides: true }] } } })
  assert.deepEqual((await describe('people')).paths, ['id', 'Name', 'Born', 'x_size'])
})

test('a record that is mapped has the element’s fields alone, with what the vendor says of each', async (t) => {
  const mapped = {
    vendorName: 'person',
    fields: [id, { path: 'Size', vendorPath: 'x_size' }, { path: 'Born', vendorPath: 'Born' }],
  } as const
  const { describe } = await open(t, { transformations: { people: mapped } })
  const { fields, paths } = await describe('people')
  assert.deepEqual(paths, ['id', 'Size', 'Born'])
  assert.deepEqual([fields[1]?.['vendorDisplayName'], fields[1]?.['restrictedPicklist']], ['Size', true])
  assert.deepEqual([fields[2]?.['type'], fields[2]?.['mask']], ['string', undefined], 'the hub’s type counts')
  assert.deepEqual((await describe('people', { customFieldsOnly: 'true' })).paths, ['Size'])
})

test('what the document says of a field counts more than what the vendor tells', async (t) => {
  const fields = [{ vendorPath: 'Name', type: 'string', vendorDisplayName: 'Called', vendorRequired: true, filterable: true }]
  const people = { vendorName: 'person', transformation: 'people', required: ['Born'], fields }
  const told = (await (await open(t, { objects: { people } })).describe('people')).fields
  const name = told.find(({ vendorPath }) => vendorPath === 'Name')
  assert.deepEqual([name?.['vendorDisplayName'], name?.['vendorRequired'], name?.['filterable']], ['Called', true, true])
  assert.equal(name?.['vendorNativeType'], 'text', 'the rest is the vendor’s')
  assert.equal(told.find(({ vendorPath }) => vendorPath === 'Born')?.['vendorRequired'], true)
})

test('customFieldsOnly=true answers what the vendor’s users have defined', async (t) => {
  const { describe } = await open(t)
  for (const name of ['people', 'Ship']) assert.deepEqual((await describe(name, { customFieldsOnly: 'true' })).paths, ['x_size'], name)
})

test('an object of the vendor alone has its fields and an id, and the verbs of the generic resources', async (t) => {
  const { describe, vendor } = await open(t)
  const { fields, paths } = await describe('Ship')
  assert.deepEqual(paths, ['id', 'Id', 'Name', 'Born', 'x_size'])
  assert.deepEqual(fields[2]?.['method'], [
    { name: 'GET', request: false, response: true },
    { name: 'PATCH', request: true, response: true },
  ])
  assert.deepEqual(
    vendor.asked.map(({ path }) => path),
    ['/kinds', '/kinds/k7'],
  )
})

test('a disabled instance tells what the element knows and what is missing; the vendor is not asked', async (t) => {
  const { describe, list, vendor } = await open(t, {}, { disabled: true })
  const objects = await list()
  assert.deepEqual([objects.body, objects.told], [['people'], "The vendor's own objects are left out: the element instance is disabled"])
  const { paths, told } = await describe('people')
  assert.deepEqual(paths, ['id'])
  assert.equal(told, "The vendor's own and vendor-defined fields are left out: the element instance is disabled")
  await assert.rejects(describe('Ship'), { status: 403, code: 'instance-disabled' })
  assert.equal(vendor.asked.length, 0)
})

test('a vendor that fails takes only its own part away', async (t) => {
  const { state, describe, list } = await open(t)
  state.status = 503
  const objects = await list()
  assert.deepEqual([objects.body, objects.told], [['people'], "The vendor's own objects are left out: the vendor did not list them"])
  assert.deepEqual((await describe('people')).paths, ['id'])
  await assert.rejects(describe('Ship'), { status: 502 })
})

test('an object that neither has is 404', async (t) => {
  const { describe } = await open(t)
  for (const name of ['Nothing', 'ship', 'constructor']) await assert.rejects(describe(name), { status: 404, code: 'no-object' })
})
