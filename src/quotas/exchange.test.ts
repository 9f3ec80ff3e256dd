import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase } from '../../test/database.ts'
import { createExchange } from './exchange.ts'
import type { Report } from './ledger.ts'

it('one ledger that cannot be settled keeps no other from being settled, whose report is made once', async (t) => {
  const test = await openTestDatabase()
  t.after(() => test.close())
  const { db } = test.database
  const late = JSON.stringify({ entries: [[1e18, 1]], leases: {}, learned: {}, refusals: 0 })
  const insert = (key: string, ledger: string) =>
    sql`insert into quota_ledgers (key, quota, ledger, expires_at) values (${key}, 'x', ${ledger}::json, now() + interval '1 hour')`.execute(
      db,
    )
  await insert('far', late)
  await insert('damaged', '{}')
  const failures: unknown[] = []
  const exchange = createExchange({ db, clock: () => performance.now(), onFailure: (error) => failures.push(error) })
  let made = 0
  const report = (): Report => {
    made++
    return { holder: 'a', quota: { permits: 10, seconds: 10 }, used: [], keeps: 0, idle: 0, need: 1, ahead: 0 }
  }
  const trip = (key: string) => exchange({ key, quota: 'x', report })
  // The first goes alone, the others together.
  const [, far, damaged, fine] = await Promise.allSettled([trip('first'), trip('far'), trip('damaged'), trip('fine')])
  assert.equal(damaged!.status, 'rejected')
  assert.equal(far!.status, 'fulfilled')
  assert.equal(fine!.status === 'fulfilled' && fine.value.granted, 1)
  assert.equal(made, 4)
  assert.equal(failures.length, 1)
})
