import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { callVendor } from '../call/call.ts'
import { emptyBody } from '../lib/hub-request.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { type OAuth1Provider, startOAuth1Provider } from '../oauth/fixtures/oauth1-provider.ts'
import { createOAuthRoutes } from '../oauth/routes.ts'
import { createWorld, type World } from './fixtures/world.ts'

let provider: OAuth1Provider
let world: World
before(async () => {
  provider = await startOAuth1Provider()
  const items = (place: string) => ({
    'base.url': { defaultValue: provider.url },
    'oauth.request.url': { required: true, defaultValue: `${provider.url}/request` },
    'oauth.token.url': { required: true, defaultValue: `${provider.url}/access` },
    'oauth.authorization.url': { required: true, defaultValue: `${provider.url}/approve?scope={scope}` },
    'oauth.callback.url': { required: true },
    'oauth.api.key': { required: true },
    'oauth.api.secret': { required: true, type: 'PASSWORD' },
    'oauth.user.token': {},
    'oauth.user.token.secret': { required: true },
    'oauth.request.authorization.type': { defaultValue: place },
    scope: { defaultValue: 'read,write' },
    username: {},
    password: {},
  })
  const create = (id: number, place: string) =>
    createTestElement({ id, key: `signed${place}`, authenticationType: 'oauth1', items: items(place) })
  world = await createWorld({ more: () => [create(6001, 'header'), create(6002, 'query')] })
})
after(async () => {
  await world.close()
  await provider.close()
})

const callbackUrl = 'https://app.example.com/cb'

async function ask(path: string, keyOrId: string, query: Record<string, string>) {
  const route = createOAuthRoutes(world.oauth).find((each) => each.method === 'GET' && each.path === path)!
  const request = { requestId: '', method: 'GET' as const, params: { keyOrId }, query, headers: {}, body: emptyBody, clientAddress: '' }
  return (await route.handle(request)).body as Record<string, string>
}

/** The three legs as a client walks them. */
async function connect(key: string) {
  const asked = { apiKey: provider.client.key, apiSecret: provider.client.secret, callbackUrl }
  const { token, secret } = await ask('/elements/:keyOrId/oauth/token', key, asked)
  const { oauthUrl } = await ask('/elements/:keyOrId/oauth/url', key, { ...asked, requestToken: token! })
  const callback = provider.approve(token!)
  const providerData = { ...Object.fromEntries(callback.searchParams), secret }
  const body = {
    element: { key },
    providerData,
    configuration: { 'oauth.api.key': provider.client.key, 'oauth.api.secret': provider.client.secret, 'oauth.callback.url': callbackUrl },
  }
  const reply = await world.call('POST', '/instances', { body })
  return { oauthUrl: oauthUrl!, callback, shown: reply.body as { id: number; token: string; configuration: Record<string, string | null> } }
}

async function callHub(elementToken: string, method: 'GET' | 'POST' = 'GET') {
  const { call } = await world.instances.resolve(elementToken)
  const request = { requestId: '', method, segments: ['contacts'], query: {}, headers: {}, body: emptyBody }
  return callVendor(world.oauth.call, call, request)
}

for (const place of ['header', 'query']) {
  test(`a user authorises with OAuth 1.0a, and calls are signed in the ${place}`, async () => {
    const { oauthUrl, callback, shown } = await connect(`signed${place}`)
    const url = new URL(oauthUrl)
    assert.equal(url.searchParams.get('scope'), 'read,write')
    assert.equal(url.searchParams.get('oauth_callback'), `${callbackUrl}?state=signed${place}`)
    assert.equal(callback.searchParams.get('state'), `signed${place}`)
    assert.equal((await callHub(shown.token)).status, 200)
    assert.deepEqual(provider.accepted.splice(0), [`POST /request ${place}`, `POST /access ${place}`, `GET /contacts ${place}`])
  })
}

test('trap 8: tokens and their secrets are shown as asterisks, and asterisks that come back change nothing', async () => {
  const { shown } = await connect('signedheader')
  const { configuration } = shown
  for (const key of ['oauth.user.token', 'oauth.user.token.secret', 'oauth.api.secret']) assert.equal(configuration[key], '********')
  const at = { params: { id: String(shown.id) } }
  const put = await world.call('PUT', '/instances/:id', { ...at, body: { ...shown, tags: ['x'] } })
  assert.equal(put.status ?? 200, 200)
  assert.equal((await callHub(shown.token)).status, 200)
})

test('trap 11: PUT with a new verifier authenticates anew under the same id and token', async () => {
  const first = await connect('signedheader')
  provider.revokeAll()
  await assert.rejects(callHub(first.shown.token), { status: 401 })
  const { token, secret } = await ask('/elements/:keyOrId/oauth/token', 'signedheader', {
    apiKey: provider.client.key,
    apiSecret: provider.client.secret,
    callbackUrl,
  })
  const providerData = { ...Object.fromEntries(provider.approve(token!).searchParams), secret }
  const at = { params: { id: String(first.shown.id) } }
  const { body } = await world.call('PUT', '/instances/:id', { ...at, body: { providerData } })
  assert.partialDeepStrictEqual(body, { id: first.shown.id, token: first.shown.token })
  assert.equal((await callHub(first.shown.token)).status, 200)
})

test('external authentication brings token and secret', async () => {
  const { shown } = await connect('signedheader')
  const { configuration } = (await world.instances.resolve(shown.token)).call
  const pick = (key: string) => [key, configuration[key]]
  const sent = Object.fromEntries(['oauth.api.key', 'oauth.api.secret', 'oauth.user.token', 'oauth.user.token.secret'].map(pick))
  const body = { element: { key: 'signedheader' }, externalAuthentication: 'initial', configuration: sent }
  const made = (await world.call('POST', '/instances', { body })).body as { token: string; externalAuthentication: string }
  assert.equal(made.externalAuthentication, 'initial')
  assert.equal((await callHub(made.token)).status, 200)
})

test('without a verifier, and with a wrong one, nothing is created', async () => {
  const configuration = {
    'oauth.api.key': provider.client.key,
    'oauth.api.secret': provider.client.secret,
    'oauth.callback.url': callbackUrl,
  }
  const create = (providerData: object) =>
    world.call('POST', '/instances', { body: { element: { key: 'signedheader' }, providerData, configuration } })
  await assert.rejects(create({}), { status: 400, code: 'oauth-verifier-required' })
  await assert.rejects(
    create({ oauth_token: 'x', oauth_verifier: 'y', secret: 'the-secret-of-step-one' }),
    (error: { status: number; providerMessage: string }) => {
      assert.equal(error.status, 400)
      assert.equal(error.providerMessage, 'oauth_problem=signature_invalid')
      return true
    },
  )
})
