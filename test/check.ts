/** `npm run check`: types, style, edges, unused code. The first failure does not hide the others. */
import { spawnSync } from 'node:child_process'

const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['types', 'tsc', '--noEmit'],
  ['style', 'biome', 'check', '--error-on-warnings', '.'],
  [
    'edges, read through swc',
    'depcruise',
    '--config',
    'test/architecture/dependency-cruiser.mjs',
    '--output-type',
    'err',
    'src',
    'cli',
    'simulators',
  ],
  ['unused code', 'knip'],
  ['house rules', 'node', '--test', '--test-reporter=dot', 'test/architecture/architecture.test.ts'],
]

const failed = checks.filter(([name, command, ...args]) => {
  process.stdout.write(`\n== ${name}\n`)
  return spawnSync(command, args, { stdio: 'inherit' }).status !== 0
})
process.stdout.write(failed.length === 0 ? '\nEvery check passed.\n' : `\nFailed: ${failed.map(([name]) => name).join(', ')}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
