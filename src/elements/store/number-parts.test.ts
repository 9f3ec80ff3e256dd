import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { dropIds, listParts } from '../document/document-parts.ts'
import { giveIds, keepIds } from './number-parts.ts'

const resource = (path: string, members: object = {}) => ({
  method: 'GET',
  path,
  parameters: [{ name: 'a', type: 'query', vendorType: 'query' }],
  ...members,
})
const create = () => ({
  configuration: [{ key: 'base.url' }, { key: 'base.url' }],
  hooks: [{ type: 'preRequest' }],
  resources: [resource('/a'), resource('/a'), resource('/b', { hooks: [{ type: 'preRequest' }] })],
  objects: [{ name: 'things', fields: [{ name: 'a' }, { name: 'b' }] }],
  models: [{ name: 'things', fields: [{ vendorPath: 'a' }] }],
})
const idsOf = (document: object) => listParts(document).map(({ part }) => part['id'])

describe('ids of parts', () => {
  let store: TestDatabase
  before(async () => {
    store = await openTestDatabase()
  })
  after(() => store.close())
  const number = async <T extends object>(document: T): Promise<T> => {
    await giveIds(store.database.db, document, 1234)
    return document
  }

  test('every part has a name of its own among its kind', () => {
    const names = listParts(create()).map(({ kind, key }) => `${kind} ${key}`)
    assert.equal(new Set(names).size, names.length)
    assert.equal(names.length, 15)
  })

  test('are given once, first among the members, with the owner where one is shown', async () => {
    const document = await number(create())
    const ids = idsOf(document)
    assert.ok(ids.every((id) => Number.isSafeInteger(id)))
    assert.equal(new Set(ids).size, ids.length)
    await number(document)
    assert.deepEqual(idsOf(document), ids)
    assert.deepEqual(Object.keys(document.configuration[0]!), ['id', 'key'])
    assert.deepEqual(
      [(document.resources[0] as { ownerAccountId?: number }).ownerAccountId, 'ownerAccountId' in document.hooks[0]!],
      [1234, false],
    )
  })

  test('one that stands twice is kept by the first only', async () => {
    const { resources } = await number({ resources: [resource('/a', { id: 7 }), resource('/b', { id: 7 })] })
    assert.equal((resources[0] as { id?: number }).id, 7)
    assert.notEqual((resources[1] as { id?: number }).id, 7)
  })

  test('stay with what has the same name, whatever ids came along, and with what was only renamed', async () => {
    const before = await number(create())
    const next = structuredClone(before)
    dropIds(next)
    next.resources.reverse()
    keepIds(next, before)
    assert.deepEqual(new Set(idsOf(next)), new Set(idsOf(before)))
    const renamed = structuredClone(before)
    renamed.resources[2]!.path = '/c'
    keepIds(renamed, before)
    assert.deepEqual(idsOf(renamed), idsOf(before))
  })

  test('that came from elsewhere, or belong to another kind, are dropped', async () => {
    const before = await number(create())
    const hookId = (before.hooks[0] as { id?: number }).id
    const next = { resources: [resource('/new', { id: 4711 }), resource('/newer', { id: hookId })] }
    keepIds(next, before)
    assert.deepEqual(
      next.resources.map((each) => (each as { id?: number }).id),
      [undefined, undefined],
    )
  })
})
