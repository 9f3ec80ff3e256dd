import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, type InstanceOptions, openParts } from '../../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../../test/vendor.ts'
import type { ElementDocument, ResourceDocument } from '../../elements/document/element-document.ts'
import type { Step } from '../../elements/document/octet.ts'

const people = {
  vendorName: 'people',
  slots: { phones: 'field' },
  fields: [
    { path: 'Name', vendorPath: 'name' },
    { path: 'Stage', vendorPath: 'stage' },
    { path: 'Phone1', vendorPath: 'phones[P1].number' },
    { path: 'Phone2', vendorPath: 'phones[P2].number' },
    { path: 'City', vendorPath: 'address.city' },
    { path: 'Zip', vendorPath: 'address.zip' },
  ],
} as const

interface Scene {
  readonly resource: Partial<ResourceDocument>
  readonly answer?: (asked: Asked) => Answer
  readonly options?: InstanceOptions
  readonly parameters?: NonNullable<ElementDocument['parameters']>
}

async function open(t: TestContext, { resource, answer = () => ({ body: {} }), parameters = [] }: Scene) {
  const vendor = await startVendor(t, answer)
  const document = describeElement([resource], { parameters, octet: { version: 1, transformations: { people } } })
  return { vendor, call: createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } })) }
}

const owner = { kind: 'look-up', path: '/search', query: { filter: 'id=={id}' }, take: 'found[0].owner', into: 'path.owner' } as const
const nested = (step: Step, method = 'GET') => ({
  method,
  path: '/rows/{id}',
  vendorPath: '/owners/{owner}/rows/{id}',
  octet: { steps: [step] },
})
const found = ({ path }: Asked): Answer => ({ body: path === '/search' ? { found: [{ owner: 77, title: 'T' }] } : {} })

test('a look-up fills a place of the path', async (t) => {
  const { vendor, call } = await open(t, { resource: nested(owner, 'DELETE'), answer: found })
  await call('DELETE', '/rows/5')
  assert.deepEqual(
    vendor.asked.map(({ method, url }) => `${method} ${url}`),
    ['GET /search?filter=id%3D%3D5', 'DELETE /owners/77/rows/5'],
  )
})

test('a look-up that finds nothing is 404, and the main call is not made', async (t) => {
  const { vendor, call } = await open(t, { resource: nested(owner), answer: () => ({ body: { found: [] } }) })
  await assert.rejects(call('GET', '/rows/5'), { status: 404, message: 'No rows found with ID 5' })
  assert.equal(vendor.asked.length, 1)
})

test('an id that would mean something in the vendor’s filter finds nothing', async (t) => {
  const { vendor, call } = await open(t, { resource: nested(owner), answer: found })
  for (const id of ['5;owner==1', '5,6', '5*', '5=6', '(5)']) await assert.rejects(call('GET', `/rows/${id}`), { status: 404 })
  assert.equal(vendor.asked.length, 0)
})

test('a refusal of the look-up is the answer', async (t) => {
  const { call } = await open(t, { resource: nested(owner), answer: () => ({ status: 403, body: 'no' }) })
  await assert.rejects(call('GET', '/rows/5'), { status: 403, providerMessage: 'no' })
})

test('the element’s parameters go along with a look-up', async (t) => {
  const parameters = [{ name: '2026-01', vendorName: 'X-Version', type: 'value', vendorType: 'header' }]
  const { vendor, call } = await open(t, { resource: nested(owner), answer: found, parameters })
  await call('GET', '/rows/5')
  assert.deepEqual(
    vendor.asked.map(({ headers }) => headers['x-version']),
    ['2026-01', '2026-01'],
  )
})

const stage = { kind: 'look-up', path: '/stages', take: 'stages[0].id', into: 'body.stage', seconds: 60 } as const
const create = (...steps: Step[]) => ({ method: 'POST', path: '/rows', vendorPath: '/rows', octet: { object: 'people', steps } })
const stages = ({ path }: Asked): Answer => ({ body: path === '/stages' ? { stages: [{ id: 's1' }] } : {} })

test('a look-up fills a place of the body that the client left empty, and is kept for its time', async (t) => {
  const { vendor, call } = await open(t, { resource: create(stage), answer: stages })
  await call('POST', '/rows', { json: { Name: 'a' } })
  await call('POST', '/rows', { json: { Name: 'b' } })
  await call('POST', '/rows', { json: { Name: 'c', Stage: 's9' } })
  assert.deepEqual(
    vendor.asked.map(({ path, body }) => path + body),
    ['/stages', '/rows{"name":"a","stage":"s1"}', '/rows{"name":"b","stage":"s1"}', '/rows{"name":"c","stage":"s9"}'],
  )
})

test('a look-up that is not required may find nothing, and is then made again next time', async (t) => {
  const { vendor, call } = await open(t, { resource: create({ ...stage, required: false }), answer: () => ({ body: {} }) })
  await call('POST', '/rows', { json: { Name: 'a' } })
  await call('POST', '/rows', { json: { Name: 'b' } })
  assert.deepEqual(
    vendor.asked.map(({ path, body }) => path + body),
    ['/stages', '/rows{"name":"a"}', '/stages', '/rows{"name":"b"}'],
  )
})

test('one look-up fills several places, each only when it is empty', async (t) => {
  const step = { ...owner, also: { 'body.title': 'found[0].title', 'body.name': 'found[0].owner', 'body.none': 'found[0].none' } }
  const resource = { ...nested(step, 'PATCH'), octet: { object: 'people', steps: [step] } }
  const { vendor, call } = await open(t, { resource, answer: found })
  await call('PATCH', '/rows/5', { json: { Name: 'mine' } })
  assert.equal(vendor.asked[1]!.body, '{"name":"mine","title":"T"}')
})

const merge = { kind: 'read-merge-write', fieldsParameter: 'fields', collections: ['phones', 'address'], maskParameter: 'mask' } as const
const change = {
  method: 'PATCH',
  path: '/rows/{id}',
  vendorPath: '/rows/{id}?fields=id,name&v=2',
  octet: { object: 'people', steps: [merge] },
}
const present = ({ method }: Asked): Answer =>
  method === 'GET'
    ? {
        body: {
          phones: [
            { field: 'P1', number: '1', type: 'Home' },
            { field: 'P2', number: '2' },
          ],
          address: { city: 'Rome', zip: '00100' },
        },
      }
    : { body: {} }

test('a change of one slot keeps the others: read, merged, written with the names of what is written', async (t) => {
  const { vendor, call } = await open(t, { resource: change, answer: present })
  await call('PATCH', '/rows/5', { json: { Phone2: '22', Name: 'Ann' } })
  const [read, write] = vendor.asked
  assert.equal(read!.url, '/rows/5?v=2&fields=phones')
  assert.deepEqual(JSON.parse(write!.body), {
    phones: [
      { field: 'P1', number: '1', type: 'Home' },
      { field: 'P2', number: '22' },
    ],
    name: 'Ann',
  })
  assert.deepEqual(write!.query.getAll('mask').sort(), ['name', 'phones'])
})

test('an object is merged member by member, and several collections are read at once', async (t) => {
  const { vendor, call } = await open(t, { resource: change, answer: present })
  await call('PATCH', '/rows/5', { json: { Zip: '00199', Phone1: null } })
  assert.equal(vendor.asked.length, 2)
  assert.equal(vendor.asked[0]!.query.get('fields'), 'phones,address')
  assert.deepEqual(JSON.parse(vendor.asked[1]!.body), { phones: [{ field: 'P2', number: '2' }], address: { city: 'Rome', zip: '00199' } })
})

test('clearing what an item cannot be without takes the item away', async (t) => {
  const essential = { phones: 'number', address: 'city' }
  const resource = { ...change, octet: { object: 'people', steps: [{ ...merge, essential }] } }
  const { vendor, call } = await open(t, { resource, answer: present })
  await call('PATCH', '/rows/5', { json: { Phone1: null, City: null } })
  assert.deepEqual(JSON.parse(vendor.asked[1]!.body), { phones: [{ field: 'P2', number: '2' }], address: null })
})

test('what a field clears stays when its value is written back as it was', async (t) => {
  const clears = { Phone1: ['phones[P1].type'], City: ['address.code'], Zip: ['address.code'] }
  const answer = ({ method }: Asked): Answer =>
    method === 'GET'
      ? { body: { phones: [{ field: 'P1', number: '1', type: 'Home' }], address: { city: 'Rome', zip: '1', code: 'IT' } } }
      : {}
  const resource = { ...change, octet: { object: 'people', clears, steps: [merge] } }
  const { vendor, call } = await open(t, { resource, answer })
  const written = async (json: object) => {
    await call('PATCH', '/rows/5', { json })
    return JSON.parse(vendor.asked.at(-1)!.body)
  }
  assert.deepEqual(await written({ Phone1: '1', City: 'Rome', Zip: '1' }), {
    phones: [{ field: 'P1', number: '1', type: 'Home' }],
    address: { city: 'Rome', zip: '1', code: 'IT' },
  })
  assert.deepEqual(await written({ Phone1: '2' }), { phones: [{ field: 'P1', number: '2' }] })
  assert.deepEqual(await written({ City: 'Rome', Zip: '2' }), { address: { city: 'Rome', zip: '2' } })
})

test('a change that touches no collection needs no read', async (t) => {
  const { vendor, call } = await open(t, { resource: change, answer: present })
  await call('PATCH', '/rows/5', { json: { Name: 'Ann' } })
  assert.deepEqual(
    vendor.asked.map(({ method, url }) => `${method} ${url}`),
    ['PATCH /rows/5?fields=id,name&v=2&mask=name'],
  )
})

for (const [answer, status] of [
  [{ status: 404, body: { message: 'gone' } }, 404],
  [{ status: 204 }, 502],
  [{ body: 'not a record', headers: { 'content-type': 'text/plain' } }, 502],
] as const) {
  test(`a record that cannot be read (${JSON.stringify(answer)}) is not written`, async (t) => {
    const { vendor, call } = await open(t, { resource: change, answer: () => answer })
    await assert.rejects(call('PATCH', '/rows/5', { json: { Phone2: '2' } }), { status })
    assert.deepEqual(
      vendor.asked.map(({ method }) => method),
      ['GET'],
    )
  })
}
