// Group 8: writes: required properties, lengths, replaced collections, masks, duplicates, deletes, references, moves.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { KeapOptions } from './keap.ts'
import { createCaller, login, type Reply, startFor } from './test-client.ts'

type Items = Record<string, unknown>[]

async function start(t: TestContext, options: Partial<KeapOptions> = {}) {
  const keap = await startFor(t, options)
  const call = createCaller(keap.url, (await login(keap.url)).access_token)
  const refuse = async (method: string, path: string, body: unknown): Promise<Reply> => {
    const reply = await call(method, path, body)
    assert.equal(reply.status, 400, `${method} ${path} ${JSON.stringify(body)} → ${reply.text}`)
    return reply
  }
  return { keap, call, refuse }
}

const email = { email_addresses: [{ email: 'new@example.com', field: 'EMAIL1' }] }
const slots = (reply: Reply, name: string) => (reply.body[name] as Items | undefined)?.map((item) => item['field'])

test('a contact needs an e-mail, a phone or an address; names alone are refused', async (t) => {
  const { call, refuse } = await start(t)
  const reply = await refuse('POST', '/v2/contacts', { given_name: 'Only', family_name: 'Names' })
  assert.deepEqual(Object.keys(reply.body), ['code', 'message', 'status', 'details'])
  assert.equal(reply.body['code'], 400)
  await refuse('POST', '/v2/contacts', { email_addresses: [] })
  for (const body of [email, { phone_numbers: [{ number: '1', field: 'PHONE1' }] }, { addresses: [{ line1: 'x', field: 'BILLING' }] }]) {
    assert.equal((await call('POST', '/v2/contacts', body)).status, 201)
  }
  assert.deepEqual((await refuse('POST', '/v1/contacts', { given_name: 'Only' })).body, {
    message: 'Contact must contain an e-mail address or phone number',
  })
})

test('contact properties keep to their lengths, and unknown ones are ignored', async (t) => {
  const { call, refuse } = await start(t)
  const limits: [string, number][] = [
    ['given_name', 40],
    ['family_name', 40],
    ['middle_name', 100],
    ['job_title', 255],
    ['website', 100],
    ['assistant_phone', 15],
  ]
  for (const [name, longest] of limits) {
    assert.equal((await call('PATCH', '/v2/contacts/1', { [name]: 'x'.repeat(longest) })).status, 200, name)
    await refuse('PATCH', '/v2/contacts/1', { [name]: 'x'.repeat(longest + 1) })
  }
  const phone = (field: string, length: number) => ({ phone_numbers: [{ field, number: '1'.repeat(length) }] })
  assert.equal((await call('PATCH', '/v2/contacts/1', phone('PHONE3', 40))).status, 200)
  await refuse('PATCH', '/v2/contacts/1', phone('PHONE4', 21))
  const ignored = await call('PATCH', '/v2/contacts/1', { shoe_size: 9, id: '99' })
  assert.deepEqual([ignored.status, ignored.body['id'], ignored.body['shoe_size']], [200, '1', undefined])
})

test('values are checked: types, e-mail form, dates, slots, countries, references', async (t) => {
  const { call, refuse } = await start(t)
  const wrong = [
    { given_name: 5 },
    { email_addresses: 'a@b.c' },
    { email_addresses: [{ email: 'nobody', field: 'EMAIL1' }] },
    { email_addresses: [{ email: 'a@b.c', field: 'EMAIL9' }] },
    { phone_numbers: [...Array(2)].map(() => ({ number: '1', field: 'PHONE1' })) },
    { birth_date: '2001-02-30' },
    { birth_date: '12/04/1985' },
    { addresses: [{ field: 'BILLING', region: 'Arizona' }] },
    { addresses: [{ field: 'BILLING', country_code: 'US' }] },
    { owner_id: '999' },
    { owner_id: 1 },
    { company: { id: '999' } },
    { leadsource_id: '999' },
    { custom_fields: [{ id: '999', content: 'x' }] },
  ]
  for (const body of wrong) await refuse('PATCH', '/v2/contacts/1', body)
  const both = await call('PATCH', '/v2/contacts/1', { addresses: [{ field: 'OTHER', region: 'Arizona', country_code: 'USA' }] })
  assert.deepEqual(both.body['addresses'], [{ field: 'OTHER', region: 'Arizona', region_code: 'US-AZ', country_code: 'USA' }])
})

test('a PATCH replaces whole collections and leaves everything else alone', async (t) => {
  const { call } = await start(t)
  const before = (await call('GET', '/v2/contacts/1')).body
  const after = await call('PATCH', '/v2/contacts/1', { phone_numbers: [{ number: '999', field: 'PHONE2' }] })
  assert.deepEqual(slots(after, 'phone_numbers'), ['PHONE2'])
  assert.deepEqual(after.body['email_addresses'], before['email_addresses'])
  assert.equal(after.body['given_name'], before['given_name'])
  const cleared = await call('PATCH', '/v2/contacts/1', { email_addresses: [] })
  assert.deepEqual(cleared.body['email_addresses'], [])
})

test('update_mask narrows what a PATCH writes; the key is repeated, a comma-joined value is refused', async (t) => {
  const { keap, call, refuse } = await start(t)
  const body = { given_name: 'Neu', family_name: 'Neumann', job_title: 'Chef' }
  const before = (await call('GET', '/v2/contacts/1')).body
  const masked = await call('PATCH', '/v2/contacts/1?update_mask=given_name&update_mask=job_title', body)
  assert.deepEqual(
    [masked.body['given_name'], masked.body['job_title'], masked.body['family_name']],
    ['Neu', 'Chef', before['family_name']],
  )
  await refuse('PATCH', '/v2/contacts/1?update_mask=given_name,job_title', body)
  await refuse('PATCH', '/v2/contacts/1?update_mask=shoe_size', body)
  keap.options.commaUpdateMask = true
  assert.equal((await call('PATCH', '/v2/contacts/1?update_mask=family_name,job_title', body)).body['family_name'], 'Neumann')
})

test('a masked property without a value is cleared, or skipped by the knob; null clears', async (t) => {
  const { keap, call } = await start(t)
  assert.equal((await call('PATCH', '/v2/contacts/1?update_mask=job_title', {})).body['job_title'], undefined)
  keap.options.maskWithoutValue = 'skip'
  assert.ok((await call('PATCH', '/v2/contacts/1?update_mask=website', {})).body['website'])
  assert.equal((await call('PATCH', '/v2/contacts/1', { website: null })).body['website'], undefined)
})

test('duplicate_option finds a contact by e-mail, name and company: 200 and updated, or 201 and new', async (t) => {
  const { call, refuse } = await start(t)
  const seeded = (await call('GET', '/v2/contacts/11')).body
  const same = { email_addresses: seeded['email_addresses'], given_name: seeded['given_name'], family_name: seeded['family_name'] }
  const matched = await call('POST', '/v2/contacts?duplicate_option=Email', { email_addresses: same.email_addresses, job_title: 'Cook' })
  assert.deepEqual([matched.status, matched.body['id'], matched.body['job_title']], [200, '11', 'Cook'])
  assert.equal((await call('POST', '/v2/contacts?duplicate_option=EmailAndName', same)).status, 200)
  assert.equal((await call('POST', '/v2/contacts?duplicate_option=EmailAndName', { ...same, given_name: 'Else' })).status, 201)
  const company = { company: { id: '3' } }
  assert.equal((await call('POST', '/v2/contacts?duplicate_option=EmailAndNameAndCompany', { ...same, ...company })).status, 201)
  assert.equal((await call('POST', '/v2/contacts', same)).status, 201)
  await refuse('POST', '/v2/contacts?duplicate_option=Name', same)
})

test('a delete answers 204, a second one 404 in the words of its version', async (t) => {
  const { call } = await start(t)
  assert.deepEqual([(await call('DELETE', '/v2/contacts/5')).status, (await call('DELETE', '/v1/contacts/6')).status], [204, 204])
  const again = await call('DELETE', '/v2/contacts/5')
  assert.deepEqual([again.status, again.body['code']], [404, 404])
  assert.deepEqual((await call('DELETE', '/v1/contacts/6')).body, { message: 'Unable to find this Contact' })
  for (const path of ['companies/1', 'opportunities/1', 'tasks/1', 'products/1']) {
    assert.deepEqual([(await call('DELETE', `/v2/${path}`)).status, (await call('GET', `/v2/${path}`)).status], [204, 404], path)
  }
})

test('opportunities need title, contact and stage that exist; a change of stage leaves a move', async (t) => {
  const { call, refuse } = await start(t)
  const whole = { opportunity_title: 'Deal', contact_id: '1', stage_id: '18' }
  for (const name of Object.keys(whole)) await refuse('POST', '/v2/opportunities', { ...whole, [name]: undefined })
  for (const wrong of [{ stage_id: '999' }, { contact_id: '999' }, { user_id: '999' }])
    await refuse('POST', '/v2/opportunities', { ...whole, ...wrong })
  const { body } = await call('POST', '/v2/opportunities', whole)
  const path = `/v2/opportunities/${body['id']}`
  assert.equal((body['stage'] as { name: string }).name, 'New Opportunity')
  await call('PATCH', path, { next_action_notes: 'nothing moved' })
  await call('PATCH', path, { stage_id: '22' })
  const moves = await call('GET', `/v2/opportunities/stageMoves?filter=opportunity_id%3D%3D${body['id']}`)
  assert.deepEqual(
    (moves.body['stage_moves'] as Items).map((move) => [move['move_from_stage_id'], move['move_to_stage_id']]),
    [['18', '22']],
  )
})

test('update_time moves with every write', async (t) => {
  let now = Date.UTC(2026, 5, 1)
  const { call } = await start(t, { now: () => now })
  for (const [path, body, name] of [
    ['contacts/1', { job_title: 'a' }, 'update_time'],
    ['companies/1', { title: 'a' }, 'update_time'],
    ['opportunities/1', { next_action_notes: 'a' }, 'last_updated_time'],
    ['tasks/1', { title: 'a' }, 'modification_time'],
    ['products/1', { name: 'a' }, 'update_time'],
  ] as const) {
    now += 5_000
    assert.equal((await call('PATCH', `/v2/${path}`, body)).body[name], new Date(now).toISOString().replace('.000', ''), path)
  }
})

test('companies need a name unless the knob says otherwise; contacts follow a new name', async (t) => {
  const { keap, call, refuse } = await start(t)
  await refuse('POST', '/v2/companies', { website: 'https://example.com' })
  keap.options.companyNameRequired = false
  assert.equal((await call('POST', '/v2/companies', { website: 'https://example.com' })).status, 201)
  const contact = (await call('POST', '/v2/contacts', { ...email, company: { id: '2' } })).body
  await call('PATCH', '/v2/companies/2', { company_name: 'Renamed' })
  assert.deepEqual((await call('GET', `/v2/contacts/${contact['id']}`)).body['company'], { id: '2', company_name: 'Renamed' })
})

test('notes live below their contact, need a user and a title or type', async (t) => {
  const { call, refuse } = await start(t)
  await refuse('POST', '/v2/contacts/1/notes', { title: 'x' })
  await refuse('POST', '/v2/contacts/1/notes', { user_id: '1', text: 'x' })
  await refuse('POST', '/v2/contacts/1/notes', { user_id: '1', type: 'Carrier pigeon' })
  const { body } = await call('POST', '/v2/contacts/1/notes', { user_id: '1', title: 'x' })
  assert.equal((body['assigned_to_user'] as { given_name: string }).given_name, 'Integration')
  assert.equal((await call('GET', `/v2/contacts/2/notes/${body['id']}`)).status, 404)
  assert.equal((await call('POST', '/v2/contacts/999/notes', { user_id: '1', title: 'x' })).status, 404)
})

test('tasks need an assignee; completing one dates it', async (t) => {
  const { call, refuse } = await start(t)
  await refuse('POST', '/v2/tasks', { title: 'x' })
  await refuse('POST', '/v2/tasks', { assigned_to_user_id: '1', remind_time_mins: 7 })
  await refuse('POST', '/v2/tasks', { assigned_to_user_id: '1', priority: 1 })
  await refuse('POST', '/v2/tasks', { assigned_to_user_id: '1', due_time: '2026-01-01' })
  const { body } = await call('POST', '/v2/tasks', { assigned_to_user_id: '1', due_time: '2026-01-01T02:00:00.000+02:00' })
  assert.equal(body['due_time'], '2026-01-01T00:00:00Z')
  assert.ok((await call('PATCH', `/v2/tasks/${body['id']}`, { completed: true })).body['completion_time'])
})

test('products take prices in minor units, and stock that cannot go below zero', async (t) => {
  const { call, refuse } = await start(t)
  for (const name of ['name', 'price', 'short_description']) {
    await refuse('POST', '/v2/products', { name: 'a', price: 1, short_description: 'b', [name]: undefined })
  }
  await refuse('POST', '/v2/products', { name: 'a', price: 12.5, short_description: 'b' })
  const adjust = (type: string, quantity: number) => call('POST', '/v2/products/2:adjustInventory', { type, quantity })
  const count = (reply: Reply) => (reply.body['inventory'] as { inventory_count: number }).inventory_count
  assert.equal(count(await adjust('INCREASE', 5)), 45)
  assert.equal(count(await adjust('DECREASE', 45)), 0)
  assert.equal((await adjust('DECREASE', 1)).status, 400)
  assert.equal((await adjust('SET', 1)).status, 400)
})

test('applying a tag answers for each contact; tag_ids and groups follow', async (t) => {
  const { call } = await start(t)
  const applied = await call('POST', '/v2/tags/4/contacts:applyTags', { contact_ids: ['1', '999'] })
  assert.deepEqual(applied.body, { results: { 1: 'SUCCESS', 999: 'CONTACT_NOT_FOUND' } })
  assert.deepEqual((await call('POST', '/v2/tags/4/contacts:applyTags', { contact_ids: ['1'] })).body, { results: { 1: 'DUPLICATE' } })
  const { body } = await call('GET', '/v2/contacts/1')
  assert.deepEqual([body['tag_ids'], body['groups']], [['2', '4'], '2,4'])
  assert.equal((await call('POST', '/v2/tags/4/contacts:removeTags', { contact_ids: ['1'] })).status, 204)
  assert.deepEqual((await call('GET', '/v2/contacts/1')).body['tag_ids'], ['2'])
})
