import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interpolateUrl } from './interpolate.ts'
import { buildUrl } from './url.ts'

const build = (vendorPath: string, more: Partial<Parameters<typeof buildUrl>[0]> = {}) =>
  buildUrl({ baseUrl: 'https://api.example.com/v1', vendorPath, path: {}, configuration: {}, secretKeys: new Set(), query: [], ...more })

/** The forms of a vendor path that real element documents have (contract 12.3). */
const forms: readonly [vendorPath: string, url: string][] = [
  ['/contacts', 'https://api.example.com/v1/contacts'],
  ['', 'https://api.example.com/v1'],
  ['contacts', 'https://api.example.com/v1contacts'],
  ['/contacts?expand=all', 'https://api.example.com/v1/contacts?expand=all'],
  ['?function=list', 'https://api.example.com/v1?function=list'],
  ['&function=list', 'https://api.example.com/v1?function=list'],
  ['https://other.example.com/x?y=1', 'https://other.example.com/x?y=1'],
]
for (const [vendorPath, url] of forms) test(`${JSON.stringify(vendorPath)} is called at ${url}`, () => assert.equal(build(vendorPath), url))

test('queries of the base URL, the vendor path and the call are merged', () => {
  const baseUrl = 'https://api.example.com/v1?key=k'
  assert.equal(build('/a?b=1', { baseUrl, query: [['c', '2']] }), 'https://api.example.com/v1/a?key=k&b=1&c=2')
  assert.equal(build('&b=1', { baseUrl }), 'https://api.example.com/v1?key=k&b=1')
})

test('a slash at the end of the base URL does not double', () => {
  assert.equal(build('/a', { baseUrl: 'https://api.example.com/' }), 'https://api.example.com/a')
})

test('query values are encoded so that nothing in them means anything to the vendor; names may repeat', () => {
  const query = [
    ['filter', "email==a b*;c=='d'(e)!&f"],
    ['m', 'x'],
    ['m', 'y'],
  ] as const
  const url = build('/a', { query })
  assert.equal(url.split('?')[1], 'filter=email%3D%3Da%20b%2A%3Bc%3D%3D%27d%27%28e%29%21%26f&m=x&m=y')
  assert.deepEqual([...new URL(url).searchParams], query)
})

test('a path value stays one segment', () => {
  assert.equal(build('/a/{id}/b', { path: { id: 'x/y?z#é' } }), 'https://api.example.com/v1/a/x%2Fy%3Fz%23%C3%A9/b')
  for (const id of ['.', '..']) assert.throws(() => build('/a/{id}', { path: { id } }), { status: 400, code: 'invalid-parameter' })
  assert.equal(new URL(build('/a/{id}', { path: { id: '%2e%2e' } })).pathname, '/v1/a/%252e%252e')
  assert.throws(() => build('/a/{id}', { path: { id: '\ud800' } }), { status: 400 })
})

test('a place without a value is named', () => {
  assert.throws(() => build('/a/{id}'), { status: 400, message: 'Missing required parameter: id' })
  assert.throws(() => build('/a', { baseUrl: 'https://{shop}.example.com' }), { code: 'missing-configuration', message: /shop/ })
})

test('the base URL is filled from path parameters and the configuration', () => {
  assert.equal(build('/a', { baseUrl: 'https://{shop}.example.com', configuration: { shop: 'mine' } }), 'https://mine.example.com/a')
  assert.equal(build('/a', { baseUrl: '{origin}/x', path: { origin: 'https://self.example' } }), 'https://self.example/x/a')
})

test('a value in the query of the base URL or of a vendor path is one value, whatever it holds; scheme, host and path take theirs as they are', () => {
  const value = 'a#b&c=d+e%41 é?'
  const read = (url: string) => [...new URL(url).searchParams]
  const configuration = { key: value, site: 'https://shop.example/v1/x', sited: 'https://shop.example/v1?z=1' }
  const pairs = [
    ['k', value],
    ['fixed', '1'],
    ['q', '2'],
  ]
  const query = [['q', '2']] as const
  const named = build('/a', { baseUrl: 'https://api.example.com/v1?k={key}&fixed=1', path: { key: value }, query })
  assert.deepEqual(read(named), pairs)
  const configured = build('/a', { baseUrl: `https://api.example.com/v1?k=\${configuration.key}&fixed=1`, configuration, query })
  assert.deepEqual(read(configured), pairs)
  assert.equal(new URL(configured).pathname, '/v1/a')
  assert.equal(build('/a', { baseUrl: '{site}', configuration }), 'https://shop.example/v1/x/a')
  assert.deepEqual(read(build('/a', { baseUrl: '{sited}&k={key}', configuration })), [
    ['z', '1'],
    ['k', value],
  ])
  for (const vendorPath of [`/a?k=\${configuration.key}&fixed=1`, `&k=\${key}&fixed=1`])
    assert.deepEqual(read(build(interpolateUrl(vendorPath, { configuration, secretKeys: new Set() }), { query })), pairs, vendorPath)
})
