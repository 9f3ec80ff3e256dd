import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld()
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.record.length = 0
})

interface Shown {
  readonly id: number
  readonly token: string
  readonly configuration: Readonly<Record<string, string | null>>
}
const create = async (change: object) => (await world.call('POST', '/instances', { body: change })).body as Shown
const at = (shown: Shown) => ({ params: { id: String(shown.id) } })

/** Exactly the body of contract 4.6. */
const createExternal = () =>
  create({
    element: { key: 'acmecrm' },
    externalAuthentication: 'initial',
    configuration: {
      'oauth.user.refresh_token': world.endpoint.issueRefreshToken(),
      'oauth.api.key': 'client-1',
      'oauth.api.secret': 'client-secret-1',
    },
    name: 'From elsewhere',
  })

test('a refresh token from elsewhere needs the client and nothing else: no callback, which only a code goes with', async () => {
  const shown = await createExternal()
  assert.partialDeepStrictEqual(shown, { externalAuthentication: 'initial', configuration: { 'oauth.callback.url': null } })
  assert.deepEqual(
    world.endpoint.record.map(({ grantType, outcome }) => [grantType, outcome]),
    [['refresh_token', 'accepted']],
  )
})

test('such an instance is changed without a callback as well, by a part or by the whole answer put back', async () => {
  const shown = await createExternal()
  for (const method of ['PUT', 'PATCH'] as const) {
    assert.deepEqual((await world.call(method, '/instances/:id', { ...at(shown), body: shown })).body, shown)
    const { body } = await world.call(method, '/instances/:id', { ...at(shown), body: { name: method } })
    assert.equal((body as { name: string }).name, method)
  }
  const configuration = { 'oauth.user.refresh_token': world.endpoint.issueRefreshToken() }
  await world.call('PATCH', '/instances/:id', { ...at(shown), body: { configuration } })
  assert.equal(world.endpoint.record.length, 2)
})

test('a code makes it an ordinary one, and that needs the callback', async () => {
  const shown = await createExternal()
  const body = { providerData: { code: world.endpoint.issueCode() }, configuration: {} }
  await assert.rejects(world.call('PATCH', '/instances/:id', { ...at(shown), body }), {
    message: 'The following required configuration is missing: oauth.callback.url',
  })
  const complete = { ...body, configuration: { 'oauth.callback.url': 'https://app.example.com/cb' } }
  const changed = await world.call('PATCH', '/instances/:id', { ...at(shown), body: complete })
  assert.partialDeepStrictEqual(changed.body, { externalAuthentication: 'none' })
})

test('everything that is missing is named at once', async () => {
  const body = { element: { key: 'acmecrm' }, externalAuthentication: 'initial', configuration: {} }
  await assert.rejects(create(body), {
    status: 400,
    message: 'The following required configuration is missing: oauth.user.refresh_token, oauth.api.key, oauth.api.secret',
  })
})
