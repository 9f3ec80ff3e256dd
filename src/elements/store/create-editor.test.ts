import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createDefinition } from '../../../bench/definition.ts'
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { addOrganization, addStranger } from '../../../test/people.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { type Catalog, loadCatalog } from '../catalog/catalog.ts'
import type { DraftDocument } from './editor.ts'

const resource = { method: 'GET', path: '/own', vendorMethod: 'GET', vendorPath: '/own' }
const addResource = (draft: DraftDocument) => {
  const added = { ...resource } as DraftDocument['resources'][number]
  draft.resources.push(added)
  return added
}

describe('editing', () => {
  let store: TestDatabase
  let folder: string
  let catalog: Catalog
  let caller: Caller
  before(async () => {
    store = await openTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'octet-editor-'))
    const write = (key: string, members: object = {}) =>
      writeFile(join(folder, `${key}.json`), JSON.stringify({ ...JSON.parse(createDefinition(key, 5000)), ...members }))
    await Promise.all([write('plain'), write('closed', { extendable: false }), write('lent')])
    const demandPrivilege = ({ privileges }: { privileges: ReadonlySet<string> }) => {
      if (privileges.size === 0) throw createError('missing-privilege', { params: { action: 'change elements' } })
    }
    catalog = await loadCatalog({
      folders: [folder],
      database: store.database,
      demandPrivilege,
      elementDefaults: { lent: { password: 'lent' } },
    })
    const organizationId = await addOrganization(store.database, 'acme')
    const { accountId } = await addStranger(store.database, { organizationId, secret: 'ann' })
    const user = { id: 1, emailAddress: '', firstName: '', lastName: '' }
    caller = { organizationId, accountId, user, roles: ['admin'], privileges: new Set(['editElements']) }
  })
  after(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  const countExtensions = async () => (await store.database.db.selectFrom('element_extensions').select('element_id').execute()).length

  test('gives what the change gave, with its id, owner and path', async () => {
    const added = await catalog.editor.edit(caller, 'plain', addResource)
    assert.deepEqual([added.path, added.ownerAccountId, typeof added.id], ['/hubs/general/own', caller.accountId, 'number'])
    const { document, extension, isSystem, isOwn } = await catalog.editor.read(caller, 'plain')
    assert.deepEqual([extension?.resources.length, isSystem, isOwn, document.extended], [1, true, false, true])
    assert.deepEqual(document.resources.at(-1), added)
    await catalog.editor.edit(caller, 'plain', (draft) => draft.resources.pop())
    assert.equal((await catalog.editor.read(caller, 'plain')).extension, undefined)
    assert.equal(await countExtensions(), 0)
  })

  test('stores nothing of a change that fails, that is no element, or that could not run', async () => {
    const fail = () => {
      throw createError('no-record', { params: { object: 'resource', id: '1' } })
    }
    const changes: [(draft: DraftDocument) => unknown, string][] = [
      [fail, 'no-record'],
      [(draft) => Object.assign(addResource(draft), { method: 'FETCH' }), 'invalid-body'],
      [(draft) => Object.assign(addResource(draft), { octet: { object: 'nothing' } }), 'invalid-body'],
      [
        (draft) => Object.assign(addResource(draft), { path: '/a/{id}', octet: { pathParameters: { id: { pattern: '^(a+)+$' } } } }),
        'invalid-body',
      ],
      [(draft) => Object.assign(addResource(draft), { nextResource: 'GET:/hubs/general/own' }), 'chain-too-deep'],
      [(draft) => Object.assign(draft, { name: 'Renamed' }), 'element-not-editable'],
      [(draft) => draft.configuration.pop(), 'element-not-editable'],
    ]
    for (const [change, code] of changes) await assert.rejects(catalog.editor.edit(caller, 'plain', change), { code })
    assert.equal(await countExtensions(), 0)
    assert.equal((await catalog.find('plain', caller))?.name, 'Bench plain')
  })

  test('is not for elements that say so, for those the server lends its application to, nor for everybody', async () => {
    await assert.rejects(catalog.editor.edit(caller, 'closed', addResource), {
      code: 'element-not-editable',
      message: /cannot be extended/,
    })
    await assert.rejects(catalog.editor.edit(caller, 'lent', addResource), { code: 'element-not-editable', message: /application/ })
    await assert.rejects(catalog.editor.edit({ ...caller, privileges: new Set() }, 'plain', addResource), { code: 'missing-privilege' })
    await assert.rejects(catalog.editor.edit(caller, 'nothing', addResource), { code: 'no-element' })
    await assert.rejects(catalog.editor.read(undefined, '100000'), { code: 'no-element-id' })
  })

  test('tells who listens, and a find after it sees the change', async () => {
    const heard: unknown[] = []
    catalog.onChange((change) => heard.push(change))
    const before = await catalog.find('plain', caller)
    await catalog.editor.edit(caller, 'plain', addResource)
    const { accountId } = caller
    assert.deepEqual(heard[0], { elementId: before?.id, accountId })
    assert.equal((await catalog.find('plain', caller))?.match('GET', ['own']).kind, 'found')
    assert.equal((await catalog.find('plain'))?.match('GET', ['own']).kind, 'none')
    assert.equal(await catalog.find('plain', caller), await catalog.find(before!.id, caller))
  })
})
