/** What the vendor tells while it authorises: kept with the tokens, in one transaction, and never a host that nobody has named. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { AuthenticationOctet } from '../elements/document/octet.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createSubject, credentialOf, readState, renewNow, type Subject } from './fixtures/renewals.ts'
import { createWorld, type World } from './fixtures/world.ts'

const keep: NonNullable<AuthenticationOctet['oauth2']>['keep'] = [
  { from: 'reply', member: 'api_domain', configuration: 'base.url', hosts: ['*.vendor.com'], suffix: '/api' },
  { from: 'callback', member: 'accounts-server', configuration: 'oauth.token.url', hosts: ['accounts.vendor.com'], suffix: '/token' },
  { from: 'reply', member: 'portal', configuration: 'site.name', pattern: '[0-9]{1,12}' },
]
const items = { 'base.url': { required: true }, 'oauth.user.refresh_interval': { internal: true } }

let world: World
let subject: Subject
before(async () => {
  const authentication = { oauth2: { keep }, scheme: 'Vendor-token' }
  const defaults = { 'oauth.api.key': 'ours', 'oauth.api.secret': 'our-secret', 'oauth.token.url': 'http://127.0.0.1:1/nowhere' }
  world = await createWorld({
    element: { items, authentication },
    more: () => [createTestElement({ id: 5001, key: 'lending', items, authentication, defaults })],
  })
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.members = { api_domain: 'https://one.vendor.com', portal: 4711, expires_in: undefined }
  subject = await createSubject(world)
  world.endpoint.record.length = 0
})

const at = () => ({ params: { id: String(subject.id) } })
const readConfiguration = async () =>
  ((await world.call('GET', '/instances/:id', at())).body as { configuration: Record<string, string> }).configuration
const readKept = async () => {
  const { 'base.url': base, 'oauth.token.url': tokenUrl, 'site.name': site } = await readConfiguration()
  return { base, tokenUrl, site }
}
const create = (callback: Record<string, unknown>, change: Record<string, unknown> = {}) =>
  world.call('POST', '/instances', {
    body: world.createBody({ providerData: { code: world.endpoint.issueCode(), ...callback }, ...change }),
  })

test('a token reply says where the API is, and the configuration shows it', async () => {
  assert.deepEqual(await readKept(), { base: 'https://one.vendor.com/api', tokenUrl: world.endpoint.url, site: '4711' })
  const { call } = await world.instances.resolve(subject.token)
  assert.equal(call.configuration['base.url'], 'https://one.vendor.com/api')
  assert.partialDeepStrictEqual(call.credential, { kind: 'bearer', scheme: 'Vendor-token' })
})

test('each refresh tells it anew: tokens and host change together, and what is not told stays', async () => {
  world.endpoint.members = { api_domain: 'https://two.vendor.com/' }
  await renewNow(world, subject)
  assert.deepEqual(await readKept(), { base: 'https://two.vendor.com/api', tokenUrl: world.endpoint.url, site: '4711' })
  world.endpoint.members = {}
  await renewNow(world, subject)
  assert.equal((await readKept()).base, 'https://two.vendor.com/api')
  assert.equal((await readState(world, subject)).generation, 3)
})

test('a reply without a lifetime is due at no time, and renewed when it is refused', async () => {
  world.endpoint.members = { expires_in: undefined }
  await renewNow(world, subject)
  const credential = await credentialOf(world, subject)
  assert.equal(credential.dueAt, undefined)
  assert.equal((await readConfiguration())['oauth.user.refresh_interval'], null)
})

for (const [what, told] of [
  ['another host', { api_domain: 'https://vendor.com.evil.net' }],
  ['a user name before it', { api_domain: 'https://one.vendor.com@evil.net' }],
  ['plain http', { api_domain: 'http://one.vendor.com' }],
  ['no text', { api_domain: { toString: 'https://one.vendor.com' } }],
  ['a loopback address that nobody named', { api_domain: 'http://localhost:1/' }],
  ['a text of another form', { portal: '4711/../../evil' }],
  ['a text with a line break at its end', { portal: '4711\n' }],
] as const) {
  test(`an authorisation whose reply tells ${what} is refused, and nothing is stored`, async () => {
    world.endpoint.members = { ...told }
    await assert.rejects(create({}), { status: 400, code: 'oauth-member-refused', message: /which element acmecrm does not take/ })
    const { body } = await world.call('GET', '/instances', {})
    assert.deepEqual(
      (body as { id: number }[]).map(({ id }) => id),
      [subject.id],
    )
  })
}

for (const server of [
  'https://evil.net',
  'https://accounts.vendor.com.evil.net',
  'https://accounts.vendor.com:8443',
  'https://accounts.vendor.com@evil.net',
  'https://accounts.vendor.com.',
  'http://accounts.vendor.com',
  'http://localhost:1',
  ['https://accounts.vendor.com', 'https://evil.net'],
  7,
]) {
  test(`a callback that names ${JSON.stringify(server)} gets neither the code nor the client`, async () => {
    await assert.rejects(create({ 'accounts-server': server }), { status: 400, code: 'oauth-member-refused' })
    assert.equal(world.endpoint.record.length, 0)
  })
}

test('a callback names the token endpoint on this machine that the operator names for the element; it is used, and kept for refreshes', async () => {
  const { port } = new URL(world.endpoint.url)
  const { body } = await create({ 'accounts-server': `http://127.0.0.1:${port}`, location: 'eu' })
  subject = body as Subject
  await renewNow(world, subject)
  assert.deepEqual(
    world.endpoint.record.map(({ grantType }) => grantType),
    ['authorization_code', 'refresh_token'],
  )
  assert.equal((await readKept()).tokenUrl, `http://127.0.0.1:${port}/token`)
})

test("the endpoint that a callback names is that of an instance with the server's own client too", async () => {
  const { port } = new URL(world.endpoint.url)
  const lent = { element: { key: 'lending' }, configuration: { 'oauth.callback.url': 'https://app.example.com/cb' } }
  const { body } = await create({ 'accounts-server': `http://127.0.0.1:${port}` }, lent)
  subject = body as Subject
  await renewNow(world, subject)
  assert.deepEqual(
    world.endpoint.record.map(({ grantType, outcome }) => [grantType, outcome]),
    [
      ['authorization_code', 'accepted'],
      ['refresh_token', 'accepted'],
    ],
  )
  assert.equal((await readKept()).tokenUrl, `http://127.0.0.1:${port}/token`)
})

test('a refresh that tells a host that nobody named stops the instance; calls go nowhere, and it says which host', async () => {
  world.endpoint.members = { api_domain: 'https://evil.net' }
  const refused = { status: 400, code: 'oauth-member-refused', message: /"https:\/\/evil\.net" as api_domain/ }
  await assert.rejects(renewNow(world, subject), refused)
  const state = await readState(world, subject)
  assert.partialDeepStrictEqual(state, { generation: 2, disabled: true })
  assert.match(String(state.disabled_reason), /evil\.net/)
  assert.equal((await readKept()).base, 'https://one.vendor.com/api')
  world.endpoint.members = { api_domain: 'https://two.vendor.com' }
  await world.call('PUT', '/instances/:id/enabled', at())
  await renewNow(world, subject)
  assert.partialDeepStrictEqual(await readState(world, subject), { generation: 3, disabled: false, disabled_reason: null })
})

test('an element that would keep what the vendor tells as a secret, or under no key, does not compile', () => {
  const keeping = (configuration: string) => () =>
    createTestElement({ authentication: { oauth2: { keep: [{ from: 'reply', member: 'x', configuration, pattern: '.*' }] } } })
  assert.throws(keeping('oauth.api.secret'), /is a secret/)
  assert.throws(keeping('private.key'), /is a secret/)
  assert.throws(keeping('no.such'), /no configuration item has the key no\.such/)
})
