// What is v1 only: notes, leads, users, activity types, mail, webhooks.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { startCaller } from './test-client.ts'

test('a note needs content and something to be about; it is changed with PUT and answers `true` when deleted', async (t) => {
  const { call } = await startCaller(t, { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })
  const { data } = await call('POST', '/v1/notes', { content: '<p>Hi</p>', deal_id: 1, person_id: '2', pinned_to_deal_flag: 1 })
  assert.deepEqual(
    [data['add_time'], data['deal'], data['person'], data['pinned_to_deal_flag']],
    ['2026-01-02 03:04:05', { title: 'Deal 1 with Acme Tools' }, { name: 'Ana Okafor' }, true],
  )
  assert.equal((data['user'] as { is_you: boolean }).is_you, true)
  const path = `/v1/notes/${String(data['id'])}`
  assert.equal((await call('PUT', path, { content: 'New' })).data['content'], 'New')
  assert.deepEqual((await call('DELETE', path)).body, { success: true, data: true })
  assert.equal((await call('GET', path)).status, 404)
  assert.equal((await call('POST', '/v1/notes', { deal_id: 1 })).status, 400)
  assert.equal((await call('POST', '/v1/notes', { content: 'x' })).status, 400)
  assert.deepEqual((await call('POST', '/v1/notes', { content: 'x', deal_id: 999 })).body, {
    success: false,
    error: 'Cannot add/update note because deal does not exist or you have no permissions to access this deal.',
    error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
    data: null,
    additional_data: null,
  })
})

test('v1 takes forms as well as JSON', async (t) => {
  const { call } = await startCaller(t)
  const form = new URLSearchParams({ content: 'From a form', org_id: '3', pinned_to_organization_flag: '1' }).toString()
  const { data } = await call('POST', '/v1/notes', form, { 'content-type': 'application/x-www-form-urlencoded' })
  assert.deepEqual([data['content'], data['org_id'], data['pinned_to_organization_flag']], ['From a form', 3, true])
})

test('notes are listed by what they are about, by whom, and since when', async (t) => {
  const { call } = await startCaller(t)
  const ids = async (query: string) => ((await call('GET', `/v1/notes?${query}`)).list ?? []).map((each) => each['id'])
  assert.deepEqual(await ids('deal_id=1'), [1])
  assert.deepEqual(await ids('user_id=11002&limit=3'), [2, 6, 10])
  assert.deepEqual(await ids('updated_since=2024-04-29T09:00:00Z'), [29, 30])
  assert.deepEqual(await ids('start_date=2024-04-10&end_date=2024-04-11'), [10, 11])
})

test('a lead has a UUID, a person or organization, money as amount and currency, and custom fields of deals beside the others', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  const code = pipedrive.state.tenants.get('alder-birch')?.fields.deal.find((each) => each.name === 'Customer reference')?.code ?? ''
  const made = await call('POST', '/v1/leads', { title: 'New', person_id: 1, value: { amount: 10, currency: 'EUR' }, [code]: 'R-9' })
  assert.equal(made.status, 201)
  assert.match(String(made.data['id']), /^[0-9a-f-]{36}$/)
  assert.deepEqual(
    [made.data['value'], made.data[code], made.data['visible_to'], made.data['origin']],
    [{ amount: 10, currency: 'EUR' }, 'R-9', '3', 'API'],
  )
  const path = `/v1/leads/${String(made.data['id'])}`
  assert.equal((await call('PATCH', path, { title: 'Better' })).data['title'], 'Better')
  assert.equal((await call('PATCH', path, { is_archived: true })).data['is_archived'], true)
  assert.equal((await call('PATCH', path, { title: 'x' })).status, 400)
  assert.equal((await call('GET', '/v1/leads?limit=100')).list.length, 16)
  assert.equal((await call('GET', '/v1/leads/archived')).list.length, 3)
  assert.deepEqual((await call('DELETE', path)).data, { id: made.data['id'] })
  assert.deepEqual((await call('GET', path)).body['error'], 'requested lead not found')
  assert.equal((await call('POST', '/v1/leads', { title: 'No one' })).status, 400)
  assert.equal((await call('POST', '/v1/leads', { person_id: 1 })).status, 400)
})

test('users are listed whole; the caller is told which one it is and in which company', async (t) => {
  const { call } = await startCaller(t)
  const { list } = await call('GET', '/v1/users')
  assert.deepEqual(
    list.map((each) => [each['id'], each['active_flag'], each['is_you']]),
    [
      [11001, true, true],
      [11002, true, false],
      [11003, true, false],
      [11004, true, false],
      [11005, false, false],
    ],
  )
  const me = (await call('GET', '/v1/users/me')).data
  assert.deepEqual([me['id'], me['company_name'], me['company_domain']], [11001, 'Alder & Birch', 'alder-birch'])
  assert.deepEqual(
    (await call('GET', '/v1/users/find?term=reyes')).list.map((each) => each['id']),
    [11002],
  )
  assert.equal((await call('PUT', '/v1/users/11003', { active_flag: false })).data['active_flag'], false)
  assert.deepEqual((await call('GET', '/v1/users/1')).body, { success: false, error: 'User not found or not accessible.' })
})

test('a deleted activity type stays in the list without its flag and serves no new activity', async (t) => {
  const { call } = await startCaller(t)
  const made = await call('POST', '/v1/activityTypes', { name: 'Video call', icon_key: 'camera' })
  assert.deepEqual([made.data['key_string'], made.data['is_custom_flag']], ['video_call', true])
  assert.equal((await call('POST', '/v2/activities', { type: 'video_call' })).status, 200)
  assert.equal((await call('DELETE', `/v1/activityTypes/${String(made.data['id'])}`)).data['active_flag'], false)
  assert.equal((await call('POST', '/v2/activities', { type: 'video_call' })).status, 400)
  assert.equal((await call('GET', '/v1/activityTypes')).list.length, 7)
  assert.equal((await call('POST', '/v1/activityTypes', { name: 'x' })).status, 400)
})

test('mail is found by folder, thread, deal, person and organization', async (t) => {
  const { call } = await startCaller(t)
  assert.equal((await call('GET', '/v1/mailbox/mailThreads?folder=inbox')).list.length, 5)
  assert.deepEqual(
    (await call('GET', '/v1/mailbox/mailThreads?folder=archive')).list.map((each) => each['id']),
    [6],
  )
  assert.equal((await call('GET', '/v1/mailbox/mailThreads?folder=attic')).status, 400)
  assert.equal((await call('GET', '/v1/mailbox/mailThreads/1/mailMessages')).list.length, 2)
  for (const path of ['deals', 'persons', 'organizations']) {
    const { list } = await call('GET', `/v1/${path}/2/mailMessages`)
    assert.deepEqual(
      list.map((each) => (each['data'] as { mail_thread_id: number }).mail_thread_id),
      [2, 2],
      path,
    )
  }
  assert.equal((await call('GET', '/v1/deals/9/mailMessages')).data, null)
})

/** A receiver that keeps what it gets and answers with the statuses given, then 200. */
async function receive(
  t: TestContext,
  statuses: number[] = [],
): Promise<{ url: string; bodies: Record<string, Record<string, unknown>>[]; headers: (string | undefined)[] }> {
  const bodies: Record<string, Record<string, unknown>>[] = []
  const headers: (string | undefined)[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    bodies.push(JSON.parse(text) as Record<string, Record<string, unknown>>)
    headers.push(request.headers.authorization)
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies, headers }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(holds())
}

test('webhooks tell of creations, changes with what was before, and deletions', async (t) => {
  const { call } = await startCaller(t, { hookDelayMs: 1 })
  const receiver = await receive(t)
  const hook = {
    subscription_url: receiver.url,
    event_action: '*',
    event_object: 'person',
    name: 'n',
    http_auth_user: 'u',
    http_auth_password: 'p',
  }
  assert.equal((await call('POST', '/v1/webhooks', hook)).status, 201)
  await call('POST', '/v2/persons', { name: 'Ida Berg' })
  await until(() => receiver.bodies.length === 1)
  await call('PATCH', '/v2/persons/37', { name: 'Ida Bergh' })
  await call('POST', '/v2/organizations', { name: 'Not heard of' })
  await until(() => receiver.bodies.length === 2)
  await call('DELETE', '/v2/persons/37')
  await until(() => receiver.bodies.length === 3)
  assert.deepEqual(
    receiver.bodies.map(({ meta }) => [meta?.['action'], meta?.['entity'], meta?.['entity_id'], meta?.['version']]),
    [
      ['create', 'person', '37', '2.0'],
      ['change', 'person', '37', '2.0'],
      ['delete', 'person', '37', '2.0'],
    ],
  )
  assert.equal(receiver.bodies[1]?.['data']?.['name'], 'Ida Bergh')
  assert.deepEqual(receiver.bodies[1]?.['previous']?.['name'], 'Ida Berg')
  assert.equal(receiver.bodies[2]?.['data'], null)
  assert.equal(receiver.headers[0], `Basic ${Buffer.from('u:p').toString('base64')}`)
})

test('a refused delivery is tried again, three times, and counted', async (t) => {
  const { pipedrive, call } = await startCaller(t, { hookDelayMs: 1, hookRetryMs: [1, 1, 1] })
  const receiver = await receive(t, [500, 500, 500, 500, 500])
  await call('POST', '/v1/webhooks', { subscription_url: receiver.url, event_action: 'create', event_object: 'deal', name: 'n' })
  await call('POST', '/v2/deals', { title: 'x' })
  await until(() => receiver.bodies.length === 4)
  assert.deepEqual(
    receiver.bodies.map(({ meta }) => meta?.['attempt']),
    [1, 2, 3, 4],
  )
  const hook = pipedrive.state.tenants.get('alder-birch')?.tables.webhooks.rows.get(1)
  await until(() => hook?.['last_http_status'] === 500)
})

test('a webhook needs an address that can be reached, and known actions and objects; forty are the most', async (t) => {
  const { call } = await startCaller(t)
  const hook = { subscription_url: 'https://octet.example/hook', event_action: 'create', event_object: 'deal', name: 'n' }
  const insecure = await call('POST', '/v1/webhooks', { ...hook, subscription_url: 'http://octet.example/hook' })
  assert.deepEqual(
    [insecure.status, insecure.body],
    [400, { status: 'error', success: false, errors: { subscription_url: ['invalid or non-reachable URL'] } }],
  )
  assert.equal((await call('POST', '/v1/webhooks', { ...hook, event_action: 'added' })).status, 400)
  for (let count = 0; count < 40; count += 1) await call('POST', '/v1/webhooks', hook)
  assert.equal((await call('POST', '/v1/webhooks', hook)).status, 422)
  assert.deepEqual((await call('DELETE', '/v1/webhooks/1')).body, { status: 'ok', success: true })
  assert.equal((await call('DELETE', '/v1/webhooks/1')).status, 404)
})
