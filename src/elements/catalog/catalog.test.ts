import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import type { RouteReply } from '../../lib/route.ts'
import { type Catalog, loadCatalog } from './catalog.ts'
import { summarizeElement } from './summarize.ts'

let store: TestDatabase
let folder: string
let catalog: Catalog

/** Who may do what is no matter of the catalog. */
const demandPrivilege = () => {}

const document = (key: string, members: object = {}) => ({
  key,
  name: `Element ${key}`,
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [{ name: 'Base', key: 'base.url', type: 'TEXTFIELD_1000', defaultValue: 'https://example.com', description: null }],
  ...members,
})

async function write(into: string, element: { key: string }): Promise<void> {
  await mkdir(join(into, element.key, 'resources'), { recursive: true })
  await writeFile(join(into, element.key, 'element.json'), JSON.stringify(element))
  const resource = { method: 'GET', path: '/contacts', vendorPath: '/people' }
  await writeFile(join(into, element.key, 'resources', 'contacts.json'), JSON.stringify([resource]))
  await writeFile(join(into, element.key, 'README.md'), 'not part of the document')
}

async function get(path: string, query: QueryValues = {}, params: Record<string, string> = {}): Promise<RouteReply> {
  const route = catalog.routes.find((each) => each.path === path)!
  return route.handle({ requestId: '', method: 'GET', params, query, headers: {}, body: { kind: 'empty' }, clientAddress: '' })
}

before(async () => {
  store = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'octet-elements-'))
  for (const key of ['beta', 'alpha', 'gamma'])
    await write(folder, document(key, key === 'alpha' ? { id: 191, octet: { version: 1 } } : {}))
  catalog = await loadCatalog({ folders: [folder], database: store.database, demandPrivilege })
})

after(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

describe('loading', () => {
  test('finds an element by key and by id, as number or text', async () => {
    assert.equal((await catalog.find('alpha'))?.id, 191)
    assert.equal((await catalog.find(191))?.key, 'alpha')
    assert.equal((await catalog.find('191'))?.key, 'alpha')
    assert.equal(await catalog.find('Alpha'), undefined)
    for (const text of ['0191', '+191', '1.91e2', ' 191']) assert.equal(await catalog.find(text), undefined, text)
  })

  test('gives ids that stay when it is loaded again, also for elements and items that come later', async () => {
    const another = await mkdtemp(join(tmpdir(), 'octet-elements-'))
    await write(another, document('aardvark'))
    const again = await loadCatalog({ folders: [another, folder], database: store.database, demandPrivilege })
    const idsOf = async (from: Catalog, key: string) => {
      const { id, configuration, resourceIds } = (await from.find(key))!
      return [id, configuration.map((item) => item.id), [...resourceIds.values()]]
    }
    for (const key of ['alpha', 'beta', 'gamma']) assert.deepEqual(await idsOf(again, key), await idsOf(catalog, key))
    const elements = await Promise.all((await again.list()).map(({ id }) => again.find(id)))
    const all = elements
      .map((element) => element!)
      .flatMap(({ id, configuration, resourceIds }) => [id, ...configuration.map((item) => item.id), ...resourceIds.values()])
    await rm(another, { recursive: true })
    assert.equal(new Set(all).size, all.length)
  })

  test('lets two processes number the same new elements at once', async () => {
    const another = await mkdtemp(join(tmpdir(), 'octet-elements-'))
    await write(another, document('zebra'))
    const options = { folders: [another], database: store.database, demandPrivilege }
    const [left, right] = await Promise.all([loadCatalog(options), loadCatalog(options)])
    const [one, other] = await Promise.all([left.find('zebra'), right.find('zebra')])
    await rm(another, { recursive: true })
    assert.deepEqual([one?.id, one?.configuration], [other?.id, other?.configuration])
  })

  test("the server's own defaults win, and a key that they misspell stops the start", async () => {
    const options = { folders: [folder], database: store.database, demandPrivilege }
    const { find } = await loadCatalog({ ...options, elementDefaults: { beta: { 'base.url': 'http://127.0.0.1' } } })
    assert.deepEqual((await find('beta'))?.defaults, { 'base.url': 'http://127.0.0.1' })
    assert.deepEqual((await find('gamma'))?.defaults, { 'base.url': 'https://example.com' })
    await assert.rejects(loadCatalog({ ...options, elementDefaults: { delta: {} } }), {
      message: 'OCTET_ELEMENT_DEFAULTS: no element has the key delta',
    })
  })

  test('one key in two folders stops the start', async () => {
    await assert.rejects(
      loadCatalog({ folders: [folder, folder], database: store.database, demandPrivilege }),
      /two elements have the key alpha/,
    )
  })

  test('a broken element stops the start and names the folder', async () => {
    const another = await mkdtemp(join(tmpdir(), 'octet-elements-'))
    await write(another, document('broken', { hub: 7 }))
    await assert.rejects(
      loadCatalog({ folders: [another], database: store.database, demandPrivilege }),
      /broken: hub: expected string, got 7/,
    )
    await rm(another, { recursive: true })
  })
})

describe('GET /elements', () => {
  test('lists elements with their counts, and pages without a token on the last page (trap 23)', async () => {
    const first = await get('/elements', { pageSize: '2', abridged: 'true' })
    assert.deepEqual(
      (first.body as { key: string }[]).map(({ key }) => key),
      ['alpha', 'beta'],
    )
    const { 'Elements-Next-Page-Token': nextPage, ...counts } = first.headers!
    assert.deepEqual(counts, { 'Elements-Returned-Count': '2', 'Elements-Total-Count': '3' })
    const last = await get('/elements', { pageSize: '2', page: '1', nextPage: nextPage! })
    assert.deepEqual(
      (last.body as { key: string }[]).map(({ key }) => key),
      ['gamma'],
    )
    assert.equal('Elements-Next-Page-Token' in last.headers!, false)
  })

  test('clamps a page that is too large and says so; refuses junk', async () => {
    assert.match((await get('/elements', { pageSize: '500' })).headers!['Elements-Error']!, /500/)
    await assert.rejects(get('/elements', { pageSize: '0' }), { code: 'invalid-parameter', status: 400 })
    await assert.rejects(get('/elements', { pageSize: 'many' }), { code: 'invalid-parameter', status: 400 })
    await assert.rejects(get('/elements', { nextPage: 'junk' }), { code: 'page-token-damaged', status: 400 })
  })

  test('an abridged element has no heavy arrays; a full one has ids and no nulls', async () => {
    const [abridged] = (await get('/elements', { abridged: 'true' })).body as Record<string, unknown>[]
    assert.deepEqual(
      [abridged!['id'], abridged!['resources'], abridged!['configuration'], abridged!['octet']],
      [191, undefined, undefined, undefined],
    )
    const full = (await get('/elements/:keyOrId', {}, { keyOrId: 'alpha' })).body as {
      configuration: object[]
      resources: { path: string; id: number }[]
    }
    assert.deepEqual(Object.keys(full.configuration[0]!), ['id', 'name', 'key', 'type', 'defaultValue'])
    assert.equal(full.resources[0]?.path, '/hubs/crm/contacts')
    assert.equal(typeof full.resources[0]?.id, 'number')
  })

  test('searchText looks into name and key; nothing found is 404 with the fixed text', async () => {
    const { body } = await get('/elements', { searchText: 'BET' })
    assert.deepEqual(
      (body as { key: string }[]).map(({ key }) => key),
      ['beta'],
    )
    await assert.rejects(get('/elements', { searchText: 'nothing' }), { status: 404, message: 'No elements found' })
  })

  test('an unknown key and an unknown id are 404, each in its words', async () => {
    await assert.rejects(get('/elements/:keyOrId', {}, { keyOrId: 'delta' }), { status: 404, message: 'No element found with key delta' })
    await assert.rejects(get('/elements/:keyOrId', {}, { keyOrId: '12' }), { status: 404, message: 'No element found with ID 12' })
  })

  test('keys', async () => {
    assert.deepEqual((await get('/elements/keys')).body, ['alpha', 'beta', 'gamma'])
  })
})

test('the summary of an element in an instance has its members in the order of the contract', async () => {
  assert.deepEqual(Object.keys(summarizeElement((await catalog.find('alpha'))!)), [
    ...['id', 'name', 'key', 'description', 'active', 'deleted', 'typeOauth', 'trialAccount', 'bulkDownloadEnabled', 'bulkUploadEnabled'],
    ...['cloneable', 'extendable', 'beta', 'authentication', 'extended', 'hub', 'protocolType', 'parameters'],
  ])
})

describe('GET /hubs', () => {
  test('lists the hubs with ids that are numbers; hydrate adds the resources', async () => {
    const hubs = (await get('/hubs')).body as { id: number; key: string; active: boolean; resources?: object[] }[]
    const crm = hubs.find(({ key }) => key === 'crm')!
    assert.deepEqual([typeof crm.id, crm.active, crm.resources], ['number', true, undefined])
    const hydrated = ((await get('/hubs', { hydrate: 'true' })).body as typeof hubs).find(({ key }) => key === 'crm')!
    assert.ok(hydrated.resources!.length > 0)
  })

  test('keys, one hub, its elements', async () => {
    assert.ok(((await get('/hubs/keys')).body as string[]).includes('documents'))
    assert.equal(((await get('/hubs/:key', {}, { key: 'crm' })).body as { name: string }).name, 'CRM')
    const { body } = await get('/hubs/:key/elements', {}, { key: 'crm' })
    assert.deepEqual(
      (body as { key: string }[]).map(({ key }) => key),
      ['alpha', 'beta', 'gamma'],
    )
    await assert.rejects(get('/hubs/:key/elements', {}, { key: 'documents' }), { status: 404, message: 'No elements found' })
    await assert.rejects(get('/hubs/:key', {}, { key: 'none' }), { status: 404, message: 'No hub found with key none' })
  })
})
