import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileBodyDefaults } from './body-defaults.ts'

const fill = compileBodyDefaults({ 'properties.stage': 'new', kind: 'a', tokens: {} })!

test('members that are not there are put there, and the body that came stays as it is', () => {
  const body = { properties: { name: 'x' } }
  assert.deepEqual(fill(body), { properties: { name: 'x', stage: 'new' }, kind: 'a', tokens: {} })
  assert.deepEqual(body, { properties: { name: 'x' } })
  assert.deepEqual(fill(undefined), { properties: { stage: 'new' }, kind: 'a', tokens: {} })
})

test('what the client says counts, null too', () => {
  const body = { properties: { stage: null }, kind: 'b', tokens: { a: 1 } }
  assert.equal(fill(body), body)
})

test('one body’s members are not another’s', () => {
  const first = fill({}) as { tokens: Record<string, unknown> }
  first.tokens['a'] = 1
  assert.deepEqual((fill({}) as typeof first).tokens, {})
})
