import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './database.ts'

describe('the database', () => {
  let first: TestDatabase
  let second: Database

  before(async () => {
    first = await openTestDatabase()
    second = await openDatabase({ dataFolder: '', databaseUrl: first.url })
  })
  after(async () => {
    await second.close()
    await first.close()
  })

  it('speaks UTC, gives bigint as number and timestamptz as Date', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      SELECT current_setting('TimeZone') AS zone, 9007199254740991::bigint AS big, '2017-08-07T18:46:38Z'::timestamptz AS moment`.execute(
      first.database.db,
    )
    assert.deepEqual(rows, [{ zone: 'UTC', big: Number.MAX_SAFE_INTEGER, moment: new Date('2017-08-07T18:46:38Z') }])
  })

  it('refuses a bigint that a number cannot hold exactly', async () => {
    await assert.rejects(sql`SELECT 9007199254740993::bigint`.execute(first.database.db), /9007199254740993 is beyond the exact integers/)
  })

  it('delivers a notification to every process that listens, with the commit of its transaction', async () => {
    const heard = new EventEmitter()
    await second.listen('octet_secrets', (payload) => heard.emit('payload', payload))
    const arrival = once(heard, 'payload')
    await first.database.notify('octet_secrets', '1')
    assert.deepEqual(await arrival, ['1'])
    const seen: string[] = []
    heard.on('payload', (payload) => seen.push(payload))
    const rolledBack = first.database.db.transaction().execute(async (transaction) => {
      await first.database.notify('octet_secrets', '2', transaction)
      throw new Error('rolled back')
    })
    await assert.rejects(rolledBack, /rolled back/)
    await first.database.db.transaction().execute((transaction) => first.database.notify('octet_secrets', '3', transaction))
    while (seen.length === 0) await sleep(5)
    assert.deepEqual(seen, ['3'])
  })

  it('tells when notifications may have been missed, then listens again', async () => {
    const gaps: string[] = []
    const heard: string[] = []
    second.onGap((gap) => gaps.push(`${gap} ${second.isListening()}`))
    await second.listen('octet_keys', (payload) => heard.push(payload))
    // pg_terminate_backend is for one's own role, so the embedded database's plain role may do it.
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(
      first.database.db,
    )
    while (gaps.length < 2) await sleep(5)
    assert.deepEqual(gaps.slice(0, 2), ['lost false', 'restored true'])
    await first.database.notify('octet_keys', 'after')
    while (heard.length === 0) await sleep(5)
    assert.deepEqual(heard, ['after'])
  })

  it('counts each statement it sends, and none when nothing is asked', async () => {
    const seen: string[] = []
    const stop = first.database.onStatement((text) => seen.push(text))
    await first.database.db.selectFrom('accounts').select('id').execute()
    await first.database.notify('octet_secrets', '9')
    await first.database.withAdvisoryLock('count', 1, async () => {})
    stop()
    await first.database.db.selectFrom('accounts').select('id').execute()
    assert.deepEqual(
      seen.filter((text) => !text.startsWith('SET ')),
      ['select "id" from "accounts"', 'SELECT pg_notify($1, $2)', 'SELECT pg_advisory_lock($1)', 'SELECT pg_advisory_unlock($1)'],
    )
  })

  it('uses a new connection after an idle one was cut', async () => {
    await first.database.db.selectFrom('users').select('id').execute()
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%"users"%' AND pid <> pg_backend_pid()`.execute(
      second.db,
    )
    await sleep(50)
    assert.deepEqual(await first.database.db.selectFrom('users').select('id').execute(), [])
  })
})
