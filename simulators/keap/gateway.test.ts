// Groups 3 to 5: keys and rights, the gateway before the router, limits and their headers.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { createCaller, login, startFor } from './test-client.ts'

const sak = 'KeapAK-simulator-service-account'
const pat = 'KeapAK-simulator-restricted-user'

const get = (url: string, path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers })

const faultOf = async (reply: Response) => ((await reply.json()) as { fault: { faultstring: string; detail: { errorcode: string } } }).fault

test('keys work as a bearer token and in X-Keap-API-Key, which v2 can be told to ignore', async (t) => {
  const keap = await startFor(t)
  const path = '/crm/rest/v2/contacts/1'
  assert.equal((await get(keap.url, path, { authorization: `Bearer ${sak}` })).status, 200)
  assert.equal((await get(keap.url, path, { 'x-keap-api-key': sak })).status, 200)
  keap.options.apiKeyHeaderOnV2 = false
  assert.equal((await get(keap.url, path, { 'x-keap-api-key': sak })).status, 401)
  assert.equal((await get(keap.url, '/crm/rest/v1/contacts', { 'x-keap-api-key': sak })).status, 200)
})

test('a restricted user is forbidden some reads; an administrator key is not', async (t) => {
  const { url } = await startFor(t)
  const path = '/crm/rest/v2/opportunities'
  const forbidden = await get(url, path, { authorization: `Bearer ${pat}` })
  assert.equal(forbidden.status, 403)
  assert.deepEqual(Object.keys((await forbidden.json()) as object), ['code', 'message', 'status', 'details'])
  assert.equal((await get(url, '/crm/rest/v2/contacts/1', { authorization: `Bearer ${pat}` })).status, 200)
  assert.equal((await get(url, path, { authorization: `Bearer ${sak}` })).status, 200)
})

test('without a usable token every path answers 401 with a fault, unknown paths too, and blank numbers in the headers', async (t) => {
  const { url } = await startFor(t)
  for (const path of ['/crm/rest/v2/contacts', '/crm/rest/v2/nowhere', '/nowhere']) {
    const missing = await get(url, path)
    assert.equal(missing.status, 401, path)
    assert.equal(missing.headers.get('x-keap-product-quota-available'), '')
    assert.deepEqual(await faultOf(missing), {
      faultstring: 'Invalid access token',
      detail: { errorcode: 'oauth.v2.InvalidAccessToken' },
    })
    const odd = await faultOf(await get(url, path, { authorization: 'Token abc' }))
    assert.equal(odd.detail.errorcode, 'oauth.v2.InvalidAccessToken')
    const wrong = await faultOf(await get(url, path, { authorization: 'Bearer abc' }))
    assert.deepEqual(wrong, {
      faultstring: 'Invalid Access Token',
      detail: { errorcode: 'keymanagement.service.invalid_access_token' },
    })
  }
})

test('with a valid token an unknown path is an HTML page and a wrong method is 405', async (t) => {
  const { url } = await startFor(t)
  const unknown = await get(url, '/crm/rest/v2/nowhere', { authorization: `Bearer ${sak}` })
  assert.equal(unknown.status, 404)
  assert.match(await unknown.text(), /<title>Keap - Page Not Found<\/title>/)
  assert.equal((await createCaller(url, sak)('PUT', '/v2/contacts/1', {})).status, 405)
})

test('a GET with a body is refused by the front end', async (t) => {
  const { port } = await startFor(t)
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${sak}`, 'content-length': 2 }
    const call = request({ port, host: '127.0.0.1', path: '/crm/rest/v2/contacts', method: 'GET', headers }, async (reply) => {
      let text = ''
      for await (const chunk of reply) text += String(chunk)
      resolve({ status: reply.statusCode ?? 0, text })
    })
    call.on('error', reject)
    call.end('{}')
  })
  assert.equal(status, 400)
  assert.match(text, /<title>400 Bad Request<\/title>/)
})

test('a body must be JSON and say so', async (t) => {
  const keap = await startFor(t)
  const post = (type: string, body: string) =>
    fetch(`${keap.url}/crm/rest/v2/contacts`, { method: 'POST', headers: { authorization: `Bearer ${sak}`, 'content-type': type }, body })
  assert.equal((await post('text/plain', '{}')).status, 415)
  keap.options.missingContentTypeStatus = 400
  assert.equal((await post('text/plain', '{}')).status, 400)
  assert.equal((await post('application/json', '{"a":')).status, 400)
  assert.equal((await post('application/json', '[]')).status, 400)
})

test('one tenant never sees the records of another', async (t) => {
  const { url } = await startFor(t)
  const [one, two] = [await login(url), await login(url, 'cd456.infusionsoft.com/1')]
  const created = await createCaller(url, one.access_token)('POST', '/v2/contacts', { phone_numbers: [{ number: '1', field: 'PHONE1' }] })
  assert.equal((await createCaller(url, two.access_token)('GET', `/v2/contacts/${created.body['id']}`)).status, 404)
  const info = await createCaller(url, two.access_token)('GET', '/v2/oauth/connect/userinfo')
  assert.equal(info.body['tenant_id'], 'cd456.infusionsoft.com')
})

test('every reply reports the counters: product, spike and the pipe-delimited tenant family, expiry in epoch milliseconds', async (t) => {
  const now = Date.UTC(2026, 2, 4, 5, 6, 7)
  const { url } = await startFor(t, { now: () => now })
  const call = createCaller(url, (await login(url)).access_token)
  await call('GET', '/v2/contacts/1')
  const { headers } = await call('GET', '/v2/contacts/999999')
  const shown = Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-keap-')))
  assert.deepEqual(shown, {
    'x-keap-product-quota-limit': '150000',
    'x-keap-product-quota-time-unit': 'day',
    'x-keap-product-quota-interval': '1',
    'x-keap-product-quota-available': '149998',
    'x-keap-product-quota-used': '2',
    'x-keap-product-quota-expiry-time': String(Date.UTC(2026, 2, 5)),
    'x-keap-product-throttle-limit': '1500',
    'x-keap-product-throttle-time-unit': 'minute',
    'x-keap-product-throttle-interval': '1',
    'x-keap-product-throttle-available': '1498',
    'x-keap-product-throttle-used': '2',
    'x-keap-product-spike-limit': '25ps',
    'x-keap-tenant-id': 'ab123.infusionsoft.com',
    'x-keap-tenant-throttle-limit': '10000|250000',
    'x-keap-tenant-throttle-time-unit': 'minute|day',
    'x-keap-tenant-throttle-interval': '1|1',
    'x-keap-tenant-throttle-available': '9998|249998',
    'x-keap-tenant-throttle-used': '2|2',
  })
  assert.equal((await createCaller(url, sak)('GET', '/v2/contacts/1')).headers.get('x-keap-product-spike-limit'), '10ps')
})

test('the minute window opens again after the minute, the day at midnight UTC', async (t) => {
  let now = Date.UTC(2026, 2, 4, 23, 58, 10)
  const { url } = await startFor(t, { now: () => now, enforceLimits: true, spikeBurst: 100, clientPerMinute: 2, clientPerDay: 3 })
  const call = createCaller(url, (await login(url)).access_token)
  const ask = async () => (await call('GET', '/v2/contacts/1')).status
  assert.deepEqual([await ask(), await ask(), await ask()], [200, 200, 429])
  now += 60_000
  assert.deepEqual([await ask(), await ask()], [200, 429])
  now += 60_000
  assert.equal(new Date(now).getUTCDate(), 5)
  assert.equal(await ask(), 200)
})

test('spike arrest lets a small burst through and then an even flow', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now, enforceLimits: true, spikePerSecond: 10, spikeBurst: 3 })
  const call = createCaller(url, (await login(url)).access_token)
  const ask = async () => (await call('GET', '/v2/contacts/1')).status
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [200, 200, 200, 429])
  now += 100
  assert.deepEqual([await ask(), await ask()], [200, 429])
})

test('a 429 comes in the three known bodies, with and without Retry-After', async (t) => {
  const keap = await startFor(t, { enforceLimits: true, tenantPerMinute: 0 })
  const call = createCaller(keap.url, sak)
  const quota = await call('GET', '/v2/contacts/1')
  assert.deepEqual([quota.status, quota.headers.get('retry-after')], [429, null])
  assert.match(quota.text, /Rate limit quota violation\. Quota limit {2}exceeded\. Identifier : .*policies\.ratelimit\.QuotaViolation/)
  Object.assign(keap.options, { throttleBody: 'newer', retryAfterSeconds: 7 })
  const newer = await call('GET', '/v2/contacts/1')
  assert.deepEqual(newer.body, { code: '429', message: 'Quota Exceeded', status: 'Request Throttled', details: null })
  assert.equal(newer.headers.get('retry-after'), '7')
  keap.options.throttleBody = 'spike-fault'
  assert.match((await call('GET', '/v2/contacts/1')).text, /policies\.ratelimit\.SpikeArrestViolation/)
})

test('limits are only counted unless they are enforced', async (t) => {
  const { url } = await startFor(t, { clientPerMinute: 1 })
  const call = createCaller(url, (await login(url)).access_token)
  await call('GET', '/v2/contacts/1')
  assert.equal((await call('GET', '/v2/contacts/1')).status, 200)
})
