import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestElement } from './fixtures/element.ts'
import { readTokenUrl } from './settings.ts'

const element = createTestElement()
const read = (url: string, configuration: Record<string, string> = {}) =>
  readTokenUrl({ element, configuration: { 'oauth.token.url': url, 'oauth.api.secret': 's3cret', ...configuration }, grant: 'exchange' })

test('a site may not turn the token URL to another host', () => {
  assert.equal(read('https://{siteAddress}.vendor.example/token', { siteAddress: 'shop' }), 'https://shop.vendor.example/token')
  for (const siteAddress of ['evil.example/x?', 'evil.example#', 'me@evil.example', 'evil.example:1', 'evil.example\\']) {
    assert.throws(() => read('https://{siteAddress}.vendor.example/token', { siteAddress }), { status: 400, code: 'invalid-configuration' })
  }
})

test('a secret does not go into a token URL', () => {
  assert.throws(() => read('https://vendor.example/{oauth.api.secret}'), { status: 400, code: 'invalid-configuration' })
})

test('what every object has is no value of a place', () => {
  for (const name of ['constructor', '__proto__', 'toString'])
    assert.throws(() => read(`https://vendor.example/{${name}}`), { status: 400, code: 'parameter-required' })
})
