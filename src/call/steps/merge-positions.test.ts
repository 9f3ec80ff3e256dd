import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import { mergePositions } from './merge-positions.ts'

const present = [
  { value: 'a', label: 'work', primary: true },
  { value: 'b', label: 'home', primary: false },
]

test('what was sent for a place changes the item there, member by member; the others stay', () => {
  const sent: unknown[] = []
  sent[1] = { value: 'c' }
  assert.deepEqual(mergePositions(present, sent), [present[0], { value: 'c', label: 'home', primary: false }])
})

test('a null takes an item away, or one of its members, and what is left moves up', () => {
  assert.deepEqual(mergePositions(present, [null]), [present[1]])
  assert.deepEqual(mergePositions(present, [{ label: null }]), [{ value: 'a', primary: true }, present[1]])
  assert.deepEqual(mergePositions(present, [{ value: null }], 'value'), [present[1]])
})

test('fields of places in a list: a new record has them without gaps, a changed one keeps what was not sent', async (t) => {
  const vendor = await startVendor(t, () => ({ body: { id: 1, emails: present } }))
  const people = {
    vendorName: 'people',
    others: 'pass',
    fields: [0, 1, 2].map((at) => ({ path: `email${at + 1}`, vendorPath: `emails[${at}]` })),
  } as const
  const step = { kind: 'read-merge-write', collections: ['emails'], essential: { emails: 'value' } } as const
  const document = describeElement(
    [
      { path: '/people', method: 'POST', octet: { object: 'people' } },
      { path: '/people/{id}', method: 'PATCH', octet: { object: 'people', steps: [step] } },
    ],
    { octet: { version: 1, transformations: { people } } },
  )
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const written = () => JSON.parse(vendor.asked.at(-1)!.body)
  await call('POST', '/people', { json: { name: 'Ann', email3: { value: 'z' } } })
  assert.deepEqual(written(), { name: 'Ann', emails: [{ value: 'z' }] })
  await call('PATCH', '/people/1', { json: { email2: { value: 'c' } } })
  assert.deepEqual(written(), { emails: [present[0], { value: 'c', label: 'home', primary: false }] })
  await call('PATCH', '/people/1', { json: { email1: null } })
  assert.deepEqual(written(), { emails: [present[1]] })
  await call('PATCH', '/people/1', { json: { emails: [{ value: 'all' }] } })
  assert.deepEqual(written(), { emails: [{ value: 'all' }] })
})
