import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { emptyBody } from '../lib/hub-request.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createOAuthRoutes } from '../oauth/routes.ts'
import { credentialOf, readState, type Subject } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

/** What the vendor was asked: method, path, query and Authorization. */
const asked: { readonly call: string; readonly query: Record<string, string>; readonly authorization: string | undefined }[] = []
let isDown = false
let count = 0
const vendor = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor')
  asked.push({
    call: `${request.method} ${pathname}`,
    query: Object.fromEntries(searchParams),
    authorization: request.headers.authorization,
  })
  const reply = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (isDown) return reply(503, {})
  if (searchParams.get('c') === 'bad' || searchParams.get('r') === 'bad') return reply(400, { error: 'it is spent' })
  if (pathname === '/exchange')
    return reply(200, { access_token: `access-${++count}`, refresh_token: `refresh-${count}`, expires_in: 3600, shard: 'eu-7' })
  if (pathname === '/renew') return reply(200, { result: { token: `access-${++count}`, next: `refresh-${count}` } })
  if (pathname === '/where') return reply(200, { oauthUrl: 'https://vendor.example.com/approve?x=1' })
  if (pathname === '/temporary') return reply(200, { oauth_token: 'temporary', oauth_token_secret: 'temporary-secret' })
  reply(200, {})
})

let world: World
before(async () => {
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`
  const own = (type: string, vendorPath: string, parameters: object[]) => ({
    type,
    method: 'GET',
    path: `/hubs/crm/${type}`,
    vendorMethod: 'GET',
    vendorPath,
    parameters: parameters as never,
  })
  const query = (name: string, vendorName: string) => ({ name, vendorName, type: 'query', vendorType: 'query' })
  const header = (name: string) => ({ name, vendorName: 'Authorization', type: 'value', vendorType: 'header' })
  const take = (name: string, vendorName: string) => ({
    name,
    vendorName,
    type: 'configuration',
    vendorType: 'bodyField',
    source: 'response',
  })
  const items = { 'base.url': { defaultValue: url }, shard: {} }
  world = await createWorld({
    more: () => [
      createTestElement({
        id: 6501,
        key: 'ownresources',
        items,
        resources: [
          own('oauthOnTokenExchange', '/exchange', [query('code', 'c'), query('callbackUrl', 'cb'), take('shard', 'shard')]),
          own('oauthOnTokenRefresh', '/renew', [
            query('refreshToken', 'r'),
            take('oauth.user.token', 'result.token'),
            take('oauth.user.refresh_token', 'result.next'),
          ]),
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of element documents
          own('oauthOnTokenRevoke', '/revoke', [query('refreshToken', 'r'), header('Token ${configuration.oauth.user.token}')]),
          own('oauthOnAuthorizeUrl', '/where', [query('state', 's')]),
        ],
      }),
      createTestElement({
        id: 6502,
        key: 'owntemporary',
        authenticationType: 'oauth1',
        items: {
          ...items,
          'oauth.authorization.url': { defaultValue: 'https://vendor.example.com/approve' },
          'oauth.api.key': {},
          'oauth.api.secret': {},
        },
        resources: [own('oauth1OnTokenRequest', '/temporary', [query('callbackUrl', 'cb')])],
      }),
    ],
  })
})
after(async () => {
  await world.close()
  await new Promise((resolve) => vendor.close(resolve))
})
beforeEach(() => {
  asked.length = 0
  isDown = false
})

const create = async (code = 'good'): Promise<Subject> =>
  (await world.call('POST', '/instances', { body: world.createBody({ element: { key: 'ownresources' }, providerData: { code } }) }))
    .body as Subject

test('a resource of the element exchanges the code in place of the token endpoint, and keeps what else the vendor tells', async () => {
  const shown = await create()
  assert.deepEqual(
    asked.map(({ call, query }) => [call, query]),
    [['GET /exchange', { c: 'good', cb: 'https://app.example.com/cb' }]],
  )
  assert.partialDeepStrictEqual(shown, { configuration: { shard: 'eu-7', 'oauth.user.token': '********' } })
  assert.match((await credentialOf(world, shown)).token, /^access-\d+$/)
})

test("a code that the vendor refuses there is a 400 with the vendor's words", async () => {
  await assert.rejects(create('bad'), { status: 400, code: 'oauth-refused', providerMessage: /it is spent/ })
})

test('a resource renews, its tokens taken by parameters; two at once ask once, and an outage counts as none', async () => {
  const shown = await create()
  const old = await credentialOf(world, shown)
  asked.length = 0
  await Promise.all([world.instances.renew(shown.id, old), world.instances.renew(shown.id, old)])
  assert.equal(asked.length, 1)
  assert.match(asked[0]?.query['r'] ?? '', /^refresh-/)
  assert.equal(asked[0]?.authorization, undefined, 'a bearer that is over is not sent')
  const { token, generation } = await credentialOf(world, shown)
  assert.notEqual(token, old.token)
  assert.equal(Number(generation), 2)
  isDown = true
  await assert.rejects(world.instances.renew(shown.id, await credentialOf(world, shown)), { status: 502 })
  assert.partialDeepStrictEqual(await readState(world, shown), { refusals: 0, disabled: false })
})

test('a resource revokes when the instance goes', async () => {
  const shown = await create()
  asked.length = 0
  await world.call('DELETE', '/instances/:id', { params: { id: String(shown.id) } })
  assert.deepEqual(
    asked.map(({ call, authorization }) => [call, authorization?.replace(/\d+$/, 'n')]),
    [['GET /revoke', 'Token access-n']],
  )
  assert.match(asked[0]?.query['r'] ?? '', /^refresh-/)
})

async function ask(path: string, keyOrId: string, query: Record<string, string>) {
  const route = createOAuthRoutes(world.oauth).find((each) => each.method === 'GET' && each.path === path)!
  const request = { requestId: '', method: 'GET' as const, params: { keyOrId }, query, headers: {}, body: emptyBody, clientAddress: '' }
  return (await route.handle(request)).body
}
const parameters = { apiKey: 'id-1', apiSecret: 'secret-1', callbackUrl: 'https://app.example.com/cb' }

test('a resource says where the user approves', async () => {
  const body = await ask('/elements/:keyOrId/oauth/url', 'ownresources', { ...parameters, state: 'mine' })
  assert.deepEqual(body, { oauthUrl: 'https://vendor.example.com/approve?x=1', element: 'ownresources' })
  assert.deepEqual(asked[0]?.query, { s: 'mine' })
})

test('a resource asks for the request token of OAuth 1.0a; the default URL does so with the client of the server', async () => {
  const token = await ask('/elements/:keyOrId/oauth/token', 'owntemporary', parameters)
  assert.deepEqual(token, { token: 'temporary', secret: 'temporary-secret' })
  const body = await ask('/elements/:keyOrId/oauth/url/default', 'owntemporary', parameters)
  assert.deepEqual(body, {
    oauthUrl:
      'https://vendor.example.com/approve?oauth_token=temporary&oauth_callback=https%3A%2F%2Fapp.example.com%2Fcb%3Fstate%3Downtemporary',
    element: 'owntemporary',
    configuration: { secret: 'temporary-secret' },
  })
})
