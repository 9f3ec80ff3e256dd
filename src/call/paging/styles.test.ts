/** Every style of paging under the same rules (contract 7.2): plain lists, and lists whose rows are checked or sorted here. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { makeRows, type Pager, pagers, type Row, sortBy } from '../../../test/pagers.ts'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

interface Selection {
  readonly query: Record<string, string>
  readonly select: (rows: readonly Row[]) => readonly Row[]
}

const selections: Readonly<Record<string, Selection>> = {
  plain: { query: {}, select: (rows) => rows },
  filtered: { query: { where: "group = '2' or group = 3" }, select: (rows) => rows.filter(({ group }) => group === 2 || group === 3) },
  sorted: { query: { orderBy: 'group desc' }, select: (rows) => sortBy(rows, 'group', true) },
  'filtered and sorted': {
    query: { where: 'name is not null', orderBy: 'group, n desc' },
    select: (rows) =>
      sortBy(
        sortBy(rows, 'n', true).filter(({ name }) => name !== null),
        'group',
        false,
      ),
  },
}

async function openList(t: TestContext, pager: Pager) {
  let rows: readonly Row[] = []
  let now = Date.UTC(2026, 0, 1)
  const vendor = await startVendor(t, (asked) => pager.answer(asked, rows, now))
  const octet: ResourceOctet = {
    paging: pager.style,
    ...(pager.style.style === 'statement' && {
      where: {
        dialect: 'soql',
        parameter: 'q',
        statement: { from: 'Row', select: { fields: ['id', 'n', 'group', 'name'] } },
      },
    }),
  }
  const document = describeElement([
    { path: '/rows', rootKey: 'rows', octet },
    { path: '/others', rootKey: 'rows', octet },
  ])
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url, 'filter.response.nulls': 'false' } })
  const parts = openParts(t, { clock: () => now })
  const call = createCaller(parts, instance)
  const list = async (query: QueryValues, path = '/rows') => {
    const { headers, ...response } = await call('GET', path, { query })
    return {
      rows: readJson<Row[]>({ headers, ...response }),
      token: headers['Elements-Next-Page-Token'],
      returned: headers['Elements-Returned-Count'],
      total: headers['Elements-Total-Count'],
      note: headers['Elements-Error'],
    }
  }
  return {
    list,
    asked: vendor.asked,
    call,
    instance,
    parts,
    fill: (count: number) => {
      rows = makeRows(count)
      return rows
    },
    wait: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

type List = Awaited<ReturnType<typeof openList>>['list']

async function followTokens(list: List, query: Record<string, string>, size: number): Promise<Row[]> {
  const seen: Row[] = []
  let nextPage: string | undefined = ''
  for (let rounds = 0; nextPage !== undefined; rounds++) {
    assert.ok(rounds < 500, 'a walk ends')
    const page = await list({ ...query, pageSize: String(size), nextPage })
    assert.ok(page.rows.length <= size)
    assert.equal(page.returned, String(page.rows.length))
    assert.ok(page.rows.length > 0 || page.token === undefined, 'an empty page ends the list')
    seen.push(...page.rows)
    nextPage = page.token
  }
  return seen
}

for (const [style, pager] of Object.entries(pagers)) {
  for (const [kind, { query, select }] of Object.entries(selections)) {
    test(`trap 23, ${style}, ${kind}: page=k and nextPage give the same slices of the whole, for any number of rows and any size`, async (t) => {
      const { list, fill } = await openList(t, pager)
      const cases = fc.record({
        count: fc.integer({ min: 0, max: 60 }),
        size: fc.integer({ min: 1, max: 7 }),
        page: fc.integer({ min: 1, max: 12 }),
      })
      await fc.assert(
        fc.asyncProperty(cases, async ({ count, size, page }) => {
          const whole = select(fill(count))
          const asked = { ...query, pageSize: String(size), page: String(page) }
          const found = await list(asked)
          assert.deepEqual(found.rows, whole.slice((page - 1) * size, page * size), `page ${page} of ${size} out of ${count}`)
          if (page * size < whole.length) assert.ok(found.token !== undefined, 'rows follow, so a token is there')
          assert.deepEqual(await followTokens(list, query, size), whole, `pages of ${size} out of ${count}`)
          const rest = found.token === undefined ? [] : (await list({ ...asked, nextPage: found.token })).rows
          assert.deepEqual(rest, whole.slice(page * size, (page + 1) * size), 'a token beats page')
          if (pager.tellsTotal && kind === 'plain') assert.equal(found.total, String(count))
          else if (kind !== 'sorted') assert.equal(found.total, undefined, 'only the vendor counts')
        }),
        readPropertyRuns(23, 4),
      )
    })

    test(`trap 23, ${style}, ${kind}: page 1 and page 2 of n are page 1 of 2n; page 0, an empty and a null token are the first page`, async (t) => {
      const { list, fill } = await openList(t, pager)
      const whole = select(fill(40))
      for (const size of [1, 2, 3]) {
        const [first, second] = [
          await list({ ...query, page: '1', pageSize: `${size}` }),
          await list({ ...query, page: '2', pageSize: `${size}` }),
        ]
        const both = await list({ ...query, page: '1', pageSize: `${2 * size}` })
        assert.deepEqual([...first.rows, ...second.rows], both.rows)
        assert.deepEqual(both.rows, whole.slice(0, 2 * size))
      }
      for (const page of [{ page: '0' }, { nextPage: '' }, { nextPage: 'null' }]) {
        assert.deepEqual((await list({ ...query, pageSize: '2', ...page })).rows, whole.slice(0, 2))
      }
    })

    test(`${style}, ${kind}: a damaged token, or one of another list, instance or selection, is refused before the vendor is asked`, async (t) => {
      const { list, fill, asked, instance, parts } = await openList(t, pager)
      fill(40)
      const page = { ...query, pageSize: '2' }
      const { token = '' } = await list({ ...page, page: '2' })
      const calls = asked.length
      const damaged = { status: 400, code: 'page-token-damaged' }
      for (let at = 0; at < token.length; at++) {
        const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
        await assert.rejects(list({ ...page, nextPage: changed }), damaged)
        await assert.rejects(list({ ...page, nextPage: token.slice(0, at) || 'x' }), damaged)
      }
      await assert.rejects(list({ ...page, nextPage: token }, '/others'), damaged)
      const other = createCaller(parts, { ...instance, id: instance.id + 1 })
      await assert.rejects(other('GET', '/rows', { query: { ...page, nextPage: token } }), damaged)
      for (const changed of [{ where: 'group = 4' }, { orderBy: 'n desc' }]) {
        await assert.rejects(list({ ...page, ...changed, nextPage: token }), damaged)
      }
      assert.equal(asked.length, calls)
    })
  }

  test(`${style}: a size above the maximum is clamped, and said`, async (t) => {
    const { list, fill } = await openList(t, pager)
    const whole = fill(6000)
    const maximum = 'maxSize' in pager.style ? pager.style.maxSize : 5000
    const page = await list({ pageSize: '5001' })
    assert.deepEqual(page.rows, whole.slice(0, maximum))
    assert.equal(page.note, `pageSize 5001 is above the maximum of ${maximum}; ${maximum} was used`)
  })
}
