import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { lockKeyOf } from './advisory-lock.ts'
import { type Database, openDatabase } from './database.ts'

describe('a lock across processes', () => {
  let first: TestDatabase
  let second: Database

  before(async () => {
    first = await openTestDatabase()
    second = await openDatabase({ dataFolder: '', databaseUrl: first.url, lockPoolSize: 2 })
  })
  after(async () => {
    await second.close()
    await first.close()
  })

  it('lets one holder in at a time', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await sleep(5)
      inside--
    }
    await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 ? first.database : second).withAdvisoryLock('one', 1, work)))
    assert.equal(most, 1)
  })

  it('keeps locks of other names and numbers apart', async () => {
    const nested = await first.database.withAdvisoryLock('refresh', 1, async () => [
      await second.tryAdvisoryLock('refresh', 1, async () => 'same'),
      await second.tryAdvisoryLock('refresh', 2, async () => 'other number'),
      await second.tryAdvisoryLock('renew', 1, async () => 'other name'),
    ])
    assert.deepEqual(nested, [undefined, { value: 'other number' }, { value: 'other name' }])
    assert.notEqual(lockKeyOf('a', 11), lockKeyOf('a:1', 1))
  })

  it('is free again after its work failed', async () => {
    await assert.rejects(
      first.database.withAdvisoryLock('fail', 1, async () => {
        throw new Error('work failed')
      }),
      /work failed/,
    )
    assert.deepEqual(await second.tryAdvisoryLock('fail', 1, async () => 'mine'), { value: 'mine' })
  })

  it('tells its holder when its connection breaks, and is free for others', async () => {
    const reason = await first.database.withAdvisoryLock('break', 1, async (lost) => {
      const aborted = new Promise((resolve) => lost.addEventListener('abort', resolve))
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'SELECT pg_advisory_lock%' AND pid <> pg_backend_pid()`.execute(second.db)
      await aborted
      assert.equal(await second.withAdvisoryLock('break', 1, async () => 'taken over'), 'taken over')
      return lost.reason as Error
    })
    assert.match(reason.message, /connection that held the lock broke/)
    assert.equal(await first.database.withAdvisoryLock('break', 1, async () => 'again'), 'again')
  })

  it('is waited for on another connection when the one it waits on breaks', async () => {
    let waiting: Promise<string> | undefined
    await first.database.withAdvisoryLock('wait', 1, async () => {
      waiting = second.withAdvisoryLock('wait', 1, async () => 'mine')
      for (let broken = 0; broken === 0; await sleep(5)) {
        const { rows } = await sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(first.database.db)
        broken = rows.length
      }
    })
    assert.equal(await waiting, 'mine')
  })
})
