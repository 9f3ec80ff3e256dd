/** The fixed-seed slice of the second half of `npm run faults`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runChanges } from './changes/run-changes.ts'

test('servers that are called, changed, killed and cut off show no state older than a second, fail only for that reason, and lose usage of a last second alone', {
  timeout: 240_000,
}, async () => {
  const report = await runChanges({ strikes: 2, seed: 20_261_124 })
  assert.deepEqual([report.kills, report.cuts], [1, 1])
  assert.deepEqual(report.unexplained, [])
  assert.deepEqual(report.stale, [])
  assert.deepEqual(report.impossible, [])
  assert.equal(report.lost, 0)
  assert.ok(report.changes > 20 && report.sightings > 200 && report.hubCalls > 50, JSON.stringify(report))
})
