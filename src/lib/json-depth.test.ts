import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isDeeperThan } from './json-depth.ts'

function measureDepth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(measureDepth))
}

describe('the depth of JSON', () => {
  it('is how many arrays and objects stand in each other', () => {
    const trees = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, fc.string(), fc.constant(null), fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
    })).tree
    fc.assert(
      fc.property(trees, fc.integer({ min: 0, max: 8 }), (value, limit) => {
        assert.equal(isDeeperThan(JSON.parse(JSON.stringify(value)), limit), measureDepth(value) > limit)
      }),
    )
  })

  it('is found without going further than the limit', () => {
    const deep: unknown = JSON.parse('['.repeat(1_000_000) + ']'.repeat(1_000_000))
    assert.equal(isDeeperThan(deep, 1000), true)
  })
})
