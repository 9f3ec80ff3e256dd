import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isDeeperThan } from './json-depth.ts'

function measureDepth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(measureDepth))
}

describe('the depth of JSON', () => {
  it('is what a walk through the parsed value finds, whatever its strings hold', () => {
    const trees = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, fc.string(), fc.constant('"[{\\'), fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
    })).tree
    fc.assert(
      fc.property(trees, fc.integer({ min: 0, max: 8 }), (value, limit) => {
        const text = `${JSON.stringify(value)}${' '.repeat(2 * limit)}`
        assert.equal(isDeeperThan(Buffer.from(text), limit), measureDepth(value) > limit)
      }),
    )
  })

  it('ends on text that is not JSON', () => {
    for (const text of ['"', '"\\', '[[[', ']]]', '"["['.repeat(3)]) isDeeperThan(Buffer.from(text), 1)
    assert.equal(isDeeperThan(Buffer.from('['.repeat(300_000)), 200), true)
  })
})
