import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileCursorReader } from './next-page-key.ts'

const body = {
  data: { nextId: 'n1', count: 7 },
  page: { next: 'https://v.test/rows?size=2&cursor=c%2F1', relative: '/rows?cursor=c2', last: null, text: 'c3' },
  '@odata.nextLink': 'https://v.test/Rows?$skiptoken=s1',
  cursor: 'top',
}
const headers = { 'x-page-token': 'h1', 'elements-next-page-token': 'h2', cursor: 'header' }

describe('nextPageKey', () => {
  const cases: [key: string, expected: string | undefined][] = [
    ['data.nextId', 'n1'],
    ['data.count', '7'],
    ['body.data.nextId', 'n1'],
    ['body.page.next?cursor', 'c/1'],
    ['page.relative?cursor', 'c2'],
    ['body.page.next?other', undefined],
    ['body.page.last?cursor', undefined],
    ['body.page.text?cursor', undefined],
    ['header.X-Page-Token', 'h1'],
    ['header.missing', undefined],
    ['elements-next-page-token', 'h2'],
    ['cursor', 'top'],
    ['@odata.nextLink?$skiptoken', 's1'],
    ['header.__proto__', undefined],
    ['body.__proto__', undefined],
    ['a..b', undefined],
    ['', undefined],
  ]
  for (const [key, expected] of cases) {
    it(`${key || 'nothing'} gives ${expected ?? 'no cursor'}`, () => assert.equal(compileCursorReader(key)({ body, headers }), expected))
  }
  it('of a whole URL takes the parameter that the vendor calls its cursor', () => {
    assert.equal(compileCursorReader('page.next', 'cursor')({ body, headers }), 'c/1')
    assert.equal(compileCursorReader('data.nextId', 'cursor')({ body, headers }), 'n1')
    assert.equal(compileCursorReader('page.next', 'other')({ body, headers }), body.page.next)
  })
  it('finds what a hook put beside the rows', () => {
    assert.equal(compileCursorReader('data.nextId')({ body: { data: [{ id: 1 }], nextId: 'n2' }, headers: {} }), 'n2')
  })
  it('finds nothing in an answer without a body', () => {
    for (const empty of [undefined, null, 'text', []])
      assert.equal(compileCursorReader('data.nextId')({ body: empty, headers: {} }), undefined)
  })
})
