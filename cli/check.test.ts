import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { makeFolder, runOctet } from './fixtures/run-octet.ts'

const element = {
  key: 'orchard',
  name: 'Orchard',
  description: 'Trees and their fruit',
  hub: 'general',
  authentication: { type: 'custom' },
  configuration: [{ name: 'Base URL', key: 'base.url', type: 'TEXTFIELD_1000', defaultValue: 'https://api.orchard.example' }],
  resources: [{ method: 'GET', path: '/hubs/general/trees', vendorMethod: 'GET', vendorPath: '/trees', type: 'api' }],
}
const tree = element.resources[0]!
const base = element.configuration[0]!
const withResource = (change: object) => ({ ...element, resources: [{ ...tree, ...change }] })
const query = { name: 'a', vendorName: 'a', type: 'query', vendorType: 'query' }
const hook = (body: string) => ({ hooks: [{ type: 'preRequest', body, isLegacy: false }] })

async function checkFile(t: TestContext, text: string) {
  const folder = makeFolder(t, { 'element.json': text })
  return runOctet(folder, 'check', join(folder, 'element.json'))
}

test('an element without faults: exit code 0 and one line that says so', async (t) => {
  const { code, lines } = await checkFile(t, JSON.stringify(element))
  assert.deepEqual({ code, lines }, { code: 0, lines: ['element.json: nothing to remark'] })
})

const mistakes: readonly (readonly [what: string, document: object, severity: 'error' | 'warning', message: RegExp])[] = [
  [
    'two resources with one method and path',
    { ...element, resources: [tree, { ...tree }] },
    'error',
    /GET \/hubs\/general\/trees is declared already, as resources\[0\]/,
  ],
  [
    'paths that differ by the name of a place only',
    {
      ...element,
      resources: [
        { ...tree, path: '/hubs/general/trees/{id}' },
        { ...tree, path: '/hubs/general/trees/{key}' },
      ],
    },
    'error',
    /declared already/,
  ],
  ['an unknown type of resource', withResource({ type: 'onBreakfast' }), 'error', /"onBreakfast" is no type of resource/],
  ['code of the original platform', withResource({ kind: 'java' }), 'warning', /no export holds/],
  [
    'an unknown type of parameter',
    withResource({ parameters: [{ ...query, type: 'cookie' }] }),
    'error',
    /parameter "a": unknown type "cookie"/,
  ],
  ['an unknown vendorType', { ...element, parameters: [{ ...query, vendorType: 'cookie' }] }, 'error', /unknown vendorType "cookie"/],
  [
    'a response parameter that reads a query',
    withResource({ parameters: [{ ...query, source: 'response' }] }),
    'error',
    /unknown vendorType "query"; known: body,/,
  ],
  [
    'an unknown source',
    withResource({ parameters: [{ ...query, source: 'elsewhere' }] }),
    'error',
    /expected request or response, got "elsewhere"/,
  ],
  [
    'an unknown converter',
    withResource({ parameters: [{ ...query, vendorName: 'converter:toHaiku' }] }),
    'error',
    /unknown converter "toHaiku"; known: .*toQueryParameters/,
  ],
  ['a place that nothing fills', withResource({ vendorPath: '/trees/{row}' }), 'error', /nothing fills \{row\} of \/trees\/\{row\}/],
  ['a place that a hook may fill', withResource({ vendorPath: '/trees/{row}', ...hook('done({})') }), 'warning', /nothing fills \{row\}/],
  [
    'a place of base.url that nothing fills',
    { ...element, configuration: [{ ...base, defaultValue: 'https://{site}.orchard.example' }] },
    'error',
    /nothing fills \{site\} of base\.url/,
  ],
  [
    'an unknown type of authentication',
    { ...element, authentication: { type: 'handshake' } },
    'warning',
    /unknown type of authentication "handshake"; known: oauth2,.* clientCredentials/,
  ],
  ['a root key of three halves', withResource({ rootKey: 'a|b|c' }), 'error', /rootKey: expected at most one \|/],
  ['a root key that is no path', withResource({ rootKey: '|a..b' }), 'error', /rootKey: "a\.\.b" is not a path/],
  ['a request half that names many', withResource({ rootKey: 'items[*]|' }), 'error', /is not a place to write to/],
  [
    'a next resource that is not there',
    withResource({ nextResource: 'GET:/hubs/general/roots' }),
    'error',
    /GET:\/hubs\/general\/roots names no resource/,
  ],
  ['a next resource without a method', withResource({ nextResource: '/hubs/general/trees' }), 'error', /expected METHOD:\/hubs\/…/],
  ['a chain that comes back to itself', withResource({ nextResource: 'GET:/hubs/general/trees' }), 'error', /longer than 5 calls/],
  [
    'a script that is no JavaScript',
    withResource(hook("let a = 1\ndone(foo: 'bar');")),
    'warning',
    /not JavaScript: .* \(line 2 of the script\)/,
  ],
  ['a script that never ends', withResource(hook('request_vendor_path = "/x"')), 'warning', /never calls done/],
  [
    'an unknown type of hook',
    withResource({ hooks: [{ type: 'midRequest', body: 'done()' }] }),
    'error',
    /"midRequest" is no type of hook/,
  ],
  ['no base URL', { ...element, configuration: [] }, 'error', /there is no item base\.url/],
  [
    'a configuration key given twice',
    { ...element, configuration: [base, base] },
    'error',
    /base\.url: there is an item with this key already/,
  ],
  [
    'a secret as a default',
    { ...element, configuration: [base, { name: 'Key', key: 'pass', type: 'PASSWORD', defaultValue: 'hush' }] },
    'warning',
    /pass: a secret as a default/,
  ],
  ['an unknown type of item', { ...element, configuration: [{ ...base, type: 'SLIDER' }] }, 'warning', /unknown type of item "SLIDER"/],
  [
    'a model that refers to nothing',
    withResource({ model: { name: 'Tree', swagger: { Tree: { properties: { leaf: { $ref: '#/definitions/Leaf' } } } } } }),
    'warning',
    /the model has no definition "Leaf"/,
  ],
  ['a member that octet does not know', { ...element, octet: { version: 1, pages: {} } }, 'error', /octet\.pages is not known here/],
]

for (const [what, document, severity, message] of mistakes) {
  test(`check finds ${what}`, async (t) => {
    const { code, lines } = await checkFile(t, JSON.stringify(document, null, 1))
    assert.equal(lines.length, 2, lines.join('\n'))
    assert.match(lines[0]!, new RegExp(`^element\\.json:\\d+:\\d+: ${severity}: `))
    assert.match(lines[0]!, message)
    assert.equal(code, severity === 'error' ? 1 : 0)
    assert.equal(lines[1], severity === 'error' ? '1 error, 0 warnings' : '0 errors, 1 warning')
  })
}

test('a chain of six is too deep, one of five is not', async (t) => {
  const chain = (length: number) =>
    Array.from({ length }, (_, at) => ({
      ...tree,
      path: `/hubs/general/step${at}`,
      ...(at < length - 1 && { nextResource: `GET:/hubs/general/step${at + 1}` }),
    }))
  assert.equal((await checkFile(t, JSON.stringify({ ...element, resources: chain(5) }))).code, 0)
  const { lines } = await checkFile(t, JSON.stringify({ ...element, resources: chain(6) }))
  assert.match(lines.join('\n'), /chain from GET:\/hubs\/general\/step0 is longer than 5 calls/)
})

test('everything that the schema has to say comes at once, each at its line', async (t) => {
  const { code, lines } = await checkFile(t, JSON.stringify({ ...element, name: 7, hub: null }, null, 1))
  assert.deepEqual(lines, [
    'element.json:3:10: error: name: expected string, got 7',
    'element.json:5:9: error: hub: expected string, got null',
    '2 errors, 0 warnings',
  ])
  assert.equal(code, 1)
})

test('a missing key and a missing hub are warnings: the server derives them', async (t) => {
  const { key: _key, hub: _hub, ...rest } = element
  const { code, lines } = await checkFile(t, JSON.stringify({ ...rest, resources: [{ ...tree, rootKey: 'a|b|c' }] }))
  assert.match(lines[0]!, /^element\.json:1:1: warning: key is missing; POST \/elements makes one of the name/)
  assert.match(lines[1]!, /^element\.json:1:1: warning: hub is missing; general is meant/)
  assert.match(lines[2]!, /error: rootKey: expected at most one \|/)
  assert.deepEqual({ code, count: lines[3] }, { code: 1, count: '1 error, 2 warnings' })
  assert.equal((await checkFile(t, JSON.stringify(rest))).code, 0)
})

test('what the schema has to say does not keep the rules from speaking, and nothing is said twice', async (t) => {
  const odd = { ...element, name: 7, resources: [{ ...tree, vendorPath: '/trees/{row}', parameters: [{ ...query, type: undefined }] }] }
  const { lines } = await checkFile(t, JSON.stringify(odd, null, 1))
  assert.deepEqual(
    lines.map((line) => line.replace(/^element\S+ /, '')),
    [
      'error: name: expected string, got 7',
      'error: nothing fills {row} of /trees/{row}; add it to the path, or a parameter of vendorType path with vendorName row',
      'error: resources[0].parameters[0].type is missing',
      '3 errors, 0 warnings',
    ],
  )
})

test('where a document has not the form that a rule reads, the other rules still speak', async (t) => {
  const { lines } = await checkFile(
    t,
    JSON.stringify({ ...element, configuration: [base, base], resources: [{ ...tree, parameters: [null] }] }),
  )
  assert.match(lines.join('\n'), /resources\[0\]\.parameters\[0\]: expected object, got null/)
  assert.match(lines.join('\n'), /base\.url: there is an item with this key already/)
})

test('broken JSON and members given twice are found at their line', async (t) => {
  const broken = await checkFile(t, '{\n  "key": "a",\n  "name" "b"\n}')
  assert.match(broken.lines[0]!, /^element\.json:3:\d+: error: not valid JSON: colon expected/)
  const twice = await checkFile(t, JSON.stringify(element, null, 1).replace('"key"', '"name": "Other",\n "key"'))
  assert.match(twice.lines[0]!, /^element\.json:4:\d+: error: the member "name" is given twice/)
})

test('in a folder each finding names its own file and line, scripts too', async (t) => {
  const { resources: _, ...rest } = element
  const folder = makeFolder(t, {
    'element.json': JSON.stringify(rest, null, 1),
    'resources/roots.json':
      '[\n {"method": "GET", "path": "/roots", "vendorPath": "/roots"},\n {"method": "POST", "path": "/roots", "rootKey": "a|b|c"}\n]',
    'resources/trees.json':
      '[\n {"method": "GET", "path": "/trees", "vendorPath": "/trees/{row}",\n  "hooks": [{"type": "preRequest", "bodyFile": "hooks/pick.js"}]}\n]',
    'hooks/pick.js': 'let row = 1\nlet row = 2\ndone()\n',
  })
  const { code, lines } = await runOctet(folder, 'check', `${folder}/`)
  assert.equal(code, 1)
  assert.match(lines[0]!, /^hooks\/pick\.js:2:5: warning: not JavaScript: Identifier 'row' has already been declared$/)
  assert.match(lines[1]!, /^resources\/roots\.json:3:\d+: error: rootKey: expected at most one \|/)
  assert.match(lines[2]!, /^resources\/trees\.json:2:\d+: warning: nothing fills \{row\}/)
  assert.equal(lines[3], '1 error, 2 warnings')
})

test('a hook that names a missing file is an error of the folder', async (t) => {
  const folder = makeFolder(t, {
    'element.json': JSON.stringify({ ...element, resources: undefined, hooks: [{ type: 'event', bodyFile: 'hooks/no.js' }] }),
  })
  const { code, lines } = await runOctet(folder, 'check', folder)
  assert.equal(code, 1)
  assert.match(lines[0]!, /^element\.json:1:1: error: a hook names the file hooks\/no\.js/)
})

test('the shipped elements have nothing to remark', async () => {
  const { code, lines } = await runOctet('', 'check', new URL('../elements/infusionsoftcrm', import.meta.url).pathname)
  assert.deepEqual({ code, count: lines.length }, { code: 0, count: 1 }, lines.join('\n'))
})
