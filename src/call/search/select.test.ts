/** Which fields a vendor is asked for, and fields that nobody listed. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ElementOctet, ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

const transformations = {
  people: {
    vendorName: 'people',
    fields: [
      { path: 'id', vendorPath: 'id', access: 'read' },
      { path: 'town', vendorPath: 'address.town' },
    ],
    others: 'pass',
    search: { others: { pattern: '^[A-Za-z]\\w*$', strip: 'properties.' } },
  },
} as const

const described = [
  { name: 'name', kind: 'text' },
  { name: 'Size', kind: 'int' },
  { name: 'born', kind: 'day' },
  { name: 'secret', kind: 'text', searchable: false },
  { name: 'cf_1', kind: 'text', own: true },
]

const withAddress = [...described, { name: 'Address', kind: 'whole' }]

const discovery = {
  fields: {
    path: '/fields/{object}',
    root: 'fields',
    name: 'name',
    type: 'kind',
    types: { int: 'number', day: 'date' },
    custom: { member: 'own', equals: true },
    filterable: { member: 'searchable', notEquals: false },
    compound: { member: 'kind', equals: 'whole' },
    seconds: 300,
  },
} as const

interface Options {
  readonly fields?: readonly object[] | undefined
  readonly rows?: readonly object[]
  readonly more?: Partial<ElementOctet>
}

async function open(t: TestContext, octet: ResourceOctet, { fields = described, rows = [], more = {} }: Options = {}) {
  const vendor = await startVendor(t, ({ path }) => {
    if (path === '/fields/people') return fields.length === 0 ? { status: 500, body: {} } : { body: { fields } }
    return path === '/people/7' ? { body: { id: '7', name: 'Ann' } } : { body: rows }
  })
  const element: ElementOctet = {
    version: 1,
    transformations,
    discovery,
    objects: { people: { vendorName: 'people' } },
    paging: { style: 'none' },
    ...more,
  }
  const resources = [
    { path: '/people', vendorPath: '/people', octet: { object: 'people', ...octet } },
    { path: '/people/{id}', vendorPath: '/people/{id}', octet: { object: 'people' } },
    { path: '/ping', vendorPath: '/ping', octet: { response: 'pong' } as const },
  ]
  const document = describeElement(resources, { octet: element })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const asked = () => vendor.asked.map(({ url }) => decodeURIComponent(url)).filter((url) => !url.startsWith('/fields'))
  return {
    asked,
    last: () => asked().at(-1),
    descriptions: () => vendor.asked.length - asked().length,
    async ask(query: QueryValues, path = '/people') {
      const response = await call('GET', path, { query })
      return { rows: readJson<object[]>(response), note: response.headers['Elements-Error'] }
    },
  }
}

test('the vendor is asked for the fields that the element lists, or those of them that the client wants', async (t) => {
  const { ask, last } = await open(t, { select: { parameter: 'fields', fields: ['id', 'name', 'address'], always: ['id'] } })
  await ask({})
  assert.equal(last(), '/people?fields=id,name,address')
  await ask({ fields: 'name' })
  assert.equal(last(), '/people?fields=id,name')
  await ask({ fields: 'town,properties.name' })
  assert.equal(last(), '/people?fields=id,address,name')
  await ask({ fields: 'nowhere' })
  assert.equal(last(), '/people?fields=id')
  await ask({ fields: '`name,secret`,`name&all=1`,`a b.c`' })
  assert.equal(last(), '/people?fields=id')
  await ask({ fields: '*' })
  assert.equal(last(), '/people?fields=id,name,address')
})

test('fields that the vendor describes are asked for, all of them or its customers’ own, and the description is read once', async (t) => {
  const all = await open(t, { select: { parameter: 'fields', described: 'all', fields: ['id'], separator: ' ' } })
  await all.ask({})
  assert.equal(all.last(), '/people?fields=id name Size born secret cf_1')
  await all.ask({ fields: 'SIZE' })
  assert.equal(all.last(), '/people?fields=Size')
  assert.equal(all.descriptions(), 1)
  const custom = await open(t, { select: { parameter: 'custom', described: 'custom' } })
  await custom.ask({})
  assert.equal(custom.last(), '/people?custom=cf_1')
})

test('what is above the vendor’s limit is left out and told; a vendor that does not say what it has, too', async (t) => {
  const few = await open(t, { select: { parameter: 'fields', described: 'all', max: 3 } })
  assert.equal((await few.ask({})).note, 'the vendor takes 3 fields at once; these were not asked for: secret, cf_1')
  assert.equal(few.last(), '/people?fields=name,Size,born')
  // What the element lists comes first, wherever the vendor has it.
  const first = await open(t, { select: { parameter: 'fields', fields: ['secret', 'born'], described: 'all', max: 3 } })
  assert.equal((await first.ask({})).note, 'the vendor takes 3 fields at once; these were not asked for: Size, cf_1')
  assert.equal(first.last(), '/people?fields=secret,born,name')
  const mute = await open(t, { select: { parameter: 'fields', described: 'all', fields: ['id', 'name'] } }, { fields: [] })
  assert.match((await mute.ask({})).note!, /the vendor did not list its fields/)
  assert.equal(mute.last(), '/people?fields=id,name')
})

test('what an element asks of the lists of an object holds for single records, and for nothing else', async (t) => {
  const { ask, last } = await open(t, {}, { more: { select: { parameter: 'fields', fields: ['id', 'name'] } } })
  await ask({})
  assert.equal(last(), '/people?fields=id,name')
  await ask({}, '/people/7')
  assert.equal(last(), '/people/7?fields=id,name')
  await ask({}, '/ping')
  assert.equal(last(), '/ping')
})

test('a field that nobody listed is searched under the vendor’s own name and in the form of its type', async (t) => {
  const { ask, last, descriptions } = await open(t, { where: { dialect: 'odata', parameter: 'filter' } })
  await ask({ where: "properties.name='5' AND size>'5' AND born>='2026-01-02'" })
  assert.equal(last(), "/people?filter=name eq '5' and Size gt 5 and born ge 2026-01-02")
  assert.equal(descriptions(), 1)
  await assert.rejects(ask({ where: "Size='many'" }), { status: 400, code: 'invalid-parameter' })
})

test('where the vendor does not describe its fields, a literal is written as it came', async (t) => {
  const { ask, last } = await open(t, { where: { dialect: 'odata', parameter: 'filter' } }, { fields: [] })
  await ask({ where: "size>5 AND name='5'" })
  assert.equal(last(), "/people?filter=size gt 5 and name eq '5'")
})

test('a field that the vendor does not have, or does not search, is not asked of it', async (t) => {
  const rows = [
    { id: '1', secret: 'x', name: 'Ann' },
    { id: '2', secret: 'y', name: 'Ann' },
  ]
  const { ask, last } = await open(t, { where: { dialect: 'odata', parameter: 'filter' } }, { rows })
  assert.deepEqual((await ask({ where: "secret='y' AND name='Ann'" })).rows, [rows[1]])
  assert.equal(last(), "/people?filter=name eq 'Ann'")
  await assert.rejects(ask({ where: "wrong='y'" }), { status: 400, code: 'field-not-searchable' })
  assert.equal(last(), "/people?filter=name eq 'Ann'", 'the list is not asked for')
})

test('fields that nobody listed are sorted by where the element says so, others here', async (t) => {
  const rows = [
    { id: '1', name: 'b' },
    { id: '2', name: 'a' },
  ]
  const where = { dialect: 'odata', parameter: 'filter' } as const
  const vendors = await open(t, { where, orderBy: { parameter: 'sort', fields: {}, others: true } }, { rows })
  assert.deepEqual((await vendors.ask({ orderBy: 'NAME' })).rows, rows)
  assert.equal(vendors.last(), '/people?sort=name asc')
  const ours = await open(t, { where, orderBy: { parameter: 'sort', fields: { id: 'id' } } }, { rows })
  assert.deepEqual((await ours.ask({ orderBy: 'name' })).rows, [rows[1], rows[0]])
  assert.equal(ours.last(), '/people')
})

test('a list that takes parameters by name is never asked for a field that it was not said to take', async (t) => {
  const { ask, last } = await open(
    t,
    { where: { dialect: 'query-parameters', only: ['town'] } },
    { rows: [{ id: '1', name: 'x', address: { town: 'y' } }] },
  )
  assert.equal((await ask({ where: "town='y' AND name='x'" })).rows.length, 1)
  assert.equal(last(), '/people?address.town=y')
})

test('a part of a field that has no fields is asked for with the whole of it, and checked and sorted by here', async (t) => {
  const rows = [
    { id: '1', Address: { town: 'York' } },
    { id: '2', Address: { town: 'Bath' } },
  ]
  const octet: ResourceOctet = {
    where: { dialect: 'odata', parameter: 'filter' },
    orderBy: { parameter: 'sort', fields: {}, others: true },
    select: { parameter: 'fields', described: 'all', always: ['id'] },
  }
  const dotted = { ...transformations.people, search: { others: { pattern: '^[A-Za-z][\\w.]*$' } } }
  const { ask, last } = await open(t, octet, { fields: withAddress, rows, more: { transformations: { people: dotted } } })
  assert.deepEqual((await ask({ fields: 'address.town' })).rows, [{ Address: { town: 'York' } }, { Address: { town: 'Bath' } }])
  assert.equal(last(), '/people?fields=id,Address')
  assert.deepEqual((await ask({ where: "Address.town='Bath'", fields: 'id' })).rows, [{ id: '2' }])
  assert.equal(last(), '/people?fields=id,Address')
  assert.deepEqual((await ask({ orderBy: 'Address.town', fields: 'id' })).rows, [{ id: '2' }, { id: '1' }])
  await ask({ where: "owner.town='Bath'" })
  assert.match(last()!, /filter=owner.town eq 'Bath'$/)
})

test('a field that is named as where names it is answered; what no record has is told', async (t) => {
  const { ask } = await open(t, {}, { rows: [{ id: '1', Name: 'Ann', none: null, owner: { Town: 'x' } }] })
  const { rows, note } = await ask({ fields: 'name,OWNER.town,none,nope,owner.nope,id' })
  assert.deepEqual(rows, [{ id: '1', Name: 'Ann', owner: { Town: 'x' } }])
  assert.equal(note, 'fields: no record here has nope, owner.nope')
  assert.equal((await ask({ fields: 'id' })).note, undefined)
  assert.equal((await ask({ fields: 'name,nope' }, '/people/7')).note, 'fields: no record here has nope')
})
