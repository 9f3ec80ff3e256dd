// Consent, codes, client authentication, refresh tokens that stay, and the record of it all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basic, control, createCaller, decide, login, postToken, redirectUri, startFor } from './test-client.ts'

const exchange = (url: string, code: string, form: Record<string, string> = {}, headers?: Record<string, string>) =>
  postToken(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...form }, headers)

async function newCode(url: string): Promise<string> {
  return (await decide(url)).searchParams.get('code') ?? ''
}

async function refusal(reply: Promise<Response>): Promise<unknown[]> {
  const response = await reply
  const { message, error } = (await response.json()) as { message: string; error: string }
  return [response.status, error, message]
}

test('an allowed request comes back with a code and the state unchanged; a cancelled one with user_denied', async (t) => {
  const { url } = await startFor(t)
  const allowed = await decide(url, { state: 'a b&c=ü' })
  assert.equal(allowed.origin + allowed.pathname, redirectUri)
  assert.deepEqual([...allowed.searchParams.keys()], ['code', 'state'])
  assert.equal(allowed.searchParams.get('state'), 'a b&c=ü')
  const denied = await decide(url, { decision: 'deny', state: 's' })
  assert.deepEqual(Object.fromEntries(denied.searchParams), { error: 'user_denied', state: 's' })
})

test('neither response_type nor scope is needed; an unknown client or redirect URI is never redirected to', async (t) => {
  const { url } = await startFor(t)
  const authorize = (query: Record<string, string>) => fetch(`${url}/oauth/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' })
  assert.equal((await authorize({ client_id: 'octet-demo', redirect_uri: redirectUri })).status, 200)
  for (const query of [
    { client_id: 'octet-demo', redirect_uri: 'https://evil.example/' },
    { client_id: 'octet-demo' },
    { client_id: 'x', redirect_uri: redirectUri },
  ]) {
    const reply = await authorize(query)
    assert.deepEqual([reply.status, reply.headers.get('location')], [400, null])
  }
})

test('the consent page is a form that names every active user of both companies', async (t) => {
  const { url } = await startFor(t)
  const page = await (await fetch(`${url}/oauth/authorize?client_id=octet-demo&redirect_uri=${encodeURIComponent(redirectUri)}`)).text()
  assert.match(page, /<form method="post" action="\/oauth\/authorize">/)
  assert.equal(page.match(/<option /g)?.length, 8)
  assert.match(page, /value="cove-dale\/22001"/)
})

test('a code is exchanged with the Basic header for a pair, its scopes between commas, and the company address', async (t) => {
  const { url, options } = await startFor(t)
  const tokens = await login(url)
  assert.deepEqual(Object.keys(tokens), ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope', 'api_domain'])
  assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.api_domain], ['Bearer', 3599, url])
  assert.ok(tokens.scope.split(',').includes('deals:full'))
  options.apiDomain = 'company'
  const elsewhere = await login(url, 'cove-dale/22001')
  assert.equal(elsewhere.api_domain, `${url}/company/cove-dale`)
  const headers = { authorization: `Bearer ${elsewhere.access_token}` }
  assert.equal((await fetch(`${elsewhere.api_domain}/api/v2/persons`, { headers })).status, 200)
  assert.equal((await fetch(`${url}/company/alder-birch/api/v2/persons`, { headers })).status, 401)
  assert.equal((await fetch(`${url}/api/v2/persons`, { headers })).status, 401)
})

test('every refusal of the token endpoint is a 400 with a sentence of its own', async (t) => {
  const { url, options } = await startFor(t)
  const code = await newCode(url)
  assert.deepEqual(await refusal(exchange(url, code, {}, {})), [
    400,
    'invalid_client',
    'Invalid client: cannot retrieve client credentials',
  ])
  const inBody = { client_id: 'octet-demo', client_secret: 'octet-demo-secret' }
  assert.deepEqual((await refusal(exchange(url, code, inBody, {})))[1], 'invalid_client')
  const wrong = { authorization: `Basic ${Buffer.from('octet-demo:no').toString('base64')}` }
  assert.deepEqual(await refusal(exchange(url, code, {}, wrong)), [400, 'invalid_client', 'Invalid client: client is invalid'])
  assert.deepEqual(await refusal(postToken(url, {})), [400, 'invalid_request', 'Missing parameter: `grant_type`'])
  assert.equal((await refusal(postToken(url, { grant_type: 'password' })))[1], 'unsupported_grant_type')
  const json = fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: basic, 'content-type': 'application/json' },
    body: '{}',
  })
  assert.equal((await refusal(json))[2], 'Invalid request: content must be application/x-www-form-urlencoded')
  assert.equal(
    (await refusal(exchange(url, code, { redirect_uri: 'http://127.0.0.1:2/x' })))[2],
    'Invalid request: `redirect_uri` is invalid',
  )
  assert.equal((await exchange(url, code)).status, 200)
  assert.deepEqual(await refusal(exchange(url, code)), [400, 'invalid_grant', 'Invalid grant: authorization_code is invalid'])
  options.credentialsInBody = true
  assert.equal((await exchange(url, await newCode(url), inBody, {})).status, 200)
})

test('a code lives five minutes, by the clock of the simulator', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { url } = await startFor(t, { now: () => now })
  const [early, late] = [await newCode(url), await newCode(url)]
  now += 299_000
  assert.equal((await exchange(url, early)).status, 200)
  now += 2_000
  assert.deepEqual(await refusal(exchange(url, late)), [400, 'invalid_grant', 'Invalid grant: authorization_code has expired'])
})

test('a refresh gives a new access token and the same refresh token, whose sixty days begin anew', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const pipedrive = await startFor(t, { now: () => now })
  const { url, record } = pipedrive
  const first = await login(url)
  const refresh = () => postToken(url, { grant_type: 'refresh_token', refresh_token: first.refresh_token })
  now += 59 * 86_400_000
  const second = (await (await refresh()).json()) as typeof first
  assert.equal(second.refresh_token, first.refresh_token)
  assert.notEqual(second.access_token, first.access_token)
  now += 59 * 86_400_000
  assert.equal((await refresh()).status, 200)
  now += 61 * 86_400_000
  assert.deepEqual(await refusal(refresh()), [400, 'invalid_grant', 'Invalid grant: refresh_token is invalid'])
  assert.deepEqual(
    record.map((each) => [each.grant, each.presentedParent]),
    [
      ['authorization_code', null],
      ['refresh_token', 1],
      ['refresh_token', 2],
    ],
  )
})

test('rotation can be turned on: then a refresh token works once', async (t) => {
  const { url } = await startFor(t, { rotateRefreshToken: true })
  const first = await login(url)
  const refresh = (token: string) => postToken(url, { grant_type: 'refresh_token', refresh_token: token })
  const second = (await (await refresh(first.refresh_token)).json()) as typeof first
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.equal((await refresh(first.refresh_token)).status, 400)
  assert.equal((await refresh(second.refresh_token)).status, 200)
})

test('an access token ends after its time, and a revoked refresh token takes its access tokens with it', async (t) => {
  let now = Date.UTC(2026, 0, 1)
  const { url } = await startFor(t, { now: () => now })
  const tokens = await login(url)
  const call = createCaller(url, tokens.access_token)
  now += 3_598_000
  assert.equal((await call('GET', '/v1/users/me')).status, 200)
  now += 2_000
  assert.equal((await call('GET', '/v1/users/me')).status, 401)
  const other = await login(url)
  const revoke = { method: 'POST', headers: { authorization: basic }, body: new URLSearchParams({ token: other.refresh_token }) }
  assert.equal((await fetch(`${url}/oauth/revoke`, revoke)).status, 200)
  assert.equal((await createCaller(url, other.access_token)('GET', '/v1/users/me')).status, 401)
  assert.equal((await postToken(url, { grant_type: 'refresh_token', refresh_token: other.refresh_token })).status, 400)
})

test('the token endpoint can be down, slow, refuse, or lose its reply', async (t) => {
  const { url, options, record } = await startFor(t)
  const { refresh_token } = await login(url)
  const refresh = () => postToken(url, { grant_type: 'refresh_token', refresh_token })
  options.tokenDown = true
  assert.equal((await refresh()).status, 503)
  options.tokenDown = false
  options.tokenRefuse = 1
  assert.equal((await refresh()).status, 400)
  options.tokenResetAfterIssue = 1
  await assert.rejects(refresh())
  assert.equal(record.at(-1)?.replyDelivered, false)
  assert.equal((await refresh()).status, 200)
})

test('pairs can be issued with chosen scopes without the page', async (t) => {
  const { url } = await startFor(t)
  const { body } = await control(url, 'POST', 'tokens', { tenant: 'cove-dale', userId: 22003, scope: 'base,deals:read' })
  const call = createCaller(url, String(body['access_token']))
  assert.equal((await call('GET', '/v1/users/me')).data['company_domain'], 'cove-dale')
  assert.equal((await call('GET', '/v2/deals')).status, 200)
  assert.deepEqual((await call('POST', '/v2/deals', { title: 'x' })).body, {
    success: false,
    error: 'Scope and URL mismatch',
    errorCode: 403,
    error_info: 'Please check developers.pipedrive.com',
  })
})
