import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { openParts } from '../call-instance.ts'
import { readTestElements } from '../elements/read-elements.ts'
import { driveWithHooks, driveWithoutHooks, listHooked, startRecorder } from './drive-element.ts'
import { circumstances, knownDifferences } from './explained.ts'
import { readExports } from './read-exports.ts'

const documents: readonly (readonly [string, ElementDocument])[] = [
  ...(await readTestElements()).map((document) => [document.key, document] as const),
  ...readExports(),
]

const parts = openParts({ after: (end) => after(() => (end as () => void)()) })

for (const [name, document] of documents) {
  test(`${name}: the vendor sees of every resource what the document says`, async (t) => {
    assert.deepEqual(await driveWithoutHooks(parts, await startRecorder(t, circumstances[name]), document), [])
  })

  if (listHooked(document).length === 0) continue
  test(`${name}: and with its hooks, each of which runs to its end`, async (t) => {
    const known = knownDifferences[name] ?? []
    const found = await driveWithHooks(parts, await startRecorder(t, circumstances[name]), document)
    const isKnown = (difference: string) => known.some((pattern) => pattern.test(difference))
    assert.deepEqual(
      found.filter((difference) => !isKnown(difference)),
      [],
    )
    assert.ok(
      known.every((pattern) => found.some((difference) => pattern.test(difference))),
      'a known difference is gone',
    )
  })
}

test(`real exports are driven too${readExports().size === 0 ? ' (skipped: there are none beside this repository)' : ''}`, (t) => {
  if (readExports().size === 0) return t.skip('there is no folder ../shared/element-exports')
  assert.ok(documents.length > readExports().size)
})
