import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../../test/vendor.ts'
import type { ElementOctet, ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { createCallLimits } from '../limits.ts'
import type { CallParts } from '../types.ts'

type Row = Readonly<Record<string, unknown>>

const paging = { style: 'cursor', size: 'limit', token: 'after', next: 'next', maxSize: 10, walkLimit: 1000 } as const

interface Options {
  readonly rows: readonly Row[]
  readonly octet?: Partial<ResourceOctet>
  readonly element?: Partial<ElementOctet>
  readonly configuration?: Record<string, string>
  readonly parts?: Partial<CallParts>
  readonly before?: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>
}

/** A list of a vendor that pages by cursor and ignores every other parameter but `size`, by which it can be searched. */
async function openList(t: TestContext, { rows, octet, element, configuration, parts, before }: Options) {
  const vendor = await startVendor(t, async (asked) => {
    const answer = await before?.(asked)
    if (answer !== undefined) return answer
    const wanted = asked.query.get('size')
    const found = wanted === null ? rows : rows.filter(({ Size }) => String(Size) === wanted)
    const from = Number(asked.query.get('after') ?? 0)
    const end = Math.min(from + Number(asked.query.get('limit')), found.length)
    return { body: { rows: found.slice(from, end), ...(end < found.length && { next: String(end) }) } }
  })
  const document = describeElement([{ path: '/rows', rootKey: 'rows', octet: { paging, ...octet } }], {
    octet: { version: 1, ...element },
  })
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url, ...configuration } })
  const call = createCaller(openParts(t, parts), instance)
  const list = async (query: QueryValues) => {
    const response = await call('GET', '/rows', { query })
    const header = (name: string) => response.headers[`Elements-${name}`]
    return {
      rows: readJson<Row[]>(response),
      token: header('Next-Page-Token'),
      total: header('Total-Count'),
      note: header('Error'),
    }
  }
  return { list, asked: vendor.asked }
}

const makeRows = (count: number, make: (n: number) => Row = (n) => ({ n })) => Array.from({ length: count }, (_, index) => make(index + 1))

test('a page is there as soon as it is full: no more is read', async (t) => {
  const { list, asked } = await openList(t, { rows: makeRows(100) })
  assert.deepEqual((await list({ where: 'n > 3', pageSize: '5' })).rows, makeRows(8).slice(3))
  assert.deepEqual(
    asked.map(({ query }) => [query.get('limit'), query.get('after')]),
    [['10', null]],
  )
})

test('a walk by tokens reads each page of the vendor about once: no more calls than pages on both sides', async (t) => {
  const { list, asked } = await openList(t, { rows: makeRows(100, (n) => ({ n, even: n % 2 === 0 })) })
  const seen: unknown[] = []
  let pages = 0
  for (let nextPage: string | undefined = ''; nextPage !== undefined; pages++) {
    const page = await list({ where: 'even = true', pageSize: '4', nextPage })
    seen.push(...page.rows.map(({ n }) => n))
    nextPage = page.token
  }
  assert.deepEqual(
    seen,
    makeRows(50).map(({ n }) => Number(n) * 2),
  )
  assert.ok(asked.length <= pages + 10, `${asked.length} calls for ${pages} pages out of 10`)
})

test('more rows than the limit are refused with what cannot be searched, the limit, and what to do', async (t) => {
  const fields = [{ path: 'size', vendorPath: 'Size', filter: 'size' }]
  const { list, asked } = await openList(t, {
    rows: makeRows(41, (n) => ({ n, notes: 'none' })),
    octet: { object: 'rows', scan: { limit: 30 }, where: { dialect: 'query-parameters' } },
    element: { transformations: { rows: { vendorName: 'Row', others: 'pass', fields } } },
  })
  await assert.rejects(list({ where: "notes like '%word%'" }), {
    status: 400,
    code: 'scan-limit',
    message:
      'At this vendor notes cannot be searched so, so rows are read and looked at here, and more than 30 rows would have to be read: add conditions on size',
  })
  assert.equal(asked.length, 4, 'the page after the limit tells that there is more')
  // A page that could have been filled is worth asking for.
  await assert.rejects(list({ where: "notes like 'no%' and n < 5" }), {
    message: /add conditions on size, or ask for smaller pages and follow nextPage$/,
  })
})

test('as many rows as the limit are read, and not one more is refused', async (t) => {
  const open = (count: number) => openList(t, { rows: makeRows(count), octet: { scan: { limit: 20 } } })
  const exact = await open(20)
  assert.deepEqual((await exact.list({ where: 'n = 20' })).rows, [{ n: 20 }])
  const more = await open(21)
  await assert.rejects(more.list({ where: 'n = 20' }), { code: 'scan-limit' })
})

test('a list longer than the limit is walked through by tokens, whose pages are near enough', async (t) => {
  const { list } = await openList(t, { rows: makeRows(100), octet: { scan: { limit: 30 } } })
  let seen = 0
  for (let nextPage: string | undefined = ''; nextPage !== undefined; ) {
    const page = await list({ where: 'n > 0', pageSize: '7', nextPage })
    seen += page.rows.length
    nextPage = page.token
  }
  assert.equal(seen, 100)
  await assert.rejects(list({ where: 'n > 0', pageSize: '7', page: '9' }), { code: 'scan-limit' })
})

test('a list that cannot be sorted beyond the limit says so', async (t) => {
  const { list } = await openList(t, { rows: makeRows(21), octet: { scan: { limit: 20 } } })
  await assert.rejects(list({ orderBy: 'n desc' }), {
    status: 400,
    code: 'scan-limit',
    message: /^At this vendor the list cannot be sorted by n, so rows .* more than 20 rows .* or leave out orderBy$/,
  })
})

test('the limit of the element holds for its resources', async (t) => {
  const { list } = await openList(t, { rows: makeRows(21), element: { scan: { limit: 20 } } })
  await assert.rejects(list({ where: 'n = 0' }), { code: 'scan-limit' })
})

test('a scan that the time of the call does not suffice for is told as such, and may be tried again', async (t) => {
  const budget = { time: 300, size: 1_000_000 }
  const before = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 50))
  const { list, asked } = await openList(t, { rows: makeRows(500), parts: { budget }, before })
  await assert.rejects(list({ where: 'n = 500' }), {
    status: 502,
    code: 'scan-timeout',
    message: /^At this vendor n cannot be searched so, .* took longer than 0\.3 s: add conditions/,
  })
  assert.ok(asked.length < 10)
})

test('a scan that has more to read than a call may is told as such', async (t) => {
  const budget = { time: 60_000, size: 2 * 1024 * 1024 }
  const { list } = await openList(t, { rows: makeRows(100, (n) => ({ n, x: 'x'.repeat(30_000) })), parts: { budget } })
  await assert.rejects(list({ where: 'n = 100' }), { status: 400, code: 'scan-limit', message: /more than 2 MB would have to be read/ })
})

test('a vendor that fails in the middle of a scan has failed', async (t) => {
  const before = ({ query }: Asked) => (query.get('after') === '20' ? { status: 503, body: {} } : undefined)
  const { list } = await openList(t, { rows: makeRows(100), before })
  await assert.rejects(list({ where: 'n = 99' }), { status: 502, code: 'vendor-failed' })
})

test('an answer in the middle of a scan that is no list is none', async (t) => {
  const before = ({ query }: Asked) => (query.get('after') === '20' ? { body: { rows: { n: 21 } } } : undefined)
  const { list } = await openList(t, { rows: makeRows(100), before })
  await assert.rejects(list({ where: 'n = 99' }), { status: 502, code: 'vendor-unreadable', message: /expected a list/ })
})

test('a field that nothing knows and no record has is refused with those there are', async (t) => {
  const { list } = await openList(t, { rows: makeRows(10, (n) => ({ n, name: null, tags: [], items: [{ x: n }] })) })
  const searchable = { status: 400, code: 'field-not-searchable' }
  await assert.rejects(list({ where: "nmae = 'x'" }), {
    ...searchable,
    message: /^Field nmae cannot be searched with = .*: n, name, tags, items$/,
  })
  await assert.rejects(list({ where: 'nmae is null', pageSize: '2' }), { ...searchable, message: /with IS NULL/ })
  await assert.rejects(list({ where: 'n > 0 or items.y not in (1)', pageSize: '2' }), { ...searchable, message: /with NOT IN/ })
  await assert.rejects(list({ orderBy: 'nmae' }), { status: 400, code: 'field-not-sortable', message: /nmae .*: n, name, tags, items/ })
  for (const where of ['name is null', 'tags is null', 'items.x > 0', 'N > 0']) {
    assert.equal((await list({ where })).rows.length, 10, where)
  }
})

test('of a list without rows nothing is known, and it is empty', async (t) => {
  const { list } = await openList(t, { rows: [] })
  assert.deepEqual((await list({ where: 'nothing = 1', orderBy: 'nowhere' })).rows, [])
})

test('one page of the vendor tells which fields there are; no more is read for one that it does not have', async (t) => {
  const { list, asked } = await openList(t, { rows: makeRows(35, (n) => (n === 10 || n === 31 ? { n, late: 1 } : { n })) })
  const page = await list({ where: 'late is null', pageSize: '3' })
  assert.deepEqual(page.rows, makeRows(3))
  assert.deepEqual((await list({ where: 'late is null', pageSize: '3', nextPage: page.token! })).rows, makeRows(6).slice(3))
  const before = asked.length
  await assert.rejects(list({ where: 'latest is null', pageSize: '3' }), { status: 400, code: 'field-not-searchable' })
  await assert.rejects(list({ orderBy: 'latest', pageSize: '3' }), { status: 400, code: 'field-not-sortable' })
  assert.equal(asked.length, before + 2)
})

const named: Partial<ElementOctet> = {
  transformations: {
    rows: {
      vendorName: 'Row',
      fields: [
        { path: 'id', vendorPath: 'Id', type: 'number' },
        { path: 'size', vendorPath: 'Size', filter: 'size' },
        { path: 'owner', vendorPath: 'OwnerId', directory: 'owners', access: 'read' },
        { path: 'comment', vendorPath: 'Comment' },
      ],
    },
  },
  directories: { owners: { path: '/owners', root: 'owners', id: 'id', name: 'name', seconds: 60 } },
}
const owners = ({ path }: Asked) =>
  path === '/owners' ? { body: { owners: makeRows(3, (n) => ({ id: n, name: `Owner ${n}` })) } } : undefined

test('rows are checked under their hub names, with the names of the vendor’s lists; a field that was looked at need not be answered', async (t) => {
  const rows = makeRows(30, (n) => ({ Id: String(n), Size: n % 2, OwnerId: (n % 3) + 1, Comment: null }))
  const { list, asked } = await openList(t, {
    rows,
    octet: { object: 'rows', where: { dialect: 'query-parameters' } },
    element: named,
    before: owners,
  })
  const page = await list({ where: "size = 1 and owner = 'Owner 3' and comment is null", fields: 'id', pageSize: '2' })
  assert.deepEqual(page.rows, [{ id: 5 }, { id: 11 }])
  assert.deepEqual(
    asked.filter(({ path }) => path === '/rows').map(({ query }) => query.get('size')),
    ['1'],
  )
  assert.equal(asked.filter(({ path }) => path === '/owners').length, 1)
})

test('nulls are answered or left out as ever', async (t) => {
  const rows = makeRows(3, (n) => ({ Id: n, Size: 1, Comment: n === 2 ? 'x' : null }))
  const octet = { object: 'rows' }
  const dropping = await openList(t, { rows, octet, element: named })
  assert.deepEqual((await dropping.list({ where: 'comment is null' })).rows, [
    { id: 1, size: '1' },
    { id: 3, size: '1' },
  ])
  const keeping = await openList(t, { rows, octet, element: named, configuration: { 'filter.response.nulls': 'false' } })
  assert.deepEqual((await keeping.list({ where: 'comment is null', pageSize: '1' })).rows, [
    { id: 1, size: '1', owner: null, comment: null },
  ])
})

test('sorting keeps equal rows as the vendor has them, and nulls last, first when descending', async (t) => {
  const rows = makeRows(40, (n) => ({ n, group: n % 7 === 0 ? null : n % 3 }))
  const { list } = await openList(t, { rows })
  const whole = (await list({ orderBy: 'group', pageSize: '10' })).rows
  assert.deepEqual(
    whole.map(({ n }) => n),
    [3, 6, 9, 12, 15, 18, 24, 27, 30, 33],
  )
  const nulls = (await list({ orderBy: 'group desc', pageSize: '6' })).rows
  assert.deepEqual(
    nulls.map(({ n }) => n),
    [7, 14, 21, 28, 35, 2],
  )
})

test('a list of texts is sorted by nothing', async (t) => {
  const { list } = await openList(t, { rows: ['b', 'a'] as unknown as Row[] })
  await assert.rejects(list({ orderBy: 'name' }), { status: 400, code: 'field-not-sortable' })
})

test('a page that sorting can never reach is refused before anything is read', async (t) => {
  const { list, asked } = await openList(t, { rows: makeRows(21), octet: { scan: { limit: 20 } } })
  await assert.rejects(list({ orderBy: 'n', pageSize: '5', page: '5' }), { status: 400, code: 'scan-limit' })
  assert.equal(asked.length, 0)
})

test('what the scans of an instance hold at the same time is bounded, and given back', async (t) => {
  const rows = makeRows(60, (n) => ({ n, x: 'x'.repeat(1000) }))
  const limits = createCallLimits({ heldPerInstance: 100_000 })
  const { list } = await openList(t, { rows, parts: { limits } })
  const sort = () => list({ orderBy: 'n desc', pageSize: '10' })
  const [first, second] = await Promise.allSettled([sort(), sort()])
  const refusals = [first, second].flatMap((settled) => (settled.status === 'rejected' ? [settled.reason] : []))
  assert.deepEqual(
    refusals.map(({ status, code, headers }) => ({ status, code, headers })),
    [{ status: 429, code: 'too-many-calls', headers: { 'retry-after': '1' } }],
  )
  assert.equal((await sort()).rows.length, 10)
  // Of many rows that are looked at, only those count that are kept.
  await Promise.all(Array.from({ length: 5 }, () => list({ where: 'n > 55', pageSize: '5' })))
})

test('a long name is cut in the message', async (t) => {
  const { list } = await openList(t, { rows: makeRows(21) })
  await assert.rejects(list({ where: `${'n'.repeat(400)} = 1` }), { message: /^Field n{100}… cannot be searched with =/ })
})
