// OAuth and keys: consent, code, one hour, rotation, revocation, the record of what was issued.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alder, askToken, basic, createCaller, credentials, decide, login, startFor } from './test-client.ts'

const refresh = (url: string, token: string | undefined) => askToken(url, { grant_type: 'refresh_token', refresh_token: token ?? '' })

test('the consent page offers organizations and users; allow comes back with code and state', async (t) => {
  const { url } = await startFor(t)
  const query = new URLSearchParams({ client_id: 'octet-demo', redirect_uri: 'https://octet.example/callback', response_type: 'code' })
  const page = await fetch(`${url}/oauth2/authorize/?${query}`)
  const html = await page.text()
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(html, /<form method="post" action="\/oauth2\/authorize\/">/)
  assert.match(html, /value="alder\/1">Alder &#38; Birch as Integration User/)
  const target = await decide(url, { query: { state: 's 1' } })
  assert.deepEqual([...target.searchParams.keys()], ['code', 'state'])
  assert.equal(target.searchParams.get('state'), 's 1')
})

test('deny comes back with access_denied, a scope that is not known with invalid_scope', async (t) => {
  const { url } = await startFor(t)
  assert.equal((await decide(url, { decision: 'deny' })).searchParams.get('error'), 'access_denied')
  const query = new URLSearchParams({ client_id: 'octet-demo', response_type: 'code', scope: 'leads.read' })
  const answer = await fetch(`${url}/oauth2/authorize/?${query}`, { redirect: 'manual' })
  assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('error'), 'invalid_scope')
})

test('a request without redirect_uri is answered at the registered one; an unknown one gets a page', async (t) => {
  const { url } = await startFor(t)
  const ask = (more: Record<string, string>) =>
    fetch(`${url}/oauth2/authorize/?${new URLSearchParams({ client_id: 'octet-demo', response_type: 'code', ...more })}`)
  assert.match(await (await ask({})).text(), /octet\.example/)
  assert.equal((await ask({ redirect_uri: 'https://elsewhere.example/' })).status, 400)
  assert.equal((await ask({ client_id: 'nobody' })).status, 400)
})

test('the token reply names organization and user, lasts an hour, and needs no redirect_uri', async (t) => {
  const { url, state } = await startFor(t)
  const { access_token, refresh_token, ...rest } = await login(url, 'cove/2')
  const tenant = state.tenants.get('cove')
  assert.deepEqual(rest, {
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'all.full_access offline_access',
    organization_id: tenant?.organizationId,
    user_id: tenant?.tables.users.order[1]?.id,
  })
  assert.ok(access_token && refresh_token)
  const me = await createCaller(url, `Bearer ${access_token}`)('GET', '/me/')
  assert.deepEqual([me.body['id'], me.body['first_name']], [rest['user_id'], 'Dana'])
})

test('without offline_access there is no refresh token', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url, { query: { scope: 'all.full_access' } })
  const reply = await askToken(url, { grant_type: 'authorization_code', code: target.searchParams.get('code') ?? '' })
  assert.equal(((await reply.json()) as Record<string, unknown>)['refresh_token'], undefined)
})

test('client credentials belong in the form body; a code works once', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url)).searchParams.get('code') ?? ''
  const body = new URLSearchParams({ grant_type: 'authorization_code', code })
  const authorization = `Basic ${Buffer.from('octet-demo:octet-demo-secret').toString('base64')}`
  const inHeader = await fetch(`${url}/oauth2/token/`, { method: 'POST', body, headers: { authorization } })
  assert.equal(inHeader.status, 401)
  assert.equal(((await inHeader.json()) as Record<string, unknown>)['error'], 'invalid_client')
  assert.equal((await askToken(url, { grant_type: 'authorization_code', code })).status, 200)
  const again = await askToken(url, { grant_type: 'authorization_code', code })
  assert.deepEqual([again.status, ((await again.json()) as Record<string, unknown>)['error']], [400, 'invalid_grant'])
})

test('a refresh rotates: the old refresh token is dead, the record tells that it was reused', async (t) => {
  const { url, record } = await startFor(t)
  const first = await login(url)
  const second = (await (await refresh(url, first['refresh_token'])).json()) as Record<string, string>
  assert.notEqual(second['refresh_token'], first['refresh_token'])
  const reused = await refresh(url, first['refresh_token'])
  assert.deepEqual([reused.status, ((await reused.json()) as Record<string, unknown>)['error']], [400, 'invalid_grant'])
  assert.deepEqual(
    record[0]?.presentations.map((each) => each.outcome),
    ['accepted', 'reused'],
  )
  assert.equal((await refresh(url, second['refresh_token'])).status, 200)
})

test('a knob lets refresh tokens stay', async (t) => {
  const { url } = await startFor(t, { rotateRefreshTokens: false })
  const first = await login(url)
  const second = (await (await refresh(url, first['refresh_token'])).json()) as Record<string, string>
  assert.equal(second['refresh_token'], first['refresh_token'])
  assert.equal((await refresh(url, first['refresh_token'])).status, 200)
})

test('an access token ends after its hour: 401', async (t) => {
  let now = Date.UTC(2026, 2, 4)
  const { url } = await startFor(t, { now: () => now })
  const call = createCaller(url, `Bearer ${(await login(url))['access_token']}`)
  assert.equal((await call('GET', '/me/')).status, 200)
  now += 3_600_000
  const late = await call('GET', '/me/')
  assert.deepEqual([late.status, late.body], [401, { error: 'Unauthorized' }])
})

test('revocation ends the grant; an unknown token is no error', async (t) => {
  const { url } = await startFor(t)
  const tokens = await login(url)
  const revoke = (token: string | undefined, client = credentials) =>
    fetch(`${url}/oauth2/revoke/`, { method: 'POST', body: new URLSearchParams({ ...client, token: token ?? '' }) })
  assert.equal((await revoke(tokens['refresh_token'], { ...credentials, client_secret: 'wrong' })).status, 401)
  assert.equal((await revoke(tokens['refresh_token'])).status, 200)
  assert.equal((await createCaller(url, `Bearer ${tokens['access_token']}`)('GET', '/me/')).status, 401)
  assert.equal((await refresh(url, tokens['refresh_token'])).status, 400)
  assert.equal((await revoke('unknown')).status, 200)
})

test('the token endpoint can be down, refuse, and lose the reply with a new pair', async (t) => {
  const closeio = await startFor(t)
  const tokens = await login(closeio.url)
  closeio.options.tokenDown = true
  const down = await refresh(closeio.url, tokens['refresh_token'])
  assert.deepEqual([down.status, down.headers.get('content-type')?.split(';')[0]], [503, 'text/html'])
  Object.assign(closeio.options, { tokenDown: false, tokenRefuse: 1 })
  assert.equal((await refresh(closeio.url, tokens['refresh_token'])).status, 400)
  closeio.options.tokenResetAfterIssue = 1
  await assert.rejects(refresh(closeio.url, tokens['refresh_token']))
  assert.equal(closeio.record.at(-1)?.replyDelivered, false)
})

test('a key is the user name of Basic; organizations do not see one another', async (t) => {
  const { url } = await startFor(t)
  const [contact] = (await createCaller(url)('GET', '/contact/?_limit=1')).data
  assert.equal((await createCaller(url, basic('api_simulator.cove'))('GET', `/contact/${contact?.['id']}/`)).status, 404)
  for (const wrong of ['', basic('api_wrong'), 'Bearer wrong', `Bearer ${alder.slice(6)}`]) {
    const refused = await createCaller(url, wrong)('GET', '/contact/')
    assert.deepEqual([refused.status, refused.body], [401, { error: 'Unauthorized' }])
  }
})
