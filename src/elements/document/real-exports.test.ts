import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compileElement, listResourceKeys } from '../compile/compile-element.ts'
import { listElementSources } from './element-sources.ts'

const folder = fileURLToPath(new URL('../../../../shared/element-exports', import.meta.url))
const skip = existsSync(folder) ? false : `skipped: ${folder} is not there`

test('every real export validates and compiles as it is', { skip }, async () => {
  const sources = await listElementSources(folder)
  assert.ok(sources.length > 0)
  for (const source of sources) {
    const document = await source.read()
    const element = compileElement(document, {
      element: 1,
      configuration: new Map(document.configuration.map(({ key }) => [key, 1])),
      resources: new Map([...listResourceKeys(document).keys()].map((key) => [key, 1])),
    })
    assert.equal(element.resourceIds.size, document.resources.length, source.path)
  }
})
