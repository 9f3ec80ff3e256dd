import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCursor } from './cursor.ts'
import { beginPage } from './paging.ts'

test('a cursor that comes with the last page leads nowhere, where the vendor says that nothing follows', () => {
  const start = { skip: 0, take: 2 }
  const page = { rows: [1, 2], next: '3', total: undefined, isCut: false }
  const { done, next } = addCursor(start, beginPage(start), { ...page, more: false })
  assert.deepEqual({ done, next }, { done: true, next: undefined })
  for (const more of [true, undefined])
    assert.deepEqual(addCursor(start, beginPage(start), { ...page, more }).next, { skip: 0, cursor: '3' })
})

test('a short page is filled up while the vendor says that more follow, and ends when it does not', () => {
  const start = { skip: 0, take: 5 }
  const page = { rows: [1, 2], next: '3', total: undefined, isCut: false }
  assert.equal(addCursor(start, beginPage(start), { ...page, more: true }).done, false)
  assert.equal(addCursor(start, beginPage(start), { ...page, more: false }).done, true)
})
