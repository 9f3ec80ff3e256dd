/** Names in `where` and `orderBy` that no record has: refused before a vendor's list is read, where that can be known. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ElementOctet, ResourceOctet } from '../../elements/document/octet.ts'
import type { QueryValues } from '../../lib/hub-request.ts'

const discovery = {
  fields: {
    path: '/fields',
    name: 'name',
    custom: { member: 'own', equals: true },
    sortable: { member: 'sortable', notEquals: false },
    prefix: 'properties.',
    seconds: 300,
  },
} as const

const described = [{ name: 'name' }, { name: 'notes', sortable: false }, { name: 'cf_1', own: true }]
const open = { vendorName: 'people', fields: [{ path: 'id', vendorPath: 'id' }], others: 'pass' } as const
const nested = {
  ...open,
  nest: { into: 'properties', except: ['links'] },
  search: { others: { pattern: '^[a-z][\\w.]*$', strip: 'properties.' } },
} as const
const closed = {
  vendorName: 'people',
  fields: [
    { path: 'id', vendorPath: 'id' },
    { path: 'Name', vendorPath: 'name' },
    { path: 'Places', vendorPath: 'places' },
  ],
  constants: { Kind: 'person' },
  custom: { vendorPath: 'own', id: 'id', value: 'value', prefix: '_', directory: 'own' },
} as const

interface Options extends Pick<ElementOctet, 'transformations'>, Partial<ElementOctet> {
  readonly octet?: ResourceOctet
  readonly fields?: readonly object[]
}

/** A list of 30 people in pages of 10. */
async function openList(t: TestContext, { octet = {}, fields = described, ...more }: Options) {
  const vendor = await startVendor(t, ({ path, query }) => {
    if (path === '/fields') return { body: fields }
    if (path === '/own') return { body: { own: [] } }
    const from = Number(query.get('skip') ?? 0)
    const rows = Array.from({ length: 10 }, (_, at) => ({
      id: from + at,
      name: 'x',
      places: { town: 'York' },
      properties: { name: 'Ann' },
    }))
    return { body: from < 30 ? rows : [] }
  })
  const paging = { style: 'offset', size: 'take', offset: 'skip', maxSize: 10 } as const
  const directories = { own: { path: '/own', root: 'own', id: 'id', name: 'name', seconds: 60 } } as const
  const document = describeElement([{ octet: { object: 'people', ...octet } }], {
    octet: { version: 1, paging, directories, objects: { people: { vendorName: 'people' } }, ...more },
  })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  return {
    ask: (query: QueryValues) => call('GET', '/rows', { query }),
    pages: () => vendor.asked.filter(({ path }) => path !== '/fields' && path !== '/own').length,
  }
}

test('what a described object does not have is refused without reading its list, with what it has', async (t) => {
  const where = { dialect: 'rsql', parameter: 'filter' } as const
  const { ask, pages } = await openList(t, { transformations: { people: nested }, discovery, octet: { where } })
  const searchable = { status: 400, code: 'field-not-searchable' }
  await assert.rejects(ask({ where: "nope='x'" }), {
    ...searchable,
    message: /^Field nope cannot be searched with = .*: id, name, notes, cf_1$/,
  })
  await assert.rejects(ask({ where: "name='Ann' and properties.nope is null" }), { ...searchable, message: /properties\.nope .* IS NULL/ })
  await assert.rejects(ask({ orderBy: 'nope' }), { status: 400, code: 'field-not-sortable', message: /sortable: id, name, notes, cf_1$/ })
  assert.equal(pages(), 0)
})

test('what it has, the element declares, or may stand in another object is looked for in the rows', async (t) => {
  const { ask } = await openList(t, { transformations: { people: nested }, discovery, octet: { where: { dialect: 'query-parameters' } } })
  for (const where of [
    'Name is not null',
    'properties.notes is null',
    'ID > 3',
    'links is null',
    'properties is not null',
    'cf_1 is null',
  ]) {
    assert.equal((await ask({ where, pageSize: '2' })).status, 200, where)
  }
})

test('where nothing but its users’ own fields is described, or nothing at all, one page of rows decides', async (t) => {
  for (const fields of [[{ name: 'cf_1', own: true }], []]) {
    const { ask, pages } = await openList(t, { transformations: { people: open }, discovery, fields })
    await assert.rejects(ask({ where: "nope='x'" }), { status: 400, code: 'field-not-searchable' })
    await assert.rejects(ask({ orderBy: 'nope' }), { status: 400, code: 'field-not-sortable' })
    assert.equal(pages(), 2)
    assert.equal((await ask({ where: "name='x'", pageSize: '2' })).status, 200)
  }
})

test('an object whose fields are all declared has no others', async (t) => {
  const { ask, pages } = await openList(t, { transformations: { people: closed } })
  await assert.rejects(ask({ where: "nope='x'" }), {
    status: 400,
    code: 'field-not-searchable',
    message: /searchable: id, Name, Places, Kind/,
  })
  await assert.rejects(ask({ where: "nope.nope='x'" }), { code: 'field-not-searchable' })
  await assert.rejects(ask({ orderBy: 'Name, nope' }), { code: 'field-not-sortable' })
  assert.equal(pages(), 0)
  await assert.rejects(ask({ where: "Places.nope='x'" }), { code: 'field-not-searchable' }, 'its rows tell')
  for (const where of ['name is not null', 'Places.town is null', "kind = 'person'", '_own is null'])
    assert.equal((await ask({ where, pageSize: '2' })).status, 200, where)
})

test('a parameter of the vendor’s that poses as a field is refused where it cannot be said, with the reason', async (t) => {
  const searches = [{ vendorPath: '/search', where: { dialect: 'query-parameters', only: ['word'] } }] as const
  const { ask, pages } = await openList(t, { transformations: { people: open }, discovery, octet: { searches } })
  await ask({ where: "word='Ann'", pageSize: '2' })
  const before = pages()
  await assert.rejects(ask({ where: "word!='Ann'" }), { status: 400, message: /word.*negation/ })
  await assert.rejects(ask({ where: "word like 'A%'" }), { status: 400, code: 'field-not-searchable', message: /word with =/ })
  await assert.rejects(ask({ where: "word='Ann' or name='x'" }), { status: 400, message: /alternatives/ })
  assert.equal(pages(), before)
})

test('a field that the vendor says that it cannot sort is sorted by here', async (t) => {
  const where = { dialect: 'rsql', parameter: 'filter' } as const
  const orderBy = { parameter: 'sort', fields: {}, others: true } as const
  const { ask, pages } = await openList(t, { transformations: { people: nested }, discovery, octet: { where, orderBy } })
  await ask({ orderBy: 'name', pageSize: '2' })
  assert.equal(pages(), 1)
  await ask({ orderBy: 'notes', pageSize: '2' })
  assert.equal(pages(), 5)
})
