// Scopes, limits and their headers, migration, faults, control surface, and the README's table of knobs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { startHubspot } from './hubspot.ts'
import { createDefaultKnobs } from './knobs.ts'
import { createCaller, login, startFor } from './test-client.ts'

const contacts = '/crm/v3/objects/contacts'
const limitHeaders = (headers: Headers) => Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-hubspot-ratelimit')))

test('every reply carries its correlation id in body and headers', async (t) => {
  const { headers, body } = await createCaller((await startFor(t)).url)('GET', `${contacts}/1`)
  assert.match(String(body['correlationId']), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(headers.get('x-hubspot-correlation-id'), body['correlationId'])
  assert.equal(headers.get('content-type'), 'application/json;charset=utf-8')
})

test('a scope that was not granted is named; checkScopes turns that off', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url, 'pat-na1-simulator-contacts-only')
  assert.equal((await call('GET', contacts)).status, 200)
  const refused = await call('GET', '/crm/v3/objects/deals')
  assert.deepEqual([refused.status, refused.body.category], [403, 'MISSING_SCOPES'])
  assert.deepEqual(refused.body.errors[0]?.context, { requiredGranularScopes: ['crm.objects.deals.read'] })
  assert.equal((await call('POST', contacts, { properties: { email: 'x@example.com' } })).status, 403)
  assert.equal((await call('GET', '/account-info/v3/details')).status, 200)
  hubspot.options.checkScopes = false
  assert.equal((await call('GET', '/crm/v3/objects/deals')).status, 200)
})

test('an OAuth token is told of its window, a private application of its day too, a search of nothing', async (t) => {
  const { url } = await startFor(t)
  const oauth = await createCaller(url, (await login(url)).access_token)('GET', contacts)
  assert.deepEqual(limitHeaders(oauth.headers), {
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-max': '110',
    'x-hubspot-ratelimit-remaining': '109',
  })
  const call = createCaller(url)
  const own = await call('GET', contacts)
  assert.deepEqual(limitHeaders(own.headers), {
    'x-hubspot-ratelimit-daily': '650000',
    'x-hubspot-ratelimit-daily-remaining': '649999',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-max': '190',
    'x-hubspot-ratelimit-remaining': '189',
  })
  assert.deepEqual(limitHeaders((await call('POST', `${contacts}/search`, {})).headers), {})
})

test('the window rolls; applications and accounts have their own', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now, enforceLimits: true, oauthPerWindow: 2, windowMs: 1_000 })
  const call = createCaller(url, (await login(url)).access_token)
  const ask = async () => (await call('GET', contacts)).status
  assert.equal(await ask(), 200)
  now += 600
  assert.deepEqual([await ask(), await ask()], [200, 429])
  const other = createCaller(url, (await login(url, { portal: '55118824' })).access_token)
  assert.equal((await other('GET', contacts)).status, 200)
  now += 401
  assert.deepEqual([await ask(), await ask()], [200, 429])
})

test('a 429 names the policy; Retry-After comes by a knob', async (t) => {
  const hubspot = await startFor(t, { enforceLimits: true, privatePerWindow: 0 })
  const call = createCaller(hubspot.url)
  const refused = await call('GET', contacts)
  const { correlationId, ...body } = refused.body as Record<string, unknown>
  assert.deepEqual([refused.status, typeof correlationId, refused.headers.get('retry-after')], [429, 'string', null])
  assert.deepEqual(body, {
    status: 'error',
    message: 'You have reached your ten_secondly_rolling limit.',
    errorType: 'RATE_LIMIT',
    policyName: 'TEN_SECONDLY_ROLLING',
  })
  hubspot.options.retryAfterSeconds = 3
  assert.equal((await call('GET', contacts)).headers.get('retry-after'), '3')
})

test('searches: so many a second for the whole account, and not in the window', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now, enforceLimits: true, searchPerSecond: 2, oauthPerWindow: 1 })
  const [one, other] = [createCaller(url), createCaller(url, (await login(url)).access_token)]
  const search = async (call: typeof one) => call('POST', `${contacts}/search`, {})
  assert.deepEqual([(await search(one)).status, (await search(other)).status], [200, 200])
  assert.equal((await search(one)).body['policyName'], 'SECONDLY')
  assert.equal((await other('GET', contacts)).status, 200)
  now += 1_000
  assert.equal((await search(other)).status, 200)
})

test('the day of private applications ends at midnight of the account', async (t) => {
  let now = Date.UTC(2026, 2, 5, 3, 59)
  const { url } = await startFor(t, { now: () => now, enforceLimits: true, perDay: 1 })
  const call = createCaller(url)
  assert.equal((await call('GET', contacts)).status, 200)
  assert.equal((await call('GET', contacts)).body['policyName'], 'DAILY')
  now += 60_000
  assert.equal((await call('GET', contacts)).status, 200)
})

test('limits are only counted unless they are enforced', async (t) => {
  const call = createCaller((await startFor(t, { privatePerWindow: 1 })).url)
  await call('GET', contacts)
  assert.equal((await call('GET', contacts)).status, 200)
})

test('an account that is being moved answers 477 with the time to wait', async (t) => {
  const reply = await createCaller((await startFor(t, { migrationSeconds: 60 })).url)('GET', contacts)
  assert.deepEqual([reply.status, reply.headers.get('retry-after')], [477, '60'])
})

test('faults: pages, slow, cut before and after, half a body, an expired token, a quota used up by others', async (t) => {
  const hubspot = await startFor(t)
  const call = createCaller(hubspot.url)
  const strike = (kind: string, more = {}) => {
    hubspot.options.faults = [{ kind, ...more }] as typeof hubspot.options.faults
  }
  for (const status of [500, 502, 503, 504]) {
    strike(`http-${status}`)
    const struck = await call('GET', contacts)
    assert.deepEqual([struck.status, struck.text.startsWith('<!DOCTYPE html>')], [status, true])
    assert.equal((await call('GET', contacts)).status, 200)
  }
  const { living } = hubspot.state.tenants.get('44237313')!.tables['contacts']!
  const before = living.length
  const create = (email: string) => call('POST', contacts, { properties: { email } })
  strike('reset-before')
  await assert.rejects(create('r1@example.com'))
  assert.equal(living.length, before)
  strike('reset-after-apply')
  await assert.rejects(create('r2@example.com'))
  assert.equal((await create('r2@example.com')).status, 409)
  strike('truncated-json')
  await assert.rejects(call('GET', contacts))
  strike('slow', { delayMs: 100 })
  const begun = performance.now()
  await call('GET', contacts)
  assert.ok(performance.now() - begun >= 95)
  strike('quota-exhausted')
  assert.equal((await call('GET', contacts)).body['policyName'], 'DAILY')
  const { access_token } = await login(hubspot.url)
  const oauth = createCaller(hubspot.url, access_token)
  strike('quota-exhausted')
  assert.equal((await oauth('GET', contacts)).body['policyName'], 'TEN_SECONDLY_ROLLING')
  strike('expire-token')
  assert.equal((await oauth('GET', contacts)).body.category, 'EXPIRED_AUTHENTICATION')
  assert.equal((await oauth('GET', contacts)).status, 401)
})

test('addresses that are none and methods that are not allowed', async (t) => {
  const call = createCaller((await startFor(t)).url)
  assert.equal((await call('GET', '/crm/v3/nothing')).status, 404)
  const wrong = await call('PUT', contacts, {})
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, POST'])
})

const control = async (url: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/_simulator/${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('knobs are checked by name, all or nothing', async (t) => {
  await assert.rejects(startHubspot({ accessTokenSecond: 1 } as never), { message: 'accessTokenSecond: no such knob' })
  await assert.rejects(startHubspot({ nullValues: 'odd' as never }), KnobError)
  const { url } = await startFor(t)
  assert.equal((await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 2 })).body['accessTokenSeconds'], 2)
  assert.equal((await login(url)).expires_in, 2)
  assert.equal((await control(url, 'PATCH', 'knobs', { accessTokenSeconds: 9, gzip: 'yes' })).status, 400)
  assert.equal((await control(url, 'GET', 'knobs')).body['accessTokenSeconds'], 2)
})

test('tokens, bulk contacts, records and reset from outside', async (t) => {
  const { url } = await startFor(t)
  const { body: tokens } = await control(url, 'POST', 'tokens', { tenant: '55118824' })
  assert.equal((await createCaller(url, String(tokens['access_token']))('GET', '/account-info/v3/details')).body['portalId'], 55118824)
  const seeded = await control(url, 'POST', 'contacts', { tenant: '44237313', count: 500 })
  assert.equal(seeded.body['count'], 500)
  const record = await control(url, 'GET', `records/44237313/contacts/${String(seeded.body['lastId'])}`)
  assert.equal(record.body['id'], seeded.body['lastId'])
  await control(url, 'POST', 'reset')
  assert.equal(((await control(url, 'GET', 'records/44237313/contacts')).body as unknown as unknown[]).length, 36)
  assert.equal((await createCaller(url, String(tokens['access_token']))('GET', contacts)).status, 401)
})

test('two starts hold the same data', async (t) => {
  const [one, other] = [await startFor(t), await startFor(t)]
  const read = async (url: string) =>
    (await createCaller(url)('GET', `${contacts}?limit=100&associations=companies`)).body.results.map((each) => JSON.stringify(each))
  assert.deepEqual(await read(one.url), await read(other.url))
})

test('the README names every knob with its default', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(createDefaultKnobs())) {
    const isList = ['clients', 'privateApps', 'developerKeys'].includes(name)
    assert.ok(
      readme.includes(isList ? `| \`${name}\` |` : `| \`${name}\` | \`${JSON.stringify(value)}\` |`),
      `${name} ${JSON.stringify(value)}`,
    )
  }
})
