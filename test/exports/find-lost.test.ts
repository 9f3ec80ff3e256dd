import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLost } from './find-lost.ts'

const source = {
  id: 7,
  name: 'Example',
  description: null,
  configuration: [{ key: 'base.url', defaultValue: 'https://a.example' }],
  resources: [
    { method: 'GET', path: '/a', parameters: [{ name: 'x', resourceId: 3 }] },
    { method: 'GET', path: '/b', hooks: [{ type: 'preRequest', body: 'done()' }] },
  ],
}
const [a, b] = source.resources

test('ids, nulls, the order of lists and added configuration are no loss', () => {
  const { description: _, ...rest } = source
  const stored = { ...rest, id: 100_000, private: true, resources: [b, a], configuration: [{ key: 'event.x' }, ...source.configuration] }
  assert.deepEqual(findLost(source, stored), [])
})

const losses: readonly (readonly [what: string, stored: unknown, message: RegExp])[] = [
  ['a changed text', { ...source, name: 'Other' }, /^the element\.name: expected "Example", got "Other"$/],
  ['a member that is gone', { ...source, name: undefined }, /^the element\.name: expected "Example", got nothing$/],
  ['an item that is gone', { ...source, resources: [a] }, /^the element\.resources\[1\] is missing/],
  ['an item too many', { ...source, resources: [a, b, b] }, /^the element\.resources: 1 more than there were/],
  [
    'a changed script',
    { ...source, resources: [a, { ...b, hooks: [{ type: 'preRequest', body: '' }] }] },
    /resources\[1\]\.hooks\[0\]\.body: expected "done\(\)"/,
  ],
  ['a list that became a text', { ...source, resources: 'none' }, /^the element\.resources: expected a list/],
]
for (const [what, stored, message] of losses) {
  test(`${what} is a loss that names its place`, () => {
    const lost = findLost(source, stored)
    assert.equal(lost.length, 1, lost.join('\n'))
    assert.match(lost[0]!, message)
  })
}
