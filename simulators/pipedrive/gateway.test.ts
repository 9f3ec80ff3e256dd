// Credentials, addresses, limits with their headers, and faults on demand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, login, startCaller, startFor } from './test-client.ts'

const apiToken = 'simulator-api-token-of-an-administrator'
const regularToken = 'simulator-api-token-of-a-regular-user'

test('the gateway answers wrong credentials, unknown addresses and wrong methods without credentials alike', async (t) => {
  const { url } = await startFor(t)
  for (const [method, path, headers] of [
    ['GET', '/api/v2/persons', {}],
    ['GET', '/api/v2/persons', { authorization: 'Bearer no' }],
    ['GET', '/api/v2/persons', { 'x-api-token': 'no' }],
    ['GET', '/api/v2/nothing', {}],
    ['DELETE', '/api/v2/persons', {}],
    ['GET', '/elsewhere', {}],
  ] as const) {
    const reply = await fetch(url + path, { method, headers })
    assert.deepEqual([reply.status, reply.headers.get('x-401-by-gw')], [401, 'true'])
    assert.deepEqual(await reply.json(), {
      success: false,
      error: 'unauthorized access',
      errorCode: 401,
      error_info: 'Please check developers.pipedrive.com',
    })
  }
})

test('an API token goes in the header, and on v1 in the query too', async (t) => {
  const { url, options } = await startFor(t)
  const status = async (path: string, headers: Record<string, string> = {}) => (await fetch(url + path, { headers })).status
  assert.equal(await status('/api/v2/persons', { 'x-api-token': apiToken }), 200)
  assert.equal(await status(`/api/v1/users/me?api_token=${apiToken}`), 200)
  assert.equal(await status(`/v1/users/me?api_token=${apiToken}`), 200)
  assert.equal(await status(`/api/v2/persons?api_token=${apiToken}`), 401)
  options.apiTokenInQuery = 'both'
  assert.equal(await status(`/api/v2/persons?api_token=${apiToken}`), 200)
})

test('an address that is none is a scope mismatch for OAuth and not found for an API token; v2 has one prefix', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  for (const [method, path] of [
    ['GET', '/v2/nothing'],
    ['PUT', '/v2/persons/1'],
    ['GET', '/v1/persons'],
  ] as const) {
    const reply = await call(method, path, method === 'PUT' ? {} : undefined)
    assert.deepEqual([reply.status, reply.body['error']], [403, 'Scope and URL mismatch'], path)
  }
  const reply = await fetch(`${pipedrive.url}/api/v2/nothing`, { headers: { 'x-api-token': apiToken } })
  assert.equal(reply.status, 404)
  assert.equal((await fetch(`${pipedrive.url}/v2/persons`, { headers: { 'x-api-token': apiToken } })).status, 401)
})

test('settings are for administrators', async (t) => {
  const { url } = await startFor(t)
  const reply = await fetch(`${url}/api/v2/pipelines`, {
    method: 'POST',
    headers: { 'x-api-token': regularToken, 'content-type': 'application/json' },
    body: '{"name":"x"}',
  })
  assert.deepEqual([reply.status, ((await reply.json()) as { error: string }).error], [403, 'You do not have permissions to do this.'])
  assert.equal((await fetch(`${url}/api/v2/pipelines`, { headers: { 'x-api-token': regularToken } })).status, 200)
})

test('the burst window is counted per user, by plan and kind of token, and told in headers', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { pipedrive, call } = await startCaller(t, { now: () => now, enforceLimits: true, plan: 'lite', burstFactor: 0.05 })
  const limits = async () => {
    const { headers, status } = await call('GET', '/v1/users/me')
    return [status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset')]
  }
  assert.deepEqual(await limits(), [200, '4', '3', '2'])
  for (let count = 0; count < 3; count += 1) await limits()
  assert.deepEqual(await limits(), [429, '4', '0', '2'])
  const other = createCaller(pipedrive.url, (await login(pipedrive.url, 'alder-birch/11002')).access_token)
  assert.equal((await other('GET', '/v1/users/me')).status, 200)
  const refused = await call('GET', '/v1/users/me')
  assert.deepEqual(refused.body, {
    success: false,
    error: 'request over limit',
    errorCode: 429,
    error_info: 'Please check developers.pipedrive.com',
  })
  assert.equal(refused.headers.get('retry-after'), null)
  now += 2_000
  assert.deepEqual(await limits(), [200, '4', '3', '2'])
  const byToken = await fetch(`${pipedrive.url}/api/v1/users/me`, { headers: { 'x-api-token': apiToken } })
  assert.equal(byToken.headers.get('x-ratelimit-limit'), '1')
})

test('searches have a window of their own, ten calls in every plan', async (t) => {
  const { call } = await startCaller(t, { enforceLimits: true, now: () => 0 })
  for (let count = 0; count < 10; count += 1) assert.equal((await call('GET', '/v2/persons/search?term=mary')).status, 200)
  assert.equal((await call('GET', '/v2/itemSearch?term=mary')).status, 429)
  assert.equal((await call('GET', '/v2/persons?limit=1')).status, 200)
})

test("the company's daily budget is spent by the cost of each operation and ends at midnight", async (t) => {
  let now = Date.UTC(2026, 0, 1, 23)
  const { call } = await startCaller(t, {
    now: () => now,
    enforceLimits: true,
    plan: 'lite',
    seats: 1,
    budgetPerSeat: 27,
    accessTokenSeconds: 86_400,
  })
  const left = async (path: string) => {
    const { headers, status } = await call('GET', path)
    return [status, headers.get('x-daily-ratelimit-token-limit'), headers.get('x-daily-ratelimit-token-remaining')]
  }
  assert.deepEqual(await left('/v2/persons/1'), [200, '27', '26'])
  assert.deepEqual(await left('/v2/persons'), [200, '27', '16'])
  assert.deepEqual(await left('/v1/users/me'), [200, '27', '14'])
  const refused = await call('GET', '/v1/users')
  assert.deepEqual(
    [refused.status, refused.body['error'], refused.headers.get('retry-after')],
    [429, 'daily request budget exceeded', '3600'],
  )
  assert.deepEqual(await left('/v2/persons'), [200, '27', '4'])
  now += 3_600_000
  assert.deepEqual(await left('/v2/persons'), [200, '27', '17'])
})

test('the budget is shared by all users of a company, and is larger in a larger plan', async (t) => {
  const { pipedrive, call } = await startCaller(t, { enforceLimits: true, plan: 'ultimate' })
  const first = await call('GET', '/v2/persons')
  assert.equal(first.headers.get('x-daily-ratelimit-token-limit'), String(30_000 * 7 * 4))
  const other = createCaller(pipedrive.url, (await login(pipedrive.url, 'alder-birch/11002')).access_token)
  assert.equal((await other('GET', '/v2/persons/1')).headers.get('x-daily-ratelimit-token-remaining'), String(30_000 * 28 - 11))
  const elsewhere = createCaller(pipedrive.url, (await login(pipedrive.url, 'cove-dale/22001')).access_token)
  assert.equal((await elsewhere('GET', '/v2/persons/1')).headers.get('x-daily-ratelimit-token-remaining'), String(30_000 * 28 - 1))
})

test('who goes on after refusals with an API token meets a page of the front end', async (t) => {
  const { url } = await startFor(t, { enforceLimits: true, plan: 'lite', burstFactor: 0.05, blockAfter: 2, now: () => 0 })
  const get = () => fetch(`${url}/api/v1/users/me`, { headers: { 'x-api-token': apiToken } })
  const statuses = []
  for (let count = 0; count < 4; count += 1) statuses.push((await get()).status)
  assert.deepEqual(statuses, [200, 429, 429, 403])
  assert.match((await get()).headers.get('content-type') ?? '', /text\/html/)
})

test('faults strike the calls they match: pages, resets, half a body, an expired token, a spent budget', async (t) => {
  const { pipedrive, call } = await startCaller(t)
  const { options, state } = pipedrive
  options.faults = [{ kind: 'http-503', match: { method: 'GET', path: '/api/v2/persons*' } }]
  const page = await call('GET', '/v2/persons')
  assert.deepEqual([page.status, /<title>503 /.test(page.text)], [503, true])
  assert.equal((await call('GET', '/v2/persons')).status, 200)
  const rows = () => state.tenants.get('alder-birch')?.tables.persons.rows.size
  options.faults = [{ kind: 'reset-before' }]
  await assert.rejects(call('POST', '/v2/persons', { name: 'Once' }))
  assert.equal(rows(), 36)
  options.faults = [{ kind: 'reset-after-apply' }]
  await assert.rejects(call('POST', '/v2/persons', { name: 'Once' }))
  assert.equal(rows(), 37)
  options.faults = [{ kind: 'truncated-json' }]
  await assert.rejects(call('GET', '/v2/persons'))
  options.faults = [{ kind: 'slow', delayMs: 60 }]
  const begun = performance.now()
  await call('GET', '/v2/persons/1')
  assert.ok(performance.now() - begun >= 55)
  options.faults = [{ kind: 'quota-exhausted' }]
  assert.equal((await call('GET', '/v2/persons')).body['error'], 'daily request budget exceeded')
  options.faults = [{ kind: 'expire-token' }]
  assert.equal((await call('GET', '/v2/persons')).status, 401)
  assert.equal((await call('GET', '/v2/persons')).status, 401)
})
