import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Caller } from '../lib/caller.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { createTestElement } from '../oauth/fixtures/element.ts'
import { createWorld, type World } from './fixtures/world.ts'

let world: World
before(async () => {
  world = await createWorld({
    more: () => [createTestElement({ id: 5001, key: 'plain', name: 'Simple CRM', authenticationType: 'basic' })],
  })
  for (const [name, tags] of [
    ['Alpha', ['x']],
    ['Beta 100%', ['x', 'y']],
    ['Gamma', ['y']],
  ] as const) {
    await world.call('POST', '/instances', { body: world.createBody({ name, tags }) })
  }
  const configuration = { username: 'u', password: 'p' }
  await world.call('POST', '/instances', { body: { element: { key: 'plain' }, name: 'Delta', configuration } })
})
after(() => world.close())

const list = (query: QueryValues, caller?: Caller) => world.call('GET', '/instances', { query, ...(caller ? { caller } : {}) })
const names = async (query: QueryValues) => ((await list(query)).body as { name: string }[]).map(({ name }) => name)

test('tags[] narrows, several of them all must be there, searchText is part of a name or of the element', async () => {
  assert.deepEqual(await names({ 'tags[]': 'x' }), ['Alpha', 'Beta 100%'])
  assert.deepEqual(await names({ 'tags[]': ['x', 'y'] }), ['Beta 100%'])
  assert.deepEqual(await names({ searchText: 'AM' }), ['Gamma'])
  assert.deepEqual(await names({ searchText: '100%' }), ['Beta 100%'])
  assert.deepEqual(await names({ searchText: 'simple' }), ['Delta'])
  assert.deepEqual(await names({ searchText: 'a', 'tags[]': 'y' }), ['Beta 100%', 'Gamma'])
})

test('trap 5: nothing found is 404 with the message that old clients know', async () => {
  await assert.rejects(list({ searchText: 'zzz' }), { status: 404, message: 'No instances found' })
  await assert.rejects(list({ searchText: '%', 'tags[]': 'none' }), { message: /^No (.*) found$/ })
  await assert.rejects(list({}, world.stranger), { status: 404 })
})

test('trap 23: pages fit together, by number and by token; the last page has no token', async () => {
  assert.deepEqual(await names({ page: '1', pageSize: '2' }), ['Alpha', 'Beta 100%'])
  assert.deepEqual(await names({ page: '2', pageSize: '2' }), ['Gamma', 'Delta'])
  assert.deepEqual(await names({ page: '0', pageSize: '2' }), ['Alpha', 'Beta 100%'])
  const first = await list({ pageSize: '3' })
  const token = first.headers?.['Elements-Next-Page-Token']
  assert.deepEqual(first.headers, { 'Elements-Returned-Count': '3', 'Elements-Total-Count': '4', 'Elements-Next-Page-Token': token })
  const last = await list({ pageSize: '3', nextPage: token!, page: '1' })
  assert.deepEqual(
    (last.body as { name: string }[]).map(({ name }) => name),
    ['Delta'],
  )
  assert.deepEqual(last.headers, { 'Elements-Returned-Count': '1', 'Elements-Total-Count': '4' })
  assert.equal((await list({ page: '2', pageSize: '2' })).headers?.['Elements-Next-Page-Token'], undefined)
})

test('junk in paging is a 400 that says what is expected', async () => {
  await assert.rejects(list({ pageSize: '0' }), { status: 400, code: 'invalid-parameter' })
  await assert.rejects(list({ pageSize: 'many' }), {
    status: 400,
    message: 'Invalid parameter pageSize: expected a whole number from 1, got "many"',
  })
  await assert.rejects(list({ nextPage: 'junk' }), { status: 400, code: 'page-token-damaged' })
})

test('where finds by name, by the key of the element and by id, and goes together with the other filters', async () => {
  assert.deepEqual(await names({ where: "name = 'Beta 100%'" }), ['Beta 100%'])
  assert.deepEqual(await names({ where: "element.key='plain'" }), ['Delta'])
  assert.deepEqual(await names({ where: "key='acmecrm' AND name IN ('Alpha', 'Delta', 'Gamma')" }), ['Alpha', 'Gamma'])
  assert.deepEqual(await names({ where: "key='acmecrm'", 'tags[]': 'y', searchText: 'beta' }), ['Beta 100%'])
  const [, beta] = (await list({})).body as { id: number }[]
  for (const where of [`id=${beta!.id}`, `id = '${beta!.id}'`, `id IN (${beta!.id}, 1)`])
    assert.deepEqual(await names({ where }), ['Beta 100%'])
  const page = await list({ where: "key='acmecrm'", pageSize: '2' })
  assert.partialDeepStrictEqual(page.headers, { 'Elements-Returned-Count': '2', 'Elements-Total-Count': '3' })
})

test('a where reaches no other account, and what it finds nothing for is a 404', async () => {
  await assert.rejects(list({ where: "key='acmecrm' OR key='plain'" }, world.stranger), { status: 404, code: 'no-instances' })
  await assert.rejects(list({ where: "name='x'' OR 1=1'" }), { status: 404 })
})

test('a where that cannot be read, or names something else, is a 400 that says what can be searched', async () => {
  await assert.rejects(list({ where: "tags='x'" }), {
    status: 400,
    message: 'Error parsing query: tags at position 0 cannot be searched here; searchable: id, name, key, element.key',
  })
  await assert.rejects(list({ where: 'name=' }), { status: 400, code: 'query-malformed' })
  await assert.rejects(list({ where: "id='x'" }), { status: 400, code: 'query-malformed' })
})

test('hydrate=false leaves the configuration out', async () => {
  const [hydrated] = (await list({})).body as object[]
  const [bare] = (await list({ hydrate: 'false' })).body as object[]
  const { configuration, ...rest } = hydrated as { configuration: object }
  assert.deepEqual(bare, rest)
  assert.ok(Object.keys(configuration).length > 5)
})

test('the instances of one element', async () => {
  const reply = await world.call('GET', '/elements/:keyOrId/instances', { params: { keyOrId: 'plain' } })
  assert.deepEqual(
    (reply.body as { name: string }[]).map(({ name }) => name),
    ['Delta'],
  )
  await assert.rejects(world.call('GET', '/elements/:keyOrId/instances', { params: { keyOrId: 'nope' } }), { status: 404 })
})

test('the instances of an account are told to its users, and to administrators of the organization', async () => {
  const path = '/accounts/:accountId/instances'
  const params = { accountId: String(world.caller.accountId) }
  assert.equal(((await world.call('GET', path, { params })).body as object[]).length, 4)
  await assert.rejects(world.call('GET', path, { params, caller: world.stranger }), { status: 403, code: 'missing-privilege' })
  const administrator = { ...world.stranger, roles: ['org-admin'] }
  assert.equal(((await world.call('GET', path, { params, caller: administrator })).body as object[]).length, 4)
  const elsewhere = { ...administrator, organizationId: -1 }
  await assert.rejects(world.call('GET', path, { params, caller: elsewhere }), { status: 404, code: 'no-account' })
})

test('the count tells all and each element', async () => {
  assert.deepEqual((await world.call('GET', '/instances/count')).body, {
    totalInstances: 4,
    elementInstances: [
      { elementKey: 'acmecrm', elementId: 5000, count: 3 },
      { elementKey: 'plain', elementId: 5001, count: 1 },
    ],
  })
})
