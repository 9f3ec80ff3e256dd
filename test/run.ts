/**
 * `npm test`: every test file of the repository, or those that match the patterns given, on one PostgreSQL that is started for the run and thrown away after it.
 * OCTET_TEST_DATABASE_URL names another PostgreSQL to run on; its role must be allowed to create databases.
 */
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { startThrowawayPostgres } from './database.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Octet needs Node 24 or newer, and this is ${process.versions.node}. Run npm ci, then npm test.`)
  process.exit(1)
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const everything = ['{src,cli,simulators,elements,hubs,test,demo,bench,faults,console}/**/*.test.ts']
/** One hung test must not hang the run. */
const longestTestMs = 2 * 60_000
const watchdog = new URL('./watchdog.ts', import.meta.url).href

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

async function runFiles(files: string[]): Promise<Counts> {
  let counts: Counts = { passed: 0, failed: 1, skipped: 0 }
  const stream = run({ files, cwd: root, concurrency: 2, timeout: longestTestMs, execArgv: ['--import', watchdog] })
  // The summary without a file is that of the whole run.
  stream.on('test:summary', ({ file, counts: found }) => {
    const skipped = found.skipped + found.todo
    if (file === undefined) counts = { passed: found.passed, failed: found.tests - found.passed - skipped, skipped }
  })
  for await (const text of stream.compose(spec)) process.stdout.write(text)
  return counts
}

const patterns = process.argv.length > 2 ? process.argv.slice(2) : everything
const files = globSync(patterns, { cwd: root, exclude: (path) => path.includes('node_modules') }).sort()
if (files.length === 0) {
  console.error(`No test file matches ${patterns.join(' ')}`)
  process.exit(1)
}

// Each file has a process of its own: what one has compiled, the next need not.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules', '.cache', 'compiled')

const server = process.env['OCTET_TEST_DATABASE_URL'] === undefined ? await startThrowawayPostgres() : undefined
if (server !== undefined) process.env['OCTET_TEST_DATABASE_URL'] = server.url
const { passed, failed, skipped } = await runFiles(files)
await server?.stop()
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
