import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSealer, keyBytes, open, type Place, SealingError, seal } from './sealing.ts'

const key = randomBytes(keyBytes)
const text = fc.constantFrom('a', '\0', 'é', '漢', '😀', '"')
const place: Place = { table: 'users', row: 7, column: 'secret_sealed' }

test('what was sealed opens at its place, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: text }), (plain) => assert.equal(open(key, seal(key, plain, place), place).toString('utf8'), plain)),
  )
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => assert.deepEqual(open(key, seal(key, Buffer.from(bytes), place), place), Buffer.from(bytes))),
  )
})

test('a sealed value does not open in another row, column or table', () => {
  const sealed = seal(key, 'secret', place)
  for (const other of [
    { ...place, row: 8 },
    { ...place, column: 'token_sealed' },
    { ...place, table: 'instances' },
  ])
    assert.throws(() => open(key, sealed, other), SealingError)
  assert.equal(open(key, sealed, { ...place, row: '7' }).toString(), 'secret')
})

test('parts of a place cannot be shifted into one another', () => {
  const sealed = seal(key, 'secret', { table: 'a', row: '1","b', column: 'c' })
  assert.throws(() => open(key, sealed, { table: 'a', row: '1', column: 'b","c' }), SealingError)
})

test('another key opens nothing', () => {
  assert.throws(() => open(randomBytes(keyBytes), seal(key, 'secret', place), place), SealingError)
})

test('a value changed in any one bit, or cut anywhere, does not open', () => {
  const sealed = seal(key, 'secret', place)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed)
    damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7))
    assert.throws(() => open(key, damaged, place), SealingError, `bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => open(key, sealed.subarray(0, length), place), SealingError, `length ${length}`)
})

test('the same text is sealed differently each time, and does not show', () => {
  const all = new Set(Array.from({ length: 200 }, () => seal(key, 'secret', place).toString('hex')))
  assert.equal(all.size, 200)
  assert.ok(![...all].some((hex) => hex.includes(Buffer.from('secret').toString('hex'))))
})

test('a version of the layout that is not known is named, and the plain text is in no message', () => {
  const sealed = seal(key, 'secret', place)
  sealed[0] = 9
  assert.throws(() => open(key, sealed, place), {
    name: 'SealingError',
    message: 'The sealed value in users.secret_sealed of row 7 has version 9; this server reads version 1',
  })
})

test('a key of the wrong length is refused', () => {
  assert.throws(() => seal(randomBytes(16), 'secret', place), RangeError)
})

test('a sealer carries its key', () => {
  const sealer = createSealer(key)
  assert.equal(sealer.open(place, sealer.seal(place, 'gehëim')), 'gehëim')
  assert.throws(() => createSealer(randomBytes(keyBytes)).open(place, sealer.seal(place, 'x')), SealingError)
})

test('a derived key is the same for the same data key and purpose, and for no other; the data key itself it is not', () => {
  const derived = createSealer(key).deriveKey('one')
  assert.equal(derived.length, keyBytes)
  assert.deepEqual(createSealer(key).deriveKey('one'), derived)
  for (const other of [key, createSealer(key).deriveKey('two'), createSealer(randomBytes(keyBytes)).deriveKey('one')])
    assert.notDeepEqual(other, derived)
})
