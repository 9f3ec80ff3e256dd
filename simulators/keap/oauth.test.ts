// Groups 1 and 2 of the specification: consent, codes, client authentication by grant, rotation, and the record of it all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, decide, exchange, login, redirectUri, refresh, startFor, type Tokens } from './test-client.ts'

const authorize = (url: string, query: Record<string, string>) =>
  fetch(`${url}/app/oauth/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' })

const request = { client_id: 'octet-demo', redirect_uri: redirectUri, response_type: 'code', scope: 'full' }

test('an allowed request comes back with a code, the tenant in the scope, and the state unchanged', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url, { account: 'cd456.infusionsoft.com/1', state: 'a b&c=ü' })
  assert.equal(target.origin + target.pathname, redirectUri)
  assert.ok(target.searchParams.get('code'))
  assert.equal(target.searchParams.get('scope'), 'full|cd456.infusionsoft.com')
  assert.equal(target.searchParams.get('state'), 'a b&c=ü')
})

test('a denied request comes back with access_denied and no code', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url, { decision: 'deny', state: 's' })
  assert.deepEqual(Object.fromEntries(target.searchParams), { error: 'access_denied', state: 's' })
})

test('an unknown client or an unregistered redirect URI is never redirected to', async (t) => {
  const { url } = await startFor(t)
  const evil = [
    'https://evil.example/callback',
    'http://evil.example/callback',
    'https://octet.example/callback/',
    'javascript:alert(1)',
    '',
  ]
  for (const redirect_uri of evil) {
    const reply = await authorize(url, { ...request, redirect_uri })
    assert.equal(reply.status, 400, redirect_uri)
    assert.equal(reply.headers.get('location'), null)
  }
  assert.equal((await authorize(url, { ...request, client_id: 'other' })).status, 400)
})

test('registered https and any loopback http address may be redirected to; the loopback rule can be turned off', async (t) => {
  const keap = await startFor(t)
  for (const redirect_uri of ['https://octet.example/callback', 'http://localhost:8080/x', 'http://[::1]:1/y']) {
    assert.equal((await authorize(keap.url, { ...request, redirect_uri })).status, 200, redirect_uri)
  }
  keap.options.allowLoopbackRedirects = false
  assert.equal((await authorize(keap.url, { ...request, redirect_uri: 'http://localhost:8080/x' })).status, 400)
})

test('only response_type=code and scope full are served', async (t) => {
  const { url } = await startFor(t)
  const token = await authorize(url, { ...request, response_type: 'token' })
  assert.match(token.headers.get('location') ?? '', /error=unsupported_response_type/)
  const scope = await authorize(url, { ...request, scope: 'everything' })
  assert.match(scope.headers.get('location') ?? '', /error=invalid_scope/)
})

test('a consent page is answered once, and what it shows is escaped', async (t) => {
  const client = { id: '<b>"x"</b>', secret: 's', redirectUris: [] }
  const { url } = await startFor(t, { clients: [client] })
  const page = await (await authorize(url, { ...request, client_id: client.id })).text()
  assert.ok(page.includes('&#60;b&#62;&#34;x&#34;') && !page.includes('<b>'))
  const form = new URLSearchParams({
    request: /name="request" value="([^"]+)"/.exec(page)?.[1] ?? '',
    account: 'ab123.infusionsoft.com/1',
    decision: 'allow',
  })
  const answer = () => fetch(`${url}/app/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' })
  assert.equal((await answer()).status, 302)
  assert.equal((await answer()).status, 400)
})

test('a code is exchanged once, with the credentials in the body', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url)).searchParams.get('code') ?? ''
  const first = await exchange(url, code)
  const tokens = (await first.json()) as Tokens
  assert.equal(first.status, 200)
  assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.scope], ['bearer', 86_400, 'full|ab123.infusionsoft.com'])
  assert.equal((await exchange(url, code)).status, 400)
  assert.equal((await createCaller(url, tokens.access_token)('GET', '/v2/contacts/1')).status, 200)
})

test('an exchange fails with an Authorization header, a wrong secret, another redirect URI, an old code, or a JSON body', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { url } = await startFor(t, { now: () => now })
  const code = async () => (await decide(url)).searchParams.get('code') ?? ''
  assert.equal(
    (await exchange(url, await code(), { headers: { authorization: 'Basic b2N0ZXQtZGVtbzpvY3RldC1kZW1vLXNlY3JldA==' } })).status,
    400,
  )
  const wrong = await exchange(url, await code(), { form: { client_secret: 'nope' } })
  assert.deepEqual([wrong.status, ((await wrong.json()) as { error: string }).error], [401, 'invalid_client'])
  assert.equal((await exchange(url, await code(), { form: { redirect_uri: 'http://127.0.0.1:2/other' } })).status, 400)
  const old = await code()
  now += 601_000
  assert.equal((await exchange(url, old)).status, 400)
  const json = await fetch(`${url}/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  assert.equal(json.status, 400)
})

test('a refresh needs Basic credentials; in the body they are refused unless the knob allows it', async (t) => {
  const keap = await startFor(t)
  const { refresh_token } = await login(keap.url)
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token,
    client_id: 'octet-demo',
    client_secret: 'octet-demo-secret',
  })
  const send = () => fetch(`${keap.url}/token`, { method: 'POST', body: form })
  assert.equal((await send()).status, 401)
  keap.options.refreshWithBodyCredentials = true
  assert.equal((await send()).status, 200)
})

test('each refresh gives a new refresh token and kills the old one at once; the new pair outlives a replay', async (t) => {
  const { url } = await startFor(t)
  const first = await login(url)
  const second = (await (await refresh(url, first.refresh_token)).json()) as Tokens
  assert.notEqual(second.refresh_token, first.refresh_token)
  const replay = await refresh(url, first.refresh_token)
  assert.equal(replay.status, 400)
  assert.deepEqual(await replay.json(), { error: 'invalid_request', error_description: 'Invalid Refresh Token' })
  assert.equal((await refresh(url, second.refresh_token)).status, 200)
})

test('of many refreshes of one token at once exactly one wins', async (t) => {
  const keap = await startFor(t, { tokenDelayBefore: 20, tokenDelayAfter: 20 })
  const { refresh_token } = await login(keap.url)
  const replies = await Promise.all(Array.from({ length: 12 }, () => refresh(keap.url, refresh_token)))
  assert.equal(replies.filter((reply) => reply.status === 200).length, 1)
  assert.equal(keap.record[0]?.concurrentPresentations, 11)
  assert.equal(keap.record[0]?.presentations.filter((each) => each.outcome === 'accepted').length, 1)
})

test('an access token lives until its own expiry, also after a refresh', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { url } = await startFor(t, { accessTokenSeconds: 2, now: () => now })
  const tokens = await login(url)
  assert.equal(tokens.expires_in, 2)
  await refresh(url, tokens.refresh_token)
  const call = createCaller(url, tokens.access_token)
  assert.equal((await call('GET', '/v2/contacts/1')).status, 200)
  now += 2_000
  assert.equal((await call('GET', '/v2/contacts/1')).status, 401)
})

test('a refresh token ends after its own time', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const keap = await startFor(t, { now: () => now })
  const { refresh_token } = await login(keap.url)
  now += 45 * 86_400_000
  assert.equal((await refresh(keap.url, refresh_token)).status, 400)
  assert.equal(keap.record[0]?.presentations[0]?.outcome, 'refused')
})

test('a reply lost after the pair was issued: the old token is refused from then on, and the record shows why', async (t) => {
  const keap = await startFor(t)
  const { refresh_token } = await login(keap.url)
  keap.options.tokenResetAfterIssue = 1
  await assert.rejects(refresh(keap.url, refresh_token))
  assert.equal((await refresh(keap.url, refresh_token)).status, 400)
  const [parent, lost] = keap.record
  assert.deepEqual(
    parent?.presentations.map((each) => each.outcome),
    ['accepted', 'reused'],
  )
  assert.equal(parent?.presentations[1]?.successorDelivered, false)
  assert.deepEqual([lost?.presentedParent, lost?.replyDelivered, lost?.firstUsedAt], [1, false, null])
})

test('a client that dies while the pair is on its way leaves it undelivered', async (t) => {
  const keap = await startFor(t)
  const { refresh_token } = await login(keap.url)
  keap.options.tokenDelayAfter = 150
  const headers = { authorization: `Basic ${Buffer.from('octet-demo:octet-demo-secret').toString('base64')}` }
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token })
  const abort = new AbortController()
  const dying = assert.rejects(fetch(`${keap.url}/token`, { method: 'POST', headers, body, signal: abort.signal }))
  while (keap.record.length < 2) await new Promise((resolve) => setTimeout(resolve, 2))
  abort.abort()
  await dying
  keap.options.tokenDelayAfter = 0
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal((await refresh(keap.url, refresh_token)).status, 400)
  assert.deepEqual([keap.record[1]?.replyDelivered, keap.record[0]?.concurrentPresentations], [false, 0])
})

test('the record tells a pair that was used from one that was only delivered', async (t) => {
  const keap = await startFor(t)
  const tokens = await login(keap.url)
  assert.deepEqual([keap.record[0]?.replyDelivered, keap.record[0]?.firstUsedAt], [true, null])
  await createCaller(keap.url, tokens.access_token)('GET', '/v2/contacts/1')
  assert.notEqual(keap.record[0]?.firstUsedAt, null)
  assert.ok(!JSON.stringify(keap.record).includes(tokens.refresh_token))
})

test('the token endpoint can be down, or refuse some times, without using the token up', async (t) => {
  const keap = await startFor(t)
  const { refresh_token } = await login(keap.url)
  keap.options.tokenDown = true
  assert.equal((await refresh(keap.url, refresh_token)).status, 503)
  Object.assign(keap.options, { tokenDown: false, tokenRefuse: 2 })
  assert.equal((await refresh(keap.url, refresh_token)).status, 400)
  assert.equal((await refresh(keap.url, refresh_token)).status, 400)
  assert.equal((await refresh(keap.url, refresh_token)).status, 200)
})
