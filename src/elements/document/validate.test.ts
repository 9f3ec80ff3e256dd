import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { ElementOctet, ResourceOctet } from './octet.ts'
import type { elementOctetSchema, resourceOctetSchema } from './octet-schema.ts'
import { validateDocument } from './validate.ts'

const element = {
  key: 'example',
  name: 'Example',
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [],
  resources: [],
}
const resource = { method: 'GET', path: '/hubs/crm/contacts', vendorMethod: 'GET' }

// What the schema lets through is what the runtime's types say; the compiler holds this test to it.
const octetFits = (value: Static<typeof elementOctetSchema>): ElementOctet => value
const resourceFits = (value: Static<typeof resourceOctetSchema>): ResourceOctet => value

test('members that the schema does not know pass, as real exports need', () => {
  const document = { ...element, paginatorVersion: 'V2', octet: octetFits({ version: 1 }) }
  assert.equal(validateDocument(document), document)
})

const mistakes: [string, object, string][] = [
  ['a missing member', { ...element, hub: undefined }, 'hub is missing'],
  ['a wrong type', { ...element, key: 7 }, 'key: expected string, got 7'],
  [
    'an unknown verb',
    { ...element, resources: [{ ...resource, method: 'FETCH' }] },
    'resources[0].method: expected match pattern "^(GET|POST|PUT|PATCH|DELETE)$", got "FETCH"',
  ],
  ['a member that octet does not know', { ...element, octet: { version: 1, pagination: {} } }, 'octet.pagination is not known here'],
  [
    'a scan that reads more rows than are worth holding',
    { ...element, octet: { version: 1, scan: { limit: 100_001 } } },
    'octet.scan.limit: expected <= 100000, got 100001',
  ],
  ['another version of octet', { ...element, octet: { version: 2 } }, 'octet.version: expected equal to constant, got 2'],
  [
    'a paging style without what it needs',
    { ...element, octet: { version: 1, paging: { style: 'offset', size: 'limit', offset: 'skip' } } },
    'octet.paging.maxSize is missing',
  ],
  [
    'a member of another step',
    {
      ...element,
      resources: [{ ...resource, octet: resourceFits({ steps: [{ kind: 'read-merge-write', collections: [], take: 'x' } as never] }) }],
    },
    'resources[0].octet.steps[0].take is not known here',
  ],
]
for (const [name, document, message] of mistakes) {
  test(`${name} is an error that names the place`, () => {
    assert.throws(() => validateDocument(JSON.parse(JSON.stringify(document))), { name: 'DocumentError', message })
  })
}
