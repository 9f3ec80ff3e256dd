import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import type { ElementDocument } from './element-document.ts'
import { joinFolder } from './join.ts'
import { splitDocument } from './split.ts'

const element = {
  key: 'example',
  name: 'Example',
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [],
}

function folder(files: Record<string, unknown>): Map<string, string> {
  return new Map(Object.entries(files).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]))
}

describe('joining a folder', () => {
  test('gives each resource its hub, and the vendor verb of its own verb', () => {
    const document = joinFolder(
      folder({ 'element.json': element, 'resources/contacts.json': [{ method: 'GET', path: '/contacts', vendorPath: '/people' }] }),
    )
    assert.deepEqual(document.resources, [{ method: 'GET', path: '/hubs/crm/contacts', vendorMethod: 'GET', vendorPath: '/people' }])
  })

  test('collects objects, transformations, value lists and aliases under octet', () => {
    const document = joinFolder(
      folder({
        'element.json': { ...element, octet: { version: 1 } },
        'objects/contacts.json': { vendorName: 'Person' },
        'transformations/contacts.json': { vendorName: 'Person', fields: [] },
        'values/colours.json': { red: 'r' },
        'aliases/colours.json': { scarlet: 'r' },
      }),
    )
    assert.deepEqual(document.octet, {
      version: 1,
      transformations: { contacts: { vendorName: 'Person', fields: [] } },
      objects: { contacts: { vendorName: 'Person' } },
      values: { colours: { red: 'r' } },
      aliases: { colours: { scarlet: 'r' } },
    })
  })

  test('puts the script back into a hook that names its file', () => {
    const hooks = [{ type: 'preRequest', bodyFile: 'hooks/sign.js' }]
    const document = joinFolder(folder({ 'element.json': { ...element, hooks }, 'hooks/sign.js': 'done()\n' }))
    assert.deepEqual(document.hooks, [{ type: 'preRequest', body: 'done()\n' }])
  })

  const mistakes: [string, Record<string, unknown>, RegExp][] = [
    ['a missing element.json', {}, /^element\.json is missing$/],
    ['a file that is no JSON', { 'element.json': element, 'resources/a.json': '[{]' }, /^resources\/a\.json is not valid JSON: .*position/],
    ['a resource file that is no array', { 'element.json': element, 'resources/a.json': {} }, /^resources\/a\.json: expected an array/],
    ['a hook without its file', { 'element.json': { ...element, hooks: [{ type: 'event', bodyFile: 'hooks/x.js' }] } }, /hooks\/x\.js/],
    [
      'an order that leaves a file out',
      { 'element.json': { ...element, resources: [] }, 'resources/a.json': [] },
      /resources names an order, but not resources\/a\.json/,
    ],
  ]
  for (const [name, files, message] of mistakes) {
    test(`${name} is an error that names the file`, () => {
      assert.throws(() => joinFolder(folder(files)), { name: 'DocumentError', message })
    })
  }
})

describe('splitting a document', () => {
  const resource = fc.record(
    {
      method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      path: fc.constantFrom(
        '/hubs/crm/contacts',
        '/hubs/crm/contacts/{id}',
        '/hubs/crm/Accounts',
        '/hubs/other/contacts',
        '/hubs/crm',
        '/hubs/crm/hubs/crm',
      ),
      vendorMethod: fc.constantFrom('GET', 'POST'),
      vendorPath: fc.string(),
      hooks: fc.array(fc.record({ type: fc.constantFrom('preRequest', 'postRequest'), body: fc.string(), isLegacy: fc.boolean() }), {
        maxLength: 3,
      }),
    },
    { requiredKeys: ['method', 'path', 'vendorMethod'] },
  )
  const names = fc.constantFrom('contacts', 'contactS', 'a/b', 'accounts', '..', 'ü')
  const document = fc.record(
    {
      resources: fc.array(resource, { maxLength: 8 }),
      hooks: fc.array(fc.record({ type: fc.constant('preRequest'), body: fc.string() }), { maxLength: 2 }),
      octet: fc.record(
        {
          version: fc.constant(1),
          values: fc.dictionary(names, fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), { noNullPrototype: true }),
          transformations: fc.dictionary(names, fc.constant({ vendorName: 'x', fields: [] }), { noNullPrototype: true }),
          objects: fc.dictionary(names, fc.constant({ vendorName: 'x' }), { noNullPrototype: true }),
        },
        { requiredKeys: ['version'] },
      ),
    },
    { requiredKeys: ['resources'] },
  )

  test('and joining it again gives the same document', () => {
    fc.assert(
      fc.property(document, (members) => {
        const whole = JSON.parse(JSON.stringify({ ...element, ...members })) as ElementDocument
        assert.deepEqual(joinFolder(splitDocument(whole)), whole)
      }),
      readPropertyRuns(191, 200),
    )
  })

  const exports = new URL('../../../../shared/element-exports/', import.meta.url)
  test('keeps every real export as it is', { skip: existsSync(exports) ? false : 'no exports beside this checkout' }, () => {
    for (const name of readdirSync(exports)) {
      const whole = JSON.parse(readFileSync(new URL(name, exports), 'utf8')) as ElementDocument
      assert.deepEqual(joinFolder(splitDocument(whole)), whole, name)
    }
  })
})
