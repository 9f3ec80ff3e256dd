import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { readTokenUrl } from '../oauth/settings.ts'
import { acceptConfiguration, changeOwn, effectiveConfiguration, type OwnConfiguration, showConfiguration } from './configuration.ts'
import { demandConfiguration } from './required.ts'

const element = createTestElement()
const nothing: OwnConfiguration = { open: {}, secret: {} }

test('trap 15: what is accepted is text, known to the element, and not kept by the platform', () => {
  const sent = {
    'site.name': 7,
    'filter.response.nulls': false,
    'private.key': null,
    'oauth.user.token': 'x',
    'oauth.user.refresh_token': 'x',
    other: 'x',
  }
  assert.deepEqual(acceptConfiguration(element, sent), { 'filter.response.nulls': 'false', 'site.name': '7', 'private.key': null })
})

test('a value that is no text is refused by its key, and never repeated in the message', () => {
  for (const value of [{ secret: 'x' }, ['x'], 'a\0b', 'a\ud800']) {
    assert.throws(() => acceptConfiguration(element, { 'site.name': value }), {
      status: 400,
      message: 'Invalid configuration site.name: expected a text, a number, true or false',
    })
  }
})

test('inherited members of a body are not configuration', () => {
  const odd = createTestElement({ items: { toString: {}, constructor: {} } })
  assert.deepEqual(acceptConfiguration(odd, {}), {})
})

test('trap 8: only what holds a value is masked', () => {
  const own = changeOwn(element, nothing, { 'oauth.api.key': 'k', 'private.key': '', 'site.name': 's' })
  assert.partialDeepStrictEqual(showConfiguration(element, effectiveConfiguration(element, own)), {
    'oauth.api.key': '********',
    'oauth.api.secret': null,
    'private.key': '',
    'site.name': 's',
  })
})

test('every missing key is named, in the order of the element; optional ones and those the platform fills are not asked for', () => {
  const values = effectiveConfiguration(element, changeOwn(element, nothing, { 'oauth.api.key': '' }))
  assert.throws(() => demandConfiguration(element, values, () => false), {
    message: 'The following required configuration is missing: oauth.api.key, oauth.api.secret, oauth.callback.url',
  })
  demandConfiguration(element, values, (key) => key.startsWith('oauth.'))
})

test("a client secret of the server's own is never sent to a token endpoint that an instance names", () => {
  const shared = createTestElement({
    defaults: { 'oauth.api.key': 'ours', 'oauth.api.secret': 'our-secret', 'oauth.token.url': 'https://ours.example.com' },
  })
  const aim = { 'oauth.token.url': 'https://theirs.example.com', 'oauth.token.refresh_url': 'https://theirs.example.com' }
  const guarded = effectiveConfiguration(shared, changeOwn(shared, nothing, aim))
  assert.deepEqual([guarded['oauth.token.url'], guarded['oauth.token.refresh_url']], ['https://ours.example.com', null])
  const theirs = effectiveConfiguration(shared, changeOwn(shared, nothing, { ...aim, 'oauth.api.secret': 'their-secret' }))
  assert.equal(theirs['oauth.token.url'], 'https://theirs.example.com')
})

test('nor to one whose host an instance fills in', () => {
  const goesTo = (url: string, own: Record<string, string>) => {
    const shared = createTestElement({ items: { siteAddress: {} }, defaults: { 'oauth.api.secret': 'our-secret', 'oauth.token.url': url } })
    const configuration = effectiveConfiguration(shared, changeOwn(shared, nothing, own))
    return readTokenUrl({ element: shared, configuration, grant: 'exchange' })
  }
  const theirs = { siteAddress: 'evil.example' }
  for (const url of ['https://{siteAddress}/token', '{siteAddress}', 'https://{siteAddress}:8443/token'])
    assert.throws(() => goesTo(url, theirs), { status: 400, message: /oauth\.token\.url$/ })
  assert.equal(goesTo('https://{siteAddress}.ours.example/token', theirs), 'https://evil.example.ours.example/token')
  assert.equal(goesTo('https://{siteAddress}/token', { ...theirs, 'oauth.api.secret': 'their-secret' }), 'https://evil.example/token')
})

const keep = [
  {
    from: 'callback',
    member: 'server',
    configuration: 'oauth.token.url',
    hosts: ['accounts.vendor.com', 'accounts.vendor.eu'],
    suffix: '/token',
  },
] as const
const site = { siteAddress: { defaultValue: 'vendor.com' }, 'oauth.token.url': { defaultValue: 'https://accounts.{siteAddress}/token' } }

test("with the server's own client, a place that the element itself fills is as good as a host of the element", () => {
  const shared = createTestElement({ items: site, defaults: { 'oauth.api.key': 'ours', 'oauth.api.secret': 'our-secret' } })
  const tokenUrlOf = (own: Record<string, string>) => {
    const configuration = effectiveConfiguration(shared, changeOwn(shared, nothing, own))
    return readTokenUrl({ element: shared, configuration, grant: 'exchange' })
  }
  for (const own of [{}, { siteAddress: 'vendor.com' }]) assert.equal(tokenUrlOf(own), 'https://accounts.vendor.com/token')
  for (const siteAddress of ['vendor.eu', 'evil.example'])
    assert.throws(() => tokenUrlOf({ siteAddress }), { status: 400, code: 'missing-configuration' })
})

test('a token endpoint that the element lets the vendor name stays the instance’s, and no other does', () => {
  const shared = createTestElement({
    items: site,
    authentication: { oauth2: { keep } },
    defaults: { 'oauth.api.key': 'ours', 'oauth.api.secret': 'our-secret' },
  })
  const tokenUrlOf = (own: string) =>
    effectiveConfiguration(shared, changeOwn(shared, nothing, { 'oauth.token.url': own }))['oauth.token.url']
  assert.equal(tokenUrlOf('https://accounts.vendor.eu/token'), 'https://accounts.vendor.eu/token')
  for (const other of [
    'https://accounts.vendor.eu.evil.example/token',
    'https://accounts.vendor.eu/token/elsewhere',
    'https://accounts.vendor.eu',
    'http://accounts.vendor.eu/token',
    'https://accounts.vendor.eu@evil.example/token',
    'https://accounts.{siteAddress}/token?/token',
  ])
    assert.equal(tokenUrlOf(other), 'https://accounts.{siteAddress}/token', other)
})
