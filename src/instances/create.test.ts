import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld({
    element: {
      authentication: {
        oauth2: {
          clientAuthentication: { exchange: 'body', refresh: 'basic' },
          tenant: { member: 'scope', pattern: '\\|(.+)$', configuration: 'site.name' },
        },
        staticToken: { configuration: 'private.key', prefix: 'Key-' },
      },
    },
    more: () => [
      createTestElement({ id: 5001, key: 'plain', name: 'Plain', authenticationType: 'basic' }),
      createTestElement({ id: 5002, key: 'signed', authenticationType: 'kerberos' }),
    ],
  })
})
after(() => world.close())
beforeEach(async () => {
  await world.database.db.deleteFrom('instances').execute()
  world.endpoint.record.length = 0
  world.endpoint.members = {}
})

const create = async (change: Record<string, unknown> = {}) =>
  (await world.call('POST', '/instances', { body: world.createBody(change) })).body as Record<string, unknown>
const rows = () => world.database.db.selectFrom('instances').selectAll().execute()
/** Rejects with this error, and leaves nothing behind. */
async function refuses(change: Record<string, unknown>, expected: object): Promise<void> {
  await assert.rejects(create(change), expected)
  assert.deepEqual(await rows(), [])
  assert.deepEqual(await world.database.db.selectFrom('instance_credentials').selectAll().execute(), [])
}

test('an instance is created with its members in the order of the original', async () => {
  const instance = await create()
  assert.deepEqual(Object.keys(instance), [
    ...['id', 'name', 'createdDate', 'token', 'element', 'elementId', 'tags', 'provisionInteractions', 'valid', 'disabled'],
    ...['maxCacheSize', 'cacheTimeToLive', 'configuration', 'eventsEnabled', 'traceLoggingEnabled', 'cachingEnabled'],
    ...['externalAuthentication', 'user'],
  ])
  assert.match(String(instance['createdDate']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.match(String(instance['token']), /^[A-Za-z0-9+/]{43}=$/)
  const { user } = world.caller
  assert.deepEqual(instance['user'], { id: user.id, emailAddress: 'Ann@example.com', firstName: 'Ann', lastName: 'Ray' })
  assert.equal(instance['externalAuthentication'], 'none')
})

test('trap 12: providerData does not come back', async () => assert.ok(!('providerData' in (await create()))))

test('the code goes out with client and callback in the form, and without an Authorization header', async () => {
  const body = world.createBody()
  await world.call('POST', '/instances', { body })
  const [sent] = world.endpoint.record
  assert.equal(sent?.authorization, undefined)
  assert.deepEqual(sent?.form, {
    grant_type: 'authorization_code',
    code: (body['providerData'] as { code: string }).code,
    redirect_uri: 'https://app.example.com/cb',
    client_id: 'client-1',
    client_secret: 'client-secret-1',
  })
})

test('trap 8: secrets are masked by eight asterisks and nowhere in clear in the database', async () => {
  const { configuration, id } = (await create({ configuration: { ...configured(), 'private.key': 'not-a-key-123' } })) as {
    configuration: object
    id: number
  }
  assert.partialDeepStrictEqual(configuration, {
    'oauth.api.key': '********',
    'oauth.api.secret': '********',
    'oauth.user.token': '********',
    'oauth.user.refresh_token': '********',
    'private.key': '********',
    'oauth.callback.url': 'https://app.example.com/cb',
    'oauth.user.refresh_interval': '3600',
    'oauth.user.refresh_time': String(world.timeline.clock()),
    'site.name': null,
    'filter.response.nulls': 'true',
  })
  const [row] = await rows()
  const [credential] = await world.database.db.selectFrom('instance_credentials').selectAll().where('instance_id', '=', id).execute()
  const stored = JSON.stringify([row, credential, row!.secrets_sealed.toString('latin1'), credential!.sealed.toString('latin1')])
  for (const secret of ['client-1', 'client-secret-1', 'not-a-key-123', 'access-', 'refresh-', 'code-'])
    assert.ok(!stored.includes(secret), secret)
})

const configured = () => world.createBody()['configuration'] as Record<string, unknown>

test('trap 15: configuration values become texts, and unknown keys are left out in silence', async () => {
  const { configuration } = await create({
    configuration: { ...configured(), 'filter.response.nulls': false, 'site.name': 12, apiKey: 'x', nested: { a: 1 } },
  })
  assert.partialDeepStrictEqual(configuration, { 'filter.response.nulls': 'false', 'site.name': '12' })
  assert.ok(!('apiKey' in (configuration as object)) && !('nested' in (configuration as object)))
})

test('trap 9: without tags the name is the tag, and given tags stay', async () => {
  assert.deepEqual((await create())['tags'], ['Mine'])
  assert.deepEqual((await create({ tags: [] }))['tags'], [])
  assert.deepEqual((await create({ tags: ['a', '<b>b</b>'] }))['tags'], ['a', 'b'])
})

test('trap 10: name and the tag made of it are plain text; without a name the element gives one', async () => {
  const { name, tags } = await create({ name: '<a onClick=x>@suite-xss</a>' })
  assert.deepEqual([name, tags], ['@suite-xss', ['@suite-xss']])
  assert.equal((await create({ name: undefined }))['name'], 'Acme')
})

test('the element is named by key, by id, or by the path, which wins', async () => {
  assert.equal((await create({ element: { id: 5000 } }))['elementId'], 5000)
  const body = { ...world.createBody(), element: { key: 'nonsense' } }
  const reply = await world.call('POST', '/elements/:keyOrId/instances', { body, params: { keyOrId: 'acmecrm' } })
  assert.equal((reply.body as { elementId: number }).elementId, 5000)
  await world.database.db.deleteFrom('instances').execute()
  await refuses({ element: { key: 'unknown' } }, { status: 404, message: 'No element found with key unknown' })
  await refuses({ element: { id: 77 } }, { status: 404, message: 'No element found with ID 77' })
  await refuses({ element: undefined }, { code: 'element-required', status: 400 })
})

test('trap 17: without a code the message is the exact one', async () => {
  const message = 'You must provide an OAuth code in order to create an instance of this element'
  await refuses({ providerData: undefined }, { status: 400, message })
  await refuses({ providerData: { state: 'acmecrm' } }, { status: 400, message })
})

test('a user who denied is told so', async () => {
  const providerData = { error: 'access_denied', error_description: 'The user said no', state: 'acmecrm' }
  await refuses(
    { providerData },
    { status: 400, message: 'The vendor refused the OAuth request: access_denied', providerMessage: 'The user said no' },
  )
})

test('every missing key is named, and the code is not spent', async () => {
  const body = world.createBody({ configuration: {} })
  await assert.rejects(world.call('POST', '/instances', { body }), {
    status: 400,
    message: 'The following required configuration is missing: oauth.api.key, oauth.api.secret, oauth.callback.url',
  })
  assert.equal(world.endpoint.isLive((body['providerData'] as { code: string }).code), true)
})

test('a wrong or used code is refused with the text of the vendor, without the code in it', async () => {
  const body = world.createBody()
  await world.call('POST', '/instances', { body })
  const expected = { status: 400, code: 'oauth-refused', providerMessage: 'The token ******** is not valid' }
  await assert.rejects(world.call('POST', '/instances', { body }), expected)
  assert.equal((await rows()).length, 1)
})

test('a percent-encoded code is decoded once', async () => {
  const body = world.createBody()
  const { code } = body['providerData'] as { code: string }
  await world.call('POST', '/instances', { body: { ...body, providerData: { code: code.replaceAll('-', '%2D') } } })
  assert.equal(world.endpoint.record[0]?.token, code)
})

test('a vendor that is down or slow is a 502, a wrong client a 400', async () => {
  world.endpoint.faults.push({ status: 503, body: '<title>Down</title>' })
  await refuses({}, { status: 502, code: 'vendor-failed' })
  world.endpoint.faults.push('lose')
  await refuses({}, { status: 502, code: 'vendor-unreachable' })
  world.endpoint.faults.push({ status: 401, body: '{"error":"invalid_client","error_description":"client-secret-1 is wrong"}' })
  await refuses({}, { status: 400, code: 'oauth-refused', providerMessage: '******** is wrong' })
})

test('the tenant that was authorised must be the one the configuration names, and is kept where it names none', async () => {
  world.endpoint.members = { scope: 'full|ab123.vendor.com' }
  assert.partialDeepStrictEqual((await create())['configuration'], { 'site.name': 'ab123.vendor.com' })
  const named = await create({ configuration: { ...configured(), 'site.name': 'https://AB123.vendor.com/' } })
  assert.partialDeepStrictEqual(named['configuration'], { 'site.name': 'https://AB123.vendor.com/' })
  await world.database.db.deleteFrom('instances').execute()
  await refuses(
    { configuration: { ...configured(), 'site.name': 'cd456.vendor.com' } },
    { status: 400, message: 'The user authorised ab123.vendor.com, but the configuration site.name names cd456.vendor.com' },
  )
})

test('a long-lived key needs neither code nor client', async () => {
  const { id, token } = await create({ providerData: undefined, configuration: { 'private.key': 'Key-12345' } })
  const { call } = await world.instances.resolve(String(token))
  assert.deepEqual([call.id, call.credential], [id, { kind: 'bearer', token: 'Key-12345', generation: 0 }])
  assert.equal(world.endpoint.record.length, 0)
})

test('external authentication refreshes at once and shows that it is initial', async () => {
  const refreshToken = world.endpoint.issueRefreshToken()
  const external = { providerData: undefined, externalAuthentication: 'initial' }
  const instance = await create({ ...external, configuration: { ...configured(), 'oauth.user.refresh_token': refreshToken } })
  assert.equal(instance['externalAuthentication'], 'initial')
  assert.partialDeepStrictEqual(instance['configuration'], { 'oauth.user.refresh_token': '********', 'oauth.user.token': '********' })
  assert.equal(world.endpoint.record[0]?.token, refreshToken)
  assert.match(world.endpoint.record[0]?.authorization ?? '', /^Basic /)
  const resolved = await world.instances.resolve(String(instance['token']))
  assert.equal(resolved.call.credential.kind, 'bearer')
  await world.database.db.deleteFrom('instances').execute()
  await refuses(
    { ...external, configuration: { ...configured(), 'oauth.user.refresh_token': 'dead-token' } },
    { status: 400, code: 'oauth-refused' },
  )
  await refuses(external, { status: 400, message: 'The following required configuration is missing: oauth.user.refresh_token' })
})

test('user name and password are configuration, and the credential of the call', async () => {
  const basic = { element: { key: 'plain' }, providerData: undefined }
  const instance = await create({ ...basic, configuration: { username: 'ann', password: 'pass-word-1' } })
  assert.deepEqual(instance['configuration'], { username: 'ann', password: '********', 'filter.response.nulls': 'true' })
  const { call } = await world.instances.resolve(String(instance['token']))
  assert.deepEqual(call.credential, { kind: 'basic', username: 'ann', password: 'pass-word-1' })
  await world.database.db.deleteFrom('instances').execute()
  await refuses({ ...basic, configuration: {} }, { message: 'The following required configuration is missing: username, password' })
})

test('an authentication that this server does not know is refused', async () => {
  await refuses(
    { element: { key: 'signed' } },
    { status: 400, message: 'Element signed authenticates with kerberos, which this server does not support' },
  )
})

test('the objects come with the answer when they are asked for', async () => {
  const { objects } = await create({ retrieveObjectsAfterInstantiation: true })
  assert.deepEqual(objects, [{ name: 'contacts' }])
  assert.ok(!('objects' in (await create({ retrieveObjectsAfterInstantiation: false }))))
})
