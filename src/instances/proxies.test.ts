import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Caller } from '../lib/caller.ts'
import type { Method } from '../lib/hub-request.ts'
import { createOAuthRoutes } from '../oauth/routes.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld()
})
after(() => world.close())

interface Asked {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
  readonly caller?: Caller | null
}

async function ask(method: Method, path: string, { params = {}, query = {}, body, caller = world.caller }: Asked = {}) {
  const route = createOAuthRoutes(world.oauth).find((each) => each.method === method && each.path === path)!
  const sent = body === undefined ? { kind: 'empty' as const } : { kind: 'json' as const, value: body }
  return route.handle({
    requestId: '',
    method,
    params,
    query,
    headers: {},
    body: sent,
    clientAddress: '',
    ...(caller === null ? {} : { caller }),
  })
}

const proxies = '/elements/oauthProxies'
const one = `${proxies}/:proxyId`
const oauthUrl = '/elements/:keyOrId/oauth/url'
const applicationUrl = 'https://shop1.example.com/done?tab=2'

async function createProxy(name: string) {
  const body = {
    name,
    callbackUrl: 'https://octet.example.com/octet/oauth/callback',
    apiKey: 'proxy-client',
    apiSecret: 'proxy-client-secret',
  }
  const made = (await ask('POST', proxies, { body })).body as { id: number }
  const params = { proxyId: String(made.id) }
  await ask('POST', `${one}/applicationUrl`, { params, query: { applicationUrl: 'https://*.example.com/done*' }, body: {} })
  return { made, params }
}

const enter = (name: string, more: Asked = {}) =>
  ask('GET', oauthUrl, {
    params: { keyOrId: 'acmecrm' },
    query: { isOAuthProxy: 'true', oauthProxyName: name, state: applicationUrl },
    ...more,
  })

test('a user goes to the vendor with a random state, comes back to the one callback, and on to the application', async () => {
  const { made } = await createProxy('shops')
  assert.ok(!JSON.stringify(made).includes('proxy-client-secret'))
  const { oauthUrl: text } = (await enter('shops')).body as { oauthUrl: string }
  const url = new URL(text)
  assert.equal(url.searchParams.get('client_id'), 'proxy-client')
  assert.equal(url.searchParams.get('redirect_uri'), 'https://octet.example.com/octet/oauth/callback')
  const state = url.searchParams.get('state')!
  assert.match(state, /^[\w-]{32}$/)
  const code = world.endpoint.issueCode()
  const reply = await ask('GET', '/octet/oauth/callback', { query: { code, state, realmId: '12' }, caller: null })
  assert.equal(reply.status, 302)
  const location = new URL(reply.headers!['location']!)
  assert.equal(`${location.origin}${location.pathname}`, 'https://shop1.example.com/done')
  assert.deepEqual(Object.fromEntries(location.searchParams), { tab: '2', code, state, realmId: '12' })
  await assert.rejects(ask('GET', '/octet/oauth/callback', { query: { code, state }, caller: null }), {
    status: 400,
    code: 'oauth-proxy-flow-unknown',
  })

  const providerData = { ...Object.fromEntries(location.searchParams), isOAuthProxy: true, oauthProxyName: 'shops' }
  const { body } = await world.call('POST', '/instances', { body: { element: { key: 'acmecrm' }, providerData } })
  assert.partialDeepStrictEqual(body, { configuration: { 'oauth.api.key': '********', 'oauth.api.secret': '********' } })
  assert.partialDeepStrictEqual(world.endpoint.record.at(-1)?.form, {
    client_id: 'proxy-client',
    redirect_uri: 'https://octet.example.com/octet/oauth/callback',
  })
})

test('an application that is not registered, or is no more, is refused', async () => {
  const { params } = await createProxy('narrow')
  const query = { isOAuthProxy: 'true', oauthProxyName: 'narrow', state: 'https://evil.com/done' }
  await assert.rejects(enter('narrow', { query }), { status: 400, code: 'application-url-unknown' })
  await ask('DELETE', `${one}/applicationUrl`, { params, query: { applicationUrl: 'https://*.example.com/done*' } })
  await assert.rejects(enter('narrow'), { code: 'application-url-unknown' })
})

test('a proxy is for users of its account only', async () => {
  const { params } = await createProxy('private')
  await assert.rejects(enter('private', { caller: null }), { status: 401 })
  await assert.rejects(enter('private', { caller: world.stranger }), { status: 404, message: 'No OAuth proxy found with name private' })
  await assert.rejects(ask('DELETE', one, { params, caller: world.stranger }), { status: 404 })
  assert.deepEqual((await ask('GET', proxies, { caller: world.stranger })).body, [])
})

test('names are one of a kind; what is deleted is gone with its ways', async () => {
  const { params } = await createProxy('once')
  await assert.rejects(ask('POST', proxies, { body: { name: 'once' } }), { status: 409 })
  const { oauthUrl: text } = (await enter('once')).body as { oauthUrl: string }
  await ask('DELETE', one, { params })
  const state = new URL(text).searchParams.get('state')!
  await assert.rejects(ask('GET', '/octet/oauth/callback', { query: { code: 'x', state }, caller: null }), {
    code: 'oauth-proxy-flow-unknown',
  })
  for (const id of [params.proxyId, 'x', '-1']) await assert.rejects(ask('DELETE', one, { params: { proxyId: id } }), { status: 404 })
})

test('who takes more than an hour begins anew', async () => {
  await createProxy('slow')
  const { oauthUrl: text } = (await enter('slow')).body as { oauthUrl: string }
  world.timeline.advance(61 * 60_000)
  const state = new URL(text).searchParams.get('state')!
  await assert.rejects(ask('GET', '/octet/oauth/callback', { query: { code: 'x', state }, caller: null }), {
    code: 'oauth-proxy-flow-unknown',
  })
})
