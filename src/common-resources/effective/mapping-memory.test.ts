import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { openTestDatabase } from '../../../test/database.ts'
import { addOrganization, addStranger } from '../../../test/people.ts'
import type { Database } from '../../store/database.ts'
import { putDefinition } from '../store/definitions.ts'
import { notifyChange } from '../store/notify-change.ts'
import { insertResource, renameResource } from '../store/resources.ts'
import { deleteTransformation, putTransformation } from '../store/transformations.ts'
import { createMappingMemory, type MappingMemory } from './mapping-memory.ts'

describe('mappings of instances in memory', () => {
  let database: Database
  let close: () => Promise<void>
  let memory: MappingMemory
  let organizationId: number
  let accountId: number
  const statements: string[] = []
  before(async () => {
    ;({ database, close } = await openTestDatabase())
    memory = await createMappingMemory(database)
    organizationId = await addOrganization(database, 'mapped')
    accountId = (await addStranger(database, { organizationId, secret: 'someone' })).accountId
    database.onStatement((text) => statements.push(text))
  })
  after(() => close())
  beforeEach(async () => {
    await database.db.deleteFrom('common_resources').execute()
    memory.forget(null)
    statements.length = 0
  })

  const instance = (id = 1, elementId = 7) => ({ id, accountId, organizationId, elementId })
  const document = (vendorPath: string) => ({ fields: [{ path: 'name', vendorPath }], configuration: [], isLegacy: false })
  async function map(name: string, vendorPath: string, at: 'organization' | 'instance' = 'organization') {
    const { id: resourceId } = (await insertResource(database.db, { organizationId, objectName: name }))!
    const associatedId = at === 'organization' ? organizationId : 1
    const place = { resourceId, level: at, associatedId }
    const maker = { accountId, userId: null }
    await putDefinition(database.db, { ...place, fields: [{ path: 'name', type: 'string', id: 1 }], maker })
    const row = { ...place, elementId: 7, elementKey: 'e', vendorName: 'v', document: document(vendorPath) }
    return { resourceId, id: await putTransformation(database.db, row), row }
  }
  const vendorPath = async (name: string, of = instance()) => (await memory.mappingOf(of, name))?.document.fields[0]?.vendorPath

  it('are there at once when warm, and so is that there are none', async () => {
    assert.equal(await memory.mappingOf(instance(), 'people'), undefined)
    assert.deepEqual(await memory.namesOf(instance()), [])
    statements.length = 0
    assert.equal(memory.mappingOf(instance(), 'people'), undefined)
    assert.deepEqual(memory.namesOf(instance()), [])
    memory.forget(organizationId)
    await map('people', 'first')
    assert.equal(await vendorPath('people'), 'first')
    statements.length = 0
    const mapping = memory.mappingOf(instance(), 'people')
    assert.ok(mapping !== undefined && !(mapping instanceof Promise))
    assert.deepEqual([mapping.objectName, mapping.vendorName, mapping.definition[0]?.type], ['people', 'v', 'string'])
    assert.deepEqual(memory.namesOf(instance()), ['people'])
    assert.deepEqual(statements, [])
  })

  it('are shared by instances that have the same', async () => {
    await map('people', 'first')
    const [one, other] = [await memory.mappingOf(instance(1), 'people'), await memory.mappingOf(instance(2), 'people')]
    assert.ok(one !== undefined && one === other)
    assert.equal(await memory.mappingOf(instance(3, 8), 'people'), undefined, 'of another element')
  })

  it('of an instance of its own go with it to another element', async () => {
    await map('people', 'first', 'instance')
    assert.equal(await vendorPath('people', instance(1, 7)), 'first')
    assert.equal(await vendorPath('people', instance(1, 8)), 'first')
    assert.equal(await vendorPath('people', instance(2, 7)), undefined)
  })

  it('are read once, however many ask at a time', async () => {
    await map('people', 'first')
    statements.length = 0
    const asked = await Promise.all(Array.from({ length: 20 }, () => memory.mappingOf(instance(), 'people')))
    assert.equal(new Set(asked).size, 1)
    assert.equal(statements.length, 3, statements.join('\n'))
  })

  it('that are read while they change serve who asked, and are not remembered', async () => {
    const { row } = await map('people', 'first')
    const asked = memory.mappingOf(instance(), 'people')
    memory.forget(organizationId)
    await asked
    await putTransformation(database.db, { ...row, document: document('second') })
    assert.equal(await vendorPath('people'), 'second')
  })

  it('that are renamed answer to the new name', async () => {
    const { resourceId } = await map('people', 'first')
    await vendorPath('people')
    await renameResource(database.db, resourceId, 'persons')
    memory.forget(organizationId)
    const mapping = await memory.mappingOf(instance(), 'persons')
    assert.equal(mapping?.objectName, 'persons')
    assert.equal(await memory.mappingOf(instance(), 'people'), undefined)
  })

  it('are forgotten when a change anywhere is told', async () => {
    const { row, id } = await map('people', 'first')
    await vendorPath('people')
    const until = async (expected: string | undefined) => {
      const deadline = Date.now() + 2000
      while ((await vendorPath('people')) !== expected && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
      assert.equal(await vendorPath('people'), expected)
    }
    await putTransformation(database.db, { ...row, document: document('second') })
    assert.equal(await vendorPath('people'), 'first', 'nothing was told yet')
    await notifyChange(database.db, organizationId)
    await until('second')
    await deleteTransformation(database.db, id)
    await notifyChange(database.db, null)
    await until(undefined)
  })

  it('that cannot be compiled are refused in words, and others are not harmed', async () => {
    await map('broken', 'a[')
    await map('people', 'first')
    await assert.rejects(async () => memory.mappingOf(instance(), 'broken'), /broken.*cannot be used/)
    assert.equal(await vendorPath('people'), 'first')
  })
})
