import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openTestDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'

test('a process is present as long as it is open, also after its connection broke', async () => {
  const first = await openTestDatabase()
  const second = await openDatabase({ dataFolder: '', databaseUrl: first.url })
  assert.notEqual(first.database.presence, second.presence)
  const seen = () => first.database.isPresent(second.presence)
  assert.equal(await seen(), true)
  assert.equal(await second.isPresent(second.presence), true)
  await sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(first.database.db)
  const broken = Date.now()
  while (!(await seen())) await sleep(5)
  assert.ok(Date.now() - broken < 2_500)
  await second.close()
  while (await seen()) await sleep(5)
  assert.equal(await seen(), false)
  await first.close()
})
