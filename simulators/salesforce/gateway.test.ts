// What every call passes: session, instance, version, route, body, the daily limit, faults.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, findId, login, startFor, startWithCaller } from './test-client.ts'

test('the versions are told without a session, oldest first', async (t) => {
  const { instanceUrl } = await startFor(t)
  const versions = (await (await fetch(`${instanceUrl}/services/data`)).json()) as Record<string, string>[]
  assert.deepEqual(versions[0], { label: "Summer '14", url: '/services/data/v31.0', version: '31.0' })
  assert.deepEqual(versions.at(-1), { label: "Winter '26", url: '/services/data/v65.0', version: '65.0' })
})

test('the API is at the instance; at the login server the same session is worth nothing', async (t) => {
  const { url } = await startFor(t)
  const tokens = await login(url)
  const elsewhere = await createCaller(url, tokens.access_token)('GET', '/limits')
  assert.deepEqual([elsewhere.status, elsewhere.code], [401, 'INVALID_SESSION_ID'])
  assert.equal((await createCaller(tokens.instance_url, tokens.access_token)('GET', '/limits')).status, 200)
})

test('a session sees its own organization only', async (t) => {
  const { salesforce, call } = await startWithCaller(t)
  const other = await login(salesforce.url, { account: 'Harbour &#38; Quay as Nora Field' })
  const id = findId(salesforce, 'Contact')
  assert.equal((await call('GET', `/sobjects/Contact/${id}`)).status, 200)
  assert.equal((await createCaller(other.instance_url, other.access_token)('GET', `/sobjects/Contact/${id}`)).status, 404)
})

test('refusals are lists, with the status that fits', async (t) => {
  const { call, salesforce } = await startWithCaller(t)
  const codeOf = async (...request: Parameters<typeof call>) => {
    const reply = await call(...request)
    return [reply.status, reply.code]
  }
  assert.deepEqual(await codeOf('GET', '/nothing'), [404, 'NOT_FOUND'])
  assert.deepEqual(await codeOf('GET', '/services/data/v999.0/limits'), [404, 'NOT_FOUND'])
  assert.deepEqual(await codeOf('GET', '/sobjects/Nothing/describe'), [404, 'NOT_FOUND'])
  assert.deepEqual(await codeOf('PUT', `/sobjects/Contact/${findId(salesforce, 'Contact')}`, {}), [405, 'METHOD_NOT_ALLOWED'])
  assert.deepEqual(await codeOf('POST', '/sobjects/Contact', '{"LastName":'), [400, 'JSON_PARSER_ERROR'])
  assert.deepEqual(await codeOf('POST', '/sobjects/Contact', 'LastName=x', { 'content-type': 'text/plain' }), [
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ])
  assert.deepEqual(await codeOf('GET', '/limits', undefined, { authorization: 'Basic abc' }), [401, 'INVALID_AUTH_HEADER'])
})

test('every reply tells the use of the last day; beyond it comes a 403 without Retry-After', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { call } = await startWithCaller(t, { enforceLimits: true, requestsPerDay: 2, requestWindowMs: 48_000, now: () => time })
  assert.equal((await call('GET', '/limits')).headers.get('sforce-limit-info'), 'api-usage=1/2')
  assert.deepEqual((await call('GET', '/limits')).body['DailyApiRequests'], { Max: 2, Remaining: 0 })
  const refused = await call('GET', '/limits')
  assert.deepEqual(
    [refused.status, refused.body],
    [403, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]],
  )
  assert.equal(refused.headers.get('retry-after'), null)
  time += 49_000
  assert.equal((await call('GET', '/limits')).status, 200)
})

test('faults strike as asked: pages, resets, halves, lapsed sessions, another application that used everything up', async (t) => {
  const { salesforce, call, ask } = await startWithCaller(t)
  const inject = (...faults: typeof salesforce.options.faults) => {
    salesforce.options.faults = faults
  }
  const count = async () => (await ask('SELECT COUNT() FROM Contact')).body['totalSize']
  inject({ kind: 'http-503', match: { path: '/services/data/*/limits' }, skip: 1 })
  assert.deepEqual(
    [(await call('GET', '/limits')).status, (await call('GET', '/limits')).status, (await call('GET', '/limits')).status],
    [200, 503, 200],
  )
  inject({ kind: 'reset-before' })
  await assert.rejects(call('POST', '/sobjects/Contact', { LastName: 'Twice' }))
  assert.equal(await count(), 36)
  inject({ kind: 'reset-after-apply' })
  await assert.rejects(call('POST', '/sobjects/Contact', { LastName: 'Twice' }))
  assert.equal(await count(), 37)
  inject({ kind: 'truncated-json' })
  await assert.rejects(call('GET', '/limits'))
  inject({ kind: 'insert-record' })
  await ask('SELECT Id FROM Contact')
  assert.equal(await count(), 38)
  inject({ kind: 'delete-record' })
  await call('GET', '/sobjects/Contact')
  assert.equal(await count(), 37)
  inject({ kind: 'slow', delayMs: 120 })
  const begun = performance.now()
  assert.equal((await call('GET', '/limits')).status, 200)
  assert.ok(performance.now() - begun >= 115)
  inject({ kind: 'quota-exhausted' })
  assert.equal((await call('GET', '/limits')).code, 'REQUEST_LIMIT_EXCEEDED')
  inject({ kind: 'expire-token' })
  assert.equal((await call('GET', '/limits')).code, 'INVALID_SESSION_ID')
  assert.equal((await call('GET', '/limits')).status, 401)
})
