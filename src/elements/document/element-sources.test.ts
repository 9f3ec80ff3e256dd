import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { listElementSources } from './element-sources.ts'

test('sources tell their size without being read: a file its own, a folder that of the files that make the document', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'octet-sources-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'orchard/resources'), { recursive: true })
  await writeFile(join(folder, 'orchard/element.json'), '{"é":1}')
  await writeFile(join(folder, 'orchard/resources/trees.json'), '[]')
  await writeFile(join(folder, 'orchard/README.md'), 'no part of it')
  await writeFile(join(folder, 'single.json'), '{ "broken')
  const sources = await listElementSources(folder)
  assert.deepEqual(await Promise.all(sources.map((source) => source.measure())), [10, 9])
})
