// OAuth as Salesforce has it.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { askToken, createCaller, decide, login, redirectUri, startFor, startWithCaller } from './test-client.ts'

test('the consent page lets a user in; code and state come back', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url)
  assert.equal(target.origin + target.pathname, redirectUri)
  assert.deepEqual([...target.searchParams.keys()].sort(), ['code', 'state'])
  assert.equal(target.searchParams.get('state'), 's1')
  assert.equal((await decide(url, { decision: 'deny' })).searchParams.get('error'), 'access_denied')
})

test('an unknown client or redirect URI gets a page, never a redirect', async (t) => {
  const { url } = await startFor(t)
  const open = (query: Record<string, string>) =>
    fetch(`${url}/services/oauth2/authorize?${new URLSearchParams({ response_type: 'code', ...query })}`, { redirect: 'manual' })
  assert.equal((await open({ client_id: 'nobody', redirect_uri: redirectUri })).status, 400)
  assert.equal((await open({ client_id: 'octet-demo', redirect_uri: 'https://elsewhere.example/' })).status, 400)
  assert.equal((await open({ client_id: 'octet-demo' })).status, 400)
})

test('the token reply has no lifetime; it names the instance, the identity, and is signed', async (t) => {
  const { url, instanceUrl } = await startFor(t)
  const tokens = await login(url)
  assert.deepEqual(Object.keys(tokens), [
    'access_token',
    'refresh_token',
    'signature',
    'scope',
    'instance_url',
    'id',
    'token_type',
    'issued_at',
  ])
  assert.equal(tokens.instance_url, instanceUrl)
  assert.notEqual(instanceUrl, url)
  assert.match(tokens.access_token, /^00D[0-9A-Za-z]{12}!/)
  assert.match(tokens.issued_at, /^\d{13}$/)
  assert.equal(
    tokens.signature,
    createHmac('sha256', 'octet-demo-secret')
      .update(tokens.id + tokens.issued_at)
      .digest('base64'),
  )
  const me = await fetch(tokens.id.replace(url, instanceUrl), { headers: { authorization: `Bearer ${tokens.access_token}` } })
  const identity = (await me.json()) as Record<string, unknown>
  assert.equal(identity['display_name'], 'Nora Field')
  assert.equal(tokens.id.endsWith(`/${identity['organization_id']}/${identity['user_id']}`), true)
})

test('without refresh_token among the scopes there is none', async (t) => {
  const { url } = await startFor(t)
  assert.equal((await login(url, { query: { scope: 'api id' } })).refresh_token, undefined)
  assert.equal((await login(url, { query: { scope: 'api offline_access' } })).scope, 'api offline_access')
  assert.ok((await login(url, { query: { scope: 'api offline_access' } })).refresh_token)
})

test('client credentials stand in the form or as Basic', async (t) => {
  const { url } = await startFor(t)
  const basic = { authorization: `Basic ${Buffer.from('octet-demo:octet-demo-secret').toString('base64')}` }
  const code = (await decide(url)).searchParams.get('code') ?? ''
  assert.equal((await askToken(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }, basic)).status, 200)
  const refusal = async (form: Record<string, string>) => {
    const reply = await askToken(url, { grant_type: 'refresh_token', refresh_token: 'x', ...form })
    return [reply.status, await reply.json()]
  }
  const said = (error: string, description: string) => [400, { error, error_description: description }]
  assert.deepEqual(await refusal({ client_id: 'nobody' }), said('invalid_client_id', 'client identifier invalid'))
  assert.deepEqual(await refusal({ client_secret: 'wrong' }), said('invalid_client', 'invalid client credentials'))
  assert.deepEqual(await refusal({}), said('invalid_grant', 'expired access/refresh token'))
  assert.deepEqual(await refusal({ grant_type: 'magic' }), said('unsupported_grant_type', 'grant type not supported'))
})

test('a code works once, for its redirect URI, for a quarter of an hour', async (t) => {
  let time = Date.UTC(2026, 0, 5)
  const { url } = await startFor(t, { now: () => time })
  const exchange = async (code: string, uri = redirectUri) => {
    const reply = await askToken(url, { grant_type: 'authorization_code', code, redirect_uri: uri })
    return ((await reply.json()) as { error_description?: string }).error_description ?? 'good'
  }
  const take = async () => (await decide(url)).searchParams.get('code') ?? ''
  const code = await take()
  assert.equal(await exchange(code, 'http://127.0.0.1:1/other'), 'redirect_uri must match configuration')
  assert.equal(await exchange(code), 'good')
  assert.equal(await exchange(code), 'invalid authorization code')
  const late = await take()
  time += 900_001
  assert.equal(await exchange(late), 'expired authorization code')
})

test('a refresh keeps the refresh token and does not repeat it', async (t) => {
  const { url } = await startFor(t)
  const first = await login(url)
  const refresh = async (token: string) => {
    const reply = await askToken(url, { grant_type: 'refresh_token', refresh_token: token })
    return (await reply.json()) as { access_token?: string; refresh_token?: string; error?: string }
  }
  const second = await refresh(first.refresh_token ?? '')
  assert.ok(second.access_token && second.access_token !== first.access_token)
  assert.equal('refresh_token' in second, false)
  assert.ok((await refresh(first.refresh_token ?? '')).access_token)
})

test('with rotation every refresh token is used once', async (t) => {
  const { url } = await startFor(t, { rotateRefreshTokens: true })
  const first = await login(url)
  const refresh = async (token = '') =>
    (await (await askToken(url, { grant_type: 'refresh_token', refresh_token: token })).json()) as Record<string, string>
  const second = await refresh(first.refresh_token)
  assert.ok(second['refresh_token'] && second['refresh_token'] !== first.refresh_token)
  assert.equal((await refresh(first.refresh_token))['error'], 'invalid_grant')
  assert.ok((await refresh(second['refresh_token']))['access_token'])
})

test('a user has five refresh tokens for an application; the sixth ends the first', async (t) => {
  const { url } = await startFor(t)
  const all = []
  for (let at = 0; at < 6; at += 1) all.push((await login(url)).refresh_token ?? '')
  const statuses = await Promise.all(
    all.map(async (each) => (await askToken(url, { grant_type: 'refresh_token', refresh_token: each })).status),
  )
  assert.deepEqual(statuses, [400, 200, 200, 200, 200, 200])
})

test('a session lives as long as it is used', async (t) => {
  let time = Date.UTC(2026, 0, 5)
  const { call } = await startWithCaller(t, { now: () => time, accessTokenSeconds: 100 })
  time += 90_000
  assert.equal((await call('GET', '/limits')).status, 200)
  time += 90_000
  assert.equal((await call('GET', '/limits')).status, 200)
  time += 100_000
  const over = await call('GET', '/limits')
  assert.deepEqual([over.status, over.body], [401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]])
})

test('revoking a refresh token ends its sessions too', async (t) => {
  const { url } = await startFor(t)
  const tokens = await login(url)
  const call = createCaller(tokens.instance_url, tokens.access_token)
  const revoke = (token: string) => fetch(`${url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token }) })
  assert.equal((await call('GET', '/limits')).status, 200)
  assert.equal((await revoke(tokens.refresh_token ?? '')).status, 200)
  assert.equal((await call('GET', '/limits')).status, 401)
  assert.equal((await revoke('nothing')).status, 400)
})
