import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createDefinition } from '../../../bench/definition.ts'
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { listElementSources } from '../document/element-sources.ts'
import { loadSystemElements } from './system-elements.ts'

describe('exported files as elements of the system', () => {
  let store: TestDatabase
  let folder: string
  before(async () => {
    store = await openTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'octet-exports-'))
    for (let at = 0; at < 20; at++) await writeFile(join(folder, `many${at}.json`), createDefinition(`many${at}`, 50_000))
    await writeFile(join(folder, 'notes.txt'), 'no element')
  })
  after(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  const load = async () => loadSystemElements({ sources: await listElementSources(folder), database: store.database, elementDefaults: {} })

  test('are all there, each with an id of its own that stays', async () => {
    const [first, again] = [await load(), await load()]
    assert.equal(first.entries.length, 20)
    assert.equal(new Set(first.entries.map(({ id }) => id)).size, 20)
    assert.deepEqual(again.entries, first.entries)
    assert.equal(first.find(String(first.find('many7')?.id))?.key, 'many7')
  })

  test('are compiled when asked for, once for all who ask', async () => {
    const { find, compile } = await load()
    const entry = find('many3')!
    const [left, right] = await Promise.all([compile(entry), compile(entry)])
    assert.equal(left, right)
    assert.equal(await compile(entry), left)
    assert.deepEqual([left.id, left.key], [entry.id, 'many3'])
    assert.equal(left.match('GET', ['thing0', '1']).kind, 'found')
  })

  test('whose they were and which ids they had elsewhere is forgotten', async () => {
    const foreign = JSON.parse(createDefinition('foreign', 10_000))
    const resources = foreign.resources.map((each: object) => ({ ...each, id: 3, ownerAccountId: 77 }))
    await writeFile(join(folder, 'foreign.json'), JSON.stringify({ ...foreign, id: 123_456, private: true, resources, hooks: null }))
    const { find, compile } = await load()
    await rm(join(folder, 'foreign.json'))
    const entry = find('foreign')!
    assert.notEqual(entry.id, 123_456)
    assert.equal(entry.outline.private, undefined)
    await assert.rejects(compile(entry), /foreign\.json/)
  })

  for (const [what, text, words] of [
    ['that is not JSON', '{', /broken\.json: not valid JSON/],
    ['that is no object', '[]', /broken\.json: expected an element document/],
    ['without a name', JSON.stringify({ key: 'broken', hub: 'crm' }), /broken\.json: .* is missing/],
    [
      'with a key of another',
      createDefinition('many3', 1000),
      /two elements have the key many3: .*broken\.json, .*many3\.json|many3\.json, .*broken\.json/,
    ],
  ] as const) {
    test(`a file ${what} stops the start and is named`, async () => {
      await writeFile(join(folder, 'broken.json'), text)
      await assert.rejects(load(), { message: words })
      await rm(join(folder, 'broken.json'))
    })
  }
})
