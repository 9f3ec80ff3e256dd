import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OctetError } from '../../lib/errors.ts'
import { readForm, writeForm } from './form.ts'

const isInvalid = (error: unknown) => error instanceof OctetError && error.code === 'invalid-body' && error.status === 400

describe('a form', () => {
  const written: [value: unknown, text: string][] = [
    [{ a: 1, b: true, c: 'x y&z' }, 'a=1&b=true&c=x+y%26z'],
    [{ a: { b: { c: 1 } } }, 'a[b][c]=1'],
    [{ a: [1, 2], b: [{ c: 3 }, { c: 4 }] }, 'a=1&a=2&b[0][c]=3&b[1][c]=4'],
    [{ a: null, b: undefined, c: [], d: '' }, 'd='],
  ]
  for (const [value, text] of written) {
    it(`of ${JSON.stringify(value)} is ${text}`, () => assert.equal(writeForm(value).replaceAll('%5B', '[').replaceAll('%5D', ']'), text))
  }
  for (const value of ['text', [1], null, 7, JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)]) {
    it(`of ${JSON.stringify(value).slice(0, 30)} is refused`, () => assert.throws(() => writeForm(value), isInvalid))
  }
  it('is read by name, what repeats as a list', () => {
    assert.deepEqual(readForm('a=1&b=x+y&a=2&a=3&c%5Bd%5D=&e'), { a: ['1', '2', '3'], b: 'x y', 'c[d]': '', e: '' })
  })
  it('is read without touching what all objects share', () => {
    const read = readForm('__proto__=x&constructor=y&__proto__=z')
    assert.deepEqual(Object.entries(read), [
      ['__proto__', ['x', 'z']],
      ['constructor', 'y'],
    ])
    assert.equal(Object.getPrototypeOf(read), Object.prototype)
  })
  it('of too many fields is refused', () => assert.throws(() => readForm('a=1&'.repeat(1001)), isInvalid))
})
