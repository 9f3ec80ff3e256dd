import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createInstance, describeElement } from '../../../test/call-instance.ts'
import { readPropertyRuns } from '../../../test/property-runs.ts'
import type { ParameterDocument, ResourceDocument } from '../../elements/document/element-document.ts'
import { OctetError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { planImportedPaging } from './imported.ts'
import type { ImportedAnswer, ImportedPaging, ImportedQuestion } from './imported-paging.ts'

type Configuration = ImportedQuestion['configuration']
type Values = ImportedPaging['values']

const tokenKey = createSecretKey(Buffer.alloc(32, 3))
const place = (name: string, vendorType = 'query'): ParameterDocument => ({ name, vendorName: name, type: 'query', vendorType })
const mapped = [place('page'), place('pageSize')]
const cursored = [place('nextPage'), place('pageSize')]

/** A list of an imported element as clients see it. */
function createList(resource: Partial<ResourceDocument>, configuration: Configuration = {}, more: Partial<ImportedQuestion> = {}) {
  const { element } = createInstance(describeElement([resource]))
  const match = element.match('GET', (resource.path ?? '/rows').split('/').slice(1))
  assert(match.kind === 'found')
  return (query: QueryValues = {}): ImportedPaging =>
    planImportedPaging({
      resource: match.resource,
      configuration,
      query,
      protocol: undefined,
      hasHooks: false,
      binding: 'list',
      tokenKey,
      ...more,
    })
}

const rows = Array.from({ length: 23 }, (_, index) => ({ id: index + 1 }))

type Vendor = (values: Values, paging: ImportedPaging) => ImportedAnswer
const answerWith = (found: readonly unknown[], body: unknown = {}): ImportedAnswer => ({ rows: found, body, headers: {} })

const vendors: Record<string, Vendor> = {
  offset: ({ page, pageSize }) => answerWith(rows.slice(Number(page), Number(page) + Number(pageSize))),
  'page from 1': ({ page, pageSize }) => answerWith(rows.slice((Number(page) - 1) * Number(pageSize), Number(page) * Number(pageSize))),
  'page from 0': ({ page, pageSize }) => answerWith(rows.slice(Number(page) * Number(pageSize), (Number(page) + 1) * Number(pageSize))),
  'pages of its own size': ({ page }) => answerWith(rows.slice((Number(page) - 1) * 7, Number(page) * 7)),
  'size alone': ({ pageSize }) => answerWith(rows.slice(0, Number(pageSize))),
  everything: () => answerWith(rows),
  cursor: ({ nextPage, pageSize }) => {
    const begin = Number(nextPage ?? 0)
    const end = begin + Number(pageSize)
    return answerWith(rows.slice(begin, end), { paging: { next: end < rows.length ? `https://v.test/rows?size=1&cursor=${end}` : null } })
  },
}

const lists: [vendor: string, list: ReturnType<typeof createList>, countsPages: boolean][] = [
  ['offset', createList({ parameters: mapped }, { 'pagination.type': 'offset' }), true],
  ['page from 1', createList({ parameters: mapped, paginationType: 'VENDOR_SUPPORTED' }, { 'pagination.type': 'page' }), true],
  ['page from 1', createList({ parameters: mapped }, { 'pagination.type': 'page starts with 1' }), true],
  ['page from 1', createList({ parameters: mapped, paginationType: 'supported' }, { 'pagination.type': null }), true],
  ['page from 0', createList({ parameters: mapped }, { 'pagination.type': 'page 0' }), true],
  ['page from 0', createList({ parameters: mapped }, { 'pagination.type': 'page', 'pagination.page.startindex': '0' }), true],
  ['pages of its own size', createList({ parameters: [place('page')] }, { 'pagination.type': 'page' }), false],
  ['size alone', createList({ parameters: [place('pageSize')] }, { 'pagination.type': 'page' }), true],
  ['everything', createList({ parameters: mapped, paginationType: 'VENDOR_NOT_SUPPORTED' }, { 'pagination.type': 'offset' }), true],
  ['everything', createList({ parameters: mapped }, { 'pagination.type': 'none' }), true],
  ['everything', createList({}), true],
  ['cursor', createList({ parameters: cursored, nextPageKey: 'body.paging.next?cursor' }, { 'pagination.type': 'cursor' }), false],
]

function readPage(vendor: Vendor, paging: ImportedPaging) {
  return paging.read(vendor(paging.values, paging))
}

describe('pages of an imported element (trap 23)', () => {
  for (const [name, list, countsPages] of lists) {
    const vendor = vendors[name]!
    const title = `a vendor with ${name}`
    it(`${title}: following tokens from a first empty one gives every row once, in pages of the size asked for`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 30 }), (size) => {
          const seen: unknown[] = []
          let token: string | undefined = ''
          for (let calls = 1; token !== undefined; calls++) {
            assert(calls <= 30, 'the tokens come to an end')
            // Clients send the token and a page together: the token counts.
            const page = readPage(vendor, list({ pageSize: String(size), nextPage: token, ...(token !== '' && { page: '2' }) }))
            assert(page.rows.length <= size)
            seen.push(...page.rows)
            token = page.nextPage
          }
          assert.deepEqual(seen, rows)
        }),
        readPropertyRuns(7, 30),
      )
    })
    if (!countsPages) continue
    it(`${title}: pages 1 and 2 are the first page of twice the size, and page 0 is page 1`, () => {
      for (let size = 1; size <= 15; size++) {
        const read = (page: number, pageSize: number) => readPage(vendor, list({ page: String(page), pageSize: String(pageSize) })).rows
        assert.deepEqual([...read(1, size), ...read(2, size)], read(1, 2 * size))
        assert.deepEqual(read(0, size), read(1, size))
      }
    })
  }
})

describe('what the vendor is asked for', () => {
  const cases: [title: string, list: ReturnType<typeof createList>, query: QueryValues, expected: Values][] = [
    [
      'an offset',
      createList({ parameters: mapped }, { 'pagination.type': 'offset' }),
      { page: '3', pageSize: '20' },
      { page: '40', pageSize: '20' },
    ],
    [
      'a page',
      createList({ parameters: mapped }, { 'pagination.type': 'page' }),
      { page: '3', pageSize: '20' },
      { page: '3', pageSize: '20' },
    ],
    [
      'a page counted from 0',
      createList({ parameters: mapped }, { 'pagination.type': 'page', 'pagination.page.startindex': '0' }),
      { page: '3', pageSize: '20' },
      { page: '2', pageSize: '20' },
    ],
    [
      'the first page of the largest size, when nothing was said',
      createList({ parameters: mapped }, { 'pagination.type': 'page', 'pagination.max': '100' }),
      {},
      { page: '1', pageSize: '100' },
    ],
    [
      'the default of the pagination setting',
      createList(
        { parameters: mapped },
        { 'pagination.type': 'offset', pagination: '{"minPageSize":1,"maxPageSize":"1000","defaultPageSize":"25"}' },
      ),
      {},
      { page: '0', pageSize: '25' },
    ],
    [
      'nothing, where the vendor has no pages',
      createList({ parameters: mapped, paginationType: 'VENDOR_NOT_SUPPORTED' }, { 'pagination.type': 'page' }),
      { page: '3', pageSize: '20' },
      {},
    ],
    [
      'nothing, where there is no paging at all',
      createList({ parameters: mapped, paginationType: 'NO_PAGINATION' }, { 'pagination.type': 'page' }),
      { page: '3', pageSize: '20' },
      {},
    ],
    [
      'what the client said, where nothing is known',
      createList({ parameters: mapped }),
      { page: '3', pageSize: '20' },
      { page: '3', pageSize: '20' },
    ],
    ['nothing that the client did not say, where nothing is known', createList({ parameters: mapped }), {}, {}],
    [
      'the cursor as the client brings it',
      createList({ parameters: cursored, nextPageKey: 'data.nextId' }, { 'pagination.type': 'cursor' }),
      { nextPage: 'abc/=', pageSize: '5', page: '2' },
      { nextPage: 'abc/=', pageSize: '5' },
    ],
    [
      'the cursor in place of the page, where no parameter takes a token',
      createList({ parameters: [place('page', 'bodyToken')] }, { 'pagination.type': 'cursor' }),
      { nextPage: 'abc' },
      { nextPage: 'abc', page: 'abc', pageSize: '200' },
    ],
    [
      'the cursor that came as page, where pages have no numbers',
      createList({ parameters: [place('page', 'bodyToken')] }, { 'pagination.type': 'cursor' }),
      { page: 'abc' },
      { nextPage: 'abc', page: 'abc', pageSize: '200' },
    ],
    [
      'rows passed over on the first page, beside a vendor that gives cursors',
      createList({ parameters: [...mapped, place('nextPage')], nextPageKey: 'next' }, { 'pagination.type': 'offset' }),
      { page: '3', pageSize: '10' },
      { page: '20', pageSize: '10' },
    ],
  ]
  for (const [title, list, query, expected] of cases) it(title, () => assert.deepEqual(list(query).values, expected))

  it('a size above the maximum is clamped and told', () => {
    const list = createList({ parameters: mapped }, { 'pagination.type': 'page', 'pagination.max': '50' })
    const { values, note } = list({ pageSize: '200' })
    assert.equal(values.pageSize, '50')
    assert.match(note ?? '', /pageSize 200 is above the maximum of 50/)
    assert.equal(list({ pageSize: '50' }).note, undefined)
  })
  it("a literal named page is no place for the client's", () => {
    const list = createList(
      { parameters: [{ name: 'page', vendorName: 'object', type: 'value', vendorType: 'query' }] },
      { 'pagination.type': 'offset' },
    )
    assert.equal(readPage(() => answerWith(rows), list({ pageSize: '5' })).rows.length, 5)
  })
})

describe('what the vendor answers', () => {
  it('everything at once has a total', () => {
    const page = readPage(vendors['everything']!, createList({ paginationType: 'VENDOR_NOT_SUPPORTED' })({ pageSize: '10', page: '3' }))
    assert.deepEqual([page.rows.length, page.total, page.nextPage], [3, 23, undefined])
  })
  it('without paging everything is given, however small the size asked for', () => {
    const page = readPage(vendors['everything']!, createList({ paginationType: 'NO_PAGINATION' })({ pageSize: '10' }))
    assert.deepEqual([page.rows.length, page.nextPage], [23, undefined])
  })
  it('is not cut where hooks page', () => {
    const list = createList({ parameters: [place('page', 'no-op'), place('pageSize', 'no-op')] }, { 'pagination.type': 'offset' })
    assert.equal(readPage(vendors['everything']!, list({ pageSize: '10' })).rows.length, 23)
  })
  it('is taken for the page itself where hooks place one of its two values', () => {
    const list = createList({ parameters: [place('page', 'no-op'), place('pageSize')] }, { 'pagination.type': 'offset' })
    const page = readPage(() => answerWith(rows.slice(5, 10)), list({ page: '2', pageSize: '5' }))
    assert.deepEqual([page.rows, page.nextPage === undefined], [rows.slice(5, 10), false])
  })
  it('is not cut where nobody asked for pages and nothing is known of them', () => {
    assert.equal(readPage(vendors['everything']!, createList({ parameters: mapped }, { 'pagination.max': '10' })()).rows.length, 23)
  })
  it('a full page may be followed by another, a short one is the last', () => {
    const paging = createList({ parameters: mapped }, { 'pagination.type': 'offset' })({ pageSize: '5' })
    assert.notEqual(paging.read(answerWith(rows.slice(0, 5))).nextPage, undefined)
    assert.equal(paging.read(answerWith(rows.slice(0, 4))).nextPage, undefined)
  })
  it('the same cursor again is the end', () => {
    const list = createList({ parameters: cursored, nextPageKey: 'next' }, { 'pagination.type': 'cursor' })
    assert.equal(list({ nextPage: 'x' }).read(answerWith(rows, { next: 'x' })).nextPage, undefined)
  })
  it('a cursor that no header can carry comes back as it was', () => {
    const list = createList({ parameters: cursored, nextPageKey: 'next' }, { 'pagination.type': 'cursor' })
    for (const cursor of ['späte Seite\n2', 'null', 'x'.repeat(3000)]) {
      const token = list().read(answerWith([], { next: cursor })).nextPage!
      assert.match(token, /^[\x21-\x7e]+$/)
      assert.equal(list({ nextPage: token }).values.nextPage, cursor)
    }
  })
  it('links of OData give the next page, where the element pages by cursor', () => {
    const list = createList({}, { 'pagination.type': 'cursor' }, { protocol: 'odata' })
    for (const [body, expected] of [
      [{ value: [], '@odata.nextLink': 'https://v.test/Rows?$filter=a&$skiptoken=ab%2Fc' }, [['$skiptoken', 'ab/c']]],
      [{ d: { results: [], __next: 'https://v.test/Rows?$skip=100' } }, [['$skip', '100']]],
    ] as const) {
      const token = list().read(answerWith([], body)).nextPage
      assert.deepEqual(list({ nextPage: token! }).query, expected)
    }
    assert.equal(list().read(answerWith([], { value: [] })).nextPage, undefined)
  })
})

describe('a token', () => {
  const refused = (code: string) => (error: unknown) => error instanceof OctetError && error.code === code && error.status === 400

  it('of another list is refused', () => {
    const offset = [{ parameters: mapped }, { 'pagination.type': 'offset' }] as const
    const token = createList(...offset)({ pageSize: '5' }).read(answerWith(rows.slice(0, 5))).nextPage!
    assert.throws(() => createList(...offset, { binding: 'other' })({ nextPage: token }), refused('page-token-damaged'))
  })
  it('that a hook set goes back as it is, beside any kind of pages', () => {
    for (const type of ['offset', 'page', '', 'none']) {
      const list = createList({ parameters: [...mapped, place('nextPage')] }, { 'pagination.type': type }, { hasHooks: true })
      assert.deepEqual(list({ nextPage: 'v:42', page: '2', pageSize: '5' }).values, { nextPage: 'v:42', pageSize: '5' }, type)
    }
  })
  it('that nobody can have set is refused', () => {
    const list = createList({ parameters: mapped }, { 'pagination.type': 'page' })
    assert.throws(() => list({ nextPage: 'v:42' }), refused('page-token-damaged'))
  })
  it('is needed for a further page of a vendor that counts none', () => {
    const list = createList({ parameters: cursored, nextPageKey: 'next' }, { 'pagination.type': 'cursor' })
    assert.throws(() => list({ page: '2', pageSize: '5' }), refused('walk-limit'))
  })
  it('of numbered pages is refused with a size that its place is no multiple of', () => {
    const list = createList({ parameters: mapped }, { 'pagination.type': 'page' })
    const token = list({ pageSize: '5' }).read(answerWith(rows.slice(0, 5))).nextPage!
    assert.throws(() => list({ nextPage: token, pageSize: '4' }), refused('invalid-parameter'))
  })
  it('and numbers that are none are refused', () => {
    const list = createList({ parameters: mapped }, { 'pagination.type': 'offset' })
    for (const query of [
      { page: 'x' },
      { page: '-1' },
      { pageSize: '0' },
      { pageSize: '1.5' },
      { page: '999999999999999', pageSize: '100' },
    ]) {
      assert.throws(() => list(query), refused('invalid-parameter'))
    }
  })
})
