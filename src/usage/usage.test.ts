import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createUsage, type UsageParts } from './usage.ts'
import type { UsageEntry } from './usage-entry.ts'

const entry: UsageEntry = {
  traffic_id: '6564a0b1c2d3e4f5a6b7c8d9',
  organization_id: 1,
  account_id: 2,
  user_id: 3,
  instance_id: 4,
  element_key: 'demo',
  hub: 'crm',
  method: 'GET',
  request_uri: '/elements/api-v2/hubs/crm/contacts?page=1',
  element_api: '/contacts',
  vdr: 'myContacts',
  status: 200,
  process_time: 12,
  request_ip: '127.0.0.1',
  traffic_date: Date.UTC(2026, 10, 24, 9, 0, 0, 123),
}

describe('usage', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase()
  })
  after(() => test.close())
  beforeEach(() => test.database.db.deleteFrom('usage').execute())

  const fail = (): never => assert.fail('nothing may be lost')
  const start = (parts: Partial<UsageParts> = {}) => createUsage({ database: test.database, onLoss: fail, onFailure: fail, ...parts })
  const count = async () => (await test.database.db.selectFrom('usage').select('status').execute()).length

  it('writes every column as it was recorded, times in UTC to the millisecond', async () => {
    const usage = start()
    usage.record(entry)
    usage.record({ ...entry, instance_id: null, element_key: null, hub: null, element_api: null })
    await usage.flush()
    const [first, second] = await test.database.db.selectFrom('usage').selectAll().execute()
    assert.deepEqual(first, { ...entry, traffic_date: new Date(entry.traffic_date) })
    assert.deepEqual([second?.instance_id, second?.element_key, second?.hub, second?.element_api], [null, null, null, null])
  })

  it('writes by itself within a second or so', async () => {
    start().record(entry)
    const deadline = Date.now() + 3000
    while ((await count()) === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(await count(), 1)
  })

  it('writes five hundred entries with one statement, without waiting for the second', async () => {
    const statements: string[] = []
    const stop = test.database.onStatement((sql) => statements.push(sql))
    const usage = start()
    for (let i = 0; i < 500; i++) usage.record(entry)
    await usage.flush()
    stop()
    assert.equal(statements.filter((sql) => sql.includes('insert into usage')).length, 1)
    assert.equal(await count(), 500)
  })

  it('writes what is waiting when it stops', async () => {
    const usage = start()
    for (let i = 0; i < 1234; i++) usage.record(entry)
    await usage.stop()
    assert.equal(await count(), 1234)
  })

  it('keeps entries while the database fails, writes them afterwards, and reports how many it had to drop', async () => {
    const failures: unknown[] = []
    const losses: number[] = []
    const usage = start({ onFailure: (error) => failures.push(error), onLoss: ({ entries }) => losses.push(entries) })
    await test.database.db.schema.alterTable('usage').renameTo('usage_away').execute()
    for (let i = 0; i < 20_007; i++) usage.record(entry)
    await usage.flush()
    await usage.flush()
    assert.ok(failures.length >= 1 && failures.length <= 3, `${failures.length} attempts`)
    assert.deepEqual(losses, [])
    await test.database.db.schema
      .alterTable('usage_away' as 'usage')
      .renameTo('usage')
      .execute()
    await usage.stop()
    assert.equal(await count(), 20_000)
    assert.deepEqual(losses, [7])
  })

  it('drops only the entries that the database will never take, and reports them', async () => {
    const losses: unknown[] = []
    const usage = start({ onLoss: (loss) => losses.push(loss) })
    for (let i = 0; i < 700; i++) usage.record(i === 3 || i === 411 ? { ...entry, request_uri: '/\0' } : entry)
    usage.record({ ...entry, process_time: 2 ** 40 })
    usage.record({ ...entry, status: 204 })
    await usage.stop()
    assert.equal(await count(), 699)
    assert.deepEqual(losses, [
      { entries: 1, reason: 'the database refuses its values (22P05)' },
      { entries: 1, reason: 'the database refuses its values (22P05)' },
      { entries: 1, reason: 'the database refuses its values (22003)' },
    ])
  })
})
