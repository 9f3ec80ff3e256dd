import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { type Asked, startVendor } from '../../../test/vendor.ts'
import type { PagingStyle } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

const cursor = { style: 'cursor', size: 'limit', token: 'after', next: 'meta.next', maxSize: 10, walkLimit: 60 } as const
const styles: Record<string, PagingStyle> = {
  cursor,
  offset: { style: 'offset', size: 'limit', offset: 'start', maxSize: 10, total: 'meta.count' },
  'offset without a total': { style: 'offset', size: 'limit', offset: 'start', maxSize: 10 },
  'page from 0': { style: 'page', size: 'per', page: 'p', firstPage: 0, maxSize: 10, total: 'meta.count' },
  'page from 1': { style: 'page', size: 'per', page: 'p', firstPage: 1, maxSize: 10 },
  none: { style: 'none' },
}

interface VendorOptions {
  readonly rows?: number
  /** How the vendor writes its next cursor. */
  readonly writeNext?: (cursor: string) => unknown
  /** The most rows it gives, whatever was asked. */
  readonly most?: number
}

/** A vendor that pages in the given style over the rows 1 … n. */
function answerPage(
  style: PagingStyle,
  { query }: Asked,
  { rows: count = 25, writeNext = (next) => next, most = Infinity }: VendorOptions,
) {
  const all = Array.from({ length: count }, (_, index) => ({ n: index + 1 }))
  const cut = (from: number, size: number) => all.slice(from, from + Math.min(size, most))
  switch (style.style) {
    case 'cursor': {
      const from = Number(query.get('after')?.replace('c', '') ?? 0)
      const rows = cut(from, Number(query.get('limit')))
      const end = from + rows.length
      return { meta: end < count ? { next: writeNext(`c${end}`) } : {}, rows }
    }
    case 'offset':
      return { meta: { count }, rows: cut(Number(query.get('start')), Number(query.get('limit'))) }
    case 'page': {
      const size = Number(query.get('per'))
      return { meta: { count }, rows: cut((Number(query.get('p')) - style.firstPage) * size, size) }
    }
    case 'none':
      return { meta: {}, rows: all }
  }
}

async function openList(t: TestContext, style: PagingStyle, options: VendorOptions & { max?: string; instanceId?: number } = {}) {
  const vendor = await startVendor(t, (asked) => ({ body: answerPage(style, asked, options) }))
  const document = describeElement([
    { path: '/rows', vendorPath: '/rows?fixed=1', rootKey: 'rows', octet: { paging: style } },
    { path: '/others', vendorPath: '/rows', rootKey: 'rows', octet: { paging: style } },
  ])
  const configuration = { 'base.url': vendor.url, 'pagination.max': options.max ?? null }
  const instance = { ...createInstance(document, { configuration }), id: options.instanceId ?? 1000 }
  const call = createCaller(openParts(t), instance)
  const list = async (query: QueryValues, path = '/rows') => {
    const response = await call('GET', path, { query })
    const rows = readJson<{ n: number }[]>(response).map(({ n }) => n)
    const token = response.headers['Elements-Next-Page-Token']
    return {
      rows,
      token,
      returned: response.headers['Elements-Returned-Count'],
      total: response.headers['Elements-Total-Count'],
      error: response.headers['Elements-Error'],
    }
  }
  return { list, asked: vendor.asked }
}

const count = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

for (const [name, style] of Object.entries(styles)) {
  test(`trap 23, ${name}: page 1 and page 2 of n are page 1 of 2n`, async (t) => {
    const { list } = await openList(t, style)
    for (const size of [1, 2, 3, 5]) {
      const first = await list({ page: '1', pageSize: String(size) })
      const second = await list({ page: '2', pageSize: String(size) })
      const both = await list({ page: '1', pageSize: String(2 * size) })
      assert.deepEqual([...first.rows, ...second.rows], both.rows)
      assert.deepEqual(both.rows, count(1, 2 * size))
    }
  })

  test(`trap 23, ${name}: nextPage leads through every row once, and the last page has no token`, async (t) => {
    const { list } = await openList(t, style)
    for (const size of [1, 4, 10]) {
      const seen: number[] = []
      let nextPage: string | undefined = ''
      for (let rounds = 0; nextPage !== undefined && rounds < 40; rounds++) {
        const page = await list({ pageSize: String(size), nextPage })
        assert.ok(page.rows.length <= size)
        assert.equal(page.returned, String(page.rows.length))
        seen.push(...page.rows)
        nextPage = page.token
      }
      assert.deepEqual(seen, count(1, 25))
      assert.equal(nextPage, undefined)
    }
  })

  test(`trap 23, ${name}: a token beats page`, async (t) => {
    const { list } = await openList(t, style)
    const { token = '' } = await list({ pageSize: '4' })
    assert.deepEqual((await list({ pageSize: '4', nextPage: token, page: '5' })).rows, count(5, 8))
  })

  test(`${name}: page 0, an empty and a null nextPage are the first page; a page beyond the end is empty`, async (t) => {
    const { list } = await openList(t, style)
    for (const query of [{ page: '0' }, { nextPage: '' }, { nextPage: 'null' }, {}]) {
      assert.deepEqual((await list({ pageSize: '3', ...query })).rows, [1, 2, 3])
    }
    const beyond = await list({ page: '6', pageSize: '10' })
    assert.deepEqual(beyond.rows, [])
    assert.equal(beyond.returned, '0')
    assert.equal(beyond.token, undefined)
  })

  test(`${name}: a page of any number and size holds exactly its rows`, async (t) => {
    const { list } = await openList(t, style, { rows: 23 })
    const pages = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 10 }))
    await fc.assert(
      fc.asyncProperty(pages, async ([page, size]) => {
        const { rows } = await list({ page: String(page), pageSize: String(size) })
        assert.deepEqual(rows, count((page - 1) * size + 1, Math.min(page * size, 23)))
      }),
      { numRuns: 25, seed: 23 },
    )
  })
}

for (const [name, expected] of Object.entries({
  offset: '25',
  'page from 0': '25',
  none: '25',
  cursor: undefined,
  'page from 1': undefined,
})) {
  test(`${name}: the total is ${expected ?? 'not told, because the vendor does not'}`, async (t) => {
    const { list } = await openList(t, styles[name]!)
    assert.equal((await list({ pageSize: '2' })).total, expected)
  })
}

test('a token may go on with another page size, where the vendor has a page that begins there', async (t) => {
  for (const name of ['cursor', 'offset', 'none']) {
    const { list } = await openList(t, styles[name]!)
    const { token = '' } = await list({ pageSize: '4' })
    assert.deepEqual((await list({ pageSize: '3', nextPage: token })).rows, [5, 6, 7], name)
  }
  const { list } = await openList(t, styles['page from 1']!)
  const { token = '' } = await list({ pageSize: '4' })
  assert.deepEqual((await list({ pageSize: '2', nextPage: token })).rows, [5, 6])
  await assert.rejects(list({ pageSize: '3', nextPage: token }), { status: 400, code: 'invalid-parameter', message: /pageSize/ })
})

test('a size above the maximum is clamped, and said', async (t) => {
  const { list, asked } = await openList(t, cursor)
  const page = await list({ pageSize: '11' })
  assert.equal(page.rows.length, 10)
  assert.equal(page.error, 'pageSize 11 is above the maximum of 10; 10 was used')
  assert.equal(asked[0]!.query.get('limit'), '10')
  assert.equal(asked[0]!.query.get('fixed'), '1')
})

test('the instance may lower the maximum, not raise it; without a size a page has 200 rows or the maximum', async (t) => {
  const sizeOf = async (max: string, maxSize: number) => {
    const { list, asked } = await openList(t, { ...cursor, maxSize }, { max })
    await list({})
    return asked[0]!.query.get('limit')
  }
  assert.equal(await sizeOf('5', 10), '5')
  assert.equal(await sizeOf('500', 10), '10')
  assert.equal(await sizeOf('nonsense', 10), '10')
  assert.equal(await sizeOf('1000', 1000), '200')
})

for (const query of [
  { page: 'two' },
  { page: '-1' },
  { page: '1.5' },
  { pageSize: '0' },
  { pageSize: 'all' },
  { page: '999999999999999999' },
  { page: '999999999999999', pageSize: '10' },
]) {
  test(`${JSON.stringify(query)} is refused before the vendor is called`, async (t) => {
    const { list, asked } = await openList(t, styles['offset']!)
    await assert.rejects(list(query), { status: 400, code: 'invalid-parameter' })
    assert.equal(asked.length, 0)
  })
}

test('a walk reads the vendor’s largest pages and asks for no more than it needs', async (t) => {
  const { list, asked } = await openList(t, cursor)
  assert.deepEqual((await list({ page: '6', pageSize: '4' })).rows, count(21, 24))
  assert.deepEqual(
    asked.map(({ query }) => [query.get('limit'), query.get('after')]),
    [
      ['10', null],
      ['10', 'c10'],
      ['4', 'c20'],
    ],
  )
})

test('a walk beyond the limit is refused with the way out, before the vendor is called', async (t) => {
  const { list, asked } = await openList(t, cursor, { rows: 100 })
  assert.deepEqual((await list({ page: '6', pageSize: '10' })).rows, count(51, 60))
  const calls = asked.length
  await assert.rejects(list({ page: '7', pageSize: '10' }), { status: 400, code: 'walk-limit', message: /follow nextPage/ })
  assert.equal(asked.length, calls)
})

test('nextPage goes on past the walk limit: it costs one call a page', async (t) => {
  const { list, asked } = await openList(t, cursor, { rows: 100 })
  let page = await list({ pageSize: '10' })
  for (let n = 0; n < 8; n++) page = await list({ pageSize: '10', nextPage: page.token! })
  assert.deepEqual(page.rows, count(81, 90))
  assert.equal(asked.length, 9)
})

const disguises: Record<string, (next: string) => unknown> = {
  'an absolute URL': (next) => `https://vendor.example/rows?limit=4&after=${next}&x=1`,
  'a relative URL': (next) => `/rows?after=${next}`,
  'a number': (next) => Number(next.slice(1)),
}
for (const [name, writeNext] of Object.entries(disguises)) {
  test(`a next cursor that comes as ${name} is understood`, async (t) => {
    const { list } = await openList(t, cursor, { writeNext })
    const { token = '' } = await list({ pageSize: '4' })
    assert.deepEqual((await list({ pageSize: '4', nextPage: token })).rows, count(5, 8))
  })
}

for (const nothing of [null, '', false]) {
  test(`a next cursor of ${JSON.stringify(nothing)} is none`, async (t) => {
    const { list } = await openList(t, cursor, { writeNext: () => nothing })
    assert.equal((await list({ pageSize: '4' })).token, undefined)
  })
}

test('pages that the vendor cuts short are filled up while more follow', async (t) => {
  const { list } = await openList(t, cursor, { most: 3 })
  const first = await list({ pageSize: '8' })
  assert.deepEqual(first.rows, count(1, 8))
  assert.deepEqual((await list({ pageSize: '8', nextPage: first.token! })).rows, count(9, 16))
})

test('a cursor that leads back to itself ends the list', async (t) => {
  const { list, asked } = await openList(t, cursor, { writeNext: () => 'c4' })
  const { token = '' } = await list({ pageSize: '4' })
  assert.equal((await list({ pageSize: '4', nextPage: token })).token, undefined)
  assert.ok(asked.length <= 3)
})

test('a vendor that gives more than was asked for loses none of it', async (t) => {
  const vendor = await startVendor(t, ({ query }) => {
    const from = Number(query.get('after')?.slice(1) ?? 0)
    return {
      body: { rows: count(from + 1, Math.min(from + 10, 25)).map((n) => ({ n })), meta: from < 20 ? { next: `c${from + 10}` } : {} },
    }
  })
  const document = describeElement([{ rootKey: 'rows', octet: { paging: cursor } }])
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const seen: number[] = []
  for (let nextPage: string | undefined = ''; nextPage !== undefined && seen.length < 50; ) {
    const response = await call('GET', '/rows', { query: { pageSize: '4', nextPage } })
    seen.push(...readJson<{ n: number }[]>(response).map(({ n }) => n))
    nextPage = response.headers['Elements-Next-Page-Token']
  }
  assert.deepEqual(seen, count(1, 25))
})

test('trap 5: a list without rows is [], also when the vendor leaves it out', async (t) => {
  for (const body of [{ rows: [] }, { rows: null }, {}, undefined]) {
    const vendor = await startVendor(t, () => (body === undefined ? { status: 204 } : { body }))
    const document = describeElement([{ rootKey: 'rows', octet: { paging: cursor } }])
    const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
    const response = await call('GET', '/rows')
    assert.deepEqual(readJson(response), [])
    assert.equal(response.headers['Elements-Returned-Count'], '0')
  }
})

test('a page beyond all counting is refused with the range, not called no whole number', async (t) => {
  const { list } = await openList(t, styles['page from 1']!)
  await assert.rejects(list({ page: '9999999999999999999' }), {
    status: 400,
    message: /expected a whole number from 0 to 999999999999999, got/,
  })
})
