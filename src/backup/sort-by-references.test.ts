import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sortByReferences } from './sort-by-references.ts'

describe('the order of tables', () => {
  it('puts what others refer to before them, and keeps the rest', () => {
    const references = [
      { from: 'accounts', to: 'organizations' },
      { from: 'users', to: 'accounts' },
      { from: 'users', to: 'users' },
      { from: 'roles', to: 'elsewhere' },
    ]
    assert.deepEqual(sortByReferences(['users', 'accounts', 'organizations', 'roles'], references), [
      'organizations',
      'accounts',
      'users',
      'roles',
    ])
  })

  it('refuses a circle, and names it', () => {
    const circle = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ]
    assert.throws(() => sortByReferences(['a', 'b'], circle), /in a circle: a, b, a/)
  })
})
