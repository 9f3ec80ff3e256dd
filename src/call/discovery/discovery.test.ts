import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { ElementOctet } from '../../elements/document/octet.ts'
import { describeFields } from './vendor-fields.ts'
import { listObjects } from './vendor-objects.ts'
import { withSession } from './with-session.ts'

const discovery = {
  objects: { path: '/model', root: 'kinds', name: 'api', vendorName: 'key', when: { member: 'open', equals: true }, seconds: 60 },
  fields: {
    path: '/model/{object}',
    query: { of: '{object}' },
    root: 'fields',
    name: 'key',
    label: 'title',
    type: 'kind',
    types: { int: 'number', day: 'date', flag: 'boolean' },
    mask: { day: 'dd.MM.yyyy' },
    prefix: 'values.',
    customPrefix: 'values.own.',
    when: { member: 'gone', notEquals: true },
    custom: { pattern: '^x_' },
    list: { member: 'many', equals: true },
    required: {
      all: [
        { member: 'nullable', equals: false },
        { member: 'default', equals: null },
      ],
    },
    createable: { member: 'rights', includes: 'create' },
    updateable: { member: 'rights', includes: 'update' },
    filterable: { member: 'index', notEmpty: true },
    picklist: {
      path: 'choices',
      value: 'id',
      label: 'text',
      when: { member: 'off', notEquals: true },
      restricted: {
        any: [
          { member: 'kind', equals: 'pick' },
          { member: 'closed', equals: true },
        ],
      },
    },
    seconds: 60,
  },
} as const satisfies ElementOctet['discovery']

const rights = ['create', 'update']

/** What the vendor answers of an object. */
const model = [
  { key: 'name', title: 'Name', kind: 'text', nullable: false, rights, index: 'a' },
  { key: 'born', title: 'Born', kind: 'day', rights: ['create'], index: '' },
  { key: 'made', kind: 'day', nullable: false, default: 'now', rights: [] },
  { key: 'old', gone: true },
  { title: 'without a name' },
  { key: 'mood', kind: 'pick', rights, choices: [{ id: 1, text: 'Good' }, { id: 2 }, { id: 3, off: true }, {}] },
  { key: 'x_size', kind: 'int', many: true, rights, choices: [] },
]

async function open(t: TestContext, octet: Partial<ElementOctet> = {}) {
  const state = { status: 200, now: 0, model: { fields: model } as unknown }
  const vendor = await startVendor(t, ({ path }) => {
    if (state.status !== 200) return { status: state.status, body: 'missing scopes' }
    if (path === '/model') {
      const kinds = [{ api: 'Ship', key: 'k7', open: true }, { api: 'Secret', key: 'k8', open: false }, { api: 'no', open: true }, {}]
      return { body: { kinds } }
    }
    return path.startsWith('/model/') ? { body: state.model } : { body: [{ path }] }
  })
  const document = describeElement(
    [
      { path: '/{objectName}', vendorPath: '/rows/{objectName}', octet: { knownObject: 'objectName', paging: false } },
      { path: '/{objectName}', method: 'POST', vendorPath: '/rows/{objectName}', octet: { knownObject: 'objectName' } },
      {
        path: '/{objectName}/{id}/{childName}',
        vendorPath: '/rows/{objectName}/{id}/{childName}',
        octet: { knownObject: ['objectName', 'childName'], paging: false },
      },
      { path: '/people', vendorPath: '/people' },
      { path: '/people/lookups/{field}', octet: { picklist: { object: 'people', parameter: 'field' } } },
    ],
    {
      octet: {
        version: 1,
        discovery,
        objects: { people: { vendorName: 'person' }, still: { vendorName: 'still', discovery: false } },
        ...octet,
      },
    },
  )
  const parts = openParts(t, { clock: () => state.now })
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url } })
  const describe = (name: string) => withSession(parts, instance, (session) => describeFields(session, name))
  const list = () => withSession(parts, instance, listObjects)
  return { state, vendor, describe, list, call: createCaller(parts, instance) }
}

test('a field is described as the conditions on the vendor’s entry say', async (t) => {
  const { vendor, describe } = await open(t)
  const fields = (await describe('people')) ?? []
  const told = new Map(fields.map((field) => [field.name, field]))
  assert.deepEqual([...told.keys()], ['name', 'born', 'made', 'mood', 'x_size'])
  const unsaid = {
    sortable: undefined,
    compound: undefined,
    mask: undefined,
    picklist: undefined,
    restricted: undefined,
    hidden: false,
    isList: false,
    custom: false,
  }
  assert.deepEqual(told.get('name'), {
    ...unsaid,
    name: 'name',
    path: 'values.name',
    label: 'Name',
    type: 'string',
    vendorType: 'text',
    required: true,
    readOnly: false,
    createable: true,
    updateable: true,
    filterable: true,
  })
  const { type, mask, createable, updateable, readOnly, filterable } = told.get('born')!
  assert.deepEqual([type, mask, createable, updateable, readOnly, filterable], ['date', 'dd.MM.yyyy', true, false, false, false])
  assert.deepEqual([told.get('made')?.required, told.get('made')?.readOnly], [false, true], 'what nobody may write is read only')
  assert.deepEqual(told.get('mood')?.picklist, [
    { value: 1, label: 'Good' },
    { value: 2, label: '2' },
  ])
  assert.equal(told.get('mood')?.restricted, true)
  const { path, custom, isList, picklist } = told.get('x_size')!
  assert.deepEqual([path, custom, isList, picklist], ['values.own.x_size', true, true, undefined])
  assert.deepEqual(
    vendor.asked.map(({ url }) => url),
    ['/model/person?of=person'],
  )
})

test('descriptions are kept for their time and asked for once by all who wait', async (t) => {
  const { state, vendor, describe, list } = await open(t)
  await Promise.all([describe('people'), describe('people'), list(), list()])
  assert.equal(vendor.asked.length, 2)
  state.now = 59_000
  await describe('people')
  assert.equal(vendor.asked.length, 2)
  state.now = 60_000
  await describe('people')
  assert.equal(vendor.asked.length, 3)
})

test('an object of the vendor’s list is described under the vendor’s name, one that is nowhere or has no description is not', async (t) => {
  const { vendor, describe, list } = await open(t)
  assert.deepEqual([...(await list()).values()], [{ name: 'Ship', vendorName: 'k7' }])
  assert.equal((await describe('Ship'))?.length, 5)
  for (const name of ['Secret', 'still', 'constructor']) assert.equal(await describe(name), undefined, name)
  assert.deepEqual(
    vendor.asked.map(({ path }) => path),
    ['/model', '/model/k7'],
  )
})

test('a vendor that cannot describe leaves fields unknown, and is asked again a little later', async (t) => {
  const { state, vendor, describe } = await open(t)
  state.status = 503
  assert.equal(await describe('people'), undefined)
  assert.equal(await describe('people'), undefined)
  assert.equal(vendor.asked.length, 1)
  state.status = 200
  state.now = 11_000
  assert.equal((await describe('people'))?.length, 5)
})

test('an answer without the list describes no fields', async (t) => {
  const { state, describe } = await open(t)
  for (const [now, body] of [null, { fields: null }, { fields: {} }, { fields: [null, 3, 'x', { key: {} }] }].entries()) {
    Object.assign(state, { now: now * 100_000, model: body })
    assert.deepEqual(await describe('people'), [], JSON.stringify(body))
  }
})

test('an object may be described elsewhere, in another form, and under another name', async (t) => {
  const other = { object: 'persons', path: '/model/{name}/old', root: 'list', name: ['api', 'title'], prefix: '' } as const
  const { state, vendor, describe } = await open(t, { objects: { people: { vendorName: 'person', discovery: other } } })
  state.model = { list: [{ api: '', title: 'one' }, { api: 'two' }, { title: 'two' }] }
  assert.deepEqual(
    (await describe('people'))?.map(({ path }) => path),
    ['one', 'two'],
  )
  assert.deepEqual(
    vendor.asked.map(({ url }) => url),
    ['/model/persons/old?of=persons'],
  )
})

test('entries of a picklist may be its values themselves', async (t) => {
  const fields = { ...discovery.fields, picklist: { path: 'choices' } } as const
  const { state, describe } = await open(t, { discovery: { fields } })
  state.model = { fields: [{ key: 'size', choices: ['S', 'M', null, {}] }] }
  assert.deepEqual((await describe('people'))?.[0]?.picklist, [
    { value: 'S', label: 'S' },
    { value: 'M', label: 'M' },
  ])
})

test('a list that comes in pages is read to its end', async (t) => {
  const vendor = await startVendor(t, ({ query }) => {
    const from = Number(query.get('from') ?? 0)
    return { body: { fields: [0, 1, 2, 3, 4].slice(from, from + 2).map((n) => ({ key: `f${n}` })) } }
  })
  const fields = {
    path: '/model',
    root: 'fields',
    name: 'key',
    seconds: 60,
    paging: { style: 'offset', size: 'size', offset: 'from', maxSize: 2 },
  } as const
  const octet = { version: 1, discovery: { fields }, objects: { people: { vendorName: 'person' } } } as const
  const instance = createInstance(describeElement([{ path: '/people' }], { octet }), { configuration: { 'base.url': vendor.url } })
  const described = await withSession(openParts(t), instance, (session) => describeFields(session, 'people'))
  assert.deepEqual(
    described?.map(({ name }) => name),
    ['f0', 'f1', 'f2', 'f3', 'f4'],
  )
})

test('a path that names an object goes on under the vendor’s name', async (t) => {
  const { call } = await open(t)
  assert.deepEqual(readJson(await call('GET', '/Ship')), [{ path: '/rows/k7' }])
  assert.deepEqual(readJson(await call('GET', '/still')), [{ path: '/rows/still' }])
  assert.deepEqual(readJson(await call('GET', '/Ship/7/people')), [{ path: '/rows/k7/7/person' }])
})

test('a path that names no object is 404 before the vendor is asked for rows', async (t) => {
  const { vendor, call } = await open(t)
  for (const name of ['Secret', 'ship', 'constructor', 'Ship;drop', 'Ship%20x', '7ship', '..']) {
    await assert.rejects(call('GET', `/${name}`), { status: 404, code: 'no-object' }, name)
  }
  await assert.rejects(call('GET', '/Ship/7/nothing'), { code: 'no-object', message: 'No object found with name nothing' })
  await assert.rejects(call('POST', '/nothing', { json: {} }), { code: 'no-object' })
  assert.deepEqual(
    vendor.asked.map(({ path }) => path),
    ['/model'],
  )
})

test('when the vendor’s objects are not known, a name of the element still goes, another is the vendor’s failure', async (t) => {
  const { state, call } = await open(t)
  state.status = 503
  await assert.rejects(call('GET', '/Ship'), { status: 502 })
  state.status = 200
  assert.deepEqual(readJson(await call('GET', '/still')), [{ path: '/rows/still' }])
})

test('where the list of the vendor’s objects is forbidden, an unknown name is none, and what the vendor said is told', async (t) => {
  const { state, call, describe } = await open(t)
  state.status = 403
  await assert.rejects(call('GET', '/Ship'), { status: 404, code: 'no-object', providerMessage: 'missing scopes' })
  assert.equal(await describe('Ship'), undefined)
  assert.equal(state.status, 403)
})

test('a picklist is answered by itself, under the field’s path or its name', async (t) => {
  const { vendor, call } = await open(t)
  const moods = [
    { value: 1, label: 'Good' },
    { value: 2, label: '2' },
  ]
  for (const name of ['values.mood', 'mood']) assert.deepEqual(readJson(await call('GET', `/people/lookups/${name}`)), moods)
  assert.deepEqual(readJson(await call('GET', '/people/lookups/name')), [], 'any value goes')
  await assert.rejects(call('GET', '/people/lookups/ood'), { status: 404, message: 'No field found with name ood in people' })
  assert.equal(vendor.asked.length, 1)
})

for (const [what, octet] of [
  [
    'a pattern',
    { discovery: { fields: { path: '/', name: 'a', seconds: 1, custom: { pattern: '(' } } }, objects: { a: { vendorName: 'a' } } },
  ],
  ['a path', { discovery: { objects: { path: '/', name: 'a..b', seconds: 1 } } }],
  ['paging', { discovery: { objects: { path: '/', name: 'a', seconds: 1, paging: true } } }],
] as const) {
  test(`an element is refused whose discovery has ${what} that is none`, () => {
    assert.throws(() => createInstance(describeElement([], { octet: { version: 1, ...octet } })), /sample.*discovery/)
  })
}

test('an element is refused whose resource names a parameter or an object that is not there', () => {
  const compile = (octet: object) => createInstance(describeElement([{ path: '/{a}', octet }], { octet: { version: 1 } }))
  assert.throws(() => compile({ knownObject: 'b' }), /the path has no parameter b/)
  assert.throws(() => compile({ picklist: { object: 'x', parameter: 'b' } }), /the path has no parameter b/)
  assert.throws(() => compile({ picklist: { object: 'x', parameter: 'a' } }), /no object is named x/)
})
