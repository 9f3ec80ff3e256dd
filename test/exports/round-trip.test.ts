import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { createTestApp, type TestApp } from '../app.ts'
import { readTestElements } from '../elements/read-elements.ts'
import { findLost } from './find-lost.ts'
import { readExports } from './read-exports.ts'

const real = readExports()
const documents: readonly (readonly [string, ElementDocument])[] = [
  ...(await readTestElements()).map((document) => [document.key, document] as const),
  ...real,
]

let app: TestApp
before(async () => {
  app = await createTestApp()
})
after(() => app.close())

/** Given anew at each import, on every level. */
const assigned = new Set(['id', 'resourceId', 'elementId', 'ownerAccountId', 'createdDate', 'updatedDate'])
const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, member) => (assigned.has(name) ? undefined : member)))

for (const [name, document] of documents) {
  test(`${name}: an import and an export of it lose nothing, and a second round changes nothing`, async () => {
    const created = await app.call('POST', '/elements', { body: document })
    assert.equal(created.status, 200, created.text.slice(0, 300))
    assert.equal(created.body.key, document.key)
    const first = await app.call('GET', `/elements/${created.body.id}/export`)
    assert.deepEqual(findLost(document, first.body), [])
    const replaced = await app.call('PUT', `/elements/${created.body.id}`, { body: first.body })
    assert.equal(replaced.status, 200, replaced.text.slice(0, 300))
    const second = await app.call('GET', `/elements/${encodeURIComponent(document.key)}/export`)
    assert.deepEqual(withoutIds(second.body), withoutIds(first.body))
  })
}

test(`real exports go round too${real.size === 0 ? ' (skipped: there are none beside this repository)' : ''}`, (t) => {
  if (real.size === 0) return t.skip('there is no folder ../shared/element-exports')
  assert.ok(documents.length > real.size)
})
