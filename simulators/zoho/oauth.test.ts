// Consent, codes, data centers, refusals with status 200, refresh tokens that stay, and limits on tokens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askToken, createCaller, decide, exchange, login, redirectUri, startFor, type Tokens } from './test-client.ts'

const fields = '/Contacts?fields=Last_Name'

test('an allowed request comes back with a code, the data center, its accounts server and the state', async (t) => {
  const zoho = await startFor(t)
  const target = await decide(zoho.url, { query: { state: 'a b&c=ü' } })
  assert.equal(target.origin + target.pathname, redirectUri)
  assert.ok(target.searchParams.get('code'))
  const { code: _code, ...rest } = Object.fromEntries(target.searchParams)
  assert.deepEqual(rest, { location: 'us', 'accounts-server': zoho.url, state: 'a b&c=ü' })
})

test('a denied request comes back with access_denied and no code', async (t) => {
  const { url } = await startFor(t)
  const target = await decide(url, { decision: 'deny', query: { state: 's' } })
  assert.deepEqual(Object.fromEntries(target.searchParams), { error: 'access_denied', state: 's' })
})

test('an unknown client or redirect URI is never redirected to; a request without scopes is refused', async (t) => {
  const { url } = await startFor(t)
  const ask = (query: Record<string, string>) =>
    fetch(
      `${url}/oauth/v2/auth?${new URLSearchParams({ client_id: 'octet-demo', redirect_uri: redirectUri, response_type: 'code', ...query })}`,
      {
        redirect: 'manual',
      },
    )
  assert.equal((await ask({ client_id: 'other', scope: 'ZohoCRM.modules.ALL' })).status, 400)
  assert.equal((await ask({ redirect_uri: 'https://evil.example/', scope: 'ZohoCRM.modules.ALL' })).status, 400)
  assert.match((await ask({})).headers.get('location') ?? '', /error=invalid_scope/)
  assert.equal((await ask({ scope: 'ZohoCRM.modules.ALL ZohoCRM.users.READ' })).status, 200)
})

test('a code is exchanged once, for a token that says where the API is', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url)).searchParams.get('code') ?? ''
  const tokens = (await (await exchange(url, code)).json()) as Tokens
  assert.equal(tokens.token_type, 'Bearer')
  assert.equal(tokens.expires_in, 3600)
  assert.equal(tokens.api_domain, url)
  assert.ok(tokens.refresh_token)
  assert.equal((await createCaller(tokens.api_domain, tokens.access_token)('GET', fields)).status, 200)
  const again = await exchange(url, code)
  assert.deepEqual([again.status, await again.json()], [200, { error: 'invalid_code' }])
})

test('parameters of the token request may stand in the query, without a body', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url)).searchParams.get('code') ?? ''
  const secrets = { client_id: 'octet-demo', client_secret: 'octet-demo-secret' }
  const query = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...secrets })
  const reply = await fetch(`${url}/oauth/v2/token?${query}`, { method: 'POST' })
  assert.ok(((await reply.json()) as Tokens).access_token)
})

test('every refusal is a 200 with an error in it', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url)).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const cases: [Record<string, string>, string][] = [
    [{ ...form, client_id: 'other' }, 'invalid_client'],
    [{ ...form, client_secret: 'wrong' }, 'invalid_client_secret'],
    [{ ...form, redirect_uri: 'https://octet.example/callback' }, 'invalid_redirect_uri'],
    [{ ...form, code: 'nonsense' }, 'invalid_code'],
    [{ grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_code'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ]
  for (const [sent, error] of cases) {
    const reply = await askToken(url, sent)
    assert.deepEqual([reply.status, await reply.json()], [200, { error }])
  }
})

test('only offline access is given a refresh token', async (t) => {
  const { url } = await startFor(t)
  const code = (await decide(url, { query: { access_type: 'online' } })).searchParams.get('code') ?? ''
  const tokens = (await (await exchange(url, code)).json()) as Tokens
  assert.ok(tokens.access_token)
  assert.equal(tokens.refresh_token, undefined)
})

test('a refresh gives a new access token and no refresh token: the old one stays good', async (t) => {
  const { url, record } = await startFor(t)
  const { refresh_token = '' } = await login(url)
  const refresh = async () => (await (await askToken(url, { grant_type: 'refresh_token', refresh_token })).json()) as Tokens
  const [first, second] = [await refresh(), await refresh()]
  assert.equal(first.refresh_token, undefined)
  assert.notEqual(first.access_token, second.access_token)
  assert.equal((await createCaller(url, first.access_token)('GET', fields)).status, 200)
  assert.deepEqual(
    record.map((each) => each.presentedParent),
    [null, 1, 2],
  )
  assert.equal(new Set(record.map((each) => each.refreshTokenHash)).size, 1)
})

test('a code of the European data center is worth nothing at the American one, and neither are its tokens', async (t) => {
  const zoho = await startFor(t)
  const target = await decide(zoho.url, { account: 'Südwind' })
  assert.equal(target.searchParams.get('location'), 'eu')
  assert.equal(target.searchParams.get('accounts-server'), zoho.europeUrl)
  const code = target.searchParams.get('code') ?? ''
  assert.deepEqual(await (await exchange(zoho.url, code)).json(), { error: 'invalid_code' })
  const tokens = (await (await exchange(zoho.europeUrl, code)).json()) as Tokens
  assert.equal(tokens.api_domain, zoho.europeUrl)
  assert.equal((await createCaller(zoho.url, tokens.access_token)('GET', fields)).status, 401)
  assert.equal((await createCaller(tokens.api_domain, tokens.access_token)('GET', fields)).status, 200)
  zoho.options.dataCenters = false
  assert.equal((await createCaller(zoho.url, tokens.access_token)('GET', fields)).status, 200)
})

test('too many refreshes in ten minutes are refused, until the window has passed', async (t) => {
  let time = Date.UTC(2026, 5, 1)
  const { url } = await startFor(t, { enforceLimits: true, now: () => time })
  const { refresh_token = '' } = await login(url)
  const refresh = () => askToken(url, { grant_type: 'refresh_token', refresh_token })
  for (let at = 0; at < 10; at += 1) assert.equal((await refresh()).status, 200)
  const refused = await refresh()
  assert.equal(refused.status, 400)
  assert.equal(((await refused.json()) as { error: string }).error, 'Access Denied')
  time += 600_001
  assert.equal((await refresh()).status, 200)
})

test('the oldest refresh token of a user goes when there are too many, the oldest access token likewise', async (t) => {
  const { url } = await startFor(t, { refreshTokenLimit: 2, accessTokenLimit: 2 })
  const logins = [await login(url), await login(url), await login(url)]
  const refresh = async (at: number) =>
    (await (await askToken(url, { grant_type: 'refresh_token', refresh_token: logins[at]?.refresh_token ?? '' })).json()) as Tokens & {
      error?: string
    }
  assert.equal((await refresh(0)).error, 'invalid_code')
  await refresh(2)
  await refresh(2)
  assert.equal((await createCaller(url, logins[2]?.access_token ?? '')('GET', fields)).status, 401)
})

test('a revoked refresh token and what it gave are worth nothing', async (t) => {
  const { url } = await startFor(t)
  const { access_token, refresh_token = '' } = await login(url)
  const revoke = () => fetch(`${url}/oauth/v2/token/revoke?${new URLSearchParams({ token: refresh_token })}`, { method: 'POST' })
  assert.deepEqual(await (await revoke()).json(), { status: 'success' })
  assert.equal((await revoke()).status, 400)
  assert.equal((await createCaller(url, access_token)('GET', fields)).status, 401)
  assert.deepEqual(await (await askToken(url, { grant_type: 'refresh_token', refresh_token })).json(), { error: 'invalid_code' })
})

test('the token endpoint can be down, or refuse some times', async (t) => {
  const zoho = await startFor(t)
  const { refresh_token = '' } = await login(zoho.url)
  const refresh = () => askToken(zoho.url, { grant_type: 'refresh_token', refresh_token })
  zoho.options.tokenDown = true
  assert.equal((await refresh()).status, 503)
  zoho.options.tokenDown = false
  zoho.options.tokenRefuse = 1
  assert.deepEqual(await (await refresh()).json(), { error: 'invalid_code' })
  assert.ok(((await (await refresh()).json()) as Tokens).access_token)
})
