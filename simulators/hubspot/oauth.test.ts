// The consent page, the token endpoints of every version, what can be asked about tokens, and the record of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, decide, exchange, login, post, redirectUri, refresh, startFor, type Tokens } from './test-client.ts'

const json = async (response: Response | Promise<Response>) => (await (await response).json()) as Record<string, unknown>

test('the consent page is a form over the accounts of super administrators', async (t) => {
  const { url } = await startFor(t)
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, scope: 'oauth' })
  const page = await (await fetch(`${url}/oauth/authorize?${query}`)).text()
  assert.match(page, /<form method="post" action="\/oauth\/authorize">/)
  assert.deepEqual(
    [...page.matchAll(/<option value="([^"]+)"/g)].map((match) => match[1]),
    ['44237313/62365050', '55118824/62365050'],
  )
  assert.match(await (await fetch(`${url}/oauth/44237313/authorize?${query}`)).text(), /action="\/oauth\/44237313\/authorize"/)
})

test('allowing redirects with code and state; denying with access_denied', async (t) => {
  const { url } = await startFor(t)
  const allowed = await decide(url, { state: 's 1' })
  assert.deepEqual([...allowed.searchParams.keys()], ['code', 'state'])
  assert.equal(allowed.searchParams.get('state'), 's 1')
  const denied = await decide(url, { decision: 'deny', state: 's 1' })
  assert.equal(denied.searchParams.get('error'), 'access_denied')
})

test('scopes must be asked for and exist', async (t) => {
  const { url } = await startFor(t)
  for (const scope of ['', 'crm.objects.unicorns.read'])
    assert.equal((await decide(url, { scope })).searchParams.get('error'), 'invalid_scope')
})

test('a wrong client or redirect URI is refused on a page, never by redirect', async (t) => {
  const { url } = await startFor(t)
  for (const change of [{ client_id: 'nobody' }, { redirect_uri: 'https://evil.example/callback' }]) {
    const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, scope: 'oauth', ...change })
    const page = await fetch(`${url}/oauth/authorize?${query}`, { redirect: 'manual' })
    assert.equal(page.status, 400)
  }
})

test('a code gives a pair for 1800 seconds with hub_id, scopes and token_use, at every version of the endpoint', async (t) => {
  const { url } = await startFor(t)
  for (const path of ['/oauth/v1/token', '/oauth/v3/token', '/oauth/2026-03/token']) {
    const target = await decide(url, { portal: '55118824', scope: 'oauth crm.objects.contacts.read' })
    const reply = await exchange(url, target.searchParams.get('code') ?? '', path)
    const { access_token, refresh_token, ...rest } = (await reply.json()) as Tokens
    assert.equal(reply.status, 200)
    assert.ok(access_token && refresh_token)
    const scopes = ['oauth', 'crm.objects.contacts.read']
    assert.deepEqual(rest, { token_type: 'bearer', hub_id: 55118824, scopes, expires_in: 1800, token_use: 'access_token' })
  }
})

test('a code works once, with the redirect URI of its request, for a while', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now })
  const code = (await decide(url)).searchParams.get('code') ?? ''
  assert.equal(
    (await json(post(url, { grant_type: 'authorization_code', code, redirect_uri: 'http://127.0.0.1:2/' })))['status'],
    'BAD_REDIRECT_URI',
  )
  assert.equal((await exchange(url, code)).status, 200)
  assert.deepEqual(await json(exchange(url, code)), {
    error: 'invalid_grant',
    error_description: 'missing or invalid auth code',
    status: 'BAD_AUTH_CODE',
    message: 'missing or invalid auth code',
  })
  const late = (await decide(url)).searchParams.get('code') ?? ''
  now += 601_000
  assert.equal((await json(exchange(url, late)))['status'], 'EXPIRED_AUTH_CODE')
})

test('a refresh gives a new access token and the same refresh token, as often as it is asked', async (t) => {
  const { url } = await startFor(t)
  const first = await login(url)
  const second = (await json(refresh(url, first.refresh_token))) as unknown as Tokens
  assert.notEqual(second.access_token, first.access_token)
  assert.equal(second.refresh_token, first.refresh_token)
  assert.equal((await refresh(url, first.refresh_token)).status, 200)
})

test('with rotateRefreshToken the old one dies', async (t) => {
  const { url } = await startFor(t, { rotateRefreshToken: true })
  const first = await login(url)
  const second = (await json(refresh(url, first.refresh_token))) as unknown as Tokens
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.equal((await json(refresh(url, first.refresh_token)))['status'], 'BAD_REFRESH_TOKEN')
})

test('refusals are 400 with the standard members beside the vendor’s own', async (t) => {
  const { url } = await startFor(t)
  const refused = async (form: Record<string, string>) => {
    const reply = await post(url, form)
    const { status, error } = await json(reply)
    return [reply.status, status, error]
  }
  assert.deepEqual(await refused({ grant_type: 'refresh_token', refresh_token: 'gone' }), [400, 'BAD_REFRESH_TOKEN', 'invalid_grant'])
  assert.deepEqual(await refused({ grant_type: 'refresh_token', client_id: 'nobody' }), [400, 'BAD_CLIENT_ID', 'invalid_client'])
  assert.deepEqual(await refused({ grant_type: 'refresh_token', client_secret: 'wrong' }), [400, 'BAD_CLIENT_SECRET', 'invalid_client'])
  assert.deepEqual(await refused({ grant_type: 'password' }), [400, 'BAD_GRANT_TYPE', 'unsupported_grant_type'])
  const asJson = await fetch(`${url}/oauth/v3/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"grant_type":"refresh_token"}',
  })
  assert.equal((await json(asJson))['status'], 'BAD_GRANT_TYPE')
})

test('version 1 reads credentials from the query too, the later ones do not', async (t) => {
  const { url } = await startFor(t)
  const { refresh_token } = await login(url)
  const query = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token,
    client_id: 'octet-demo',
    client_secret: 'octet-demo-secret',
  })
  assert.equal((await fetch(`${url}/oauth/v1/token?${query}`, { method: 'POST' })).status, 200)
  assert.equal((await fetch(`${url}/oauth/v3/token?${query}`, { method: 'POST' })).status, 400)
})

test('tokens can be asked about: v1 by address, later by introspection', async (t) => {
  const { url } = await startFor(t)
  const { access_token, refresh_token } = await login(url)
  const info = await json(fetch(`${url}/oauth/v1/access-tokens/${access_token}`))
  assert.deepEqual(
    [info['hub_id'], info['user'], info['user_id'], info['token_type']],
    [44237313, 'dana.reyes@alder-birch.example.com', 62365050, 'access'],
  )
  assert.equal((await json(fetch(`${url}/oauth/v1/refresh-tokens/${refresh_token}`)))['token_type'], 'refresh')
  assert.equal((await fetch(`${url}/oauth/v1/access-tokens/none`)).status, 404)
  const asked = async (token: string) => json(post(url, { token }, '/oauth/v3/token/introspect'))
  assert.deepEqual([(await asked(access_token))['active'], (await asked(refresh_token))['token_use']], [true, 'refresh_token'])
  assert.deepEqual(await asked('none'), { active: false })
})

test('a revoked or deleted refresh token is refused; access tokens made with it live on', async (t) => {
  const { url } = await startFor(t)
  const [one, other] = [await login(url), await login(url)]
  assert.equal((await post(url, { token: one.refresh_token }, '/oauth/2026-03/token/revoke')).status, 200)
  assert.equal((await fetch(`${url}/oauth/v1/refresh-tokens/${other.refresh_token}`, { method: 'DELETE' })).status, 204)
  for (const { refresh_token } of [one, other]) assert.equal((await json(refresh(url, refresh_token)))['status'], 'BAD_REFRESH_TOKEN')
  assert.equal((await createCaller(url, one.access_token)('GET', '/crm/v3/objects/contacts')).status, 200)
})

test('an expired access token says how long ago; an unknown one that there are no credentials', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now })
  const { access_token } = await login(url)
  now += 1_800_000 + 2 * 3_600_000
  const expired = await createCaller(url, access_token)('GET', '/crm/v3/objects/contacts')
  assert.deepEqual([expired.status, expired.body.category], [401, 'EXPIRED_AUTHENTICATION'])
  assert.equal(expired.body.message, 'The OAuth token used to make this call expired 2 hour(s) ago.')
  assert.deepEqual(expired.body['context'], { 'expire time': ['2026-03-04T00:30:00.000Z'] })
  const unknown = await createCaller(url, 'nonsense')('GET', '/crm/v3/objects/contacts')
  assert.deepEqual([unknown.status, unknown.body.category], [401, 'INVALID_AUTHENTICATION'])
  assert.equal(unknown.headers.get('x-hubspot-auth-failure'), '401 Unauthorized')
})

test('the record tells which pairs were issued, received and presented', async (t) => {
  const { url, record, options } = await startFor(t, { rotateRefreshToken: true })
  const { refresh_token } = await login(url)
  options.tokenResetAfterIssue = 1
  await assert.rejects(refresh(url, refresh_token))
  assert.deepEqual(
    record.map((pair) => [pair.grant, pair.presentedParent, pair.replyDelivered]),
    [
      ['authorization_code', null, true],
      ['refresh_token', 1, false],
    ],
  )
})
