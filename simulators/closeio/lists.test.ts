// Lists: paging with its caps, `_fields`, filters in the query string, order, totals, the index that lags.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, type Json, readList, startFor } from './test-client.ts'

const ids = (rows: Json[]) => rows.map((each) => each['id'])

test('_skip and _limit cut pages that meet; has_more tells whether there is another', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  for (const path of ['/lead/', '/contact/', '/opportunity/', '/task/', '/activity/note/', '/user/', '/custom_field/lead/']) {
    const [one, two, both] = [
      await call('GET', `${path}?_limit=2`),
      await call('GET', `${path}?_limit=2&_skip=2`),
      await call('GET', `${path}?_limit=4`),
    ]
    assert.deepEqual([...ids(one.data), ...ids(two.data)], ids(both.data), path)
    assert.equal(one.body['has_more'], true, path)
    const last = await call('GET', `${path}?_limit=200`)
    assert.equal(last.body['has_more'], false, path)
    assert.deepEqual((await call('GET', `${path}?_skip=${last.data.length}`)).data, [], path)
  }
})

test('lists show a hundred unless asked otherwise, newest first', async (t) => {
  const { url, state } = await startFor(t)
  const tenant = state.tenants.get('alder')
  await fetch(`${url}/_simulator/leads`, { method: 'POST', body: JSON.stringify({ count: 100 }) })
  const { data } = await createCaller(url)('GET', '/lead/?_fields=id')
  assert.equal(data.length, 100)
  assert.equal(data[0]?.['id'], tenant?.tables.leads.order.at(-1)?.id)
})

test('_limit above 200 and _skip above 35000 are refused, in the words of field errors', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const limit = await call('GET', '/lead/?_limit=201')
  assert.deepEqual(
    [limit.status, limit.body],
    [400, { errors: [], 'field-errors': { _limit: 'Input should be less than or equal to 200' } }],
  )
  assert.equal((await call('GET', '/contact/?_skip=35000')).status, 200)
  const skip = await call('GET', '/contact/?_skip=35001')
  assert.equal(skip.status, 400)
  assert.match(String((skip.body['field-errors'] as Json)['_skip']), /max_skip=35000/)
  assert.equal((await call('GET', '/contact/?_limit=many')).status, 400)
})

test('_fields shows only what is named; custom stands for all custom fields', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const [bare] = (await call('GET', '/lead/?_fields=id,display_name&_limit=1')).data
  assert.deepEqual(Object.keys(bare ?? {}).sort(), ['display_name', 'id'])
  const [custom] = (await call('GET', '/lead/?_fields=custom&_limit=1')).data
  assert.ok(Object.keys(custom ?? {}).length > 0 && Object.keys(custom ?? {}).every((each) => each.startsWith('custom.cf_')))
  const one = await call('GET', `/contact/${(await call('GET', '/contact/?_limit=1')).data[0]?.['id']}/?_fields=name`)
  assert.deepEqual(Object.keys(one.body), ['name'])
})

test('a lead carries its contacts, opportunities and tasks, and its custom fields by id and by name', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  const [lead] = (await call('GET', '/opportunity/?_limit=1&_fields=lead_id')).data
  const { body } = await call('GET', `/lead/${lead?.['lead_id']}/`)
  for (const nested of ['contacts', 'opportunities', 'tasks']) assert.ok((body[nested] as Json[]).length > 0, nested)
  assert.deepEqual(body['contact_ids'], ids(body['contacts'] as Json[]))
  const industry = closeio.state.tenants.get('alder')?.tables.customFields.order.find((each) => each['name'] === 'Industry')
  assert.equal((body['custom'] as Json)['Industry'], body[`custom.${industry?.id}`])
  closeio.options.customByName = false
  assert.equal((await call('GET', `/lead/${lead?.['lead_id']}/`)).body['custom'], undefined)
})

test('only leads and opportunities tell totals', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  const total = async (path: string) => (await call('GET', `${path}?_limit=1`)).body['total_results']
  assert.deepEqual(
    [await total('/lead/'), await total('/opportunity/'), await total('/contact/'), await total('/task/')],
    [40, 24, undefined, undefined],
  )
  closeio.options.leadTotal = false
  assert.equal(await total('/lead/'), undefined)
})

test('opportunities are filtered by value, by list and by range, ordered, and summed over all that match', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const all = (await call('GET', '/opportunity/?_limit=200')).data
  const won = await call('GET', '/opportunity/?status_type=won&_limit=1')
  const matching = all.filter((each) => each['status_type'] === 'won')
  assert.equal(won.body['total_results'], matching.length)
  const annual = matching.map((each) => Number(each['annualized_value'] ?? 0)).reduce((a, b) => a + b, 0)
  assert.equal(won.body['total_value_annualized'], annual)
  const mixed = await call('GET', '/opportunity/?status_type__in=won,lost&_limit=200')
  assert.ok(mixed.data.length > matching.length && mixed.data.every((each) => ['won', 'lost'].includes(String(each['status_type']))))
  const since = String(all[5]?.['date_updated'])
  const newer = await call('GET', `/opportunity/?date_updated__gt=${encodeURIComponent(since)}`)
  assert.deepEqual(ids(newer.data), ids(all.slice(0, 5)))
  const from = await call(
    'GET',
    `/opportunity/?date_updated__gte=${encodeURIComponent(since)}&date_updated__lte=${encodeURIComponent(since)}`,
  )
  assert.deepEqual(ids(from.data), [all[5]?.['id']])
  const values = (await call('GET', '/opportunity/?_order_by=-value&_limit=200')).data.map((each) => Number(each['value'] ?? -1))
  assert.deepEqual(
    values,
    values.toSorted((a, b) => b - a),
  )
  assert.equal((await call('GET', '/opportunity/?_order_by=note')).status, 400)
  assert.equal((await call('GET', '/opportunity/?date_created__gt=yesterday')).status, 400)
})

test('tasks: only to-dos of leads unless _type says otherwise, done or not, by view, by date', async (t) => {
  const { url } = await startFor(t, { now: () => Date.UTC(2024, 4, 15) })
  const call = createCaller(url)
  const lead = (await call('GET', '/lead/?_limit=1')).data[0]?.['id']
  await call('POST', '/task/', { _type: 'outgoing_call', lead_id: lead, date: '2024-06-01' })
  const types = async (query: string) =>
    [...new Set((await call('GET', `/task/?_limit=200&${query}`)).data.map((each) => each['_type']))].sort()
  assert.deepEqual(await types(''), ['lead'])
  assert.deepEqual(await types('_type=all'), ['lead', 'outgoing_call'])
  assert.deepEqual(await types('_type__in=outgoing_call'), ['outgoing_call'])
  const done = (await call('GET', '/task/?is_complete=true&_limit=200')).data
  assert.ok(done.length > 0 && done.every((each) => each['is_complete'] === true && each['view'] === 'archive'))
  const future = (await call('GET', '/task/?view=future&_limit=200')).data
  assert.ok(future.length > 0 && future.every((each) => String(each['date']) > '2024-05-15'))
  const dates = (await call('GET', '/task/?_order_by=date&date__gte=2024-03-01&date__lt=2024-05-01')).data.map((each) =>
    String(each['date']),
  )
  assert.ok(dates.length > 0 && dates.every((each) => each >= '2024-03' && each < '2024-05'))
  assert.deepEqual(dates, dates.toSorted())
})

test('activities of one lead can be chosen by type and user; over all leads that is refused', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const call1 = (await call('GET', '/activity/call/?_limit=1')).data[0]
  const onLead = await call('GET', `/activity/?lead_id=${call1?.['lead_id']}&_type__in=Call`)
  assert.ok(onLead.data.length > 0 && onLead.data.every((each) => each['_type'] === 'Call' && each['lead_id'] === call1?.['lead_id']))
  const refused = await call('GET', '/activity/?_type=Call')
  assert.deepEqual([refused.status, Object.keys(refused.body['field-errors'] as Json)], [400, ['_type']])
  assert.deepEqual(
    new Set((await call('GET', '/activity/?_limit=200')).data.map((each) => each['_type'])),
    new Set(['Note', 'Call', 'Email']),
  )
})

test('long filters go in the body of a POST that says GET', async (t) => {
  const { url } = await startFor(t)
  const wanted = (await createCaller(url)('GET', '/lead/?_limit=30&_fields=id')).data.map((each) => String(each['id']))
  const call = createCaller(url, undefined, { 'x-http-method-override': 'GET' })
  const reply = await call('POST', '/lead/', { _params: { id__in: wanted, _fields: 'id', _limit: 200 } })
  assert.equal(reply.status, 200)
  assert.deepEqual(
    reply.data.map((each) => String(each['id'])),
    wanted,
  )
})

test('filters that are not known are ignored', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  assert.deepEqual(
    ids((await call('GET', '/contact/?name=nobody&date_updated__gt=2030-01-01&_limit=3')).data),
    ids((await call('GET', '/contact/?_limit=3')).data),
  )
})

test('a deleted record may still be read, and lists may lag behind, for as long as the knobs say', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now, staleSeconds: 2, indexLagSeconds: 30 })
  const call = createCaller(url)
  const { body } = await call('POST', '/lead/', { name: 'New one' })
  const isListed = async () => (await call('GET', '/lead/?_limit=5')).data.some((each) => each['id'] === body['id'])
  assert.equal(await isListed(), false)
  now += 31_000
  assert.equal(await isListed(), true)
  await call('DELETE', `/lead/${body['id']}/`)
  assert.equal((await call('GET', `/lead/${body['id']}/`)).status, 200)
  assert.equal((await call('DELETE', `/lead/${body['id']}/`)).status, 404)
  assert.equal(await isListed(), true)
  now += 31_000
  assert.equal((await call('GET', `/lead/${body['id']}/`)).status, 404)
  assert.equal(await isListed(), false)
})

test('the older search of leads: words, fields, quotes, not, or, brackets', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url)
  const find = async (query: string) => (await call('GET', `/lead/?_limit=200&query=${encodeURIComponent(query)}`)).data
  const everything = (await call('GET', '/lead/?_limit=200')).data
  const acme = await find('name:acme')
  assert.ok(acme.length > 0 && acme.every((each) => /acme/i.test(String(each['name']))))
  assert.equal((await find('not name:acme')).length, everything.length - acme.length)
  const either = await find('(name:acme or name:cedar) status:"Potential"')
  assert.ok(either.length > 0 && either.every((each) => /acme|cedar/i.test(String(each['name'])) && each['status_label'] === 'Potential'))
  const [contact] = (await call('GET', `/contact/?lead_id=${everything[0]?.['id']}`)).data
  const email = readList(contact, 'emails')[0]?.['email']
  assert.deepEqual(ids(await find(`email:"${email}"`)), [everything[0]?.['id']])
  assert.equal((await call('GET', '/lead/?query=(name:a')).status, 400)
  assert.equal((await call('GET', '/lead/?query=nothing:a')).status, 400)
})
