import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildAuthorizationUrl } from './authorize.ts'
import { createTestElement } from './fixtures/element.ts'

const element = createTestElement()
const parameters = { apiKey: 'id-1', apiSecret: 'secret-1', callbackUrl: 'https://app.example.com/cb?x=1' }

test('trap 16: the parameters stand in the original order, encoded, and the state is the element key', () => {
  assert.equal(
    buildAuthorizationUrl(element, parameters),
    'https://vendor.example.com/authorize?scope=full&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%3Fx%3D1&state=acmecrm&client_id=id-1',
  )
})

test('the client secret never goes into the URL', () => {
  assert.ok(!buildAuthorizationUrl(element, parameters).includes('secret-1'))
})

test('scope and state can be given, and an absent scope is left out', () => {
  const url = new URL(buildAuthorizationUrl(element, { ...parameters, scope: 'read write', state: 'a&b' }))
  assert.equal(url.searchParams.get('scope'), 'read write')
  assert.equal(url.searchParams.get('state'), 'a&b')
  const scopeless = createTestElement({ items: { 'oauth.scope': {} } })
  assert.equal(new URL(buildAuthorizationUrl(scopeless, parameters)).searchParams.has('scope'), false)
})

test('an authorization URL with a query is continued with &, and what it says is not said twice', () => {
  const url = 'https://vendor.example.com/auth?access_type=offline&response_type=code'
  const built = buildAuthorizationUrl(element, { ...parameters, 'oauth.authorization.url': url })
  assert.ok(built.startsWith(`${url}&scope=full&redirect_uri=`))
  assert.equal(new URL(built).searchParams.getAll('response_type').length, 1)
})

test('a callback without a scheme is https, also with a port', () => {
  const callbackOf = (callbackUrl: string) =>
    new URL(buildAuthorizationUrl(element, { ...parameters, callbackUrl })).searchParams.get('redirect_uri')
  assert.equal(callbackOf('auth.example.com/oauth'), 'https://auth.example.com/oauth')
  assert.equal(callbackOf('auth.example.com:8443/oauth'), 'https://auth.example.com:8443/oauth')
  assert.equal(callbackOf('http://127.0.0.1:3000/cb'), 'http://127.0.0.1:3000/cb')
  assert.equal(callbackOf('myapp://oauth'), 'myapp://oauth')
})

test('places are filled from siteAddress or subdomain, whichever was sent, or from any configuration key', () => {
  const placed = createTestElement({
    items: {
      'oauth.authorization.url': { defaultValue: 'https://{siteAddress}.vendor.com/{region}/auth' },
      region: { defaultValue: 'eu' },
    },
  })
  assert.ok(buildAuthorizationUrl(placed, { ...parameters, siteAddress: 'shop' }).startsWith('https://shop.vendor.com/eu/auth?'))
  assert.ok(
    buildAuthorizationUrl(placed, { ...parameters, subdomain: 'shop', region: 'us' }).startsWith('https://shop.vendor.com/us/auth?'),
  )
  assert.throws(() => buildAuthorizationUrl(placed, parameters), { status: 400, message: 'Missing required parameter: siteAddress' })
})

test('a pasted site URL gives its host', () => {
  const placed = createTestElement({ items: { 'oauth.authorization.url': { defaultValue: 'https://{siteAddress}/auth' } } })
  assert.ok(
    buildAuthorizationUrl(placed, { ...parameters, siteAddress: 'https://shop.example.com/' }).startsWith('https://shop.example.com/auth?'),
  )
})

test('what is missing is named', () => {
  assert.throws(() => buildAuthorizationUrl(element, { ...parameters, apiKey: '' }), { message: 'Missing required parameter: apiKey' })
  assert.throws(() => buildAuthorizationUrl(element, { apiKey: 'id' }), { message: 'Missing required parameter: callbackUrl' })
  assert.throws(() => buildAuthorizationUrl(element, {}), { status: 400, message: 'Missing required parameter: callbackUrl, apiKey' })
  const placed = createTestElement({
    items: { 'oauth.authorization.url': { defaultValue: 'https://{siteAddress}.vendor.com/{region}/{siteAddress}' } },
  })
  assert.throws(() => buildAuthorizationUrl(placed, {}), {
    message: 'Missing required parameter: siteAddress, region, callbackUrl, apiKey',
  })
})

test('an element of another kind, and a URL that is not http, are refused', () => {
  assert.throws(() => buildAuthorizationUrl(createTestElement({ authenticationType: 'basic' }), parameters), {
    code: 'oauth-not-supported',
    status: 400,
  })
  assert.throws(() => buildAuthorizationUrl(element, { ...parameters, 'oauth.authorization.url': 'javascript:alert(1)' }), {
    code: 'invalid-configuration',
  })
})

test('whatever is sent, it comes back whole from the query', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' })
  fc.assert(
    fc.property(text, text, text, (state, scope, apiKey) => {
      const { searchParams } = new URL(buildAuthorizationUrl(element, { ...parameters, state, scope, apiKey }))
      assert.deepEqual([searchParams.get('state'), searchParams.get('scope'), searchParams.get('client_id')], [state, scope, apiKey])
    }),
  )
})

test('a secret does not go into the URL by a place, whoever names it and whosever it is', () => {
  const defaults = { 'oauth.api.key': 'server-id', 'oauth.api.secret': 'server-secret', 'private.key': 'p' }
  const own = createTestElement({ defaults })
  for (const key of ['oauth.api.secret', 'oauth.api.key', 'private.key']) {
    const url = { 'oauth.authorization.url': `https://vendor.example/{${key}}` }
    assert.throws(() => buildAuthorizationUrl(own, { ...parameters, ...url }), { status: 400, code: 'invalid-configuration' })
    const placed = createTestElement({ defaults: { ...defaults, ...url } })
    assert.throws(() => buildAuthorizationUrl(placed, parameters), { status: 400, code: 'invalid-configuration' })
  }
})

test('for the client of the server itself the authorization URL is the server’s, whatever is sent', () => {
  const own = createTestElement({ defaults: { 'oauth.api.key': 'server-id' } })
  const sent = { callbackUrl: 'https://app.example.com/cb', 'oauth.authorization.url': 'https://evil.example/' }
  assert.ok(buildAuthorizationUrl(own, sent).startsWith('https://vendor.example.com/authorize?'))
  assert.ok(buildAuthorizationUrl(own, { ...sent, apiKey: 'mine' }).startsWith('https://evil.example/?'))
})

test('a site stays in its part of the host', () => {
  const placed = createTestElement({ items: { 'oauth.authorization.url': { defaultValue: 'https://{siteAddress}.vendor.com/auth' } } })
  for (const siteAddress of ['evil.example/', 'evil.example?', 'evil.example#', 'me@evil.example', 'evil.example:1', 'a\\b'])
    assert.throws(() => buildAuthorizationUrl(placed, { ...parameters, siteAddress: `${siteAddress}x` }), { code: 'invalid-configuration' })
})

test('what every object has is no value of a place, and no parameter', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    const placed = createTestElement({ items: { 'oauth.authorization.url': { defaultValue: `https://vendor.com/{${name}}` } } })
    assert.throws(() => buildAuthorizationUrl(placed, parameters), { status: 400, code: 'parameter-required' })
  }
})
