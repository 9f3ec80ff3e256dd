import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readPropertyRuns } from '../../test/property-runs.ts'
import { OctetError } from '../lib/errors.ts'
import { parseFields, parseOrderBy } from './parse-lists.ts'

describe('orderBy', () => {
  const cases: [text: string, expected: string][] = [
    ['name', 'name asc'],
    ['name asc', 'name asc'],
    ['name desc,createdDate asc', 'name desc, createdDate asc'],
    [' a.b  DESC , `Modified Time`', 'a.b desc, Modified Time asc'],
    ['desc desc', 'desc desc'],
  ]
  for (const [text, expected] of cases) {
    it(`${text} sorts by ${expected}`, () => {
      const sorts = parseOrderBy(text)
      assert.equal(sorts.map(({ field, direction }) => `${field.path} ${direction}`).join(', '), expected)
      assert(Object.isFrozen(sorts))
    })
  }
})

describe('fields', () => {
  it('are dotted names in the order given', () => assert.deepEqual(parseFields('a, b.c,items[*].d,_X'), ['a', 'b.c', 'items[*].d', '_X']))
  it('that are empty ask for nothing', () => assert.deepEqual(parseFields(' a,,b, '), ['a', 'b']))
  for (const text of ['*', 'a, *', ',', ' '])
    it(`${JSON.stringify(text)} are all of them`, () => assert.equal(parseFields(text), undefined))
  it('may have parts that begin with a digit', () =>
    assert.deepEqual(parseFields('custom_fields.65cf,a.1.b'), ['custom_fields.65cf', 'a.1.b']))
  it('may be quoted', () => assert.deepEqual(parseFields("`a,b`,'c d'"), ['a,b', 'c d']))
})

describe('trap 22: a malformed list is a 400 that says where', () => {
  const cases: [parse: (text: string) => unknown, text: string, message: RegExp][] = [
    [parseOrderBy, 'name up', /expected asc, desc, a comma or the end at position 6, found "up"/],
    [parseOrderBy, '', /expected a field name at position 1, found the end/],
    [parseOrderBy, 'a,', /expected a field name at position 3, found the end/],
    [parseFields, 'a b', /expected a comma or the end at position 3, found "b"/],
    [parseFields, '* b', /expected a comma or the end at position 3, found "b"/],
    [parseFields, 'a.'.repeat(3000) + 'a', /expected a name of 500 characters and 50 parts at most at position 1, found "a"/],
    [parseOrderBy, 'a, ' + 'b.'.repeat(3000) + 'b', /50 parts at most at position 4/],
    [parseFields, '1', /expected a field name at position 1, found "1"/],
  ]
  for (const [parse, text, message] of cases)
    it(`${parse.name} of ${JSON.stringify(text)}`, () => assert.throws(() => parse(text), message))

  it('nothing else ever comes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(parseOrderBy, parseFields), (text, parse) => {
        try {
          const list = parse(text)
          assert(list === undefined ? parse === parseFields : list.length > 0)
        } catch (error) {
          assert(error instanceof OctetError && error.code === 'query-malformed', String(error))
        }
      }),
      readPropertyRuns(22, 500),
    )
  })
})
