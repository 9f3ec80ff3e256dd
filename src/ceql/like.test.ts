import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileLike } from './like.ts'

/** LIKE by its definition: as a regular expression over code points. */
const byRegExp = (pattern: string, text: string) => {
  const source = Array.from(pattern, (each) => (each === '%' ? '.*' : each === '_' ? '.' : RegExp.escape(each))).join('')
  return new RegExp(`^${source}$`, 'su').test(text)
}

const words = (alphabet: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((found) => found.join(''))

test('a pattern means what it means in SQL, in characters', () => {
  const property = fc.property(words(['a', 'b', '😀', '%', '_'], 9), words(['a', 'b', '😀'], 14), (pattern, text) => {
    assert.equal(compileLike(pattern)(text), byRegExp(pattern, text), `${text} like ${pattern}`)
  })
  fc.assert(property, { numRuns: 5000 })
})

test('a long piece with placeholders is found where it stands', () => {
  const long = words(['a', 'b', '_'], 90).map((piece) => `%${piece}b%`)
  const property = fc.property(long, words(['a', 'b'], 300), (pattern, text) => {
    assert.equal(compileLike(pattern)(text), byRegExp(pattern, text), `${text} like ${pattern}`)
  })
  fc.assert(property, { numRuns: 500 })
})

test('folded texts match folded patterns', () => {
  assert.equal(compileLike('%GRÖ_E', (text) => text.toLowerCase())('Die größe'), true)
  assert.equal(compileLike('%GRÖ_E')('Die größe'), false)
})

for (const [name, piece] of [
  ['of one letter', `${'a'.repeat(990)}b`],
  ['that begins otherwise', `b${'a'.repeat(990)}`],
  ['with placeholders', `${'a_'.repeat(495)}b`],
] as const) {
  test(`a text that nearly matches a long pattern ${name} costs no more than reading it some times`, () => {
    const isLike = compileLike(`%${piece}%`)
    const text = 'a'.repeat(200_000)
    const began = performance.now()
    assert.equal(isLike(text), false)
    assert.ok(performance.now() - began < 1000, `${performance.now() - began} ms`)
  })
}
