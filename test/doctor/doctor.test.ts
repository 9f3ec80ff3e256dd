import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'
import { createTestApp, type TestApp } from '../app.ts'
import { readTestElements } from '../elements/read-elements.ts'
import { findLost } from '../exports/find-lost.ts'
import { readExports } from '../exports/read-exports.ts'
import { installDoctor } from './install-doctor.ts'
import { createDoctor, type Doctor } from './run-doctor.ts'

const doctor = await installDoctor()
const isSkipped = 'reason' in doctor
if (isSkipped) console.log(`The tests of the Doctor are skipped: ${doctor.reason}`)
const named = (what: string) => `${what}${isSkipped ? ' (skipped: the Doctor could not be installed)' : ''}`

let app: TestApp
let client: Doctor
let home: string
const elements = await readTestElements()

before(async () => {
  app = await createTestApp()
  client = createDoctor(doctor, app)
  home = client.path('')
})
after(async () => {
  await app.close()
  client.close()
})

const run = (command: 'upload' | 'download', ...words: string[]) => client.run(command, 'elements', ...words)

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

function assertSame(sources: readonly ElementDocument[], stored: readonly ElementDocument[]): void {
  const byKey = new Map(stored.map((element) => [element.key, element]))
  assert.deepEqual(
    sources.flatMap((source) => findLost(source, byKey.get(source.key), source.key)),
    [],
  )
}

test(named('the Doctor uploads a file of elements and downloads it, twice, and nothing is lost'), async (t) => {
  if (isSkipped) return t.skip(doctor.reason)
  const [source, first, second] = ['source.json', 'first.json', 'second.json'].map((name) => join(home, name)) as [string, string, string]
  writeFileSync(source, JSON.stringify(elements))
  assert.equal((await run('upload', '-f', source)).match(/Created Element/g)?.length, elements.length)
  await run('download', '-f', first)
  assertSame(elements, readJson(first))
  assert.equal((await run('upload', '-f', first)).match(/Updated Element/g)?.length, elements.length)
  await run('download', '-f', second)
  assert.deepEqual(sortByKey(readJson(second)), sortByKey(readJson(first)))
})

test(named('the Doctor downloads elements as folders and uploads them, twice, and nothing is lost'), async (t) => {
  if (isSkipped) return t.skip(doctor.reason)
  writeFileSync(join(home, 'folders.json'), JSON.stringify(elements))
  await run('upload', '-f', join(home, 'folders.json'))
  const [first, second] = [join(home, 'first'), join(home, 'second')]
  await run('download', '-d', first)
  assert.equal(readdirSync(first).length, elements.length)
  assert.equal((await run('upload', '-d', first)).match(/Updated Element/g)?.length, elements.length)
  await run('download', '-d', second)
  for (const name of readdirSync(first))
    assert.deepEqual(readJson(join(second, name, 'element.json')), readJson(join(first, name, 'element.json')))
  await run('upload', '-d', second)
  await run('download', '-f', join(home, 'after.json'))
  assertSame(elements, readJson(join(home, 'after.json')))
})

test(named('the Doctor uploads one element of many by its name, in capitals or not'), async (t) => {
  if (isSkipped) return t.skip(doctor.reason)
  const renamed = elements.map((element) => ({ ...element, key: `${element.key}-one`, name: `${element.name} One` }))
  writeFileSync(join(home, 'many.json'), JSON.stringify(renamed))
  assert.match(await run('upload', '-f', join(home, 'many.json'), '-n', 'LANTERNS one'), /Created Element: lanterns-one/)
  await run('download', '-f', join(home, 'one.json'), '-n', 'lanterns one')
  assert.deepEqual(
    readJson(join(home, 'one.json')).map(({ key }: ElementDocument) => key),
    ['lanterns-one'],
  )
})

const real = [...readExports().values()]
test(
  named(`real exports go up and come down with the Doctor${real.length === 0 ? ' (skipped: there are none beside this repository)' : ''}`),
  async (t) => {
    if (isSkipped) return t.skip(doctor.reason)
    if (real.length === 0) return t.skip('there is no folder ../shared/element-exports')
    writeFileSync(join(home, 'real.json'), JSON.stringify(real))
    assert.equal((await run('upload', '-f', join(home, 'real.json'))).match(/Created Element/g)?.length, real.length)
    await run('download', '-f', join(home, 'real-again.json'))
    assertSame(real, readJson(join(home, 'real-again.json')))
  },
)

function sortByKey(list: readonly ElementDocument[]): ElementDocument[] {
  return [...list].sort((one, other) => one.key.localeCompare(other.key))
}
