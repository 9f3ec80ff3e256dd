import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { createQuotas, type Need, type Permits, type Quotas } from './quotas.ts'

const schedule = (work: () => void, afterMs: number) => {
  const timer = setTimeout(work, afterMs)
  return () => clearTimeout(timer)
}
const fail = (error: unknown): never => assert.fail(String(error))

let next = 0
const describeNeed = (more: Partial<Need> = {}): Need => ({
  key: `key ${++next}`,
  name: 'burst',
  permits: 100,
  seconds: 10,
  cost: 1,
  ...more,
})

/** Takes and lands one call that took no time. */
async function callOnce(quotas: Quotas, need: Need, left = 5000): Promise<void> {
  const permits = await quotas.take([need], { left })
  permits.land({ kind: 'sent' })
}

describe('quotas on the database', () => {
  let test: TestDatabase
  let other: Database
  let here: Quotas
  let there: Quotas
  before(async () => {
    test = await openTestDatabase()
    other = await openDatabase({ dataFolder: '', databaseUrl: test.url, migrate: false })
    here = createQuotas({ database: test.database, schedule, onFailure: fail })
    there = createQuotas({ database: other, schedule, onFailure: fail })
  })
  after(async () => {
    await Promise.all([here.stop(), there.stop()])
    await other.close()
    await test.close()
  })

  it('give a warm call its permit at once, and go to the database beside it', async () => {
    const need = describeNeed({ permits: 10_000, seconds: 60 })
    await callOnce(here, need)
    await sleep(50)
    let statements = 0
    const stop = test.database.onStatement(() => statements++)
    let waited = 0
    for (let i = 0; i < 300; i++) {
      const taken = here.take([need], { left: 1000 })
      if (taken instanceof Promise) waited++
      ;(await taken).land({ kind: 'sent' })
      await sleep(1)
    }
    stop()
    // While the rate rises from nothing to hundreds a second, one or another may be too early.
    assert.ok(waited <= 5, `${waited} waited`)
    assert.ok(statements < 150, `${statements} statements for 300 calls`)
  })

  it('are shared by two processes: both together get what there is, and not more', async () => {
    const need = describeNeed({ permits: 30, seconds: 30 })
    const outcomes = await Promise.allSettled(
      [here, there].flatMap((quotas) => Array.from({ length: 40 }, () => callOnce(quotas, need, 1500))),
    )
    const served = outcomes.filter(({ status }) => status === 'fulfilled').length
    assert.equal(served, 30)
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.equal(outcome.reason.status, 429)
  })

  it('count a call against each of several, and hold nothing of one while another has none', async () => {
    const [narrow, wide] = [describeNeed({ permits: 1, seconds: 30 }), describeNeed({ permits: 5, seconds: 30 })]
    const first = await here.take([narrow, wide], { left: 1000 })
    await assert.rejects(async () => here.take([narrow, wide], { left: 200 }), { status: 429 })
    for (let i = 0; i < 4; i++) await callOnce(here, wide, 1000)
    await assert.rejects(async () => here.take([wide], { left: 200 }), { status: 429 })
    first.land({ kind: 'sent' })
  })

  it('stop for every process when the vendor refuses in one, until it wants to be asked again', async () => {
    const need = describeNeed({ permits: 20, seconds: 10 })
    const permits = await here.take([need], { left: 1000 })
    permits.land([{ kind: 'sent', refusedFor: 1200 }])
    await sleep(100)
    const since = performance.now()
    await assert.rejects(async () => there.take([need], { left: 500 }), { status: 429, code: 'quota-exhausted' })
    await callOnce(there, need, 5000)
    assert.ok(performance.now() - since > 800, 'it waited for the end of the pause')
  })

  it('keep whole what many calls of many instances do at the same moment', async () => {
    const needs = Array.from({ length: 60 }, () => describeNeed({ permits: 3, seconds: 30 }))
    const tries = needs.flatMap((need) => [here, there].flatMap((quotas) => Array.from({ length: 3 }, () => callOnce(quotas, need, 1500))))
    const outcomes = await Promise.allSettled(tries)
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 180)
  })

  it('give back what a process that was killed held, when its lease and the window are over', async () => {
    const need = describeNeed({ permits: 8, seconds: 1 })
    const child = fork(new URL('../../test/hold-permits.ts', import.meta.url), [test.url, JSON.stringify(need)])
    await once(child, 'message')
    const since = performance.now()
    child.kill('SIGKILL')
    await once(child, 'exit')
    await assert.rejects(async () => here.take([need], { left: 300 }), { status: 429 })
    await callOnce(here, need, 5000)
    const waited = performance.now() - since
    // A lease of half a second, a quarter on the way, a second of the window.
    assert.ok(waited > 1000 && waited < 2500, `it took ${Math.round(waited)} ms`)
  })

  it('of a process that stops are there for others at once', async () => {
    const need = describeNeed({ permits: 6, seconds: 30 })
    const leaving = createQuotas({ database: other, schedule, onFailure: fail })
    for (let i = 0; i < 3; i++) await callOnce(leaving, need)
    await leaving.stop()
    for (let i = 0; i < 3; i++) await callOnce(here, need, 1000)
    const late: Permits = await leaving.take([need], { left: 0 })
    late.land({ kind: 'unsent' })
  })

  it('are forgotten when nothing in them matters any more', async () => {
    const { db } = test.database
    await db
      .insertInto('quota_ledgers')
      .values({ key: 'old', quota: 'x', ledger: '{}', expires_at: new Date(0) })
      .execute()
    let sweep: (() => void) | undefined
    const quotas = createQuotas({
      database: test.database,
      onFailure: fail,
      schedule: (work, ms) => {
        if (ms < 60_000) return schedule(work, ms)
        sweep = work
        return () => undefined
      },
    })
    await callOnce(quotas, describeNeed())
    sweep!()
    for (let tries = 0; tries < 50; tries++) {
      const left = await db.selectFrom('quota_ledgers').select('key').where('key', '=', 'old').execute()
      if (left.length === 0) return quotas.stop()
      await sleep(20)
    }
    assert.fail('the ledger is still there')
  })
})

it('a process without its database goes by a part of the quota, says so once, and fails no call', async () => {
  const test = await openTestDatabase()
  const failures: unknown[] = []
  const quotas = createQuotas({ database: test.database, schedule, onFailure: (error) => failures.push(error) })
  await test.database.db.schema.alterTable('quota_ledgers').renameTo('away').execute()
  const need = describeNeed({ permits: 40, seconds: 1 })
  await Promise.all(Array.from({ length: 15 }, () => callOnce(quotas, need)))
  assert.equal(failures.length, 1)
  await test.database.db.schema
    .alterTable('away' as 'quota_ledgers')
    .renameTo('quota_ledgers')
    .execute()
  await sleep(2200)
  const since = performance.now()
  await Promise.all(Array.from({ length: 35 }, () => callOnce(quotas, need)))
  assert.ok(performance.now() - since < 900, 'all of the quota is there again')
  await quotas.stop()
  await test.close()
})
