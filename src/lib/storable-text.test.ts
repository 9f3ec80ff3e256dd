import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isStorableText, toStorableText } from './storable-text.ts'

for (const [text, stored] of [
  ['', ''],
  ['Zoë 😀\n', 'Zoë 😀\n'],
  ['a\0b', 'a\ufffdb'],
  ['a\ud800', 'a\ufffd'],
  ['\udc00b\0', '\ufffdb\ufffd'],
] as const)
  test(`a text as it can be stored: ${JSON.stringify(text)}`, () => {
    assert.equal(toStorableText(text), stored)
    assert.equal(isStorableText(text), text === stored)
    assert.ok(isStorableText(toStorableText(text)))
  })
