import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPattern, matchesPattern } from './application-url.ts'

const matching: readonly (readonly [pattern: string, url: string, matches: boolean])[] = [
  ['https://app.example.com/cb', 'https://app.example.com/cb', true],
  ['https://app.example.com/cb', 'https://app.example.com/cb?x=1', false],
  ['https://app.example.com/*', 'https://app.example.com/a/b?x=1', true],
  ['https://app.example.com', 'https://app.example.com/', true],
  ['https://*.example.com/cb', 'https://shop.example.com/cb', true],
  ['https://*.example.com/cb', 'https://a.b.example.com/cb', true],
  ['https://*.example.com/cb', 'https://evil.com/x.example.com/cb', false],
  ['https://*.example.com/cb', 'https://evil.com#.example.com/cb', false],
  ['https://*.example.com/cb', 'https://evil.com?.example.com/cb', false],
  ['https://*.example.com/cb', 'https://evil.com\\.example.com/cb', false],
  ['https://*.example.com/cb', 'https://user@shop.example.com/cb', false],
  ['https://*.example.com/cb', 'https://example.com/cb', false],
  ['https://*.example.com/cb', 'https://shopXexample.com/cb', false],
  ['https://app.example.com/*', 'http://app.example.com/a', false],
  ['https://app.example.com/*', 'https://app.example.com:8443/a', false],
  ['https://app.example.com:8443/*', 'https://app.example.com:8443/a', true],
  ['https://APP.example.com/*', 'https://app.EXAMPLE.com/a', true],
  ['https://app.example.com/*', 'https://app.example.com.evil.com/a', false],
  ['https://app.example.com/*', 'javascript:alert(1)', false],
]
for (const [pattern, url, matches] of matching) {
  test(`${pattern} ${matches ? 'stands for' : 'does not stand for'} ${url}`, () => assert.equal(matchesPattern(pattern, url), matches))
}

for (const pattern of [
  '*',
  'https://*',
  'https://*/cb',
  '*://app.example.com',
  'ftp://app.example.com',
  'https://a@b.com/',
  'javascript:*',
  'no url',
  'https://*@evil.com/',
]) {
  test(`${pattern} is no pattern`, () => assert.throws(() => checkPattern(pattern), { status: 400, code: 'invalid-parameter' }))
}

test('patterns with places in a host or a path are', () => {
  for (const pattern of ['https://*.example.com/*', 'http://localhost:3000/cb', 'https://app.example.com']) checkPattern(pattern)
})
