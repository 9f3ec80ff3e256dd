/** How far each style reaches, what it costs to get there, and what is said beyond. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { makeRows, type Pager, pagers, type Row } from '../../../test/pagers.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { PagingStyle, ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

async function openList(t: TestContext, pager: Pager, { count, style = pager.style }: { count: number; style?: PagingStyle }) {
  const rows = makeRows(count)
  let now = Date.UTC(2026, 0, 1)
  const vendor = await startVendor(t, (asked) => pager.answer(asked, rows, now))
  const statement = { from: 'Row', select: { fields: ['id', 'n', 'group', 'name'] } }
  const octet: ResourceOctet = {
    paging: style,
    ...(style.style === 'statement' && {
      where: { dialect: 'soql', parameter: 'q', statement },
      orderBy: { fields: { group: 'group' } },
    }),
  }
  const instance = createInstance(describeElement([{ rootKey: 'rows', octet }]), { configuration: { 'base.url': vendor.url } })
  const call = createCaller(openParts(t, { clock: () => now }), instance)
  return {
    asked: vendor.asked,
    wait: (seconds: number) => {
      now += seconds * 1000
    },
    list: async (query: QueryValues) => {
      const response = await call('GET', '/rows', { query })
      return { rows: readJson<Row[]>(response).map(({ n }) => n), token: response.headers['Elements-Next-Page-Token'] ?? '' }
    },
  }
}

const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const beyond = { status: 400, code: 'walk-limit' }

test('an offset that the vendor does not take is refused, by page and by token, and the token is given nevertheless', async (t) => {
  const pager = pagers['offset with more']!
  const style = { ...pager.style, maxOffset: 20 } as PagingStyle
  const { list, asked } = await openList(t, pager, { count: 60, style })
  const last = await list({ pageSize: '5', page: '4' })
  assert.deepEqual(last.rows, count(16, 20))
  const calls = asked.length
  const message = 'Page 5 of 5 is beyond the first 20 rows: this vendor pages no further; narrow the list with where'
  await assert.rejects(list({ pageSize: '5', page: '5' }), { ...beyond, message })
  await assert.rejects(list({ pageSize: '5', nextPage: last.token }), { ...beyond, message })
  assert.equal(asked.length, calls)
})

test('a short page of a vendor that says that more rows follow is filled up', async (t) => {
  const pager = pagers['offset with more']!
  const short: Pager = {
    ...pager,
    answer: (asked, rows, now) => {
      asked.query.set('limit', String(Math.min(2, Number(asked.query.get('limit')))))
      return pager.answer(asked, rows, now)
    },
  }
  const { list } = await openList(t, short, { count: 20 })
  const first = await list({ pageSize: '5' })
  assert.deepEqual(first.rows, count(1, 5))
  assert.deepEqual((await list({ pageSize: '5', nextPage: first.token })).rows, count(6, 10))
})

test('a cursor that is too old is not used: its row is walked to again', async (t) => {
  const { list, asked, wait } = await openList(t, pagers['cursor of a minute']!, { count: 60 })
  const first = await list({ pageSize: '5', page: '3' })
  wait(20)
  const fresh = await list({ pageSize: '5', nextPage: first.token })
  assert.deepEqual(fresh.rows, count(16, 20))
  assert.ok(asked.at(-1)!.query.has('after'))
  wait(50)
  const calls = asked.length
  const old = await list({ pageSize: '5', nextPage: fresh.token })
  assert.deepEqual(old.rows, count(21, 25))
  assert.deepEqual(
    asked.slice(calls).map(({ query }) => [query.get('limit'), query.has('after')]),
    [
      ['7', false],
      ['7', true],
      ['7', true],
      ['4', true],
    ],
  )
  assert.deepEqual((await list({ pageSize: '5', nextPage: old.token })).rows, count(26, 30), 'the new token is a fresh one')
  const again = await list({ pageSize: '5', nextPage: first.token })
  assert.deepEqual(again.rows, count(16, 20), 'an old token leads to the same rows for ever')
})

test('a page in the middle of an answer keeps the age of the cursor that it is counted from', async (t) => {
  const pager = pagers['cursor of a minute']!
  const generous: Pager = {
    ...pager,
    answer: (asked, rows, now) => {
      asked.query.set('limit', '7')
      return pager.answer(asked, rows, now)
    },
  }
  const { list, wait } = await openList(t, generous, { count: 30 })
  let page = await list({ pageSize: '2' })
  const seen = [...page.rows]
  for (; page.token !== ''; seen.push(...page.rows)) {
    wait(20)
    page = await list({ pageSize: '2', nextPage: page.token })
  }
  assert.deepEqual(seen, count(1, 30))
})

test('a scan goes on behind a cursor that has grown too old', async (t) => {
  const { list, wait } = await openList(t, pagers['cursor of a minute']!, { count: 60 })
  const seen: number[] = []
  for (let nextPage: string | undefined = ''; nextPage !== undefined; wait(100)) {
    const page = await list({ where: 'group = 2', pageSize: '2', nextPage })
    seen.push(...page.rows)
    nextPage = page.token || undefined
  }
  assert.deepEqual(
    seen,
    makeRows(60)
      .filter(({ group }) => group === 2)
      .map(({ n }) => n),
  )
})

test('a vendor that ends its lists at some row is not taken for one whose list ends there, scanned or not', async (t) => {
  const pager = pagers['cursor']!
  const ending: Pager = { ...pager, answer: (asked, rows, now) => pager.answer(asked, rows.slice(0, 20), now) }
  const style = { ...pager.style, maxRows: 20 } as PagingStyle
  const { list } = await openList(t, ending, { count: 60, style })
  const seen: number[] = []
  let token = ''
  const walk = async () => {
    do {
      const page = await list({ pageSize: '6', nextPage: token })
      seen.push(...page.rows)
      token = page.token
    } while (token !== '')
  }
  await assert.rejects(walk(), { ...beyond, message: /beyond the first 20 rows: this vendor pages no further/ })
  assert.deepEqual(seen, count(1, 20))
  await assert.rejects(list({ where: 'group = 9' }), beyond)
  await assert.rejects(list({ orderBy: 'n desc' }), beyond)
})

test('numbers reach as far as they reach, and tokens go on with the size that they came with', async (t) => {
  const { list, asked } = await openList(t, pagers['page then token']!, { count: 60 })
  const places = () => asked.splice(0).map(({ query }) => [query.get('per_page'), query.get('page') ?? 'token'])
  assert.deepEqual((await list({ pageSize: '5', page: '4' })).rows, count(16, 20))
  assert.deepEqual(places(), [['5', '4']])
  const across = await list({ pageSize: '5', page: '5' })
  assert.deepEqual(across.rows, count(21, 25))
  assert.deepEqual(places(), [
    ['7', '3'],
    ['7', 'token'],
  ])
  const other = await list({ pageSize: '3', nextPage: across.token })
  assert.deepEqual(other.rows, count(26, 28))
  assert.deepEqual((await list({ pageSize: '7', nextPage: other.token })).rows, count(29, 35))
  assert.deepEqual(new Set(places().map(([size]) => size)), new Set(['7']))
  await assert.rejects(list({ pageSize: '5', page: '201' }), { ...beyond, message: /follow nextPage/ })
})

test('a vendor of numbered pages that gives no way further has not ended: that is said', async (t) => {
  const pager = pagers['page then token']!
  const mute: Pager = {
    ...pager,
    answer(asked, rows, now) {
      const answer = pager.answer(asked, rows, now)
      const { meta, ...rest } = (answer.body ?? {}) as { meta?: object }
      return answer.status === undefined ? { body: { ...rest, meta: { ...meta, next: null } } } : answer
    },
  }
  const { list } = await openList(t, mute, { count: 60 })
  const last = await list({ pageSize: '7', page: '3' })
  assert.deepEqual(last.rows, count(15, 21))
  await assert.rejects(list({ pageSize: '7', nextPage: last.token }), beyond)
})

test('inside a statement the next page follows by the key, a page further on by OFFSET, and beyond that by hops', async (t) => {
  const { list, asked } = await openList(t, pagers['statement']!, { count: 60 })
  const statements = () => asked.splice(0).map(({ query }) => query.get('q')!.replace(/^.* FROM Row /, ''))
  const first = await list({ pageSize: '3' })
  await list({ pageSize: '3', nextPage: first.token })
  await list({ pageSize: '5', page: '2' })
  assert.deepEqual(statements(), [
    'ORDER BY id asc LIMIT 3',
    "WHERE id > 'r00003' ORDER BY id asc LIMIT 3",
    'ORDER BY id asc LIMIT 5 OFFSET 5',
  ])
  assert.deepEqual((await list({ pageSize: '4', page: '4' })).rows, count(13, 16))
  assert.deepEqual(statements(), ['ORDER BY id asc LIMIT 1 OFFSET 9', "WHERE id > 'r00010' ORDER BY id asc LIMIT 4 OFFSET 2"])
  assert.deepEqual((await list({ pageSize: '5', page: '6' })).rows, count(26, 30))
  assert.equal(statements().length, 3)
  assert.deepEqual((await list({ pageSize: '7', page: '50' })).rows, [], 'behind the last row')
})

test('sorted by the vendor, pages of a statement go by OFFSET as far as it goes', async (t) => {
  const { list, asked } = await openList(t, pagers['statement']!, { count: 60 })
  const first = await list({ orderBy: 'group', pageSize: '3' })
  assert.deepEqual(first.rows, [1, 6, 11])
  const second = await list({ orderBy: 'group', pageSize: '3', nextPage: first.token })
  assert.deepEqual(second.rows, [16, 21, 26])
  const last = await list({ orderBy: 'group', pageSize: '3', page: '4' })
  assert.match(asked[1]!.query.get('q')!, /ORDER BY group asc, id asc LIMIT 3 OFFSET 3$/)
  const message = 'Page 5 of 3 is beyond the first 9 rows: this vendor pages no further; narrow the list with where'
  await assert.rejects(list({ orderBy: 'group', pageSize: '3', nextPage: last.token }), { ...beyond, message })
  await assert.rejects(list({ orderBy: 'group', pageSize: '3', page: '5' }), beyond)
  assert.equal(asked.length, 3)
})

test('rows of a statement without the key they are paged by are no end of the list', async (t) => {
  const pager = pagers['statement']!
  const keyless: Pager = {
    ...pager,
    answer(asked, rows, now) {
      const body = pager.answer(asked, rows, now).body as { rows: Row[] }
      return { body: { rows: body.rows.map(({ id: _id, ...row }) => row) } }
    },
  }
  const { list } = await openList(t, keyless, { count: 30 })
  const first = await list({ pageSize: '3' })
  assert.deepEqual((await list({ pageSize: '3', nextPage: first.token })).rows, count(4, 6), 'as far as OFFSET goes')
  await assert.rejects(list({ pageSize: '5', page: '4' }), { status: 502, code: 'vendor-unreadable', message: /without id, by which/ })
})

test('a page so far away that it takes more hops than a call may is refused', async (t) => {
  const { list, asked } = await openList(t, pagers['statement']!, { count: 2000 })
  await assert.rejects(list({ pageSize: '5', page: '300' }), { ...beyond, message: /first 1000 rows.*follow nextPage/ })
  assert.equal(asked.length, 100)
})
