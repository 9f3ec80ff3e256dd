/** Which of a vendor's requests answers a list, and what becomes of its rows. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../../test/vendor.ts'
import type { ParameterDocument, ResourceDocument } from '../../elements/document/element-document.ts'
import type { ResourceOctet, SearchRequest } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

const people = {
  vendorName: 'people',
  fields: [
    { path: 'id', vendorPath: 'id', access: 'read', filter: { '*': 'hs_id' } },
    { path: 'owner', vendorPath: 'owner_id' },
    { path: 'properties.city', vendorPath: 'properties.city', filter: { '*': 'city' } },
  ],
  others: 'pass',
  search: { others: { pattern: '^[a-z]\\w*$', strip: 'properties.' } },
} as const

const paging = { style: 'cursor', size: 'limit', token: 'after', next: 'next', maxSize: 100, walkLimit: 1000 } as const
const bodyPaging = { ...paging, size: 'body.limit', token: 'body.after' } as const

const search: SearchRequest = {
  method: 'POST',
  vendorPath: '/people/search',
  paging: bodyPaging,
  where: { dialect: 'filter-groups' },
  orderBy: { parameter: 'body.sorts', form: 'sorts', fields: {}, others: true },
  select: { parameter: 'body.properties', fields: ['city', 'name'] },
  body: { kind: { of: 'person' } },
}

interface Opened {
  readonly asked: readonly Asked[]
  readonly list: (query: QueryValues) => Promise<{ rows: Record<string, unknown>[]; headers: Readonly<Record<string, string>> }>
  readonly last: () => unknown
}

async function open(
  t: TestContext,
  octet: ResourceOctet,
  answer: (asked: Asked) => Answer,
  more: Partial<ResourceDocument> = {},
): Promise<Opened> {
  const vendor = await startVendor(t, answer)
  const resource = { path: '/people', vendorPath: '/people', rootKey: 'results', octet: { object: 'people', paging, ...octet }, ...more }
  const document = describeElement([resource], { octet: { version: 1, where: { text: 'ignore-case' }, transformations: { people } } })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  return {
    asked: vendor.asked,
    async list(query) {
      const response = await call('GET', '/people', { query })
      return { rows: readJson<Record<string, unknown>[]>(response), headers: response.headers }
    },
    last() {
      const { method, url, body } = vendor.asked.at(-1)!
      return body === '' ? `${method} ${decodeURIComponent(url)}` : { at: `${method} ${url}`, ...JSON.parse(body) }
    },
  }
}

const nothing = () => ({ body: { results: [] } })

test('a search whose rows lack a member is not sent where that member is to be checked', async (t) => {
  const answer = ({ method }: Asked) => ({
    body: { results: [{ id: 1, properties: { city: 'Bonn' }, ...(method === 'GET' && { extra: { size: 7 } }) }] },
  })
  const narrow = { ...search, where: { dialect: 'filter-groups', only: ['properties.city'] }, lacks: ['extra'] } as const
  const { list, asked } = await open(t, { searches: [narrow] }, answer)
  assert.equal((await list({ where: "properties.city = 'Bonn'" })).rows.length, 1)
  assert.equal((await list({ where: "properties.city = 'Bonn' and extra.size = 7" })).rows.length, 1)
  assert.equal((await list({ where: "properties.city = 'Bonn'", orderBy: 'extra' })).rows.length, 1)
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['POST', 'GET', 'GET'],
  )
})

test('the plain list answers what is not selected, and what it can search itself', async (t) => {
  const { list, last } = await open(t, { where: { dialect: 'query-parameters', only: ['owner'] }, searches: [search] }, nothing)
  await list({})
  assert.equal(last(), 'GET /people?limit=100')
  await list({ where: "owner='7'" })
  assert.equal(last(), 'GET /people?owner_id=7&limit=100')
})

test('a search answers what only it can, with everything in the places where it wants it', async (t) => {
  const { list, last } = await open(t, { where: { dialect: 'query-parameters', only: ['owner'] }, searches: [search] }, nothing)
  await list({ where: "properties.city='Rome' AND name='Ann'", orderBy: 'name desc', pageSize: '5' })
  assert.deepEqual(last(), {
    at: 'POST /people/search',
    kind: { of: 'person' },
    properties: ['city', 'name'],
    filterGroups: [
      {
        filters: [
          { propertyName: 'city', operator: 'EQ', value: 'Rome' },
          { propertyName: 'name', operator: 'EQ', value: 'Ann' },
        ],
      },
    ],
    sorts: [{ propertyName: 'name', direction: 'DESCENDING' }],
    limit: 5,
  })
  await list({ where: "id='12'" })
  assert.deepEqual((last() as { filterGroups: unknown }).filterGroups, [
    { filters: [{ propertyName: 'hs_id', operator: 'EQ', value: '12' }] },
  ])
})

test('an order that only the search has makes it the search', async (t) => {
  const { list, last } = await open(t, { searches: [search] }, nothing)
  await list({ orderBy: 'name' })
  assert.deepEqual((last() as { sorts: unknown }).sorts, [{ propertyName: 'name', direction: 'ASCENDING' }])
})

test('of requests that do not take all, the one that takes most is sent, and the rest is checked here', async (t) => {
  const rows = [
    { id: '1', word: 'x', name: 'Ann' },
    { id: '2', word: 'x', name: 'Bob' },
  ]
  const word: SearchRequest = { vendorPath: '/people/by-word', where: { dialect: 'query-parameters', only: ['word'] } }
  const { list, last } = await open(t, { searches: [word] }, () => ({ body: { results: rows } }))
  const { rows: found } = await list({ where: "word='x' AND name='Bob'" })
  assert.equal(last(), 'GET /people/by-word?word=x&limit=100')
  assert.deepEqual(found, [rows[1]])
})

test('pages of a search go on by tokens, which are good for nothing else', async (t) => {
  const answer = ({ body }: Asked): Answer => {
    const at = Number(JSON.parse(body || '{}').after ?? 0)
    return { body: { results: [{ id: String(at), name: 'Ann' }], next: at < 2 ? String(at + 1) : undefined } }
  }
  const { list, last } = await open(t, { searches: [search] }, answer)
  const query = { where: "name='Ann'", pageSize: '1' }
  const first = await list(query)
  const nextPage = first.headers['Elements-Next-Page-Token']!
  const second = await list({ ...query, nextPage })
  assert.deepEqual(second.rows, [{ id: '1', name: 'Ann' }])
  assert.equal((last() as { after: unknown }).after, '1')
  const damaged = { status: 400, code: 'page-token-damaged' }
  await assert.rejects(list({ pageSize: '1', nextPage }), damaged)
  await assert.rejects(list({ ...query, orderBy: 'name', nextPage }), damaged)
  await assert.rejects(list({ ...query, includeDeleted: 'true', nextPage }), damaged)
})

test('a constant body stays as the element says, whatever calls put into it', async (t) => {
  const { list, last } = await open(t, { searches: [{ ...search, paging: { ...bodyPaging, size: 'body.kind.limit' } }] }, nothing)
  await list({ where: "name='Ann'", pageSize: '3' })
  assert.deepEqual((last() as { kind: unknown }).kind, { of: 'person', limit: 3 })
  await list({ where: "name='Ann'", pageSize: '4' })
  assert.deepEqual((last() as { kind: unknown }).kind, { of: 'person', limit: 4 })
})

test('rows may hold their record in a member', async (t) => {
  const term: SearchRequest = { vendorPath: '/people/find', item: 'item', where: { dialect: 'term-search', fields: { name: 'name' } } }
  const { list, last } = await open(t, { searches: [term] }, () => ({ body: { results: [{ score: 1, item: { id: '1', name: 'Ann' } }] } }))
  assert.deepEqual((await list({ where: "name='Ann'" })).rows, [{ id: '1', name: 'Ann' }])
  assert.equal(last(), 'GET /people/find?term=Ann&fields=name&exact_match=true&limit=100')
})

test('rows may name their records, which are read whole, in the order of the search; one that is gone is left out', async (t) => {
  const fetch = { vendorPath: '/people', parameter: 'ids', max: 2 }
  const term: SearchRequest = {
    vendorPath: '/people/find',
    item: 'item',
    where: { dialect: 'term-search', fields: { name: 'name' } },
    fetch,
  }
  const answer = ({ path, query }: Asked): Answer => {
    if (path === '/people/find') return { body: { results: ['3', '1', '2'].map((id) => ({ item: { id } })) } }
    const ids = query.get('ids')!.split(',').sort()
    return { body: { results: ids.filter((id) => id !== '1').map((id) => ({ id, name: 'Ann', city: `city ${id}` })) } }
  }
  const { list, asked } = await open(t, { searches: [term] }, answer)
  const { rows, headers } = await list({ where: "name='Ann'" })
  assert.deepEqual(rows, [
    { id: '3', name: 'Ann', city: 'city 3' },
    { id: '2', name: 'Ann', city: 'city 2' },
  ])
  assert.equal(headers['Elements-Returned-Count'], '2')
  assert.deepEqual(
    asked.map(({ url }) => decodeURIComponent(url)),
    ['/people/find?term=Ann&fields=name&exact_match=true&limit=100', '/people?ids=3,1', '/people?ids=2'],
  )
  const checked = await list({ where: "name='Ann' AND city LIKE '%2'" })
  assert.deepEqual(checked.rows, [{ id: '2', name: 'Ann', city: 'city 2' }])
})

test('whole records are asked for with the fields that the vendor must be told', async (t) => {
  const query: SearchRequest = {
    vendorPath: '/query',
    where: {
      dialect: 'coql',
      parameter: 'q',
      statement: { from: 'people', select: { always: ['id'] } },
    },
    paging: { style: 'statement', maxSize: 100, maxOffset: 1000, key: 'id' },
    fetch: { vendorPath: '/people', parameter: 'ids', max: 100, select: { parameter: 'fields', fields: ['name', 'city'], always: ['id'] } },
  }
  const answer = ({ path, query }: Asked): Answer =>
    path === '/query' ? { body: { results: [{ id: '7' }] } } : { body: { results: [{ id: query.get('ids'), name: 'Ann', city: 'Rome' }] } }
  const { list, last } = await open(t, { searches: [query] }, answer)
  const where = "name='Ann'"
  assert.deepEqual((await list({ where })).rows, [{ id: '7', name: 'Ann', city: 'Rome' }])
  assert.equal(last(), 'GET /people?ids=7&fields=id,name,city')
  assert.deepEqual((await list({ where, fields: 'name.first' })).rows.length, 1)
  assert.equal(last(), 'GET /people?ids=7&fields=id,name')
})

test('a row without its record is the vendor’s failure', async (t) => {
  const term: SearchRequest = { vendorPath: '/people/find', item: 'item', where: { dialect: 'term-search', fields: { name: 'name' } } }
  const { list } = await open(t, { searches: [term] }, () => ({ body: { results: [{ score: 1 }] } }))
  await assert.rejects(list({ where: "name='Ann'" }), { status: 502, code: 'vendor-unreadable' })
  const ids: SearchRequest = { ...term, fetch: { parameter: 'ids', vendorPath: '/people', max: 10 } }
  const odd = await open(t, { searches: [ids] }, () => ({ body: { results: [{ item: { id: { toString: 'x' } } }] } }))
  await assert.rejects(odd.list({ where: "name='Ann'" }), { status: 502, code: 'vendor-unreadable' })
})

test('a client that sends a parameter of the plain list’s own is answered by the plain list', async (t) => {
  const rows = [{ id: '1', name: 'Ann' }]
  const parameters: ParameterDocument[] = [{ name: 'archived', vendorName: 'archived', type: 'query', vendorType: 'query' }]
  const { list, last } = await open(t, { searches: [search] }, () => ({ body: { results: rows } }), { parameters })
  assert.deepEqual((await list({ where: "name='Ann'", archived: 'true' })).rows, rows)
  assert.equal(last(), 'GET /people?archived=true&limit=100')
})

test('includeDeleted changes the path or the query; where nothing is said of it, the answer says so', async (t) => {
  const path = await open(t, { includeDeleted: { vendorPath: '/people/all' } }, nothing)
  assert.equal((await path.list({ includeDeleted: 'true' })).headers['Elements-Error'], undefined)
  assert.equal(path.last(), 'GET /people/all?limit=100')
  await path.list({ includeDeleted: 'false' })
  assert.equal(path.last(), 'GET /people?limit=100')
  const query = await open(t, { includeDeleted: { query: { archived: 'true' } }, searches: [search] }, nothing)
  await query.list({ includeDeleted: 'TRUE', where: "name='Ann'" })
  assert.equal(query.last(), 'GET /people?archived=true&limit=100')
  const none = await open(t, {}, nothing)
  const told = await none.list({ includeDeleted: 'true' })
  assert.equal(told.headers['Elements-Error'], 'includeDeleted is not applied: the vendor does not list what is deleted')
})

test('orders are written as the vendor wants them', async (t) => {
  const fields = { name: 'full_name', size: 'size' }
  const cases = [
    [{ parameter: 'sort', fields }, 'sort=full_name desc,size asc'],
    [{ parameter: '_order_by', form: 'signed', fields }, '_order_by=-full_name,size'],
    [{ parameter: 'sort_by', form: 'parameters', directionParameter: 'sort_order', fields }, 'sort_by=full_name,size&sort_order=desc,asc'],
    [
      { parameter: 'sorts', form: 'sorts', fields },
      'sorts=[{"propertyName":"full_name","direction":"DESCENDING"},{"propertyName":"size","direction":"ASCENDING"}]',
    ],
  ] as const
  for (const [orderBy, written] of cases) {
    const { list, last } = await open(t, { orderBy }, nothing)
    await list({ orderBy: 'name desc, size' })
    assert.equal(last(), `GET /people?${written}&limit=100`)
  }
  const query: SearchRequest = {
    method: 'POST',
    vendorPath: '/query',
    where: { dialect: 'json-query', options: { object: 'person' } },
    orderBy: { parameter: 'body.sort', form: 'sort-fields', fields: { ...fields, rank: 'custom.cf_1' } },
  }
  const { list, last } = await open(t, { searches: [query] }, nothing)
  await list({ orderBy: 'size,rank desc' })
  assert.deepEqual((last() as { sort: unknown }).sort, [
    { direction: 'asc', field: { type: 'regular_field', object_type: 'person', field_name: 'size' } },
    { direction: 'desc', field: { type: 'custom_field', custom_field_id: 'cf_1' } },
  ])
})
