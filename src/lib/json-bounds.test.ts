import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findExcess } from './json-bounds.ts'

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, member) => sum + count(member), 1)
}

function measureDepth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(measureDepth))
}

test('values and levels are counted as they would be after reading, whatever texts hold', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      const [values, depth] = [count(value), measureDepth(value)]
      assert.equal(findExcess(text, { values, depth }), undefined)
      if (values > 1) assert.equal(findExcess(text, { values: values - 1, depth }), 'values')
      if (depth > 0) assert.equal(findExcess(text, { values, depth: depth - 1 }), 'depth')
    }),
  )
})

test('brackets, commas, quotes and backslashes within texts do not count', () => {
  for (const text of ['[[[[', '{,,,', '"[,"', '\\', '\\\\"[', '\\"'])
    assert.equal(findExcess(JSON.stringify([text]), { values: 2, depth: 1 }), undefined, text)
})

test('a text that is cut off has an end too', () => {
  for (const text of ['', '"', '"\\"', '[', '{"a', '"\\']) assert.equal(findExcess(text, { values: 5, depth: 5 }), undefined, text)
})
