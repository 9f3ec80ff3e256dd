import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type History, judgeSighting } from './history.ts'

/** One at 0, two acknowledged at 150, three of unknown outcome from 300 on, one again at 450. */
const history: History = [
  { value: 'one', begunAt: 0, doneAt: 0 },
  { value: 'two', begunAt: 100, doneAt: 150 },
  { value: 'three', begunAt: 300, doneAt: undefined },
  { value: 'one', begunAt: 400, doneAt: 450 },
]
const see = (value: unknown, startedAt: number) => judgeSighting(history, { value, startedAt, endedAt: startedAt + 10 })

describe('an answer beside the history of what it shows', () => {
  it('is sound with the newest state, and while it is on its way with the next', () => {
    assert.deepEqual(see('one', 50), { kind: 'sound', ageMs: 0 })
    assert.deepEqual(see('two', 95), { kind: 'sound', ageMs: 0 })
    assert.deepEqual(see('one', 5000), { kind: 'sound', ageMs: 0 })
  })

  it('may be a second old, and is stale from then on', () => {
    assert.deepEqual(see('two', 1450), { kind: 'sound', ageMs: 1000 })
    assert.deepEqual(see('two', 1451), { kind: 'stale', ageMs: 1001 })
  })

  it('may show a change of unknown outcome, until the next is certain', () => {
    assert.deepEqual(see('three', 350), { kind: 'sound', ageMs: 0 })
    assert.deepEqual(see('two', 350), { kind: 'sound', ageMs: 0 })
    assert.equal(see('three', 1460).kind, 'stale')
  })

  it('with a value of the future, or one that never was, is impossible', () => {
    assert.deepEqual(see('two', 80), { kind: 'impossible' })
    assert.deepEqual(see('four', 500), { kind: 'impossible' })
  })
})
