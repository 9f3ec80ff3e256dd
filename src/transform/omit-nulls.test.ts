import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { omitNulls } from './omit-nulls.ts'

describe('the null filter', () => {
  it('leaves out null members at every depth and keeps all else, null items of a list too', () => {
    const value = { a: null, b: 0, c: '', d: false, e: { f: null, g: [null, { h: null, i: 1 }] } }
    assert.deepEqual(omitNulls(value), { b: 0, c: '', d: false, e: { g: [null, { i: 1 }] } })
  })
  it('gives back the same value where there is nothing to leave out', () => {
    const value = { a: { b: [1, { c: 2 }] } }
    assert.equal(omitNulls(value), value)
    for (const plain of [null, undefined, 'x', 1, [null]]) assert.equal(omitNulls(plain), plain)
  })
  it('keeps a member that is called like the prototype one, and what stands before the first null', () => {
    const text = '{"a":1,"__proto__":{"b":1},"c":null,"d":{"__proto__":2,"e":null}}'
    assert.equal(JSON.stringify(omitNulls(JSON.parse(text))), '{"a":1,"__proto__":{"b":1},"d":{"__proto__":2}}')
  })
})
