/** The fixed-seed slice of `npm run faults`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runFaults } from './run.ts'

test('a server killed around a refresh, or robbed of its lock, loses no token that was stored, and never presents one twice at a time', {
  timeout: 240_000,
}, async () => {
  const report = await runFaults({ kills: 3, customers: 6, seed: 20_261_124 })
  assert.equal(report.kills, 3)
  assert.ok(report.lockSessionsBroken > 0)
  assert.equal(report.presentationsAfterStored, 0)
  assert.equal(report.concurrentRefreshes, 0)
  assert.deepEqual(report.unexplained, [])
  assert.ok(report.recovered > 0)
})
