// The search language: every operator on every type, groups, free text, sort, pages, ceilings, and an index that lags.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, type Reply, startFor } from './test-client.ts'

type Filter = Record<string, unknown>

function createSearch(url: string, kind = 'contacts') {
  const call = createCaller(url)
  return (body: object): Promise<Reply> => call('POST', `/crm/v3/objects/${kind}/search`, body)
}

/** The values of a property in what a single filter finds. */
async function find(search: ReturnType<typeof createSearch>, property: string, filter: Filter): Promise<(string | null | undefined)[]> {
  const filters = [{ propertyName: property, ...filter }]
  const { body, status, text } = await search({ filterGroups: [{ filters }], properties: [property], limit: 200 })
  assert.equal(status, 200, text)
  return body.results.map(({ properties }) => properties[property])
}

test('numbers are compared as numbers', async (t) => {
  const search = createSearch((await startFor(t)).url, 'deals')
  assert.deepEqual(await find(search, 'amount', { operator: 'EQ', value: '1000.0' }), ['1000'])
  assert.equal((await find(search, 'amount', { operator: 'GT', value: '5000' })).length, 5)
  assert.equal((await find(search, 'amount', { operator: 'GTE', value: 5000 })).length, 6)
  assert.equal((await find(search, 'amount', { operator: 'LT', value: '1000' })).length, 2)
  assert.equal((await find(search, 'amount', { operator: 'LTE', value: '1000' })).length, 3)
  assert.deepEqual(await find(search, 'amount', { operator: 'BETWEEN', value: '900', highValue: '1300' }), ['1000', '1250'])
  assert.deepEqual(await find(search, 'amount', { operator: 'IN', values: ['500', '750.0', '1'] }), ['500', '750'])
  assert.equal((await find(search, 'amount', { operator: 'NEQ', value: '500' })).length, 23)
})

test('times are compared as times, given as ISO or milliseconds', async (t) => {
  const search = createSearch((await startFor(t)).url, 'companies')
  const since = Date.UTC(2024, 1, 10)
  assert.equal((await find(search, 'hs_lastmodifieddate', { operator: 'GTE', value: String(since) })).length, 3)
  assert.equal((await find(search, 'hs_lastmodifieddate', { operator: 'GT', value: '2024-02-10T01:00:00+01:00' })).length, 2)
  assert.equal(
    (await find(search, 'hs_lastmodifieddate', { operator: 'BETWEEN', value: '2024-02-02', highValue: String(since) })).length,
    9,
  )
})

test('text is compared without regard to case, but IN wants lower case', async (t) => {
  const search = createSearch((await startFor(t)).url)
  assert.ok((await find(search, 'lastname', { operator: 'EQ', value: "o'BRIEN" })).length > 0)
  assert.ok((await find(search, 'lastname', { operator: 'IN', values: ["o'brien"] })).length > 0)
  assert.deepEqual(await find(search, 'lastname', { operator: 'IN', values: ["O'Brien"] }), [])
  const not = await find(search, 'lastname', { operator: 'NOT_IN', values: ["o'brien"] })
  assert.ok(not.length > 0 && !not.includes("O'Brien"))
})

test('options are compared with regard to case', async (t) => {
  const search = createSearch((await startFor(t)).url)
  assert.equal((await find(search, 'lifecyclestage', { operator: 'EQ', value: 'customer' })).length, 9)
  assert.deepEqual(await find(search, 'lifecyclestage', { operator: 'EQ', value: 'Customer' }), [])
})

test('what has no value meets only the negative operators', async (t) => {
  const search = createSearch((await startFor(t)).url)
  const [has, lacks] = [
    await find(search, 'company', { operator: 'HAS_PROPERTY' }),
    await find(search, 'company', { operator: 'NOT_HAS_PROPERTY' }),
  ]
  assert.deepEqual([has.length, lacks.length, new Set(lacks)], [18, 18, new Set([null])])
  const unequal = await find(search, 'company', { operator: 'NEQ', value: 'Acme Tools' })
  assert.equal(unequal.length, 36 - (await find(search, 'company', { operator: 'EQ', value: 'Acme Tools' })).length)
  assert.equal((await find(search, 'loyalty_points', { operator: 'LT', value: '1000' })).length, 10)
})

test('tokens are whole words; a star stands for any part', async (t) => {
  const search = createSearch((await startFor(t)).url, 'companies')
  assert.deepEqual(await find(search, 'name', { operator: 'CONTAINS_TOKEN', value: 'tools' }), ['Acme Tools'])
  assert.deepEqual(await find(search, 'name', { operator: 'CONTAINS_TOKEN', value: 'tool' }), [])
  assert.deepEqual(await find(search, 'name', { operator: 'CONTAINS_TOKEN', value: 'gr*' }), ['Granite Works'])
  assert.equal((await find(search, 'domain', { operator: 'CONTAINS_TOKEN', value: '*.example.com' })).length, 12)
  assert.equal((await find(search, 'name', { operator: 'NOT_CONTAINS_TOKEN', value: '*works' })).length, 11)
  assert.deepEqual(await find(search, 'name', { operator: 'CONTAINS_TOKEN', value: '.*(' }), [])
})

test('filters of a group must all hold, one group must hold; a bare list of filters is a group', async (t) => {
  const search = createSearch((await startFor(t)).url, 'deals')
  const is = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value })
  const both = await search({ filterGroups: [{ filters: [is('dealtype', 'newbusiness'), is('amount', '500')] }] })
  assert.equal(both.body.total, 1)
  const either = await search({ filterGroups: [{ filters: [is('amount', '500')] }, { filters: [is('amount', '750')] }] })
  assert.equal(either.body.total, 2)
  assert.equal((await search({ filters: [is('amount', '500')] })).body.total, 1)
  assert.equal((await search({})).body.total, 24)
})

test('records associated with one', async (t) => {
  const { url } = await startFor(t)
  const contact = (await createSearch(url)({ limit: 1 })).body.results[0]?.id
  const notes = createSearch(url, 'notes')
  const filters = [{ propertyName: 'associations.contact', operator: 'EQ', value: contact }]
  assert.equal((await notes({ filterGroups: [{ filters }] })).body.total, 1)
  assert.equal((await notes({ filters: [{ ...filters[0], operator: 'NEQ' }] })).body.total, 19)
})

test('free text looks for every word in the searchable properties', async (t) => {
  const search = createSearch((await startFor(t)).url)
  const { body } = await search({ query: 'anil EXAMPLE' })
  assert.ok(body.total > 0)
  assert.ok(body.results.every(({ properties }) => properties['firstname'] === 'Anil'))
  assert.equal((await search({ query: 'Cambridge' })).body.total, 0)
})

test('one sort, either way; what has no value comes last; oldest first without one', async (t) => {
  const { url } = await startFor(t)
  const search = createSearch(url, 'deals')
  const amounts = async (direction: string) =>
    (await search({ sorts: [{ propertyName: 'amount', direction }], properties: ['amount'] })).body.results.map(({ properties }) =>
      Number(properties['amount']),
    )
  assert.deepEqual((await amounts('ASCENDING')).slice(0, 3), [500, 750, 1000])
  assert.deepEqual((await amounts('DESCENDING')).slice(0, 3), [6250, 6000, 5750])
  const contacts = await createSearch(url)({ sorts: ['-loyalty_points'], properties: ['loyalty_points'], limit: 36 })
  const points = contacts.body.results.map(({ properties }) => properties['loyalty_points'])
  assert.deepEqual([points[0], points[9], points[10]], ['100', '10', null])
  assert.equal((await search({ sorts: [{ propertyName: 'nothing' }] })).status, 400)
})

test('pages by offset: ten by default, 200 at most, and a total', async (t) => {
  const search = createSearch((await startFor(t)).url)
  const first = await search({})
  assert.deepEqual([first.body.total, first.body.results.length, first.body.paging], [36, 10, { next: { after: '10' } }])
  const last = await search({ after: '30', limit: 10 })
  assert.deepEqual([last.body.results.length, last.body.paging], [6, undefined])
  assert.equal((await search({ limit: 201 })).status, 400)
  assert.equal((await search({ after: 'x' })).status, 400)
})

test('no page goes beyond the ceiling', async (t) => {
  const hubspot = await startFor(t)
  const search = createSearch(hubspot.url)
  assert.equal((await search({ after: 9_900, limit: 100 })).status, 200)
  const beyond = await search({ after: 9_901, limit: 100 })
  assert.deepEqual([beyond.status, beyond.body.category], [400, 'VALIDATION_ERROR'])
  hubspot.options.searchMost = 20
  assert.equal((await search({ after: 15, limit: 10 })).status, 400)
})

test('bounds: five groups, six filters in each, eighteen in all, three thousand characters', async (t) => {
  const search = createSearch((await startFor(t)).url)
  const filter = { propertyName: 'email', operator: 'HAS_PROPERTY' }
  const group = (count: number) => ({ filters: Array.from({ length: count }, () => filter) })
  const status = async (groups: object[]) => (await search({ filterGroups: groups })).status
  assert.deepEqual([await status([group(6), group(6), group(6)]), await status(Array.from({ length: 5 }, () => group(1)))], [200, 200])
  assert.deepEqual(
    [
      await status([group(7)]),
      await status(Array.from({ length: 6 }, () => group(1))),
      await status([group(6), group(6), group(6), group(1)]),
    ],
    [400, 400, 400],
  )
  assert.equal((await search({ query: 'x'.repeat(3_000) })).status, 400)
})

test('searches that make no sense are refused with the property or operator', async (t) => {
  const search = createSearch((await startFor(t)).url)
  const refused = async (filter: Filter) => {
    const { status, body } = await search({ filterGroups: [{ filters: [filter] }] })
    assert.equal(status, 400)
    return body.message
  }
  assert.match(await refused({ propertyName: 'no_such', operator: 'EQ', value: '1' }), /no_such/)
  assert.match(await refused({ propertyName: 'email', operator: 'LIKE', value: '1' }), /LIKE is not a valid operator/)
  assert.match(await refused({ propertyName: 'email', operator: 'EQ' }), /value is required/)
  assert.match(await refused({ propertyName: 'loyalty_points', operator: 'GT', value: 'many' }), /loyalty_points/)
  assert.match(await refused({ operator: 'EQ', value: 'x' }), /propertyName, operator/)
  assert.match(await refused({ propertyName: 'email', operator: 'IN', value: 'x' }), /Values are required/)
})

test('the index learns of writes later; reading by id does not wait', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now, searchLagMs: 2_000 })
  const call = createCaller(url)
  const search = createSearch(url)
  const total = async (city: string) => (await search({ filters: [{ propertyName: 'city', operator: 'EQ', value: city }] })).body.total
  const { id } = (await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'late@example.com', city: 'Oslo' } })).body
  assert.deepEqual([await total('Oslo'), (await call('GET', `/crm/v3/objects/contacts/${id}`)).status], [0, 200])
  now += 2_000
  assert.equal(await total('Oslo'), 1)
  await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { city: 'Bergen' } })
  assert.deepEqual([await total('Oslo'), await total('Bergen')], [1, 0])
  now += 2_000
  assert.deepEqual([await total('Oslo'), await total('Bergen')], [0, 1])
  await call('DELETE', `/crm/v3/objects/contacts/${id}`)
  assert.equal(await total('Bergen'), 1)
  now += 2_000
  assert.equal(await total('Bergen'), 0)
})
