import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { PagingStyle } from '../elements/document/octet.ts'
import { createDirectoryCache } from './directory.ts'

test('a list is loaded once for all who wait, kept for its time, then loaded again', async () => {
  let now = 0
  let loads = 0
  const cache = createDirectoryCache({ clock: () => now })
  const read = () => cache.read(1, 'names', async () => ({ value: ++loads, seconds: 10 }))
  assert.deepEqual(await Promise.all([read(), read(), read()]), [1, 1, 1])
  now = 9_999
  assert.equal(read(), 1)
  now = 10_000
  assert.equal(await read(), 2)
})

test('instances and names are kept apart', async () => {
  const cache = createDirectoryCache({ clock: () => 0 })
  const read = (id: number, name: string) => cache.read(id, name, async () => ({ value: `${id} ${name}`, seconds: 10 }))
  assert.deepEqual(await Promise.all([read(1, 'a'), read(1, 'b'), read(2, 'a')]), ['1 a', '1 b', '2 a'])
})

test('a failed load is not kept', async () => {
  const cache = createDirectoryCache({ clock: () => 0 })
  await assert.rejects(async () => cache.read(1, 'a', () => Promise.reject(new Error('down'))), /down/)
  assert.equal(await cache.read(1, 'a', async () => ({ value: 'up', seconds: 1 })), 'up')
})

test('what is forgotten is loaded anew, also when its load was under way', async () => {
  const cache = createDirectoryCache({ clock: () => 0 })
  const gate = Promise.withResolvers<void>()
  const old = cache.read(1, 'a', async () => {
    await gate.promise
    return { value: 'old', seconds: 10 }
  })
  cache.forget(1)
  assert.equal(await cache.read(1, 'a', async () => ({ value: 'new', seconds: 10 })), 'new')
  gate.resolve()
  assert.equal(await old, 'old')
  assert.equal(
    cache.read(1, 'a', async () => ({ value: 'third', seconds: 10 })),
    'new',
  )
})

const people = {
  vendorName: 'people',
  fields: [{ path: 'Name', vendorPath: 'name' }],
  custom: { vendorPath: 'extra', id: 'id', value: 'content', prefix: '_', directory: 'fields' },
} as const

async function openPeople(t: TestContext) {
  const state = { failing: false, lists: 0, now: 0, gate: undefined as Promise<void> | undefined, onList: () => {} }
  const vendor = await startVendor(t, async ({ path, method, body }) => {
    if (path === '/model') {
      state.lists++
      state.onList()
      await state.gate
      return state.failing
        ? { status: 503 }
        : { body: { fields: [{ id: 5, label: 'Shoe' }, { id: 6, name: 'hat', label: 'Hat' }, { label: 'no id' }] } }
    }
    if (method === 'POST') return { body: JSON.parse(body) }
    return {
      body:
        path === '/plain'
          ? { name: 'Ann', extra: [] }
          : {
              name: 'Ann',
              extra: [
                { id: '5', content: 38 },
                { id: 6, content: 'L' },
                { id: 9, content: '?' },
              ],
            },
    }
  })
  const directory = { path: '/model', root: 'fields', id: 'id', name: ['name', 'label'], seconds: 60 }
  const document = describeElement(
    [
      { path: '/rows/{id}', vendorPath: '/{id}', octet: { object: 'people' } },
      { path: '/rows', method: 'POST', octet: { object: 'people' } },
    ],
    { octet: { version: 1, transformations: { people }, directories: { fields: directory } } },
  )
  const parts = openParts(t, { clock: () => state.now })
  return { state, vendor, call: createCaller(parts, createInstance(document, { configuration: { 'base.url': vendor.url } })) }
}

test('vendor-defined fields carry the names of the vendor’s list, which is read once', async (t) => {
  const { state, call } = await openPeople(t)
  for (let n = 0; n < 3; n++) assert.deepEqual(readJson(await call('GET', '/rows/full')), { Name: 'Ann', _Shoe: 38, _hat: 'L' })
  assert.equal(state.lists, 1)
  state.now = 61_000
  await call('GET', '/rows/full')
  assert.equal(state.lists, 2)
})

test('records without such fields need no list', async (t) => {
  const { state, call } = await openPeople(t)
  assert.deepEqual(readJson(await call('GET', '/rows/plain')), { Name: 'Ann' })
  await call('POST', '/rows', { json: { Name: 'Bea' } })
  assert.equal(state.lists, 0)
})

test('a write of such a field is sent under its id', async (t) => {
  const { vendor, call } = await openPeople(t)
  const response = await call('POST', '/rows', { json: { _Shoe: 40, _unknown: 1 } })
  assert.deepEqual(JSON.parse(vendor.asked.at(-1)!.body), { extra: [{ id: '5', content: 40 }] })
  assert.equal(response.headers['Elements-Error'], 'Ignored fields: _unknown')
})

test('when the list cannot be read, a read leaves those fields out and says so, a write fails', async (t) => {
  const { state, vendor, call } = await openPeople(t)
  state.failing = true
  const response = await call('GET', '/rows/full')
  assert.deepEqual(readJson(response), { Name: 'Ann' })
  assert.match(response.headers['Elements-Error'] ?? '', /left out/)
  await assert.rejects(call('POST', '/rows', { json: { _Shoe: 40 } }), { status: 502 })
  assert.ok(vendor.asked.every(({ method }) => method === 'GET'))
  assert.equal(state.lists, 1, 'the vendor is not asked again at once')
  state.failing = false
  state.now = 11_000
  assert.deepEqual(readJson(await call('GET', '/rows/full')), { Name: 'Ann', _Shoe: 38, _hat: 'L' })
})

async function openSourced(t: TestContext, style: PagingStyle['style'], known: number) {
  const sources = Array.from({ length: known }, (_, at) => ({ key: at + 1, label: `Source ${at + 1}` }))
  const state = { failing: false }
  const vendor = await startVendor(t, ({ path, query }) => {
    if (path !== '/sources') return { body: { name: 'Ann', source: path === '/none' ? null : Number(path.slice(1)) } }
    if (state.failing) return { status: 403, body: 'no' }
    const size = Number(query.get('size') ?? known)
    const from = query.has('after') ? Number(query.get('after')) : query.has('from') ? Number(query.get('from')) : 0
    const end = from + size
    return { body: { list: sources.slice(from, end), ...(end < known && { next: String(end) }) } }
  })
  const paging = { size: 'size', token: 'after', next: 'next', offset: 'from', maxSize: 2, walkLimit: 100, style } as PagingStyle
  const fields = [
    { path: 'Name', vendorPath: 'name' },
    { path: 'Source', vendorPath: 'source', directory: 'sources', access: 'read' },
  ] as const
  const directory = { path: '/sources', root: 'list', id: 'key', name: 'label', seconds: 60, paging }
  const octet = { version: 1, transformations: { people: { vendorName: 'people', fields } }, directories: { sources: directory } } as const
  const document = describeElement([{ path: '/rows/{id}', vendorPath: '/{id}', octet: { object: 'people' } }], { octet })
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const lists = () => vendor.asked.filter(({ path }) => path === '/sources').length
  return { state, call, lists }
}

for (const style of ['cursor', 'offset', 'none'] as const) {
  test(`a field that holds an id is answered as the name of the vendor’s list (${style}), which is read once, all its pages`, async (t) => {
    const { call, lists } = await openSourced(t, style, 5)
    for (const id of [5, 1, 3]) assert.deepEqual(readJson(await call('GET', `/rows/${id}`)), { Name: 'Ann', Source: `Source ${id}` })
    assert.equal(lists(), style === 'none' ? 1 : 3)
    assert.deepEqual(readJson(await call('GET', '/rows/6')), { Name: 'Ann' })
  })
}

test('of a long list ten of the largest pages are read', async (t) => {
  const { call, lists } = await openSourced(t, 'cursor', 1000)
  assert.deepEqual(readJson(await call('GET', '/rows/20')), { Name: 'Ann', Source: 'Source 20' })
  assert.deepEqual(readJson(await call('GET', '/rows/21')), { Name: 'Ann' })
  assert.equal(lists(), 10)
})

test('no list is asked for when no record needs it, or the client does not want to see the field', async (t) => {
  const { call, lists } = await openSourced(t, 'cursor', 5)
  assert.deepEqual(readJson(await call('GET', '/rows/none')), { Name: 'Ann' })
  assert.deepEqual(readJson(await call('GET', '/rows/5', { query: { fields: 'Name' } })), { Name: 'Ann' })
  assert.equal(lists(), 0)
})

test('a list that the vendor refuses leaves the field out and says so', async (t) => {
  const { state, call } = await openSourced(t, 'cursor', 5)
  state.failing = true
  const response = await call('GET', '/rows/5')
  assert.deepEqual(readJson(response), { Name: 'Ann' })
  assert.equal(response.headers['Elements-Error'], 'Source is left out: the vendor did not list the names')
})

test('a client that goes away while the list is read does not take it from the others who wait', async (t) => {
  const { state, call } = await openPeople(t)
  const gate = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  state.gate = gate.promise
  state.onList = reached.resolve
  const client = new AbortController()
  const first = call('GET', '/rows/full', { signal: client.signal }).catch(() => undefined)
  await reached.promise
  const second = call('GET', '/rows/full')
  client.abort()
  await new Promise((resolve) => setTimeout(resolve, 30))
  gate.resolve()
  assert.deepEqual(readJson(await second), { Name: 'Ann', _Shoe: 38, _hat: 'L' })
  assert.equal(state.lists, 1)
  await first
})
