import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { type MutableToken, OAuth2Server } from 'oauth2-mock-server'
import { emptyBody } from '../lib/hub-request.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createOAuthRoutes } from '../oauth/routes.ts'
import { credentialOf } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

// An OAuth server that others have written judges what we send.
const server = new OAuth2Server()
let world: World
const asked: Record<string, unknown>[] = []
before(async () => {
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  server.service.on('beforeTokenSigning', (token: MutableToken, request: { body: Record<string, unknown> }) => {
    // An id token may be signed besides.
    if (asked.at(-1) !== request.body) asked.push(request.body)
    token.payload['jti'] = randomUUID()
  })
  const url = server.issuer.url!.replace('localhost', '127.0.0.1')
  const items = {
    'oauth.api.key': { required: true },
    'oauth.api.secret': { type: 'PASSWORD' },
    'oauth.token.url': { required: true, defaultValue: `${url}/token` },
    'oauth.authorization.url': { required: true, defaultValue: `${url}/authorize` },
    'oauth.callback.url': { required: true },
    'oauth.scope': { defaultValue: 'read' },
    'oauth.user.token': { required: true },
  }
  // Without what the fixture adds to every type but oauth2.
  const clientItems = { ...items, username: {}, password: {} }
  const make = (id: number, key: string, more: object) => createTestElement({ id, key, ...more })
  world = await createWorld({
    more: () => [
      make(6101, 'withpassword', { authenticationType: 'oauth2Password', items }),
      make(6102, 'forclient', { items, authentication: { oauth2: { grant: 'client_credentials' } } }),
      make(6105, 'bytype', { items: clientItems, authenticationType: 'oauth2ClientCredentials' }),
      make(6106, 'byshorttype', { items: clientItems, authenticationType: 'clientCredentials' }),
      make(6103, 'bound', {
        items,
        authentication: { oauth2: { pkce: 'S256', clientAuthentication: { exchange: 'none', refresh: 'none' } } },
      }),
      make(6104, 'several', {
        items: {
          ...items,
          'authentication.type': { defaultValue: 'oauth2', options: ['oauth2', 'oauth2Password', 'basic'].map((value) => ({ value })) },
          username: { required: true },
          password: { required: true, type: 'PASSWORD' },
        },
      }),
    ],
  })
})
after(async () => {
  await world.close()
  await server.stop()
})
beforeEach(() => {
  asked.length = 0
})

interface Shown {
  readonly id: number
  readonly token: string
  readonly configuration: Readonly<Record<string, string | null>>
}
const client = { 'oauth.api.key': 'client-1', 'oauth.api.secret': 'secret-1' }
const create = async (key: string, body: object) =>
  (await world.call('POST', '/instances', { body: { element: { key }, ...body } })).body as Shown
const at = ({ id }: Shown) => ({ params: { id: String(id) } })

test('user name and password are exchanged for a token; a changed password asks again, a changed name of the instance does not', async () => {
  const shown = await create('withpassword', { configuration: { ...client, username: 'ann', password: 'first' } })
  assert.partialDeepStrictEqual(asked, [{ grant_type: 'password', username: 'ann', password: 'first', scope: 'read' }])
  assert.equal(shown.configuration['password'], '********')
  assert.equal(shown.configuration['username'], 'ann')
  const { token } = await credentialOf(world, shown)
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  await world.call('PATCH', '/instances/:id', { ...at(shown), body: { name: 'Other' } })
  assert.equal(asked.length, 1)
  await world.call('PATCH', '/instances/:id', { ...at(shown), body: { configuration: { password: '********' } } })
  assert.equal(asked.length, 1, 'trap 8: asterisks are no new password')
  await world.call('PATCH', '/instances/:id', { ...at(shown), body: { configuration: { password: 'second' } } })
  assert.equal(asked[1]?.['password'], 'second')
  assert.notEqual((await credentialOf(world, shown)).token, token)
})

test('a refresh token that is over is followed by the password, within one renewal', async () => {
  const shown = await create('withpassword', { configuration: { ...client, username: 'ann', password: 'first' } })
  server.service.once('beforeResponse', (response) => Object.assign(response, { statusCode: 400, body: { error: 'invalid_grant' } }))
  const renewed = await world.instances.renew(shown.id, await credentialOf(world, shown))
  assert.partialDeepStrictEqual(renewed, { kind: 'bearer', generation: 2 })
  assert.equal(asked.at(-1)?.['grant_type'], 'password')
})

test('a client that stands for itself needs no user, and gets a new token when the old one is over', async () => {
  const shown = await create('forclient', { configuration: client })
  assert.equal(asked[0]?.['grant_type'], 'client_credentials')
  const credential = await credentialOf(world, shown)
  assert.ok(credential.dueAt! > world.timeline.clock())
  const renewed = await world.instances.renew(shown.id, credential)
  assert.partialDeepStrictEqual(renewed, { kind: 'bearer', generation: 2 })
  assert.equal(asked[1]?.['grant_type'], 'client_credentials')
})

for (const key of ['bytype', 'byshorttype']) {
  test(`the type alone says that the client stands for itself (${key})`, async () => {
    const shown = await create(key, { configuration: client })
    assert.partialDeepStrictEqual(asked, [{ grant_type: 'client_credentials', scope: 'read' }])
    const credential = await credentialOf(world, shown)
    assert.match(credential.token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
    assert.partialDeepStrictEqual(await world.instances.renew(shown.id, credential), { kind: 'bearer', generation: 2 })
  })
}

test('what is missing is named: a password, a client', async () => {
  await assert.rejects(create('withpassword', { configuration: { ...client, username: 'ann' } }), { message: /: password$/ })
  await assert.rejects(create('forclient', {}), { message: /: oauth\.api\.key$/ })
  assert.equal(asked.length, 0)
})

async function authorize(parameters: Record<string, string>): Promise<URL> {
  const route = createOAuthRoutes(world.oauth).find(({ method, path }) => method === 'GET' && path === '/elements/:keyOrId/oauth/url')!
  const query = { apiKey: 'client-1', callbackUrl: 'http://127.0.0.1:9/cb', ...parameters }
  const request = {
    requestId: '',
    method: 'GET' as const,
    params: { keyOrId: 'bound' },
    query,
    headers: {},
    body: emptyBody,
    clientAddress: '',
  }
  const { oauthUrl } = (await route.handle(request)).body as { oauthUrl: string }
  const answer = await fetch(oauthUrl, { redirect: 'manual' })
  return new URL(answer.headers.get('location')!)
}

const configuration = { 'oauth.api.key': 'client-1', 'oauth.callback.url': 'http://127.0.0.1:9/cb' }

test('a code that is bound by PKCE is exchanged with its verifier, in any process, with and without a state', async () => {
  const other = await world.startServer()
  for (const parameters of [{}, { state: 'mine' }] as Record<string, string>[]) {
    const callback = await authorize(parameters)
    const providerData = Object.fromEntries(callback.searchParams)
    const { body } = await other.call('POST', '/instances', { body: { element: { key: 'bound' }, providerData, configuration } })
    assert.equal((body as Shown).configuration['oauth.user.token'], '********')
    const form = asked.at(-1)!
    assert.match(String(form['code_verifier']), /^[\w-]{43}$/)
    assert.deepEqual([form['client_id'], form['client_secret']], ['client-1', undefined])
  }
})

test('a code that comes back with another state, or too late, is refused before the vendor is asked', async () => {
  const callback = await authorize({ state: 'mine' })
  const providerData = { ...Object.fromEntries(callback.searchParams), state: 'theirs' }
  await assert.rejects(create('bound', { providerData, configuration }), { status: 400, code: 'oauth-flow-unknown' })
  world.timeline.advance(61 * 60_000)
  await assert.rejects(create('bound', { providerData: { ...providerData, state: 'mine' }, configuration }), { code: 'oauth-flow-unknown' })
  assert.equal(asked.length, 0)
})

test('of an element with several types the chosen one counts, everywhere', async () => {
  const login = { username: 'ann', password: 'pass' }
  await assert.rejects(create('several', { configuration: client }), { code: 'oauth-code-required' })
  const basic = await create('several', { configuration: { 'authentication.type': 'basic', ...login } })
  assert.deepEqual((await world.instances.resolve(basic.token)).call.credential, { kind: 'basic', ...login })
  const password = await create('several', { configuration: { 'authentication.type': 'oauth2Password', ...client, ...login } })
  assert.equal((await world.instances.resolve(password.token)).call.credential.kind, 'bearer')
  await assert.rejects(create('several', { configuration: { 'authentication.type': 'kerberos', ...login } }), {
    status: 400,
    message: 'Invalid configuration authentication.type: expected one of oauth2, oauth2Password, basic',
  })
  const changed = await world.call('PATCH', '/instances/:id', {
    ...at(basic),
    body: { configuration: { 'authentication.type': 'oauth2Password', ...client } },
  })
  assert.equal((changed.body as Shown).configuration['authentication.type'], 'oauth2Password')
  assert.equal((await world.instances.resolve(basic.token)).call.credential.kind, 'bearer')
})
