import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameField, nameFields } from './name-field.ts'

test('names are said as they are, long ones and many of them as far as a reader looks', () => {
  assert.equal(nameField('a.b'), 'a.b')
  assert.equal(nameField('n'.repeat(500)), `${'n'.repeat(100)}…`)
  assert.equal(nameFields(['a', 'b.c']), 'a, b.c')
  assert.equal(nameFields(Array.from({ length: 12 }, (_, index) => `f${index}`)), 'f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 2 more')
})
