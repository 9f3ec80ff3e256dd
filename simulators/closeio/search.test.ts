// Advanced Filtering: every type of query and condition against the same question asked of the plain lists; sort, fields, counts, cursors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, type Json, readList, startFor } from './test-client.ts'

const object = (type: string): Json => ({ type: 'object_type', object_type: type })
const field = (type: string, name: string): Json => ({ type: 'regular_field', object_type: type, field_name: name })
const where = (type: string, name: string, condition: Json): Json => ({ type: 'field_condition', field: field(type, name), condition })
const all = (...queries: Json[]): Json => ({ type: 'and', queries })
const text = (mode: string, value: string): Json => ({ type: 'text', mode, value })

async function start(t: Parameters<typeof startFor>[0], options: Parameters<typeof startFor>[1] = {}) {
  const closeio = await startFor(t, options)
  const call = createCaller(closeio.url)
  const search = (body: Json) => call('POST', '/data/search/', body)
  const find = async (type: string, query: Json) => {
    const reply = await search({ query: all(object(type), query), _limit: 200 })
    assert.equal(reply.status, 200, reply.text)
    return new Set(reply.data.map((each) => String(each['id'])))
  }
  const contacts = (await call('GET', '/contact/?_limit=200')).data
  const leads = (await call('GET', '/lead/?_limit=200')).data
  const pick = (rows: Json[], test: (row: Json) => boolean) => {
    const chosen = new Set(rows.filter(test).map((each) => String(each['id'])))
    assert.ok(chosen.size > 0 && chosen.size < rows.length, 'a question with some answers')
    return chosen
  }
  return { ...closeio, call, search, find, contacts, leads, pick }
}

test('text: all words, beginnings of words, a phrase, the whole value; never minding case', async (t) => {
  const { find, contacts, pick } = await start(t)
  const title = (mode: string, value: string) => find('contact', where('contact', 'title', text(mode, value)))
  assert.deepEqual(
    await title('full_words', 'sales HEAD'),
    pick(contacts, (each) => each['title'] === 'Head of Sales'),
  )
  assert.deepEqual(await title('full_words', 'sal'), new Set())
  assert.deepEqual(
    await title('beginning_of_words', 'sal'),
    pick(contacts, (each) => each['title'] === 'Head of Sales'),
  )
  assert.deepEqual(
    await title('phrase', 'of sales'),
    pick(contacts, (each) => each['title'] === 'Head of Sales'),
  )
  assert.deepEqual(await title('phrase', 'sales of'), new Set())
  assert.deepEqual(
    await title('exact_value', 'ceo'),
    pick(contacts, (each) => each['title'] === 'CEO'),
  )
  assert.deepEqual(await title('exact_value', 'head'), new Set())
})

test('numbers and moments in ranges', async (t) => {
  const { find, contacts, leads, pick } = await start(t)
  const urls = await find('contact', where('contact', 'urls_count', { type: 'number_range', gte: 1 }))
  assert.deepEqual(
    urls,
    pick(contacts, (each) => (each['urls'] as unknown[]).length > 0),
  )
  const at = String(leads[10]?.['date_updated'])
  const moment = (range: Json) => find('lead', where('lead', 'date_updated', { type: 'moment_range', ...range }))
  const fixed = { type: 'fixed_utc', value: at }
  assert.deepEqual(
    await moment({ on_or_after: fixed }),
    pick(leads, (each) => String(each['date_updated']) >= at),
  )
  assert.deepEqual(
    await moment({ after: fixed }),
    pick(leads, (each) => String(each['date_updated']) > at),
  )
  assert.deepEqual(
    await moment({ before: fixed }),
    pick(leads, (each) => String(each['date_updated']) < at),
  )
  assert.deepEqual(
    await moment({ on_or_before: fixed }),
    pick(leads, (each) => String(each['date_updated']) <= at),
  )
  const day = at.slice(0, 10)
  const local = (which: string) => ({ type: 'fixed_local_date', value: day, which })
  assert.deepEqual(
    await moment({ on_or_after: local('start'), before: local('end') }),
    pick(leads, (each) => String(each['date_updated']).startsWith(day)),
  )
  assert.deepEqual(
    await moment({ before: { type: 'now' }, on_or_after: { type: 'offset', direction: 'past', offset: { days: 1 } } }),
    new Set(),
  )
})

test('terms, references, existence, the current user, ids', async (t) => {
  const { find, call, leads, contacts, pick } = await start(t)
  const me = (await call('GET', '/me/')).body['id']
  const status = leads[0]?.['status_id']
  const reference = { type: 'reference', reference_type: 'status.lead', object_ids: [status] }
  assert.deepEqual(
    await find('lead', where('lead', 'status_id', reference)),
    pick(leads, (each) => each['status_id'] === status),
  )
  const term = { type: 'term', values: ['Customer', 'Potential'] }
  const labelled = pick(leads, (each) => ['Customer', 'Potential'].includes(String(each['status_label'])))
  assert.deepEqual(await find('lead', where('lead', 'status_label', term)), labelled)
  assert.deepEqual(
    await find('lead', where('lead', 'description', { type: 'exists' })),
    pick(leads, (each) => each['description'] !== ''),
  )
  assert.deepEqual(
    await find('contact', where('contact', 'created_by', { type: 'current_user' })),
    pick(contacts, (each) => each['created_by'] === me),
  )
  assert.deepEqual(await find('lead', { type: 'id', value: leads[3]?.['id'] }), new Set([String(leads[3]?.['id'])]))
})

test('custom fields, also those with several values', async (t) => {
  const { find, leads, pick, state } = await start(t)
  const custom = (name: string, condition: Json) => {
    const id = state.tenants.get('alder')?.tables.customFields.order.find((each) => each['name'] === name)?.id
    return { key: `custom.${id}`, query: { type: 'field_condition', field: { type: 'custom_field', custom_field_id: id }, condition } }
  }
  const industry = custom('Industry', { type: 'term', values: ['Retail'] })
  assert.deepEqual(
    await find('lead', industry.query),
    pick(leads, (each) => each[industry.key] === 'Retail'),
  )
  const channels = custom('Channels', { type: 'term', values: ['Event'] })
  assert.deepEqual(
    await find('lead', channels.query),
    pick(leads, (each) => ((each[channels.key] ?? []) as string[]).includes('Event')),
  )
  const size = custom('Company Size', { type: 'number_range', gt: 400 })
  assert.deepEqual(
    await find('lead', size.query),
    pick(leads, (each) => Number(each[size.key]) > 400),
  )
})

test('and, or, negate, nested as deep as they come', async (t) => {
  const { find, contacts, pick } = await start(t)
  const ceo = where('contact', 'title', text('exact_value', 'CEO'))
  const mary = where('contact', 'name', text('full_words', 'Mary'))
  const either = { type: 'or', queries: [ceo, all(mary, { type: 'or', queries: [mary] })] }
  const isEither = (each: Json) => each['title'] === 'CEO' || String(each['name']).startsWith('Mary')
  assert.deepEqual(await find('contact', either), pick(contacts, isEither))
  assert.deepEqual(
    await find('contact', { ...either, negate: true }),
    pick(contacts, (each) => !isEither(each)),
  )
  assert.deepEqual(
    await find('contact', all({ ...ceo, negate: true }, { ...mary, negate: true })),
    pick(contacts, (each) => !isEither(each)),
  )
})

test('has_related goes from contacts to leads and e-mails, and from leads to contacts, addresses and opportunities', async (t) => {
  const { find, leads, contacts, pick } = await start(t)
  const related = (from: string, to: string, query: Json) =>
    find(from, { type: 'has_related', this_object_type: from, related_object_type: to, related_query: query })
  const email = readList(contacts[4], 'emails')[0]?.['email']
  assert.deepEqual(
    await related('contact', 'contact_email', where('contact_email', 'email', text('exact_value', String(email)))),
    new Set([String(contacts[4]?.['id'])]),
  )
  const acme = pick(leads, (each) => String(each['name']).startsWith('Acme'))
  assert.deepEqual(
    await related('contact', 'lead', where('lead', 'name', text('full_words', 'Acme'))),
    pick(contacts, (each) => acme.has(String(each['lead_id']))),
  )
  const inLyon = (each: Json) => (each['addresses'] as Json[]).some((place) => place['city'] === 'Lyon')
  assert.deepEqual(await related('lead', 'address', where('address', 'city', text('exact_value', 'Lyon'))), pick(leads, inLyon))
  const ceos = (each: Json) => (each['contacts'] as Json[]).some((contact) => contact['title'] === 'CEO')
  assert.deepEqual(await related('lead', 'contact', where('contact', 'title', text('exact_value', 'CEO'))), pick(leads, ceos))
  const won = (each: Json) => (each['opportunities'] as Json[]).some((one) => one['status_type'] === 'won')
  assert.deepEqual(
    await related('lead', 'opportunity', where('opportunity', 'status_type', { type: 'term', values: ['won'] })),
    pick(leads, won),
  )
})

test('a text query looks through a lead and its contacts', async (t) => {
  const { find, leads, contacts } = await start(t)
  const email = String(readList(contacts[0], 'emails')[0]?.['email'])
  assert.deepEqual(await find('lead', text('phrase', email)), new Set([String(contacts[0]?.['lead_id'])]))
  assert.ok((await find('lead', text('beginning_of_words', String(leads[0]?.['name']).slice(0, 4)))).has(String(leads[0]?.['id'])))
})

test('without _fields a hit is its id; with them it shows what is named', async (t) => {
  const { search } = await start(t)
  const bare = await search({ query: object('contact'), _limit: 1 })
  assert.deepEqual(Object.keys(bare.data[0] ?? {}), ['__object_type', 'id'])
  const named = await search({ query: object('contact'), _limit: 1, _fields: { contact: ['name', 'emails', 'custom'] } })
  const keys = Object.keys(named.data[0] ?? {})
  assert.deepEqual(keys.slice(0, 3).sort(), ['__object_type', 'emails', 'name'])
  assert.ok(keys[3]?.startsWith('custom.cf_'))
})

test('sort goes by several fields up and down; references cannot be sorted by', async (t) => {
  const { search } = await start(t)
  const by = (name: string, direction: string) => ({ direction, field: field('contact', name) })
  const fields = { contact: ['id', 'title', 'name', 'date_created'] }
  const { data } = await search({ query: object('contact'), _limit: 200, _fields: fields, sort: [by('title', 'asc'), by('name', 'desc')] })
  const seen = data.map((each) => [String(each['title']).toLowerCase(), String(each['name']).toLowerCase()] as const)
  const sorted = seen.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0))
  assert.deepEqual(seen, sorted)
  assert.equal((await search({ query: object('contact'), sort: [by('lead_id', 'asc')] })).status, 400)
})

test('a cursor walks a result once through, is null at the end, and expires after thirty seconds', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { search, contacts } = await start(t, { now: () => now })
  const ids: unknown[] = []
  let cursor: unknown = null
  do {
    const page = await search({ query: object('contact'), _limit: 25, cursor })
    assert.deepEqual(Object.keys(page.body).sort(), ['cursor', 'data'])
    ids.push(...page.data.map((each) => each['id']))
    cursor = page.body['cursor']
    now += 29_000
  } while (cursor !== null)
  assert.deepEqual(
    ids,
    contacts.map((each) => each['id']),
  )
  const first = await search({ query: object('contact'), _limit: 25 })
  now += 30_000
  const late = await search({ query: object('contact'), _limit: 25, cursor: first.body['cursor'] })
  assert.deepEqual([late.status, late.body], [400, { errors: [], 'field-errors': { cursor: 'Expired cursor' } }])
  assert.equal((await search({ query: object('contact'), cursor: 'invented' })).status, 400)
})

test('results_limit caps, include_counts counts, and no walk goes beyond the maximum', async (t) => {
  const { search, contacts, options } = await start(t)
  const counted = await search({ query: object('contact'), include_counts: true, results_limit: 0 })
  assert.deepEqual(counted.body, { data: [], cursor: null, count: { limited: 0, total: contacts.length } })
  const capped = await search({ query: object('contact'), results_limit: 3, _limit: 2 })
  assert.equal(capped.data.length, 2)
  const rest = await search({ query: object('contact'), results_limit: 3, _limit: 2, cursor: capped.body['cursor'] })
  assert.deepEqual([rest.data.length, rest.body['cursor']], [1, null])
  options.searchMaximum = 5
  const most = await search({ query: object('contact') })
  assert.deepEqual([most.data.length, most.body['cursor']], [5, null])
})

test('a query that cannot be understood is refused with its reason', async (t) => {
  const { search } = await start(t)
  const wrong: Json[] = [
    {},
    { type: 'guess' },
    all(object('contact'), { type: 'guess' }),
    all(object('task')),
    all(object('contact'), where('contact', 'nothing', { type: 'exists' })),
    all(object('contact'), where('lead', 'name', { type: 'exists' })),
    all(object('contact'), where('contact', 'title', { type: 'number_range', gt: 1 })),
    all(object('contact'), where('contact', 'title', text('sounds_like', 'x'))),
    all(object('contact'), where('contact', 'date_created', { type: 'moment_range' })),
    all(object('contact'), where('contact', 'date_created', { type: 'moment_range', before: { type: 'fixed_utc', value: 'soon' } })),
    all(object('contact'), { type: 'has_related', this_object_type: 'contact', related_object_type: 'planet', related_query: {} }),
    all(object('contact'), {
      type: 'field_condition',
      field: { type: 'custom_field', custom_field_id: 'cf_none' },
      condition: { type: 'exists' },
    }),
  ]
  for (const query of wrong) {
    const reply = await search({ query })
    assert.equal(reply.status, 400, JSON.stringify(query))
    assert.ok((reply.body['field-errors'] as Json)['query'], JSON.stringify(query))
  }
  assert.equal((await search({ query: object('contact'), _limit: 201 })).status, 400)
})
