import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Interval, leastLengths, spanOf } from './time-spans.ts'

const show = (interval: Interval, moment: string) => {
  const { start, end } = spanOf(interval, Date.parse(moment))
  return [start, end].map((each) => new Date(each).toISOString().slice(0, 16))
}

test('weeks begin on Monday, also before 1970', () => {
  assert.deepEqual(show('week', '2026-11-29T23:59:59.999Z'), ['2026-11-23T00:00', '2026-11-30T00:00'])
  assert.deepEqual(show('week', '2026-11-30T00:00:00Z'), ['2026-11-30T00:00', '2026-12-07T00:00'])
  assert.deepEqual(show('week', '1969-12-31T12:00:00Z'), ['1969-12-29T00:00', '1970-01-05T00:00'])
})

test('months are as long as they are', () => {
  assert.deepEqual(show('month', '2028-02-29T12:00:00Z'), ['2028-02-01T00:00', '2028-03-01T00:00'])
  assert.deepEqual(show('month', '2026-12-31T23:59:59.999Z'), ['2026-12-01T00:00', '2027-01-01T00:00'])
})

test('minutes, hours and days', () => {
  assert.deepEqual(show('minute', '2026-11-24T10:20:30.500Z'), ['2026-11-24T10:20', '2026-11-24T10:21'])
  assert.deepEqual(show('hour', '2026-11-24T10:20:30Z'), ['2026-11-24T10:00', '2026-11-24T11:00'])
  assert.deepEqual(show('day', '2026-11-24T10:20:30Z'), ['2026-11-24T00:00', '2026-11-25T00:00'])
})

test('spans follow each other without a gap, and none is shorter than its least length', () => {
  for (const interval of Object.keys(leastLengths) as Interval[]) {
    let span = spanOf(interval, Date.UTC(2027, 11, 20))
    for (let count = 0; count < 60; count += 1) {
      assert.equal(span.end - span.start >= leastLengths[interval], true)
      assert.deepEqual(spanOf(interval, span.end - 1), span)
      const following = spanOf(interval, span.end)
      assert.equal(following.start, span.end)
      span = following
    }
  }
})
