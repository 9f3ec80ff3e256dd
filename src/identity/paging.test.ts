import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildPageHeaders, readPage } from './paging.ts'

test('the first 200 rows, unless asked otherwise', () => {
  assert.deepEqual(readPage({}), { offset: 0, pageSize: 200 })
  assert.deepEqual(readPage({ nextPage: '', page: '', pageSize: '', offset: '' }), { offset: 0, pageSize: 200 })
})

test('page counts from 1, and 0 is the first page too', () => {
  assert.deepEqual(readPage({ page: '3', pageSize: '20' }), { offset: 40, pageSize: 20 })
  assert.deepEqual(readPage({ page: '0', pageSize: '20' }), { offset: 0, pageSize: 20 })
  assert.deepEqual(readPage({ offset: '7', pageSize: '20' }), { offset: 7, pageSize: 20 })
})

test('a larger page than the largest is cut to it', () => {
  assert.equal(readPage({ pageSize: '5001' }).pageSize, 5000)
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

test('a token that is not ours is refused', () => {
  for (const nextPage of [
    'x',
    'e30',
    Buffer.from('{"offset":-1}').toString('base64url'),
    Buffer.from('{"offset":1.5}').toString('base64url'),
    'bnVsbA',
  ]) {
    assert.throws(() => readPage({ nextPage }), { code: 'page-token-damaged', status: 400 }, nextPage)
  }
})

test('trap 23: following the token visits every row once and ends; the token wins over page; two pages are one of twice the size', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (total, size) => {
      const all = Array.from({ length: total }, (_, index) => index)
      const list = (query: Record<string, string>) => {
        const page = readPage({ pageSize: String(size), ...query })
        const rows = all.slice(page.offset, page.offset + page.pageSize)
        return { rows, headers: buildPageHeaders(page, { rows, total }) }
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
