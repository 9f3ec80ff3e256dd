// Finding records: search by term, stored filters with their operators, and the fields both speak of.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, startCaller } from './test-client.ts'

type Item = { result_score: number; item: Record<string, unknown> }

async function find(call: Caller, path: string): Promise<Item[]> {
  const reply = await call('GET', path)
  assert.equal(reply.status, 200, reply.text)
  return (reply.data as { items: Item[] }).items
}

const found = async (call: Caller, path: string) => (await find(call, path)).map(({ item }) => item['id'])

test('a term is looked for without regard to case in names, addresses, numbers, notes and custom fields', async (t) => {
  const { call } = await startCaller(t)
  assert.deepEqual(await found(call, '/v2/persons/search?term=MARY%20smith&fields=name'), [1])
  assert.deepEqual(await found(call, '/v2/persons/search?term=mary.smith.1%40&fields=email'), [1])
  assert.deepEqual(await found(call, '/v2/persons/search?term=4805550002&fields=phone'), [3])
  assert.deepEqual(await found(call, '/v2/persons/search?term=Note%202&fields=notes'), [2, 22, 26])
  assert.deepEqual(await found(call, '/v2/persons/search?term=ko3&fields=custom_fields'), [3, 35])
  assert.deepEqual(await found(call, '/v2/organizations/search?term=lyon&fields=address'), [3, 8])
  assert.deepEqual(await found(call, '/v2/deals/search?term=REF-003'), [3])
  assert.deepEqual(await found(call, '/v2/products/search?term=P-104&fields=code'), [4])
})

test('results carry a score and fall with it: a name before the rest, its beginning before its middle', async (t) => {
  const { call } = await startCaller(t)
  await call('POST', '/v2/organizations', { name: 'The Works of Granite' })
  await call('POST', '/v2/organizations', { name: 'Plain', address: { value: 'Granite Road 1' } })
  const items = await find(call, '/v2/organizations/search?term=granite')
  assert.deepEqual(
    items.map(({ item }) => item['name']),
    ['Granite Works', 'The Works of Granite', 'Plain'],
  )
  const scores = items.map((each) => each.result_score)
  assert.deepEqual(
    scores,
    [...scores].sort((left, right) => right - left),
  )
  assert.deepEqual(Object.keys(items[0]?.item ?? {}), ['id', 'type', 'name', 'address', 'visible_to', 'owner', 'custom_fields', 'notes'])
})

test('an exact match is of the whole value, still without regard to case; short terms are refused', async (t) => {
  const { call } = await startCaller(t)
  assert.deepEqual(await found(call, '/v2/organizations/search?term=acme&exact_match=true'), [])
  assert.deepEqual(await found(call, '/v2/organizations/search?term=acme%20TOOLS&exact_match=true'), [1])
  assert.equal((await call('GET', '/v2/organizations/search?term=a')).status, 400)
  assert.equal((await call('GET', '/v2/organizations/search?term=a&exact_match=true')).status, 200)
  assert.equal((await call('GET', '/v2/organizations/search')).status, 400)
  assert.equal((await call('GET', '/v2/organizations/search?term=acme&fields=phone')).status, 400)
})

test('searches are narrowed by links and status, paged by cursor, and leave out the deleted', async (t) => {
  const { call } = await startCaller(t)
  assert.deepEqual(await found(call, '/v2/persons/search?term=example.com&organization_id=1'), [1, 13, 25])
  assert.deepEqual(await found(call, '/v2/deals/search?term=Deal&status=lost&organization_id=4'), [4, 16])
  const first = await call('GET', '/v2/deals/search?term=Deal&limit=20')
  const second = await call('GET', `/v2/deals/search?term=Deal&limit=20&cursor=${String(first.more['next_cursor'])}`)
  assert.deepEqual([(second.data as { items: Item[] }).items.length, second.more['next_cursor']], [4, null])
  await call('DELETE', '/v2/persons/1')
  assert.deepEqual(await found(call, '/v2/persons/search?term=mary.smith.1%40&fields=email'), [])
})

test('itemSearch looks through every kind, at most 100 at once, and tells what is related', async (t) => {
  const { call } = await startCaller(t)
  const all = (await call('GET', '/v2/itemSearch?term=acme&search_for_related_items=true')).data as { items: Item[]; related_items: Item[] }
  assert.deepEqual([...new Set(all.items.map(({ item }) => item['type']))].sort(), ['deal', 'organization'])
  assert.ok(all.related_items.some(({ item }) => item['type'] === 'lead'))
  assert.ok((await find(call, '/v2/itemSearch?term=acme&item_types=deal')).every(({ item }) => item['type'] === 'deal'))
  assert.equal((await call('GET', '/v2/itemSearch?term=acme&limit=101')).status, 400)
  assert.deepEqual((await call('GET', '/v2/itemSearch/field?entity_type=organization&field=name&term=Acme&match=beginning')).data, [
    { id: 1, name: 'Acme Tools' },
  ])
  assert.deepEqual((await call('GET', '/v2/itemSearch/field?entity_type=organization&field=name&term=acme&match=beginning')).data, [])
})

test('the index can lag behind the records', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { call } = await startCaller(t, { now: () => now, searchLagMs: 3_000 })
  await call('POST', '/v2/persons', { name: 'Quinn Newcomer' })
  assert.deepEqual(await found(call, '/v2/persons/search?term=newcomer'), [])
  assert.equal((await call('GET', '/v2/persons/37')).status, 200)
  now += 3_000
  assert.deepEqual(await found(call, '/v2/persons/search?term=newcomer'), [37])
})

/** Makes a filter of conditions (all must hold; of `any` one must) and lists what it lets through. */
async function filtered(
  call: Caller,
  kind: { type: string; object: string; path: string },
  all: unknown[][],
  any: unknown[][] = [],
): Promise<unknown[]> {
  const toCondition = ([field, operator, value, object = kind.object]: unknown[]) => ({
    object,
    field_id: String(field),
    operator,
    value: value ?? null,
    extra_value: null,
  })
  const conditions = {
    glue: 'and',
    conditions: [
      { glue: 'and', conditions: all.map(toCondition) },
      { glue: 'or', conditions: any.map(toCondition) },
    ],
  }
  const made = await call('POST', '/v1/filters', { name: 'f', type: kind.type, conditions })
  assert.equal(made.status, 200, made.text)
  const listed = await call('GET', `${kind.path}?filter_id=${String(made.data['id'])}&limit=500`)
  return listed.list.map((each) => each['id'])
}

async function numberFields(call: Caller, path: string): Promise<Record<string, unknown>> {
  const { list } = await call('GET', `${path}?limit=500`)
  return Object.fromEntries(
    list.flatMap((each) => [
      [String(each['key']), each['id']],
      [String(each['name']), each['id']],
    ]),
  )
}

test('stored filters compare, look into texts, and ask for emptiness', async (t) => {
  const { call } = await startCaller(t)
  const field = await numberFields(call, '/v1/dealFields')
  const deals = { type: 'deals', object: 'deal', path: '/v2/deals' }
  const run = (all: unknown[][], any: unknown[][] = []) => filtered(call, deals, all, any)
  assert.deepEqual(await run([[field['value'], '>', '10500']]), [22])
  assert.deepEqual(
    await run([
      [field['value'], '>=', '500'],
      [field['value'], '<=', 1000],
    ]),
    [1, 2],
  )
  assert.deepEqual(
    await run([
      [field['status'], '=', 'won'],
      [field['org_id'], '=', '3'],
    ]),
    [3, 15],
  )
  assert.deepEqual(await run([[field['title'], "LIKE '$%'", 'deal 2']]), [2, 20, 21, 22])
  assert.deepEqual(await run([[field['title'], "LIKE '%$%'", 'acme']]), [1, 13])
  assert.deepEqual(await run([[field['title'], "LIKE '%$'", 'gym']]), [9, 21])
  assert.equal((await run([[field['title'], "NOT LIKE '%$%'", 'deal 1']])).length, 11)
  assert.deepEqual(
    await run([
      [field['probability'], 'IS NULL'],
      [field['status'], '=', 'lost'],
    ]),
    [4, 8, 12, 16, 20],
  )
  assert.deepEqual(await run([[field['Margin'], '>', '10']]), [22])
  assert.deepEqual(await run([[field['Setup fee'], '<', '102']]), [1, 2])
  assert.deepEqual(
    await run([
      [field['Region'], 'IS NOT NULL'],
      [field['Customer reference'], '=', 'ref-005'],
    ]),
    [5],
  )
  assert.deepEqual(
    await run(
      [[field['status'], '=', 'lost']],
      [
        [field['id'], '=', '4'],
        [field['id'], '=', '8'],
        [field['id'], '=', '1'],
      ],
    ),
    [4, 8],
  )
})

test('filters follow links, read days and relative dates, and keep to the sets of options', async (t) => {
  const { call } = await startCaller(t, { now: () => Date.UTC(2024, 3, 10, 12) })
  const [deal, person] = [await numberFields(call, '/v1/dealFields'), await numberFields(call, '/v1/personFields')]
  const deals = { type: 'deals', object: 'deal', path: '/v2/deals' }
  assert.deepEqual(await filtered(call, deals, [[person['first_name'], '=', 'mary', 'person']]), [1, 17])
  assert.deepEqual(await filtered(call, deals, [[deal['add_time'], '=', '2024-04-03']]), [3])
  assert.deepEqual(await filtered(call, deals, [[deal['add_time'], '=', 'yesterday']]), [9])
  assert.deepEqual(await filtered(call, deals, [[deal['add_time'], '=', 'last_week']]), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(await filtered(call, deals, [[deal['add_time'], '>', '2024-04-20 09:00:00']]), [21, 22])
  const people = { type: 'people', object: 'person', path: '/v2/persons' }
  assert.deepEqual(await filtered(call, people, [[person['emails'], "LIKE '$%'", 'mary.smith.1@']]), [1])
  assert.equal((await filtered(call, people, [[person['label_ids'], 'contains', '64']])).length, 12)
})

test('a filter must have the form, fields and operators there are; it overrides other narrowing', async (t) => {
  const { call } = await startCaller(t)
  const post = async (type: string, conditions: unknown) => (await call('POST', '/v1/filters', { name: 'f', type, conditions })).status
  const tree = (condition: object) => ({
    glue: 'and',
    conditions: [
      { glue: 'and', conditions: [condition] },
      { glue: 'or', conditions: [] },
    ],
  })
  assert.equal(await post('deals', { glue: 'or', conditions: [] }), 400)
  assert.equal(await post('deals', tree({ object: 'deal', field_id: '1', operator: '=', value: 1 })), 400)
  const { value } = await numberFields(call, '/v1/dealFields')
  assert.equal(await post('deals', tree({ object: 'deal', field_id: value, operator: "LIKE '%$%'", value: 1 })), 400)
  for (const odd of [null, 'x', { glue: 'and', conditions: [null, 5] }, tree({ object: '__proto__', field_id: 1, operator: '=' })]) {
    assert.equal(await post('deals', odd), 400)
  }
  assert.equal(await post('houses', tree({ object: 'deal', field_id: value, operator: '=', value: 1 })), 400)
  assert.equal((await call('GET', '/v2/persons?filter_id=1')).status, 400)
  assert.equal((await call('GET', '/v2/deals?filter_id=999')).status, 400)
  assert.equal((await call('GET', '/v2/deals?filter_id=1&owner_id=999999')).list.length, 12)
  assert.equal((await call('DELETE', '/v1/filters/1')).status, 200)
  assert.equal((await call('GET', '/v2/deals?filter_id=1')).status, 400)
})

test('fields are described with types, options and parts, page by page; custom ones are made, changed, removed', async (t) => {
  const { call } = await startCaller(t)
  const page = await call('GET', '/v2/dealFields?limit=10')
  const next = await call('GET', `/v2/dealFields?limit=500&cursor=${String(page.more['next_cursor'])}`)
  const all = [...page.list, ...next.list]
  assert.equal(new Set(all.map((each) => each['field_code'])).size, all.length)
  const fee = all.find((each) => each['field_name'] === 'Setup fee')
  assert.deepEqual(
    [
      fee?.['field_type'],
      fee?.['is_custom_field'],
      ((fee?.['subfields'] ?? []) as { field_code: string }[]).map((each) => each.field_code),
    ],
    ['monetary', true, ['value', 'currency']],
  )
  assert.match(String(fee?.['field_code']), /^[0-9a-f]{40}$/)
  const made = await call('POST', '/v2/personFields', {
    field_name: 'Mood',
    field_type: 'enum',
    options: [{ label: 'Good' }, { label: 'Bad' }],
  })
  const path = `/v2/personFields/${String(made.data['field_code'])}`
  const [good] = made.data['options'] as { id: number }[]
  const write = (id: unknown) => call('PATCH', '/v2/persons/1', { custom_fields: { [String(made.data['field_code'])]: id } })
  assert.equal((await write(good?.id)).status, 200)
  assert.equal((await call('DELETE', `${path}/options`, [{ id: good?.id }])).status, 200)
  assert.equal((await write(good?.id)).status, 400)
  assert.equal((await call('POST', '/v2/personFields', { field_name: 'Mood', field_type: 'enum', options: [{ label: 'x' }] })).status, 409)
  assert.equal((await call('POST', '/v2/personFields', { field_name: 'No options', field_type: 'set' })).status, 400)
  assert.equal((await call('DELETE', path)).status, 200)
  assert.equal((await call('GET', path)).status, 404)
  assert.equal((await call('DELETE', '/v2/personFields/name')).status, 400)
})
