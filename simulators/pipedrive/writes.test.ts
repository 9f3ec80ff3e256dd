// What v2 takes, refuses and answers when records are made, changed and removed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, startCaller } from './test-client.ts'

async function refused(call: Caller, method: string, path: string, body: unknown): Promise<unknown> {
  const reply = await call(method, path, body)
  assert.deepEqual([reply.status, reply.body['success'], reply.body['code']], [400, false, 'ERR_SCHEMA_VALIDATION_FAILED'], reply.text)
  assert.deepEqual(Object.keys(reply.body), ['success', 'error', 'code'])
  return reply.body['error']
}

const now = Date.UTC(2026, 0, 2, 3, 4, 5)

test('a person is made from a name or its parts, by default for the caller and visible to all', async (t) => {
  const { call } = await startCaller(t, { now: () => now })
  const { status, data } = await call('POST', '/v2/persons', {
    name: 'Ida Marie Berg',
    emails: [{ value: 'a@b.example' }, { value: 'c@d.example', primary: true, label: 'home' }],
  })
  assert.equal(status, 200)
  assert.deepEqual(
    [data['id'], data['first_name'], data['last_name'], data['owner_id'], data['visible_to']],
    [37, 'Ida Marie', 'Berg', 11001, 3],
  )
  assert.deepEqual(
    [data['add_time'], data['update_time'], data['is_deleted'], data['org_id']],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', false, null],
  )
  assert.deepEqual(data['emails'], [
    { value: 'a@b.example', primary: false, label: 'work' },
    { value: 'c@d.example', primary: true, label: 'home' },
  ])
  assert.equal((await call('POST', '/v2/persons', { first_name: 'Bo', last_name: 'Ek' })).data['name'], 'Bo Ek')
  assert.equal(await refused(call, 'POST', '/v2/persons', {}), 'Validation failed: name: This field is missing.')
})

test('nothing is converted: text is no number, 1 is no flag; the sentence names the property', async (t) => {
  const { call } = await startCaller(t)
  for (const [path, body, sentence] of [
    ['/v2/persons', { name: 'x', owner_id: '11001' }, 'owner_id: This value should be of type integer.'],
    ['/v2/persons', { name: 'x', owner_id: 5 }, 'owner_id: User not found or not accessible.'],
    ['/v2/persons', { name: 'x', visible_to: 2 }, 'visible_to: The value you selected is not a valid choice.'],
    ['/v2/persons', { name: 'x', emails: [{ label: 'work' }] }, 'emails[0].value: This field is missing.'],
    ['/v2/persons', { name: 'x', email: 'a@b.example' }, 'email: This field was not expected.'],
    ['/v2/persons', { name: '  ' }, 'name: This value should not be blank.'],
    ['/v2/organizations', { name: 'x', address: 'Main Street 1' }, 'address: Invalid collection'],
    ['/v2/deals', { title: 'x', value: '10' }, 'value: This value should be of type float.'],
    ['/v2/deals', { title: 'x', person_id: 999 }, 'person_id: Person not found or not accessible.'],
    ['/v2/activities', { done: 1 }, 'done: This value should be of type bool.'],
    ['/v2/activities', { due_time: 'noon' }, 'due_time: This value is not a valid datetime.'],
    ['/v2/activities', { type: 'siesta' }, 'type: The value you selected is not a valid choice.'],
    ['/v2/products', {}, 'name: This field is missing.'],
  ] as const) {
    assert.equal(await refused(call, 'POST', path, body), `Validation failed: ${sentence}`)
  }
})

test('unknown properties can be let through by a knob; a body that is no JSON is refused', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  pipedrive.options.unknownProperties = 'ignore'
  const { status, data } = await call('POST', '/v2/persons', { name: 'x', nonsense: 1 })
  assert.deepEqual([status, 'nonsense' in data], [200, false])
  assert.equal((await call('POST', '/v2/persons', '{"name":')).status, 400)
})

test('PATCH changes what was sent and the update time, nothing else; custom fields one by one', async (t) => {
  const { pipedrive, call } = await startCaller(t, { now: () => now })
  const code = (name: string) => pipedrive.state.tenants.get('alder-birch')?.fields.person.find((each) => each.name === name)?.code ?? ''
  const before = (await call('GET', '/v2/persons/1')).data
  const after = (await call('PATCH', '/v2/persons/1', { org_id: null, custom_fields: { [code('Score')]: 99 } })).data
  assert.deepEqual(after, {
    ...before,
    org_id: null,
    update_time: '2026-01-02T03:04:05Z',
    custom_fields: { ...(before['custom_fields'] as object), [code('Score')]: 99 },
  })
  const cleared = (await call('PATCH', '/v2/persons/1', { custom_fields: { [code('Score')]: null } })).data['custom_fields'] as Record<
    string,
    unknown
  >
  assert.equal(cleared[code('Score')], null)
  assert.deepEqual([(await call('PATCH', '/v2/persons/999', {})).status, (await call('PATCH', '/v2/persons/x', {})).status], [404, 400])
})

test('custom fields take the form of their type', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  const fields = pipedrive.state.tenants.get('alder-birch')?.fields.deal ?? []
  const find = (name: string) => fields.find((each) => each.name === name)
  const write = (name: string, value: unknown) => call('PATCH', '/v2/deals/1', { custom_fields: { [find(name)?.code ?? name]: value } })
  const read = (data: Record<string, unknown>, name: string) => (data['custom_fields'] as Record<string, unknown>)[find(name)?.code ?? '']
  const channels = find('Channels')?.options?.map((each) => each.id) ?? []
  for (const [name, value] of [
    ['Customer reference', 'R-1'],
    ['Margin', 12.5],
    ['Region', find('Region')?.options?.[2]?.id],
    ['Channels', channels.slice(0, 2)],
    ['Contract date', '2026-02-28'],
    ['Account manager', 11002],
    ['Reseller', 3],
    ['Setup fee', { value: 5, currency: 'EUR' }],
    ['Trial period', { value: '2026-01-01', until: '2026-02-01' }],
  ] as const) {
    assert.deepEqual(read((await write(name, value)).data, name), value, name)
  }
  const delivery = read((await write('Delivery address', { value: '1 Elm' })).data, 'Delivery address') as Record<string, unknown>
  assert.deepEqual([delivery['value'], delivery['locality']], ['1 Elm', null])
  for (const [name, value, sentence] of [
    ['title', 'x', /Unknown key 'title'/],
    ['Margin', '12', /Expected 'number' as value for deal custom field 'Margin'/],
    ['Setup fee', 5, /Expected 'object'/],
    ['Channels', [], /Invalid option/],
    ['Region', 1, /Invalid option/],
    ['Contract date', '2026-02-30', /Invalid date/],
  ] as const) {
    assert.match(String((await write(name, value)).body['error']), sentence)
  }
})

test('a deal starts in the first stage of the first pipeline, open, in the currency of the company', async (t) => {
  const { call } = await startCaller(t)
  const { data } = await call('POST', '/v2/deals', { title: 'New' })
  assert.deepEqual(
    [data['pipeline_id'], data['stage_id'], data['status'], data['currency'], data['value'], data['origin'], data['creator_user_id']],
    [1, 1, 'open', 'USD', 0, 'API', 11001],
  )
  assert.equal((await call('POST', '/v2/deals', { title: 'Renewal', stage_id: 7 })).data['pipeline_id'], 2)
  assert.equal((await call('POST', '/v2/deals', { title: 'Renewal', pipeline_id: 2 })).data['stage_id'], 6)
  assert.match(String(await refused(call, 'POST', '/v2/deals', { title: 'x', pipeline_id: 2, stage_id: 1 })), /stage_id/)
})

test('winning, losing and reopening a deal set and clear its times; a reason needs a lost deal', async (t) => {
  const { call } = await startCaller(t, { now: () => now })
  const patch = async (body: object) => (await call('PATCH', '/v2/deals/1', body)).data
  assert.match(String(await refused(call, 'PATCH', '/v2/deals/1', { lost_reason: 'x' })), /Can only be set if deal status is lost/)
  const won = await patch({ status: 'won' })
  assert.deepEqual(
    [won['won_time'], won['close_time'], won['local_won_date'], won['lost_time']],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', '2026-01-02', null],
  )
  const lost = await patch({ status: 'lost', lost_reason: 'No budget' })
  assert.deepEqual([lost['won_time'], lost['lost_reason'], lost['local_lost_date']], [null, 'No budget', '2026-01-02'])
  const open = await patch({ status: 'open' })
  assert.deepEqual([open['lost_time'], open['lost_reason'], open['close_time'], open['local_close_date']], [null, null, null, null])
})

test('archived deals are not edited; open deals can have a limit', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  assert.match(String(await refused(call, 'PATCH', '/v2/deals/23', { title: 'x' })), /Archived/)
  assert.equal((await call('PATCH', '/v2/deals/23', { is_archived: false })).data['archive_time'], null)
  pipedrive.options.openDealsLimit = 3
  const { status, body } = await call('POST', '/v2/deals', { title: 'One more' })
  assert.deepEqual(
    [status, body['code'], body['error']],
    [403, 'feature_capping_deals_limit', "Couldn't add the deal. Open deals limit reached."],
  )
})

test('the person of an activity is its primary participant; done is stamped', async (t) => {
  const { call } = await startCaller(t, { now: () => now })
  const { data } = await call('POST', '/v2/activities', {
    subject: 'Call',
    due_time: '09:30',
    duration: '00:15',
    participants: [{ person_id: 2 }, { person_id: 3, primary: true }],
  })
  assert.deepEqual(
    [data['type'], data['person_id'], data['due_time'], data['done'], data['due_date']],
    ['call', 3, '09:30:00', false, '2026-01-02'],
  )
  assert.deepEqual(data['participants'], [
    { person_id: 2, primary: false },
    { person_id: 3, primary: true },
  ])
  const done = (await call('PATCH', `/v2/activities/${String(data['id'])}`, { done: true })).data
  assert.equal(done['marked_as_done_time'], '2026-01-02T03:04:05Z')
})

test('a product answers 201 and has one price per currency', async (t) => {
  const { call } = await startCaller(t)
  const { status, data } = await call('POST', '/v2/products', { name: 'Box', prices: [{ price: 12, currency: 'USD' }] })
  assert.equal(status, 201)
  assert.deepEqual(data['prices'], [{ product_id: 7, price: 12, currency: 'USD', cost: 0, direct_cost: null, notes: '' }])
  assert.deepEqual((await call('POST', '/v2/products', { name: 'Plain' })).data['prices'], [
    { product_id: 8, price: 0, currency: 'USD', cost: 0, direct_cost: null, notes: '' },
  ])
  const twice = {
    name: 'x',
    prices: [
      { price: 1, currency: 'USD' },
      { price: 2, currency: 'USD' },
    ],
  }
  assert.match(String(await refused(call, 'POST', '/v2/products', twice)), /one price per product per currency/)
})

test('a new record can be without an update time', async (t) => {
  const { call } = await startCaller(t, { updateTimeOfNew: 'null' })
  const { data } = await call('POST', '/v2/organizations', { name: 'Fresh' })
  assert.equal(data['update_time'], null)
  assert.equal((await call('GET', '/v2/organizations?updated_since=2026-01-01T00:00:00Z')).list.length, 1)
})
