// Tokens, scopes, rights, wrong addresses; credits and concurrency; faults on demand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, decide, exchange, firstId, login, startFor, startWithCaller, type Tokens } from './test-client.ts'

const list = '/Contacts?fields=Last_Name'

test('a call needs a token that lives, after Zoho-oauthtoken or Bearer', async (t) => {
  const { zoho, token } = await startWithCaller(t)
  const get = async (headers: Record<string, string>) => {
    const reply = await fetch(`${zoho.url}/crm/v8${list}`, { headers })
    return [reply.status, ((await reply.json()) as { code?: string }).code]
  }
  assert.deepEqual(await get({}), [401, 'AUTHENTICATION_FAILURE'])
  assert.deepEqual(await get({ authorization: 'Zoho-oauthtoken nonsense' }), [401, 'INVALID_TOKEN'])
  assert.deepEqual(await get({ authorization: `Zoho-oauthtoken ${token}` }), [200, undefined])
  assert.deepEqual(await get({ authorization: `Bearer ${token}` }), [200, undefined])
})

test('a token that has expired is invalid', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { call } = await startWithCaller(t, { now: () => time })
  assert.equal((await call('GET', list)).status, 200)
  time += 3_600_000
  const expired = await call('GET', list)
  assert.deepEqual(expired.body, { code: 'INVALID_TOKEN', details: {}, message: 'invalid oauth token', status: 'error' })
})

test('scopes cover modules and operations; others are a mismatch', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url, { query: { scope: 'ZohoCRM.modules.contacts.READ,ZohoCRM.settings.fields.READ' } })
  const { access_token } = (await (await exchange(url, target.searchParams.get('code') ?? '')).json()) as Tokens
  const call = createCaller(url, access_token)
  assert.equal((await call('GET', list)).status, 200)
  assert.equal((await call('GET', '/settings/fields?module=Contacts')).status, 200)
  for (const [method, path] of [
    ['POST', '/Contacts'],
    ['GET', '/Leads?fields=Last_Name'],
    ['GET', '/settings/modules'],
    ['GET', '/users'],
    ['POST', '/coql'],
  ] as const) {
    const refused = await call(method, path, method === 'POST' ? {} : undefined)
    assert.deepEqual([refused.status, refused.body['code']], [401, 'OAUTH_SCOPE_MISMATCH'], path)
  }
})

test('searching needs a scope of its own where the knob says so', async (t) => {
  const { url } = await startFor(t, { searchScope: true })
  const target = await decide(url, { query: { scope: 'ZohoCRM.modules.ALL' } })
  const { access_token } = (await (await exchange(url, target.searchParams.get('code') ?? '')).json()) as Tokens
  assert.equal((await createCaller(url, access_token)('GET', '/Contacts/search?word=smith')).status, 401)
})

test('a user whose profile hides a module has no permission there', async (t) => {
  const { url } = await startFor(t)
  const call = createCaller(url, (await login(url, 'Northwind Traders as Robin')).access_token)
  assert.equal((await call('GET', list)).status, 200)
  const refused = await call('GET', '/Deals?fields=Deal_Name')
  assert.equal(refused.status, 403)
  assert.deepEqual(refused.body, {
    code: 'NO_PERMISSION',
    details: { permissions: ['Crm_Implied_View_Deals'] },
    message: 'permission denied',
    status: 'error',
  })
  assert.equal((await call('GET', '/users?type=AllUsers')).status, 403)
  assert.equal((await call('GET', '/users?type=CurrentUser')).status, 200)
})

test('wrong addresses, methods, modules and bodies are told apart', async (t) => {
  const { call } = await startWithCaller(t)
  const codeOf = async (...request: Parameters<typeof call>) => {
    const reply = await call(...request)
    return [reply.status, reply.body['code'], reply.body['details']]
  }
  assert.deepEqual(await codeOf('GET', '/a/b/c/d/e'), [404, 'INVALID_URL_PATTERN', {}])
  assert.deepEqual(await codeOf('PATCH', '/Contacts'), [400, 'INVALID_REQUEST_METHOD', {}])
  assert.deepEqual(await codeOf('GET', '/Nonsense?fields=a'), [400, 'INVALID_MODULE', { resource_path_index: 0 }])
  assert.deepEqual(await codeOf('POST', '/Contacts', '{"data":'), [400, 'INVALID_DATA', { expected_data_type: 'jsonobject' }])
})

test('credits are counted over a rolling day; what is left is told from half of them on; beyond them comes a 429 without Retry-After', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { call } = await startWithCaller(t, { enforceLimits: true, creditsPerDay: 6, creditWindowMs: 48_000, now: () => time })
  const left = async () => (await call('GET', list)).headers.get('x-api-credits-remaining')
  assert.deepEqual([await left(), await left(), await left(), await left()], [null, null, '3', '2'])
  const dear = await call('POST', '/coql', { select_query: 'select id from Contacts where id is not null limit 2000' })
  assert.deepEqual([dear.status, dear.body['code'], dear.headers.get('retry-after')], [429, 'TOO_MANY_REQUESTS', null])
  assert.equal(await left(), '1')
  time += 49_000
  assert.equal(await left(), null)
})

test('writes cost a credit for ten records', async (t) => {
  const { call } = await startWithCaller(t, { creditsPerDay: 10 })
  const data = Array.from({ length: 41 }, (_, at) => ({ Last_Name: `Many ${at}` }))
  assert.equal((await call('POST', '/Contacts', { data })).headers.get('x-api-credits-remaining'), '5')
})

test('too many calls at one time are refused, queries sooner than others', async (t) => {
  const { call } = await startWithCaller(t, { enforceLimits: true, concurrency: 3, subConcurrency: 1, latencyMin: 60, latencyMax: 60 })
  const query = { select_query: 'select id from Contacts where id is not null limit 1' }
  const queries = await Promise.all([call('POST', '/coql', query), call('POST', '/coql', query)])
  assert.deepEqual(queries.map((each) => each.status).sort(), [200, 429])
  const lists = await Promise.all(Array.from({ length: 5 }, () => call('GET', list)))
  assert.deepEqual(lists.map((each) => each.status).sort(), [200, 200, 200, 429, 429])
  assert.equal((await call('GET', list)).status, 200)
})

test('faults strike as asked: pages, resets, halves, lapsed tokens, another application that used everything up', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  const inject = (...faults: typeof zoho.options.faults) => {
    zoho.options.faults = faults
  }
  inject({ kind: 'http-503', match: { path: '/crm/v8/Contacts*' }, skip: 1 })
  assert.deepEqual([(await call('GET', list)).status, (await call('GET', list)).status, (await call('GET', list)).status], [200, 503, 200])
  const contacts = zoho.state.tenants.get('northwind')!.tables.get('Contacts')!
  const before = contacts.rows.size
  inject({ kind: 'reset-before' })
  await assert.rejects(call('POST', '/Contacts', { data: [{ Last_Name: 'Twice' }] }))
  assert.equal(contacts.rows.size, before)
  inject({ kind: 'reset-after-apply' })
  await assert.rejects(call('POST', '/Contacts', { data: [{ Last_Name: 'Twice' }] }))
  assert.equal(contacts.rows.size, before + 1)
  inject({ kind: 'truncated-json' })
  await assert.rejects(call('GET', list))
  inject({ kind: 'insert-record' }, { kind: 'delete-record' })
  await call('GET', list)
  await call('GET', list)
  assert.equal(contacts.rows.size, before + 1)
  inject({ kind: 'quota-exhausted' })
  assert.equal((await call('GET', list)).status, 429)
  inject({ kind: 'expire-token' })
  assert.equal((await call('GET', list)).body['code'], 'INVALID_TOKEN')
  assert.equal((await call('GET', list)).status, 401)
})

test('the first byte can be late', async (t) => {
  const { zoho, call } = await startWithCaller(t)
  zoho.options.faults = [{ kind: 'slow', delayMs: 120 }]
  const begun = performance.now()
  assert.equal((await call('GET', `/Contacts/${firstId(zoho, 'Contacts')}`)).status, 200)
  assert.ok(performance.now() - begun >= 115)
})
