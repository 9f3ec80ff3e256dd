import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { mergeCollection } from './merge-collection.ts'

const phones = { key: 'field', content: ['number', 'type'] }

test('an item that was sent changes the one of its slot, member by member; all others stay', () => {
  const present = [
    { field: 'P1', number: '1', type: 'Home', verified: true },
    { field: 'P2', number: '2' },
  ]
  assert.deepEqual(
    mergeCollection(
      present,
      [
        { field: 'P1', number: '9' },
        { field: 'P3', number: '3' },
      ],
      phones,
    ),
    [
      { field: 'P1', number: '9', type: 'Home', verified: true },
      { field: 'P2', number: '2' },
      { field: 'P3', number: '3' },
    ],
  )
})

test('a null takes a member away, and the item with it once nothing is left of what it is for', () => {
  const present = [{ field: 'P1', number: '1', type: 'Home', verified: true }]
  assert.deepEqual(mergeCollection(present, [{ field: 'P1', type: null }], phones), [{ field: 'P1', number: '1', verified: true }])
  assert.deepEqual(mergeCollection(present, [{ field: 'P1', number: null, type: null }], phones), [])
})

test('ids match whether they are numbers or texts', () => {
  assert.deepEqual(mergeCollection([{ id: 5, content: 'a' }], [{ id: '5', content: 'b' }], { key: 'id', content: ['content'] }), [
    { id: '5', content: 'b' },
  ])
})

test('nothing there yet, an object, and a list without slots', () => {
  assert.deepEqual(mergeCollection(null, [{ field: 'P1', number: '1' }], phones), [{ field: 'P1', number: '1' }])
  const object = { key: undefined, content: undefined }
  assert.deepEqual(mergeCollection({ city: 'Rome', zip: '1' }, { city: 'Bern' }, object), { city: 'Bern', zip: '1' })
  assert.deepEqual(mergeCollection({ city: 'Rome' }, { city: null }, object), null)
  assert.deepEqual(mergeCollection(undefined, { city: 'Bern' }, object), { city: 'Bern' })
  assert.deepEqual(mergeCollection(['a'], ['b'], object), ['b'])
  assert.equal(mergeCollection([{ field: 'P1', number: '1' }], null, phones), null)
})

test('no slot that was not sent is ever lost or changed', () => {
  const slot = fc.constantFrom('A', 'B', 'C', 'D')
  const items = fc.uniqueArray(fc.record({ field: slot, number: fc.string({ minLength: 1 }) }, { noNullPrototype: true }), {
    selector: ({ field }) => field,
  })
  fc.assert(
    fc.property(items, items, (present, sent) => {
      const merged = mergeCollection(present, sent, phones) as typeof present
      const sentSlots = new Set(sent.map(({ field }) => field))
      const untouched = present.filter(({ field }) => !sentSlots.has(field))
      assert.deepEqual(
        merged.filter(({ field }) => !sentSlots.has(field)),
        untouched,
      )
      for (const item of sent) assert.equal(merged.find(({ field }) => field === item.field)?.number, item.number)
    }),
    readPropertyRuns(11, 200),
  )
})

test('members that the vendor answers and does not take are not sent back', () => {
  const rule = { key: 'field', content: ['email'], readOnly: ['status'] }
  const present = [
    { field: 'A', email: 'a@example.com', status: 'CONFIRMED' },
    { field: 'B', email: 'b@example.com', status: 'BOUNCE' },
  ]
  assert.deepEqual(mergeCollection(present, [{ field: 'B', email: 'c@example.com' }], rule), [
    { field: 'A', email: 'a@example.com' },
    { field: 'B', email: 'c@example.com' },
  ])
  assert.deepEqual(
    mergeCollection({ number: '1', e164: '+1' }, { number: '2' }, { key: undefined, content: undefined, readOnly: ['e164'] }),
    { number: '2' },
  )
})

test('of several items with the slot the first is changed, and none is lost', () => {
  const present = [
    { type: 'office', email: 'a@x.example' },
    { type: 'office', email: 'b@x.example' },
  ]
  assert.deepEqual(mergeCollection(present, [{ type: 'office', email: 'c@x.example' }], { key: 'type', content: ['email'] }), [
    { type: 'office', email: 'c@x.example' },
    { type: 'office', email: 'b@x.example' },
  ])
})
