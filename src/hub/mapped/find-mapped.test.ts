import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInstance, describeElement } from '../../../test/call-instance.ts'
import type { InstanceMapping } from '../../common-resources/instance-mapping.ts'
import { emptyBody, type HubRequest, type Method } from '../../lib/hub-request.ts'
import { findMapped, showPath } from './find-mapped.ts'

const document = describeElement([
  { path: '/contacts' },
  { path: '/contacts/{id}' },
  { path: '/accounts/{id}/contacts' },
  { path: '/accounts/{id}/notes/{noteId}' },
])
const call = createInstance(document)
const instance = { id: 1000, organizationId: 1, accountId: 1, disabled: false, disabledReason: null, call }

/** Name → vendor's name; what else a mapping has is not looked at. */
function find(names: Readonly<Record<string, string>>, path: string, { method = 'GET' as Method, isCold = false } = {}) {
  const mappingOf = (_: unknown, name: string) => {
    const found = Object.hasOwn(names, name) ? ({ objectName: name, vendorName: names[name] } as InstanceMapping) : undefined
    return isCold ? Promise.resolve(found) : found
  }
  const segments = path.split('/').slice(1)
  const request: HubRequest = { requestId: '1', method, segments, query: {}, headers: {}, body: emptyBody }
  return findMapped({ mappingOf }, instance, request)
}

const cases: [what: string, names: Record<string, string>, path: string, element: string | undefined, name?: string][] = [
  ['a list', { people: 'contacts' }, '/people', '/contacts', 'people'],
  ['a leading slash', { people: '/contacts' }, '/people/5', '/contacts/5', 'people'],
  ['a name of the element’s own is shadowed, and does not loop', { contacts: 'contacts' }, '/contacts/5', '/contacts/5', 'contacts'],
  ['both names of a nested call', { firms: 'accounts', people: 'contacts' }, '/firms/7/people', '/accounts/7/contacts', 'people'],
  ['a child that is not mapped', { firms: 'accounts' }, '/firms/7/notes/9', '/accounts/7/notes/9', 'firms'],
  [
    'several segments, the place filled by the id before it',
    { firms: 'accounts', remarks: 'accounts/{id}/notes' },
    '/firms/7/remarks/9',
    '/accounts/7/notes/9',
    'remarks',
  ],
  [
    'several segments, the place filled by the id behind it',
    { remarks: '/accounts/{id}/notes' },
    '/remarks/7/9',
    '/accounts/7/notes/9',
    'remarks',
  ],
  ['a child below a resource of the element', { people: 'contacts' }, '/accounts/7/people', '/accounts/7/contacts', 'people'],
  ['below a resource of the element its own names come first', { contacts: 'persons' }, '/accounts/7/contacts', undefined],
  ['names differ in case', { People: 'contacts' }, '/people', undefined],
  ['an id that is a name', { people: 'contacts' }, '/other/people', undefined],
]
for (const [what, names, path, element, name] of cases) {
  test(`${what}: ${path} → ${element ?? 'the element’s own'}`, async () => {
    for (const isCold of [false, true]) {
      const found = await find(names, path, { isCold })
      assert.equal(found && `/${found.segments.join('/')}`, element)
      assert.equal(found?.mapping.objectName, name)
    }
  })
}

test('what is in memory is answered at once', () => {
  assert.equal(find({}, '/contacts/5') instanceof Promise, false)
  assert.equal(find({ people: 'contacts' }, '/people/5') instanceof Promise, false)
})

test('a place that the path says nothing for is named', async () => {
  assert.equal((await find({ remarks: 'accounts/{id}/notes' }, '/remarks'))?.missing, '{id}')
  assert.equal((await find({ remarks: 'accounts/{id}/notes' }, '/remarks/7'))?.missing, undefined)
})

test('usage has the client’s names, and no ids', async () => {
  const found = await find({ firms: 'accounts', remarks: 'notes' }, '/firms/7/remarks/9')
  assert.equal(showPath(found!, ['firms', '7', 'remarks', '9'], '/accounts/{id}/notes/{noteId}'), '/firms/{id}/remarks/{id}')
  const own = await find({ firms: 'accounts' }, '/firms/7/notes/9')
  assert.equal(showPath(own!, ['firms', '7', 'notes', '9'], '/accounts/{id}/notes/{noteId}'), '/firms/{id}/notes/{id}')
})
