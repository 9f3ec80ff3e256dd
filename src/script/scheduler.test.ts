import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeLimits } from './limits.ts'
import { createScheduler } from './scheduler.ts'

const at = (accountId: number, depth = 0) => ({ accountId, depth })

function open(given = {}) {
  const clock = { now: 0 }
  const scheduler = createScheduler<{ accountId: number; depth: number; name: string }>(
    completeLimits({ workers: 2, ...given }),
    () => clock.now,
  )
  const add = (...names: string[]) => names.forEach((name) => void scheduler.add({ ...at(Number(name[0])), name }))
  const take = () => scheduler.take()?.name
  return { scheduler, clock, add, take }
}

test('one script of an account at a time, and no more at a time than threads', () => {
  const { scheduler, add, take } = open()
  add('1a', '1b', '2a', '3a')
  assert.deepEqual([take(), take(), take()], ['1a', '2a', undefined])
  scheduler.release(at(2), false)
  assert.equal(take(), '3a')
  scheduler.release(at(3), false)
  assert.equal(take(), undefined)
  scheduler.release(at(1), false)
  assert.equal(take(), '1b')
})

test('accounts have their turns one after the other, however much each has waiting', () => {
  const { scheduler, add, take } = open()
  add('1a', '1b', '1c', '1d', '2a', '2b', '3a')
  const order: (string | undefined)[] = []
  for (let i = 0; i < 7; i++) {
    const name = take()
    order.push(name)
    scheduler.release(at(Number(name?.[0])), false)
  }
  assert.deepEqual(order, ['1a', '2a', '3a', '1b', '2b', '1c', '1d'])
})

test('accounts that ran out of time never hold the last thread, until a while has passed', () => {
  const { scheduler, clock, add, take } = open({ suspicionMs: 1000 })
  for (const account of [1, 2]) {
    add(`${account}a`)
    take()
    scheduler.release(at(account), true)
  }
  add('1b', '2b')
  assert.equal(take(), '1b')
  assert.equal(take(), undefined)
  add('3a')
  assert.equal(take(), '3a')
  scheduler.release(at(3), false)
  clock.now = 1001
  assert.equal(take(), '2b')
})

test('a script that waits outside holds no thread, and its account still has but one', () => {
  const { scheduler, add, take } = open()
  add('1a', '1b', '2a', '3a')
  take()
  take()
  scheduler.park(at(1))
  assert.equal(take(), '3a')
  scheduler.resume(at(1))
  scheduler.release(at(3), false)
  scheduler.release(at(2), false)
  assert.equal(take(), undefined)
})

test('so many scripts may wait outside and no more, so that there is always a turn to have', () => {
  const { scheduler, add, take } = open({ parkedWorkers: 2 })
  add('1a', '2a', '3a', '4a')
  const parks = [1, 2, 3].map((account) => [take(), scheduler.park(at(account))])
  assert.deepEqual(parks, [
    ['1a', true],
    ['2a', true],
    ['3a', false],
  ])
  scheduler.release(at(3), false)
  assert.equal(take(), '4a')
})

test('lines have an end: 429 with when to come again', () => {
  const { add } = open({ waitingPerAccount: 2, waiting: 3 })
  add('1a', '1b')
  assert.throws(() => add('1c'), {
    code: 'too-many-scripts',
    status: 429,
    message: 'Too many scripts wait for this account; try again in 1 s',
  })
  add('2a')
  assert.throws(() => add('3a'), { code: 'too-many-scripts', status: 429, message: /for this server/, headers: { 'retry-after': '1' } })
})

test('who leaves the line is not called', () => {
  const { scheduler, take } = open()
  const entry = { ...at(1), name: '1a' }
  scheduler.add(entry)
  assert.equal(scheduler.isWaiting(entry), true)
  assert.equal(scheduler.remove(entry), true)
  assert.equal(scheduler.remove(entry), false)
  assert.equal(take(), undefined)
  scheduler.add(entry)
  assert.deepEqual(scheduler.clear(), [entry])
  assert.equal(take(), undefined)
})

test('a script for which another of its account waits has a turn of its own', () => {
  const { scheduler, add, take } = open()
  add('1a', '1b')
  take()
  scheduler.park(at(1))
  scheduler.add({ ...at(1, 1), name: '1a within' })
  assert.equal(take(), '1a within')
  assert.equal(take(), undefined)
  scheduler.release(at(1, 1), false)
  scheduler.resume(at(1))
  scheduler.release(at(1), false)
  assert.equal(take(), '1b')
})
