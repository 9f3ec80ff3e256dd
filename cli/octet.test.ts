import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeFolder, runOctet } from './fixtures/run-octet.ts'

const exports = new URL('../../shared/element-exports/', import.meta.url)
const readJson = (path: string | URL) => JSON.parse(readFileSync(path, 'utf8'))

const element = {
  key: 'Or.chard (2)',
  name: 'Orchard',
  description: 'Trees',
  hub: 'general',
  authentication: { type: 'custom' },
  configuration: [],
  hooks: [{ type: 'event', body: 'done({})', mimeType: 'application/javascript', contextParams: 'events' }],
  resources: [
    { method: 'PATCH', path: '/hubs/general/trees/{id}', vendorMethod: 'PUT', hooks: [{ type: 'preRequest', body: 'done()' }] },
    { method: 'GET', path: '/hubs/other/roots', vendorMethod: 'GET', surprise: [null] },
  ],
  models: [{ name: 'tree', fields: [] }],
  unknown: { kept: true },
}

test('an element goes into a folder and comes back the same', async (t) => {
  const folder = makeFolder(t, { 'in.json': JSON.stringify(element) })
  const imported = await runOctet(folder, 'import', join(folder, 'in.json'), join(folder, 'orchard'))
  assert.deepEqual(imported, { code: 0, lines: ['orchard: 5 files, 2 resources'], errors: [] })
  const exported = await runOctet(folder, 'export', join(folder, 'orchard'), join(folder, 'out.json'))
  assert.deepEqual(exported, { code: 0, lines: ['out.json: 2 resources'], errors: [] })
  assert.deepEqual(readJson(join(folder, 'out.json')), element)
  const printed = await runOctet(folder, 'export', join(folder, 'orchard'))
  assert.deepEqual(JSON.parse(printed.lines.join('\n')), element)
})

test('a folder in use is not written into', async (t) => {
  const folder = makeFolder(t, { 'in.json': JSON.stringify(element), 'orchard/resources/old.json': '[]' })
  const { code, errors } = await runOctet(folder, 'import', join(folder, 'in.json'), join(folder, 'orchard'))
  assert.deepEqual({ code, errors }, { code: 2, errors: ['octet: orchard is not empty; name a new folder'] })
  assert.deepEqual(readdirSync(join(folder, 'orchard')), ['resources'])
})

const wrongCalls: [string, string[], RegExp][] = [
  ['no command', [], /octet check <folder/],
  ['an unknown command', ['constructor'], /octet check <folder/],
  ['too many words', ['check', 'a', 'b'], /octet check <folder/],
  ['a file that is not there', ['check', '/nowhere/element.json'], /ENOENT.*\/nowhere/],
  ['a folder that is none', ['export', '/nowhere'], /ENOENT.*\/nowhere/],
]
for (const [what, words, message] of wrongCalls) {
  test(`${what}: exit code 2 and a line that says why`, async () => {
    const { code, lines, errors } = await runOctet('', ...words)
    assert.equal(code, 2)
    assert.deepEqual(lines, [])
    assert.match(errors.join('\n'), message)
  })
}

test('a file that holds no element is not imported', async (t) => {
  const folder = makeFolder(t, { 'broken.json': '{', 'other.json': '{"name": "x"}' })
  assert.match((await runOctet(folder, 'import', join(folder, 'broken.json'))).errors[0]!, /is not valid JSON/)
  assert.match((await runOctet(folder, 'import', join(folder, 'other.json'))).errors[0]!, /key is missing/)
})

test('the program itself: exit code, streams, and the folder named for the key', async (t) => {
  const folder = makeFolder(t, { 'in.json': JSON.stringify(element) })
  const program = fileURLToPath(new URL('octet.mjs', import.meta.url))
  const run = (...words: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
      execFile(process.execPath, [program, ...words], { cwd: folder }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      ),
    )
  assert.deepEqual(await run('import', 'in.json'), { code: 0, stdout: 'or-chard-2-: 5 files, 2 resources\n', stderr: '' })
  const checked = await run('check', 'or-chard-2-')
  assert.equal(checked.code, 1)
  assert.match(checked.stdout, /^or-chard-2-\/element\.json:\d+:\d+: error: there is no item base\.url/m)
  const wrong = await run('fly')
  assert.deepEqual([wrong.code, wrong.stdout], [2, ''])
})

const files = listExports()
test(`every real export goes into a folder and comes back the same${files.length === 0 ? ' (skipped: no exports beside this repository)' : ''}`, async (t) => {
  if (files.length === 0) return t.skip('there is no folder ../shared/element-exports')
  const folder = mkdtempSync(join(tmpdir(), 'octet-exports-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of files) {
    const [inside, outside] = [join(folder, basename(name, '.json')), join(folder, name)]
    const source = readJson(new URL(name, exports))
    writeFileSync(outside, JSON.stringify(source))
    assert.equal((await runOctet(folder, 'import', outside, inside)).code, 0, name)
    assert.equal((await runOctet(folder, 'export', inside, outside)).code, 0, name)
    assert.deepEqual(readJson(outside), source, name)
    assert.equal((await runOctet(folder, 'check', inside)).code, 0, `${name} has errors`)
  }
})

function listExports(): string[] {
  try {
    return readdirSync(exports).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}
