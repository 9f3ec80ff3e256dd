// Before and around the resources: routes, slashes, bodies, limits and their header, faults, the control surface.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KnobError } from '../lib/knobs.ts'
import { startCloseio } from './closeio.ts'
import { alder, cove, createCaller, type Json, login, startFor } from './test-client.ts'

const unknownUrl =
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'

test('an unknown path is 404 in the words of the server, with or without credentials; a wrong method is 405', async (t) => {
  const { url } = await startFor(t)
  for (const authorization of [alder, '']) {
    const reply = await createCaller(url, authorization)('GET', '/nowhere/')
    assert.deepEqual([reply.status, reply.body], [404, { error: unknownUrl }])
  }
  const wrong = await createCaller(url)('POST', '/me/', {})
  assert.deepEqual([wrong.status, Object.keys(wrong.body)], [405, ['error']])
})

test('a path without its last slash is redirected, accepted or not found, as the knob says', async (t) => {
  const closeio = await startFor(t)
  const call = createCaller(closeio.url)
  const redirected = await call('GET', '/contact?_limit=1')
  assert.deepEqual([redirected.status, redirected.headers.get('location')], [308, '/api/v1/contact/?_limit=1'])
  closeio.options.missingSlash = 'accept'
  assert.equal((await call('GET', '/contact?_limit=1')).data.length, 1)
  closeio.options.missingSlash = 'not-found'
  assert.equal((await call('GET', '/contact')).status, 404)
})

test('a body must be a JSON object and say so', async (t) => {
  const { url } = await startFor(t)
  const post = async (type: string, body: string) => {
    const reply = await fetch(`${url}/api/v1/contact/`, { method: 'POST', headers: { authorization: alder, 'content-type': type }, body })
    return [reply.status, Object.keys((await reply.json()) as Json)]
  }
  assert.deepEqual(await post('application/x-www-form-urlencoded', 'name=x'), [415, ['error']])
  assert.deepEqual(await post('application/json', '{"name":'), [400, ['error']])
  assert.deepEqual(await post('application/json', '[]'), [400, ['error']])
})

test('replies are application/json and report the limit that is nearer', async (t) => {
  const { url } = await startFor(t, { now: () => Date.UTC(2026, 2, 4, 5, 6, 6, 250), keyLimit: 100, windowSeconds: 5 })
  const first = await createCaller(url)('GET', '/contact/?_limit=1')
  assert.equal(first.headers.get('content-type'), 'application/json')
  assert.equal(first.headers.get('ratelimit'), 'limit=100, remaining=99, reset=3.75')
  const missing = await createCaller(url)('GET', '/contact/-1/')
  assert.equal(missing.headers.get('ratelimit'), 'limit=100, remaining=98, reset=3.75')
})

test('each endpoint group has its own window; 429 comes with RateLimit and Retry-After, and passes with time', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const closeio = await startFor(t, { now: () => now, enforceLimits: true, keyLimit: 2, windowSeconds: 5 })
  const call = createCaller(closeio.url)
  const ask = async () => (await call('GET', '/contact/?_limit=1')).status
  assert.deepEqual([await ask(), await ask(), await ask()], [200, 200, 429])
  assert.equal((await call('GET', '/lead/?_limit=1')).status, 200)
  assert.equal((await call('POST', '/contact/', { name: 'x' })).status, 200)
  now += 700
  const throttled = await call('GET', '/contact/?_limit=1')
  assert.deepEqual([throttled.headers.get('retry-after'), throttled.headers.get('ratelimit')], ['5', 'limit=2, remaining=0, reset=4.3'])
  assert.deepEqual(Object.keys(throttled.body), ['error'])
  closeio.options.throttleBody = 'details'
  const details = (await call('GET', '/contact/?_limit=1')).body['error'] as Json
  assert.deepEqual([details['rate_reset'], details['rate_limit_type'], details['rate_endpoint_group']], [4.3, 'key', 'read contact'])
  now += 4_300
  assert.equal(await ask(), 200)
})

test('an organization has three times the limit of a key, over all keys and applications', async (t) => {
  const { url } = await startFor(t, { now: () => Date.UTC(2026, 2, 4), enforceLimits: true, keyLimit: 2 })
  const keys = [alder]
  for (const user of [1, 2, 3]) {
    const issued = await fetch(`${url}/_simulator/tokens`, { method: 'POST', body: JSON.stringify({ clientId: `app-${user}` }) })
    keys.push(`Bearer ${((await issued.json()) as Json)['access_token']}`)
  }
  const statuses: number[] = []
  for (const key of keys) for (let at = 0; at < 2; at += 1) statuses.push((await createCaller(url, key)('GET', '/user/')).status)
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 429, 429])
  assert.equal((await createCaller(url, cove)('GET', '/user/')).status, 200)
})

test('limits are only counted unless they are enforced; the header can be kept for refusals', async (t) => {
  const { url } = await startFor(t, { keyLimit: 1, rateLimitHeader: 'throttled-only' })
  const call = createCaller(url)
  await call('GET', '/me/')
  const second = await call('GET', '/me/')
  assert.deepEqual([second.status, second.headers.get('ratelimit')], [200, null])
})

test('faults: pages of a failing back end, cut connections, half a body, a slow reply', async (t) => {
  const { url, options } = await startFor(t)
  const call = createCaller(url)
  for (const status of [500, 502, 503, 504] as const) {
    options.faults = [{ kind: `http-${status}`, match: { path: '/api/v1/contact' } }]
    const reply = await call('POST', '/contact/', { name: 'x' })
    assert.deepEqual([reply.status, /^<!DOCTYPE html>/.test(reply.text)], [status, true])
  }
  const count = async () => (await call('GET', '/lead/?_limit=1')).body['total_results']
  const before = await count()
  options.faults = [{ kind: 'reset-before', match: { method: 'POST' } }]
  await assert.rejects(call('POST', '/lead/', { name: 'x' }))
  assert.equal(await count(), before)
  options.faults = [{ kind: 'reset-after-apply', match: { method: 'POST' } }]
  await assert.rejects(call('POST', '/lead/', { name: 'x' }))
  assert.equal(await count(), Number(before) + 1)
  options.faults = [{ kind: 'truncated-json' }]
  await assert.rejects(call('GET', '/lead/'))
  options.faults = [{ kind: 'slow', delayMs: 60 }]
  const begun = performance.now()
  await call('GET', '/me/')
  assert.ok(performance.now() - begun >= 58)
})

test('faults: a token that lapses, somebody else at the limit, a list that changes under the reader', async (t) => {
  const { url, options } = await startFor(t, { now: () => Date.UTC(2026, 2, 4), enforceLimits: true })
  const bearer = `Bearer ${(await login(url))['access_token']}`
  options.faults = [{ kind: 'expire-token' }]
  assert.equal((await createCaller(url, bearer)('GET', '/me/')).status, 401)
  assert.equal((await createCaller(url, bearer)('GET', '/me/')).status, 401)
  const call = createCaller(url)
  options.faults = [{ kind: 'quota-exhausted' }]
  const throttled = await call('GET', '/user/')
  assert.deepEqual([throttled.status, throttled.headers.has('retry-after')], [429, true])
  assert.equal((await call('GET', '/user/')).status, 429)
  assert.equal((await createCaller(url, cove)('GET', '/user/')).status, 200)
  const [first] = (await call('GET', '/contact/?_limit=1')).data
  options.faults = [{ kind: 'insert-record', match: { path: '/api/v1/contact' } }]
  await call('GET', '/contact/?_limit=1')
  assert.equal((await call('GET', '/contact/?_limit=1&_skip=1')).data[0]?.['id'], first?.['id'])
  const oldest = (await call('GET', '/contact/?_limit=200')).data.at(-1)?.['id']
  options.faults = [{ kind: 'delete-record', match: { path: '/api/v1/contact' } }]
  await call('GET', '/contact/?_limit=1')
  assert.equal((await call('GET', `/contact/${oldest}/`)).status, 404)
})

test('a knob that is not known or does not fit is refused by name', async (t) => {
  await assert.rejects(startCloseio({ nothing: 1 } as never), KnobError)
  await assert.rejects(startCloseio({ missingSlash: 'maybe' as never }), /missingSlash: one of/)
  const { url, options } = await startFor(t)
  const patch = (body: Json) => fetch(`${url}/_simulator/knobs`, { method: 'PATCH', body: JSON.stringify(body) })
  assert.equal((await patch({ maximumLimit: 50, keyLimit: 'many' })).status, 400)
  assert.equal(options.maximumLimit, 200)
  assert.equal((await patch({ maximumLimit: 50 })).status, 200)
  assert.equal((await createCaller(url)('GET', '/lead/?_limit=51')).status, 400)
})

test('the control surface issues tokens, lapses them, adds leads, reads records and requests, and starts over', async (t) => {
  const { url } = await startFor(t)
  const control = async (method: string, path: string, body?: Json) => {
    const reply = await fetch(`${url}/_simulator/${path}`, body ? { method, body: JSON.stringify(body) } : { method })
    return (await reply.json()) as Json & Json[]
  }
  const issued = await control('POST', 'tokens', { tenant: 'cove', userId: 2 })
  const call = createCaller(url, `Bearer ${issued['access_token']}`)
  assert.equal((await call('GET', '/me/')).body['id'], issued['user_id'])
  await control('POST', 'tokens/expire', { which: 'access' })
  assert.equal((await call('GET', '/me/')).status, 401)
  const added = await control('POST', 'leads', { count: 3 })
  assert.equal((await control('GET', `records/alder/leads/${added['lastId']}`))['id'], added['lastId'])
  assert.equal((await control('GET', 'records/alder/leads')).length, 43)
  assert.deepEqual((await control('GET', 'requests?last=1'))[0]?.['path'], '/api/v1/me/')
  await control('POST', 'reset')
  assert.equal((await control('GET', 'records/alder/leads')).length, 40)
  assert.deepEqual(await control('GET', 'tokens'), [])
})

test('the seed is the same on every start, ids too', async (t) => {
  const [one, two] = [await startFor(t), await startFor(t)]
  assert.equal(
    (await createCaller(one.url)('GET', '/lead/?_limit=200')).text,
    (await createCaller(two.url)('GET', '/lead/?_limit=200')).text,
  )
  assert.notEqual((await createCaller(one.url, cove)('GET', '/me/')).body['id'], (await createCaller(one.url)('GET', '/me/')).body['id'])
})
