import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deriveKey } from './derive-key.ts'

describe('the key of a new element (trap 18)', () => {
  for (const [name, key] of [
    ['suite', 'suite'],
    ['suite DB element', 'suitedbelement'],
    ['Ünï-Code 2.0!', 'ncode20'],
  ] as const) {
    test(`${name} → ${key}`, () => assert.equal(deriveKey({ name }), key))
  }

  test('is the one that was given, whatever the name is', () => {
    assert.equal(deriveKey({ key: 'BigCommerce-clone_(1).x', name: 'other' }), 'BigCommerce-clone_(1).x')
    assert.equal(deriveKey({ key: '', name: 'Other' }), 'other')
  })

  test('must be one that a path can name', () => {
    for (const key of ['a/b', 'a\\b', 'a b', 'a\n', 'a\0', 'a?', '#', '\ud800', 'x'.repeat(256), 7, [], {}])
      assert.throws(() => deriveKey({ key, name: 'fine' }), { code: 'invalid-body', status: 400 }, JSON.stringify(key))
  })

  test('needs a letter or digit in the name', () => {
    for (const name of ['', '—', '名前', undefined, 7]) assert.throws(() => deriveKey({ name }), { code: 'invalid-body', status: 400 })
  })
})
