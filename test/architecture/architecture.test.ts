/** The house rules that no other tool keeps: sizes, names, one list of edges, one registry of errors, no vendor in `src/`. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { errorKinds } from '../../src/lib/errors.ts'
import { printOptions } from '../write-options.ts'
import { printEdges } from './edges.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n')
const sources = tracked.filter((path) => /^(src|simulators|test|demo|bench|faults|cli)\/.*\.(ts|mjs)$/.test(path))

test('ARCHITECTURE.md prints the edges that the check enforces', () => {
  assert.ok(read('ARCHITECTURE.md').includes(printEdges()), `ARCHITECTURE.md must contain:\n${printEdges()}`)
})

test('the README shows every option of the server', () => {
  assert.ok(read('README.md').includes(printOptions()), `README.md must contain:\n${printOptions()}`)
})

test('docs/errors.md and the registry of errors are the same list', () => {
  const documented = [...read('docs/errors.md').matchAll(/^\| `([a-z-]+)` \| (\d{3}) \| (.*) \|$/gm)].map((row) => [
    row[1],
    Number(row[2]),
    row[3],
  ])
  const registered = Object.entries(errorKinds).map(([code, kind]) => [code, kind.status, kind.message])
  assert.deepEqual(documented, registered)
})

test('every error of the registry is thrown somewhere', () => {
  const code = sources
    .filter((path) => path.startsWith('src/') && !path.endsWith('.test.ts') && path !== 'src/lib/errors.ts')
    .map(read)
    .join('\n')
  assert.deepEqual(
    Object.keys(errorKinds).filter((kind) => !code.includes(`'${kind}'`)),
    [],
  )
})

test('files are small: none over 400 lines, nine in ten at most 250, the median at most 80', () => {
  const sizes = sources.map((path) => ({ path, lines: read(path).split('\n').length - 1 })).sort((a, b) => a.lines - b.lines)
  assert.deepEqual(
    sizes.filter(({ lines }) => lines > 400),
    [],
  )
  const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]!.lines
  assert.ok(at(0.9) <= 250, `nine in ten files have at most ${at(0.9)} lines`)
  assert.ok(at(0.5) <= 80, `half of the files have at most ${at(0.5)} lines`)
})

test('src/ knows kinds, never vendors', () => {
  const vendors = /infusionsoft|keap|hubspot|salesforce|sfdc|pipedrive|zoho|closeio|quickbase|bazaarvoice|trello|hybris/i
  // The one table of the original's literal converter names.
  const named = sources.filter((path) => path.startsWith('src/') && !path.endsWith('.test.ts') && path !== 'src/call/converters.ts')
  assert.deepEqual(
    named.filter((path) => vendors.test(read(path))),
    [],
  )
})

test('files are kebab-case and no file is named for nothing', () => {
  const names = sources.map((path) => path.split('/').at(-1)!)
  assert.deepEqual(
    names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs)$/.test(name) && !/^\d{4}-/.test(name)),
    [],
  )
  assert.deepEqual(
    names.filter((name) => /^(utils?|helpers?|managers?|services?)\./.test(name)),
    [],
  )
})

test('every module says first what it is for', () => {
  const silent = sources.filter((path) => !path.endsWith('.test.ts') && !/^(#!.*\n)?(\/\*\*|\/\/)/.test(read(path)))
  assert.deepEqual(silent, [])
})

test('no test is switched off for good or left alone', () => {
  const tests = sources.filter((path) => path.endsWith('.test.ts') && !path.endsWith('architecture.test.ts'))
  assert.deepEqual(
    tests.filter((path) => /\b(it|test|describe)\.(only|skip|todo)\(/.test(read(path))),
    [],
  )
})
