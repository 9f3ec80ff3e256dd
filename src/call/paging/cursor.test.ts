import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCursor, askCursor, readCursor } from './cursor.ts'
import { beginPage } from './paging.ts'

const style = { style: 'cursor', size: 'limit', token: 'after', next: 'next', maxSize: 10, walkLimit: 100 } as const
const page = { rows: [1, 2], next: '3', total: undefined, isCut: false }

test('a cursor that comes with the last page leads nowhere, where the vendor says that nothing follows', () => {
  const start = { skip: 0, take: 2 }
  const add = (more: boolean | undefined) => addCursor(style, start, { progress: beginPage(start), page: { ...page, more } })
  const { done, next } = add(false)
  assert.deepEqual({ done, next }, { done: true, next: undefined })
  for (const more of [true, undefined]) assert.deepEqual(add(more).next, { skip: 0, cursor: '3' })
})

test('a short page is filled up while the vendor says that more follow, and ends when it does not', () => {
  const start = { skip: 0, take: 5 }
  const add = (more: boolean) => addCursor(style, start, { progress: beginPage(start), page: { ...page, more } })
  assert.equal(add(true).done, false)
  assert.equal(add(false).done, true)
})

test('where a vendor ends its lists at some row, the last rows before it can be had, and what follows is refused', () => {
  const ending = { ...style, maxRows: 20 }
  const start = { skip: 2, take: 10, cursor: 'c', row: 18 }
  assert.deepEqual(askCursor(ending, start, beginPage(start)), [
    ['limit', '4'],
    ['after', 'c'],
  ])
  const last = { ...page, rows: [17, 18, 19, 20], next: undefined, more: undefined }
  const { rows, done, next } = addCursor(ending, start, { progress: beginPage(start), page: last })
  assert.deepEqual({ rows, done, next }, { rows: [19, 20], done: true, next: { skip: 20 } })
  const beyond = { skip: 20, take: 10 }
  const message = 'Page 3 of 10 is beyond the first 20 rows: this vendor pages no further; narrow the list with where'
  assert.throws(() => askCursor(ending, beyond, beginPage(beyond)), { status: 400, code: 'walk-limit', message })
})

test('a list that is shorter than where the vendor ends its lists has its own end', () => {
  const start = { skip: 0, take: 10 }
  const progress = beginPage(start)
  assert.equal(
    addCursor({ ...style, maxRows: 20 }, start, { progress, page: { ...page, next: undefined, more: undefined } }).next,
    undefined,
  )
})

test('a next cursor is a text, a number, or part of a URL; what says nothing is none, and anything else no answer of a list', () => {
  assert.equal(readCursor('x', 'after'), 'x')
  assert.equal(readCursor(7, 'after'), '7')
  assert.equal(readCursor('https://vendor.invalid/rows?after=9', 'after'), '9')
  for (const none of [undefined, null, '', false, {}, []]) assert.equal(readCursor(none, 'after'), undefined)
  for (const other of [{ toString: 'x' }, ['a'], true]) {
    assert.throws(() => readCursor(other, 'after'), { status: 502, code: 'vendor-unreadable' })
  }
})
