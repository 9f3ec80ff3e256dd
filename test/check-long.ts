/** `npm run check:long`: what takes too long for every change. The seed is printed; `OCTET_SEED` repeats a run. */
import { spawnSync } from 'node:child_process'

const seed = process.env['OCTET_SEED'] ?? String(Date.now() % 1_000_000)
const runs: readonly (readonly [name: string, args: readonly string[], environment: Record<string, string>])[] = [
  ['kills around token refreshes, strikes while things change', ['faults/faults.ts', '--kills', '200', '--seed', seed], {}],
  ['every test, properties at length', ['test/run.ts'], { OCTET_PROPERTY_FACTOR: '20', OCTET_SEED: seed }],
]

process.stdout.write(`seed ${seed}\n`)
const failed = runs.filter(([name, args, environment]) => {
  process.stdout.write(`\n== ${name}\n`)
  return spawnSync(process.execPath, [...args], { stdio: 'inherit', env: { ...process.env, ...environment } }).status !== 0
})
process.stdout.write(failed.length === 0 ? '\nEvery long run passed.\n' : `\nFailed: ${failed.map(([name]) => name).join(', ')}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
