import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCountedPage, readOffsetPage, writeCountedHeaders, writePageHeaders } from './platform-page.ts'

const limits = { usual: 200, longest: 5000 }
const readPage = (query: Record<string, string>) => readOffsetPage(query, limits)

test('the first 200 rows, unless asked otherwise', () => {
  assert.deepEqual(readPage({}), { offset: 0, size: 200 })
  assert.deepEqual(readPage({ nextPage: '', page: '', pageSize: '', offset: '' }), { offset: 0, size: 200 })
})

test('page counts from 1, and 0 is the first page too', () => {
  assert.deepEqual(readPage({ page: '3', pageSize: '20' }), { offset: 40, size: 20 })
  assert.deepEqual(readPage({ page: '0', pageSize: '20' }), { offset: 0, size: 20 })
  assert.deepEqual(readPage({ offset: '7', pageSize: '20' }), { offset: 7, size: 20 })
})

test('a larger page than the largest is cut to it, and what was asked for is kept', () => {
  assert.deepEqual(readPage({ pageSize: '5001' }), { offset: 0, size: 5000, cutFrom: 5001 })
})

test('a value that is no number is refused with its name, what was expected and what came', () => {
  const cases = { pageSize: ['0', '-1', 'x', '1.5', '1e3', '99999999999'], page: ['-1', 'x'], offset: ['-1', ' '] }
  for (const [name, values] of Object.entries(cases)) {
    for (const value of values) {
      const message = new RegExp(
        `^Invalid parameter ${name}: expected a whole number from [01]${value.length > 9 ? ' to 999999999' : ''}, got `,
      )
      assert.throws(() => readPage({ [name]: value }), { code: 'invalid-parameter', status: 400, message }, `${name}=${value}`)
    }
  }
})

test('a list that takes no offset ignores one', () => {
  assert.equal(readCountedPage({ offset: '7', page: '2' }, limits).offset, 200)
})

test('the headers of a page tell what is known, and no next page after the last', () => {
  assert.deepEqual(writePageHeaders({ size: 20 }, { returned: 3, next: undefined }), { 'Elements-Returned-Count': '3' })
  assert.deepEqual(writePageHeaders({ size: 20, cutFrom: 30 }, { returned: 20, total: 21, next: 'x' }), {
    'Elements-Returned-Count': '20',
    'Elements-Total-Count': '21',
    'Elements-Next-Page-Token': 'x',
    'Elements-Error': 'pageSize 30 is above the maximum; 20 was used',
  })
})

test('trap 23: following the token visits every row once and ends; the token wins over page; two pages are one of twice the size', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (total, size) => {
      const all = Array.from({ length: total }, (_, index) => index)
      const list = (query: Record<string, string>) => {
        const page = readPage({ pageSize: String(size), ...query })
        const rows = all.slice(page.offset, page.offset + page.size)
        return { rows, headers: writeCountedHeaders(page, { returned: rows.length, total }) }
      }
      const seen: number[] = []
      let token = ''
      do {
        const { rows, headers } = list({ nextPage: token, page: '2', ...(token === '' && { page: '1' }) })
        assert.equal(headers['Elements-Returned-Count'], String(rows.length))
        assert.equal(headers['Elements-Total-Count'], String(total))
        seen.push(...rows)
        token = headers['Elements-Next-Page-Token'] ?? ''
        assert.equal(encodeURIComponent(token), token)
      } while (token !== '')
      assert.deepEqual(seen, all)
      assert.deepEqual([...list({ page: '1' }).rows, ...list({ page: '2' }).rows], list({ pageSize: String(size * 2) }).rows)
    }),
  )
})
