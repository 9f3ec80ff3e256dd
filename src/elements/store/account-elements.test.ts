import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { addOrganization, addStranger } from '../../../test/people.ts'
import type { Database } from '../../store/database.ts'
import type { Gap } from '../../store/listener.ts'
import { channels } from '../../store/tables.ts'
import { loadSystemElements } from '../catalog/system-elements.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { type AccountElements, createAccountElements } from './account-elements.ts'
import { insertElement, updateElement } from './element-store.ts'

const document = (name: string): ElementDocument => ({
  key: 'own',
  name,
  description: 'For tests',
  hub: 'crm',
  authentication: { type: 'basic' },
  configuration: [],
  resources: [],
})

describe('what is remembered of the elements of accounts', () => {
  let store: TestDatabase
  let viewer: { organizationId: number; accountId: number; user: { id: number } }
  let id: number
  const gaps: ((gap: Gap) => void)[] = []
  const state = { isListening: true }
  let elements: AccountElements
  before(async () => {
    store = await openTestDatabase()
    const organizationId = await addOrganization(store.database, 'acme')
    const { accountId } = await addStranger(store.database, { organizationId, secret: 'ann' })
    viewer = { organizationId, accountId, user: { id: 1 } }
    id = (await insertElement(store.database.db, viewer, document('First')))!
    const database: Database = { ...store.database, onGap: (fn) => void gaps.push(fn), isListening: () => state.isListening }
    const system = await loadSystemElements({ sources: [], database, elementDefaults: {} })
    elements = await createAccountElements({ database, system, elementDefaults: {} })
  })
  after(() => store.close())
  const nameNow = async () => (await elements.find('own', viewer))?.name
  /** A change that no notification tells. */
  const changeInSilence = (name: string) => updateElement(store.database.db, id, document(name))

  test('answers without the database when warm', async () => {
    const first = await elements.find(id, viewer)
    const statements: string[] = []
    const stop = store.database.onStatement((text) => statements.push(text))
    assert.equal(await elements.find('own', viewer), first)
    assert.equal((await elements.list(viewer)).length, 1)
    stop()
    assert.deepEqual(statements, [])
  })

  test('is read again when another process tells of a change', async () => {
    assert.equal(await nameNow(), 'First')
    await changeInSilence('Second')
    assert.equal(await nameNow(), 'First')
    await store.database.notify(channels.elements, String(id))
    while ((await nameNow()) !== 'Second') await new Promise((resolve) => setTimeout(resolve, 5))
    assert.equal((await elements.list(viewer))[0]?.name, 'Second')
  })

  test('is not trusted over a gap in the notifications', async () => {
    assert.equal(await nameNow(), 'Second')
    await changeInSilence('Third')
    for (const fn of gaps) fn('lost')
    state.isListening = false
    assert.equal(await nameNow(), 'Third')
    await changeInSilence('Fourth')
    assert.equal(await nameNow(), 'Fourth')
    state.isListening = true
    for (const fn of gaps) fn('restored')
    assert.equal(await nameNow(), 'Fourth')
  })

  test('an account that does not own it, and nobody, do not find it', async () => {
    const other = await addStranger(store.database, { organizationId: viewer.organizationId, secret: 'bob' })
    for (const stranger of [undefined, { ...viewer, accountId: other.accountId }]) {
      assert.equal(await elements.find('own', stranger), undefined)
      assert.equal(await elements.find(id, stranger), undefined)
      assert.deepEqual(await elements.list(stranger), [])
    }
  })
})
