import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase } from '../../test/database.ts'
import { selectIdleGrants, selectOpenGrants } from './background-store.ts'
import type { Db } from './grant-store.ts'

/** The plan where nothing but an index can be read in order. */
async function explain(db: Db, select: (db: Db) => { explain(format: 'json'): Promise<unknown> }): Promise<string> {
  return db.transaction().execute(async (transaction) => {
    await sql`SET LOCAL enable_seqscan = off`.execute(transaction)
    await sql`SET LOCAL enable_bitmapscan = off`.execute(transaction)
    await sql`SET LOCAL enable_sort = off`.execute(transaction)
    return JSON.stringify(await select(transaction).explain('json'))
  })
}

test('what the background looks for every half minute is found by index, in order', async () => {
  const { database, close } = await openTestDatabase()
  const open = await explain(database.db, (db) => selectOpenGrants(db, { refusalLimit: 5, unansweredBefore: new Date() }))
  assert.match(open, /"Index Name":"instance_credentials_open"/)
  assert.doesNotMatch(open, /"Node Type":"Sort"/)
  const place = { obtained_at: new Date(0), instance_id: 1 }
  for (const after of [undefined, place]) {
    const idle = await explain(database.db, (db) => selectIdleGrants(db, { before: new Date(), after, limit: 100 }))
    assert.match(idle, /"Index Name":"instance_credentials_idle"/)
    assert.doesNotMatch(idle, /"Node Type":"Sort"/)
  }
  await close()
})
