import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseItemFilter } from './item-filter.ts'
import { parseMappingPath } from './mapping-path.ts'

describe('a path of a mapping', () => {
  it('is names, items and filters', () => {
    const kinds = (path: string): string[] => parseMappingPath(path).map(({ kind }) => kind)
    assert.deepEqual(kinds('a.b.c'), ['member', 'member', 'member'])
    assert.deepEqual(kinds('a[*].b'), ['member', 'all', 'member'])
    assert.deepEqual(kinds('a[0].b'), ['member', 'index', 'member'])
    assert.deepEqual(kinds('a[id=4].b'), ['member', 'filter', 'member'])
    assert.deepEqual(kinds("a[?(@.x.y==']')].z"), ['member', 'filter', 'member'])
    assert.deepEqual(kinds('a[*].size()'), ['member', 'size'])
    assert.deepEqual(kinds("a['b.c']"), ['member', 'member'])
    assert.deepEqual(parseMappingPath('First Name@x$'), [{ kind: 'member', name: 'First Name@x$' }])
  })

  it('is refused with the place where it ends to be one', () => {
    const refusals: Readonly<Record<string, RegExp>> = {
      '': /expected a name at position 1/,
      'a.': /expected a dot or a bracket at position 2/,
      'a..b': /expected a name at position 3/,
      'a.[0]': /expected a name at position 3/,
      '[0].a': /expected a name at position 1/,
      'a[0': /the bracket is not closed at position 2/,
      'a[]': /expected \[\*\], \[n\], \[name=value\].*position 2/,
      'a[0]b': /expected a dot or a bracket at position 5/,
      'a.__proto__': /__proto__ is no member/,
      'size()': /expected a list before size\(\)/,
      [`a${'.b'.repeat(40)}`]: /more than 32 steps/,
    }
    for (const [path, reason] of Object.entries(refusals)) assert.throws(() => parseMappingPath(path), reason)
  })
})

describe('a filter', () => {
  const finds = (text: string, item: unknown): boolean => parseItemFilter(text)!.test(item)

  it('finds by a value, be it a number or a text', () => {
    for (const text of ['id=4', 'id = 4', "id='4'", '?(@.id==4)', '?(@.id=="4")', '?(@.id === 4)']) {
      assert.deepEqual(
        [finds(text, { id: 4 }), finds(text, { id: '4' }), finds(text, { id: 5 }), finds(text, {})],
        [true, true, false, false],
      )
    }
    assert.equal(finds('id=007', { id: 7 }), false)
    assert.equal(finds('?(@.x.y==true)', { x: { y: true } }), true)
    assert.equal(finds('?(@.x.y==true)', { x: true }), false)
    assert.equal(finds('?(@.x==null)', {}), true)
    assert.equal(finds('?(@.constructor==null)', {}), true)
  })

  it('compares, asks what is there, and asks for several things', () => {
    assert.deepEqual([finds('?(@.n>=2)', { n: 2 }), finds('?(@.n>=2)', { n: '3' }), finds('?(@.n<2)', { n: null })], [true, true, false])
    assert.deepEqual([finds("?(@.d<'2024-02')", { d: '2024-01' }), finds('?(@.a!=1)', { a: 2 }), finds('?(@.a)', {})], [true, true, false])
    assert.deepEqual([finds("?(@.a=='x&&y' && @.b==1)", { a: 'x&&y', b: 1 }), finds('?(@.a==1 && @.b==1)', { a: 1 })], [true, false])
  })

  it('makes an item that it finds, of one that is there too', () => {
    const { test, fulfil } = parseItemFilter("?(@.x.y==true && @.kind=='k')")!
    assert.deepEqual(fulfil!(undefined), { x: { y: true }, kind: 'k' })
    const item = { x: { y: false, z: 1 }, name: 'n' }
    const made = fulfil!(item)
    assert.deepEqual(made, { x: { y: true, z: 1 }, kind: 'k', name: 'n' })
    assert.ok(test(made))
    assert.deepEqual(item, { x: { y: false, z: 1 }, name: 'n' })
    assert.deepEqual(parseItemFilter('id=4')!.fulfil!({}), { id: 4 })
    assert.deepEqual(parseItemFilter("id='4'")!.fulfil!({}), { id: '4' })
    assert.equal(parseItemFilter('?(@.n>1)')!.fulfil, undefined)
  })

  it('is nothing else', () => {
    for (const text of ['id', '=4', 'id=', '?(id==4)', '?(@.a==1 || @.b==2)', '?(@.__proto__==1)', '?()', 'a!=1'])
      assert.equal(parseItemFilter(text), undefined)
  })
})
