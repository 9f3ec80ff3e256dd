import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

const things = {
  vendorName: 'things',
  fields: [
    { path: 'Name', vendorPath: 'name', filter: { '=': 'name', LIKE: 'name' } },
    { path: 'Size', vendorPath: 'size', type: 'number', filter: { '=': 'size', '>': 'size' } },
    { path: 'Hidden', vendorPath: 'hidden' },
  ],
} as const

async function openSearch(
  t: TestContext,
  octet: ResourceOctet,
  { rows = [], isPaged = true }: { rows?: readonly object[]; isPaged?: boolean } = {},
) {
  const vendor = await startVendor(t, () => ({ body: rows }))
  const resource = { octet: { object: 'things', ...(isPaged && { paging: { style: 'none' } as const }), ...octet } }
  const document = describeElement([resource], { octet: { version: 1, transformations: { things } } })
  const ask = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const last = () => vendor.asked.at(-1)!.url.split('?')[1] ?? ''
  const call = async (query: QueryValues) => readJson<{ readonly Name: string }[]>(await ask('GET', '/rows', { query }))
  const search = async (query: QueryValues) => {
    await call(query)
    return last()
  }
  return Object.assign(search, { call, last })
}

test('where is printed in the resource’s dialect, percent-encoded', async (t) => {
  const search = await openSearch(t, { where: { dialect: 'rsql', parameter: 'filter' } })
  assert.equal(await search({ where: "Name='Ann & co' AND Size>5" }), 'filter=name%3D%3DAnn%20%26%20co%3Bsize%3E5')
  assert.equal(await search({ where: "Name LIKE 'An%'" }), 'filter=name%3D%3DAn%2A')
  const plain = await openSearch(t, { where: { dialect: 'query-parameters' } })
  assert.equal(await plain({ where: "Name='Ann' AND Size=5" }), 'name=Ann&size=5')
})

test('an empty where is none', async (t) => {
  const search = await openSearch(t, { where: { dialect: 'rsql' } })
  assert.equal(await search({ where: ' ' }), '')
})

test('trap 22: a where that cannot be read is 400 and says Error parsing query', async (t) => {
  const search = await openSearch(t, { where: { dialect: 'rsql' } })
  for (const where of ['Name=', "='x'", 'select * things', "Name='x", "(Name='x'"]) {
    await assert.rejects(search({ where }), { status: 400, message: /^Error parsing query/ })
  }
})

test('what the vendor cannot search is checked here, on rows of what it can', async (t) => {
  const rows = [
    { name: 'Ann', hidden: 'x' },
    { name: 'Bob', hidden: 'y' },
  ]
  const search = await openSearch(t, { where: { dialect: 'rsql', parameter: 'filter' } }, { rows })
  assert.equal(await search({ where: "Hidden='x' AND Size>5" }), 'filter=size%3E5')
  const hidden = await search.call({ where: "Hidden='x'" })
  assert.deepEqual(hidden, [{ Name: 'Ann', Hidden: 'x' }])
  assert.deepEqual(await search.call({ where: "Name='Ann' OR Name='Bob'" }), [
    { Name: 'Ann', Hidden: 'x' },
    { Name: 'Bob', Hidden: 'y' },
  ])
})

test('a field that no row has is refused with those that there are', async (t) => {
  const search = await openSearch(t, { where: { dialect: 'rsql' } }, { rows: [{ name: 'Ann' }] })
  await assert.rejects(search({ where: "Nowhere='x'" }), { status: 400, code: 'field-not-searchable', message: /Name/ })
  await assert.rejects(search({ orderBy: 'Nowhere' }), { status: 400, code: 'field-not-sortable', message: /Name/ })
})

test('a list whose rows cannot be read page by page refuses what the vendor cannot search and sort', async (t) => {
  const orderBy = { parameter: 'order_by', fields: { Name: 'n', Size: 's' }, maxKeys: 1 }
  const search = await openSearch(t, { where: { dialect: 'rsql' }, orderBy }, { isPaged: false })
  await assert.rejects(search({ where: "Hidden='x'" }), { status: 400, code: 'field-not-searchable', message: /searchable: Name, Size/ })
  await assert.rejects(search({ orderBy: 'Hidden' }), { status: 400, code: 'field-not-sortable', message: /sortable: Name, Size/ })
  const message = 'orderBy names 2 fields; this vendor sorts by 1 at most'
  await assert.rejects(search({ orderBy: 'Size,Name' }), { status: 400, code: 'order-too-deep', message })
})

test('a resource that cannot be searched says so', async (t) => {
  const search = await openSearch(t, { where: false })
  await assert.rejects(search({ where: "Name='x'" }), { status: 400, message: '/rows cannot be searched with where at this vendor' })
})

test('orderBy is printed with the vendor’s names; other orders are made here', async (t) => {
  const rows = [
    { name: 'Ann', size: 2, hidden: 'x' },
    { name: 'Bob', size: 3, hidden: 'a' },
    { name: 'Cy', size: 1 },
  ]
  const octet = { orderBy: { parameter: 'order_by', fields: { Name: 'the_name', Size: 'size' }, maxKeys: 2 } }
  const search = await openSearch(t, octet, { rows })
  assert.equal(await search({ orderBy: 'Name desc,Size' }), 'order_by=the_name%20desc%2Csize%20asc')
  const names = async (orderBy: string) => (await search.call({ orderBy })).map(({ Name }) => Name)
  assert.deepEqual(await names('Hidden'), ['Bob', 'Ann', 'Cy'])
  assert.deepEqual(await names('Size,Name,Hidden'), ['Cy', 'Ann', 'Bob'])
  assert.equal(search.last(), '')
})

test('query is an old name of where, unless the resource has a parameter of that name; where wins', async (t) => {
  const search = await openSearch(t, { where: { dialect: 'rsql' } })
  assert.equal(await search({ query: "Name='Ann'" }), 'filter=name%3D%3DAnn')
  assert.equal(await search({ query: "Name='Ann'", where: "Name='Bob'" }), 'filter=name%3D%3DBob')
  await assert.rejects(search({ query: 'Name=' }), { status: 400, message: /^Error parsing query/ })
  const vendor = await startVendor(t, () => ({ body: [] }))
  const parameters = [{ name: 'query', vendorName: 'text', type: 'query', vendorType: 'query' }]
  const document = describeElement([{ parameters, octet: { paging: { style: 'none' } } }])
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  await call('GET', '/rows', { query: { query: 'anything' } })
  assert.equal(vendor.asked[0]!.url, '/rows?text=anything')
})

test('a page token holds for query as for where', async (t) => {
  const vendor = await startVendor(t, () => ({ body: [{ name: 'Ann' }, { name: 'Ann' }] }))
  const octet = { object: 'things', paging: { style: 'none' }, where: { dialect: 'rsql' } } as const
  const document = describeElement([{ octet }], { octet: { version: 1, transformations: { things } } })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const first = await call('GET', '/rows', { query: { query: "Name='Ann'", pageSize: '1' } })
  const nextPage = first.headers['Elements-Next-Page-Token']!
  for (const query of [{ query: "Name='Ann'" }, { where: "Name='Ann'" }]) {
    const next = await call('GET', '/rows', { query: { ...query, pageSize: '1', nextPage } })
    assert.equal(next.headers['Elements-Returned-Count'], '1')
  }
  const other = call('GET', '/rows', { query: { query: "Name='Bob'", pageSize: '1', nextPage } })
  await assert.rejects(other, { status: 400, code: 'page-token-damaged' })
})

test('an element may pass where on in the vendor’s own words', async (t) => {
  const vendor = await startVendor(t, () => ({ body: [] }))
  const parameters = [{ name: 'where', vendorName: 'q', type: 'query', vendorType: 'query' }]
  const document = describeElement([{ parameters, octet: { paging: { style: 'none' } } }, { path: '/rows/{id}' }])
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  await call('GET', '/rows', { query: { where: 'anything at all' } })
  await call('GET', '/rows/1', { query: { where: "Name='x'", orderBy: 'Name' } })
  assert.deepEqual(
    vendor.asked.map(({ url }) => url),
    ['/rows?q=anything%20at%20all', '/rows'],
  )
})

test('unknown query parameters are ignored', async (t) => {
  const search = await openSearch(t, {})
  assert.equal(await search({ _: '1732', elementKeyOrId: 'x', includeDeleted: 'true' }), '')
})
