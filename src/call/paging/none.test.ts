import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addAll } from './none.ts'

const rows = [1, 2, 3, 4, 5]
const page = { rows, next: undefined, total: undefined, more: undefined }

test('pages are cut out of what came, and its length is the total', () => {
  const whole = { ...page, isCut: false }
  assert.partialDeepStrictEqual(addAll({ skip: 2, take: 2 }, whole), { rows: [3, 4], next: { skip: 4 }, total: 5 })
  assert.partialDeepStrictEqual(addAll({ skip: 4, take: 2 }, whole), { rows: [5], next: undefined, total: 5 })
})

test('an answer that is not all has no total, and what is beyond it is refused, not taken for nothing', () => {
  const cut = { ...page, isCut: true }
  assert.partialDeepStrictEqual(addAll({ skip: 3, take: 2 }, cut), { rows: [4, 5], next: { skip: 5 }, total: undefined })
  assert.throws(() => addAll({ skip: 4, take: 2 }, cut), { status: 400, code: 'walk-limit', message: /beyond the first 5 rows/ })
})
