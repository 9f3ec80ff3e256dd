/** How long usage and the record of changes are kept. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { createRetention, type RetentionParts } from '../../src/retention/retention.ts'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrations } from '../../src/store/migrations/all.ts'
import { createUsage } from '../../src/usage/usage.ts'
import type { UsageEntry } from '../../src/usage/usage-entry.ts'
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../database.ts'

const dayMs = 24 * 60 * 60_000
/** A Wednesday. */
const now = Date.UTC(2031, 4, 14, 12)
const entry: UsageEntry = {
  ...{ traffic_id: 'a'.repeat(24), organization_id: 1, account_id: 2, user_id: 3, instance_id: 4 },
  ...{ element_key: 'demo', hub: 'crm', method: 'GET', request_uri: '/x', element_api: '/x', status: 200, process_time: 1 },
  ...{ request_ip: '127.0.0.1', traffic_date: now },
}
const fail = (problem: unknown): never => assert.fail(String(problem))

describe('retention', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase()
  })
  after(() => test.close())
  beforeEach(async () => {
    for (const table of ['usage', 'audit_logs'] as const) await sql`truncate ${sql.table(table)}`.execute(test.database.db)
  })

  const start = (changes: Partial<RetentionParts> = {}) =>
    createRetention({
      ...{ database: test.database, clock: () => now, schedule: () => () => {}, keepDays: { usage: 30, audit: 60 }, onFailure: fail },
      ...changes,
    })
  const write = async (...dates: number[]) => {
    const usage = createUsage({ database: test.database, onLoss: fail, onFailure: fail })
    for (const traffic_date of dates) usage.record({ ...entry, traffic_date })
    await usage.stop()
  }
  const writeAudit = (at: number) =>
    sql`insert into audit_logs (organization_id, area, entity_id, method, resource_uri, status, created_at)
        values (1, 'elements', 'x', 'GET', '/x', 200, ${new Date(at)})`.execute(test.database.db)
  /** Partition → the day of each row in it. */
  const rows = async (table: 'usage' | 'audit_logs', column: string) => {
    const found = await sql<{ place: string; day: string }>`
      select tableoid::regclass::text as place, to_char(${sql.ref(column)}, 'YYYY-MM-DD') as day from ${sql.table(table)} order by 2
    `.execute(test.database.db)
    return found.rows.map(({ place, day }) => `${place} ${day}`)
  }
  const partitions = async (table: string) => {
    const found = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = ${table}::regclass order by 1`.execute(test.database.db)
    return found.rows.map(({ name }) => name)
  }

  it('makes the weeks of usage and the months of changes before they begin', async () => {
    await start().run()
    const usage = await partitions('usage')
    for (const name of ['usage_20310512', 'usage_20310519', 'usage_20310526']) assert.ok(usage.includes(name), usage.join())
    const audit = await partitions('audit_logs')
    for (const name of ['audit_logs_20310501', 'audit_logs_20310601', 'audit_logs_20310701']) assert.ok(audit.includes(name), audit.join())
    await write(now, now + 7 * dayMs)
    assert.deepEqual(await rows('usage', 'traffic_date'), ['usage_20310512 2031-05-14', 'usage_20310519 2031-05-21'])
  })

  it('sorts rows that came before their partition was there, and loses none', async () => {
    const dates = [now + 40 * dayMs, now + 41 * dayMs, now + 47 * dayMs]
    await write(...dates)
    assert.ok((await rows('usage', 'traffic_date')).every((row) => row.startsWith('usage_rest ')))
    await start({ clock: () => now + 47 * dayMs }).run()
    assert.deepEqual(await rows('usage', 'traffic_date'), [
      'usage_20310623 2031-06-23',
      'usage_20310623 2031-06-24',
      'usage_20310630 2031-06-30',
    ])
  })

  it('drops whole partitions once all of their rows are too old, and no row before', async () => {
    const later = now + 80 * dayMs
    await start({ clock: () => later - 70 * dayMs }).run()
    // 2031-08-02: 30 days before is the 3rd of July, a Thursday.
    await write(Date.UTC(2031, 5, 29), Date.UTC(2031, 5, 30), Date.UTC(2031, 6, 10))
    await start({ clock: () => later }).run()
    assert.deepEqual(await rows('usage', 'traffic_date'), ['usage_20310630 2031-06-30', 'usage_20310707 2031-07-10'])
    assert.ok(!(await partitions('usage')).some((name) => name.startsWith('usage_203105') || name.startsWith('usage_202')))
  })

  it('deletes no row: what goes, goes by the table', async () => {
    await start().run()
    await write(now)
    const statements: string[] = []
    const stop = test.database.onStatement((text) => statements.push(text))
    await start({ clock: () => now + 300 * dayMs }).run()
    stop()
    assert.deepEqual(await rows('usage', 'traffic_date'), [])
    assert.ok(statements.some((text) => text.includes('drop table if exists "usage_20310512"')))
    const deletes = statements.filter((text) => /\bdelete\b/.test(text))
    assert.ok(
      deletes.every((text) => text.includes('_rest" where')),
      deletes.join('\n'),
    )
  })

  it('keeps the record of changes by a setting of its own', async () => {
    await writeAudit(now)
    await start().run()
    await start({ clock: () => now + 65 * dayMs }).run()
    assert.deepEqual(await rows('audit_logs', 'created_at'), ['audit_logs_20310501 2031-05-14'])
    await start({ clock: () => now + 78 * dayMs, keepDays: { usage: 30, audit: 60 } }).run()
    assert.deepEqual(await rows('audit_logs', 'created_at'), [])
  })

  it('keeps everything where the setting is 0', async () => {
    await start().run()
    await write(now)
    await writeAudit(now)
    await start({ clock: () => now + 3000 * dayMs, keepDays: { usage: 0, audit: 0 } }).run()
    assert.equal((await rows('usage', 'traffic_date')).length, 1)
    assert.equal((await rows('audit_logs', 'created_at')).length, 1)
  })

  it('holds up no call for longer than three seconds, and tries again in the next round', async () => {
    const failures: unknown[] = []
    const later = now + 700 * dayMs
    await test.database.db.transaction().execute(async (transaction) => {
      await sql`lock table usage_rest in access share mode`.execute(transaction)
      await start({ clock: () => later, onFailure: (error) => failures.push(error) }).run()
    })
    assert.match(String(failures[0]), /lock timeout/)
    await start({ clock: () => later }).run()
    await write(later)
    assert.match((await rows('usage', 'traffic_date')).join(), /^usage_2033\d{4} /)
  })

  it('is the work of one process at a time', async () => {
    const statements: string[] = []
    await test.database.tryAdvisoryLock('retention', 0, async () => {
      const stop = test.database.onStatement((text) => statements.push(text))
      await start({ clock: () => now + 1400 * dayMs }).run()
      stop()
    })
    assert.ok(!statements.some((text) => text.includes('create table')), statements.join('\n'))
  })
})

describe('usage of a server before partitions', () => {
  it('is all there afterwards', async () => {
    const { url, drop } = await createEmptyDatabase()
    try {
      const earlier = migrations.filter(({ version }) => version < 11)
      await migrate(url, earlier)
      const database = await openDatabase({ dataFolder: '', databaseUrl: url, migrate: false })
      const insert = (at: number) =>
        sql`insert into usage (traffic_id, organization_id, account_id, user_id, method, request_uri, status, process_time, request_ip, traffic_date)
            values ('x', 1, 2, 3, 'GET', '/x', 200, 1, '::1', ${new Date(at)})`.execute(database.db)
      for (const days of [0, 1, 20, 400]) await insert(Date.now() - days * dayMs)
      await migrate(url)
      const retention = createRetention({
        ...{ database, clock: Date.now, schedule: () => () => {}, keepDays: { usage: 0, audit: 0 }, onFailure: fail },
      })
      await retention.run()
      const { rows } = await sql<{ place: string }>`select tableoid::regclass::text as place from usage`.execute(database.db)
      assert.equal(rows.length, 4)
      assert.ok(
        rows.every(({ place }) => /^usage_\d{8}$/.test(place)),
        JSON.stringify(rows),
      )
      await database.close()
    } finally {
      await drop()
    }
  })
})
