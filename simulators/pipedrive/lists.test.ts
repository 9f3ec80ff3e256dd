// v2 lists: pages by cursor, order, filters, what a record shows; and v1's pages by start and limit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, startCaller } from './test-client.ts'

/** Walks every page of a list. */
async function walk(call: Caller, path: string): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await call('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`)
    assert.equal(page.status, 200, page.text)
    all.push(...page.list)
    cursor = page.more['next_cursor'] as string | null
  }
  return all
}

const ids = (rows: Record<string, unknown>[]) => rows.map((each) => each['id'])

async function refused(call: Caller, path: string): Promise<unknown> {
  const { status, body } = await call('GET', path)
  assert.deepEqual([status, body['code']], [400, 'ERR_SCHEMA_VALIDATION_FAILED'])
  return body['error']
}

test('a cursor names the first record of the next page, in base64 of JSON, and is null on the last', async (t) => {
  const { call } = await startCaller(t)
  const first = await call('GET', '/v2/persons?limit=10')
  assert.deepEqual(JSON.parse(Buffer.from(String(first.more['next_cursor']), 'base64url').toString()), {
    field: 'id',
    fieldValue: 11,
    sortDirection: 'asc',
    id: 11,
  })
  const all = await walk(call, '/v2/persons?limit=10')
  assert.deepEqual(
    ids(all),
    Array.from({ length: 36 }, (_, at) => at + 1),
  )
})

test('pages are whole in every order, ties included, and stay so when records come and go meanwhile', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  for (const path of [
    '/v2/deals?sort_by=update_time&sort_direction=desc&limit=5',
    '/v2/deals?sort_by=add_time&limit=7',
    '/v2/products?sort_by=name&limit=2',
  ]) {
    const all = await walk(call, path)
    assert.equal(new Set(ids(all)).size, path.includes('deals') ? 22 : 6, path)
    const field = /sort_by=(\w+)/.exec(path)?.[1] ?? ''
    const keys = all.map((each) => String(each[field]))
    const sorted = [...keys].sort()
    assert.deepEqual(keys, path.includes('desc') ? sorted.reverse() : sorted)
  }
  pipedrive.options.faults = [{ kind: 'delete-record', match: { path: '/api/v2/organizations*' } }]
  assert.deepEqual(ids(await walk(call, '/v2/organizations?limit=4')), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test('a page holds 100 records unless asked for, 500 at most; a limit or cursor that is none is refused', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  await fetch(`${pipedrive.url}/_simulator/persons`, { method: 'POST', body: JSON.stringify({ count: 600 }) })
  assert.equal((await call('GET', '/v2/persons')).list.length, 100)
  assert.equal((await call('GET', '/v2/persons?limit=500')).list.length, 500)
  assert.equal(await refused(call, '/v2/persons?limit=501'), 'Validation failed: limit: This value should be less than or equal to 500.')
  assert.match(String(await refused(call, '/v2/persons?limit=0')), /limit/)
  assert.match(String(await refused(call, '/v2/persons?limit=many')), /limit: This value should be of type integer/)
  assert.match(String(await refused(call, '/v2/persons?cursor=xyz')), /cursor/)
  assert.match(String(await refused(call, '/v2/persons?sort_by=name')), /sort_by/)
  pipedrive.options.limitBeyondMaximum = 'lower'
  assert.equal((await call('GET', '/v2/persons?limit=9999')).list.length, 500)
})

test('lists are narrowed by ids, owner, links, status and time', async (t) => {
  const { call } = await startCaller(t)
  const list = async (path: string) => ids(await walk(call, path))
  assert.deepEqual(await list('/v2/persons?ids=3,1,999'), [1, 3])
  assert.deepEqual(await list('/v2/persons?org_id=1'), [1, 13, 25])
  assert.deepEqual(await list('/v2/persons?deal_id=4'), [4])
  assert.deepEqual(await list('/v2/organizations?owner_id=11002'), [2, 6, 10])
  assert.deepEqual(await list('/v2/deals?status=lost&org_id=4'), [4, 16])
  assert.deepEqual(await list('/v2/deals?status=won,lost&person_id=3'), [3])
  assert.deepEqual(await list('/v2/deals/archived'), [23, 24])
  assert.deepEqual(await list('/v2/activities?deal_id=1&done=true'), [1])
  assert.deepEqual(await list('/v2/stages?pipeline_id=2'), [6, 7, 8])
  assert.match(String(await refused(call, `/v2/persons?ids=${Array.from({ length: 101 }, (_, at) => at + 1).join(',')}`)), /100 elements/)
  assert.match(String(await refused(call, '/v2/deals?status=sleeping')), /status/)
})

test('updated_since includes its second, updated_until does not, and a fraction of a second is refused', async (t) => {
  const { call } = await startCaller(t)
  const list = async (query: string) => ids(await walk(call, `/v2/organizations?${query}`))
  assert.deepEqual(await list('updated_since=2024-02-11T09:00:00Z'), [11, 12])
  assert.deepEqual(await list('updated_since=2024-02-11T10:00:00%2B01:00'), [11, 12])
  assert.deepEqual(await list('updated_until=2024-02-02T09:00:00Z'), [1])
  assert.equal(
    await refused(call, '/v2/organizations?updated_since=2024-02-11T09:00:00.000Z'),
    'Validation failed: updated_since: This value is not a valid datetime.',
  )
})

test('deleted records leave lists and addresses; deals come back under status=deleted', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  assert.deepEqual((await call('DELETE', '/v2/deals/1')).body, { success: true, data: { id: 1 } })
  assert.ok(!ids(await walk(call, '/v2/deals')).includes(1))
  assert.deepEqual(ids(await walk(call, '/v2/deals?status=deleted')), [1])
  assert.deepEqual((await call('GET', '/v2/deals/1')).body, {
    success: false,
    error: 'Entity was not found',
    error_info: 'Object was not found.',
    data: null,
    additional_data: null,
  })
  assert.equal((await call('DELETE', '/v2/deals/1')).status, 404)
  pipedrive.options.deletedById = 'shown'
  assert.equal((await call('GET', '/v2/deals/1')).data['is_deleted'], true)
})

test('custom fields come under their codes, unset ones as null, chosen ones alone, options with labels when asked', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  const fields = pipedrive.state.tenants.get('alder-birch')?.fields.person.filter((each) => each.isCustom) ?? []
  const tier = fields.find((each) => each.name === 'Tier')
  const interests = fields.find((each) => each.name === 'Interests')
  const custom = async (query: string) => (await call('GET', `/v2/persons/2?${query}`)).data['custom_fields'] as Record<string, unknown>
  assert.deepEqual(
    Object.keys(await custom('')),
    fields.map((each) => each.code),
  )
  assert.equal((await custom(''))[interests?.code ?? ''], null)
  assert.deepEqual(Object.keys(await custom(`custom_fields=${tier?.code}`)), [tier?.code])
  assert.deepEqual(await custom(`custom_fields=${tier?.code}&include_option_labels=true`), {
    [tier?.code ?? '']: { id: tier?.options?.[1]?.id, label: 'Silver' },
  })
  pipedrive.options.unsetCustomFields = 'omitted'
  assert.ok(!Object.hasOwn(await custom(''), interests?.code ?? ''))
})

test('counts and labels come only when asked for', async (t) => {
  const { call } = await startCaller(t)
  const plain = (await call('GET', '/v2/organizations/1')).data
  assert.ok(!('people_count' in plain) && !('labels' in plain))
  const full = (await call('GET', '/v2/organizations/1?include_fields=people_count,open_deals_count&include_labels=true')).data
  assert.deepEqual([full['people_count'], full['labels']], [3, [{ id: 67, label: 'Customer' }]])
  assert.match(String(await refused(call, '/v2/organizations/1?include_fields=nothing')), /include_fields/)
})

test("contact sync's properties are there only while it is on", async (t) => {
  const { pipedrive, call } = await startCaller(t)
  assert.ok(!('job_title' in (await call('GET', '/v2/persons/1')).data))
  assert.equal((await call('PATCH', '/v2/persons/1', { job_title: 'Boss' })).status, 403)
  pipedrive.options.contactSync = true
  assert.equal((await call('PATCH', '/v2/persons/1', { job_title: 'Boss' })).data['job_title'], 'Boss')
})

test('v1 pages by start and limit, says where the next one begins, and writes null for none', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  const first = await call('GET', '/v1/notes?limit=20')
  assert.deepEqual(first.more, { pagination: { start: 0, limit: 20, more_items_in_collection: true, next_start: 20 } })
  const second = await call('GET', '/v1/notes?limit=20&start=20')
  assert.deepEqual([second.list.length, second.more], [10, { pagination: { start: 20, limit: 20, more_items_in_collection: false } }])
  assert.equal((await call('GET', '/v1/notes?deal_id=99999')).data, null)
  assert.deepEqual((await call('GET', '/v1/leads?person_id=99999')).data, [])
  pipedrive.options.emptyV1List = 'list'
  assert.deepEqual((await call('GET', '/v1/notes?deal_id=99999')).data, [])
})

test('v1 sorts by several fields with their directions', async (t) => {
  const { call } = await startCaller(t)
  const newest = await call('GET', '/v1/notes?sort=add_time%20DESC&limit=2')
  assert.deepEqual(ids(newest.list), [30, 29])
  const leads = await call('GET', '/v1/leads?sort=was_seen%20DESC,title%20ASC&limit=50')
  assert.equal(leads.list[0]?.['was_seen'], true)
  assert.equal((await call('GET', '/v1/notes?sort=nothing%20ASC')).status, 400)
})
