import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configurationPlaces, endsHostInPlace, fillUrlTemplate, listPlaces } from './url-template.ts'

const fill = (template: string, values: Readonly<Record<string, string>>) =>
  fillUrlTemplate(template, { readValue: (name) => values[name] ?? assert.fail(`asked for ${name}`) })

test('places are filled in host, path and query, written in any of the three ways', () => {
  assert.equal(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the place of an element document
    fill('https://{shop}.example.com/${region}/x?v=${configuration.version}', { shop: 'mine', region: 'eu', version: '2' }),
    'https://mine.example.com/eu/x?v=2',
  )
})

for (const value of ['evil.example/x?', 'evil.example?', 'evil.example#', 'me@evil.example', 'a:1', 'evil\\', 'ev il', '']) {
  test(`${JSON.stringify(value)} does not fit into a host`, () => {
    const refusal = { status: 400, code: 'invalid-configuration', message: /^Invalid configuration shop: / }
    assert.throws(() => fill('https://{shop}.example.com/a', { shop: value }), refusal)
    assert.throws(() => fill('https://a{shop}/a', { shop: value }), refusal)
    // The host is not over before its end is written.
    assert.throws(() => fill('{scheme}{shop}/a', { scheme: 'https://', shop: value }), refusal)
  })
}

test('a site that was pasted as a URL gives its host', () => {
  assert.equal(fill('https://{shop}/a', { shop: 'HTTPS://shop.example.com/' }), 'https://shop.example.com/a')
})

test('a place at the very beginning is a whole URL', () => {
  assert.equal(fill('{origin}/x', { origin: 'https://self.example:8443/y' }), 'https://self.example:8443/y/x')
})

test('what a value holds is not filled in turn', () => {
  assert.equal(fill('https://a/{one}', { one: '{two}' }), 'https://a/{two}')
})

test('whose host is in the hands of the value can be told', () => {
  for (const template of ['https://{site}/token', '{origin}/token', 'https://x.{site}', 'https://{site}:8443/token', 'https://x{site}?a'])
    assert.equal(endsHostInPlace(template), true, template)
  for (const template of ['https://{shop}.example.com/token', 'https://example.com/{site}', 'https://example.com:{port}/'])
    assert.equal(endsHostInPlace(template), false, template)
})

test('places of the configuration can be filled alone', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the places of an element document
  const template = '/${version}/contacts/{id}'
  assert.equal(fillUrlTemplate(template, { places: configurationPlaces, readValue: () => 'v2' }), '/v2/contacts/{id}')
  assert.deepEqual(listPlaces(template), ['version', 'id'])
})
