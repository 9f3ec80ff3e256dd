/** The short slice of `npm run bench -- --quota`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureQuota } from './quota.ts'

test('demand above a quota: the vendor refuses nothing, and most of the quota is used', { timeout: 60_000 }, async () => {
  const report = await measureQuota({ servers: 1, callers: 12, permits: 40, windowSeconds: 2, seconds: 6 })
  assert.equal(report.refused, 0)
  assert.equal(report.failed, 0)
  // A permit comes back with the answer: of two seconds, the vendor's slowness takes a tenth; a busy machine takes more.
  assert.ok(report.used > 0.6 && report.used <= 1.05, `${(report.used * 100).toFixed(1)} % used`)
})
