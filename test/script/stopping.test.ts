/** Scripts that are stopped from outside: their account's turn is free at once, and nobody gets a thread that still computes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRunner } from '../script-runner.ts'

const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('a call that is given up frees the turn of its account while its script computes', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 20_000, graceMs: 5000 } })
  await run('done()')
  for (const body of ['for (;;);', 'const f = () => Promise.resolve().then(f); f()', 'const f = () => setTimeout(f, 0); f()']) {
    const control = new AbortController()
    const running = run(body, { signal: control.signal })
    await nap(30)
    const begin = performance.now()
    control.abort(new Error('given up'))
    await assert.rejects(running, /given up/)
    assert.deepEqual(await run('done({ a: 1 })'), { a: 1 })
    assert.ok(performance.now() - begin < 4000, `${body} held the turn for ${performance.now() - begin} ms`)
  }
})

test('one that does not hear that it is given up is ended with its thread', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 20_000, graceMs: 50, memoryBytes: 512 * 1024 * 1024 } })
  await run('done()')
  const control = new AbortController()
  // One call of a function inside, some seconds long.
  const running = run('const a = Array(2e6).fill("a").join("a"); for (;;) a.split("").reverse().join("")', { signal: control.signal })
  await nap(300)
  const begin = performance.now()
  control.abort(new Error('given up'))
  await assert.rejects(running, /given up/)
  assert.deepEqual(await run('done({ a: 1 })'), { a: 1 })
  assert.ok(performance.now() - begin < 8000, `it held the turn for ${performance.now() - begin} ms`)
})

test('giving up a script that computed for long counts as running out of time; giving up one that waits does not', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 5000, graceMs: 5000 } })
  const giveUp = async (body: string, accountId: number) => {
    const control = new AbortController()
    const running = run(body, { accountId, signal: control.signal })
    await nap(700)
    control.abort(new Error('given up'))
    await assert.rejects(running, /given up/)
  }
  const runs = async (accountIds: readonly number[]) => {
    const control = new AbortController()
    const loops = accountIds.map((accountId) => run('for (;;);', { accountId, signal: control.signal }))
    await nap(50)
    const last = run('done({ a: 1 })', { accountId: 9 })
    const isFree = await Promise.race([last.then(() => true), nap(1500).then(() => false)])
    control.abort(new Error('given up'))
    await Promise.allSettled([...loops, last])
    return isFree
  }
  await Promise.all([run('done()', { accountId: 1 }), run('done()', { accountId: 2 })])
  await Promise.all([giveUp('setTimeout(done, 20000)', 1), giveUp('setTimeout(done, 20000)', 2)])
  assert.equal(await runs([1, 2]), false, 'both may hold a thread, so that a third waits')
  await Promise.all([giveUp('for (;;);', 3), giveUp('for (;;);', 4)])
  assert.equal(await runs([3, 4]), true, 'they hold one thread together')
})

test('a script that begins to compute as its time in all ends does not pass its thread on while it computes', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 20_000, graceMs: 5000, totalMs: 300 } })
  await run('done()')
  const late = assert.rejects(run('setTimeout(() => { for (;;); }, 150)'), { code: 'script-timeout', message: /0\.3 s in all$/ })
  await nap(50)
  // The server is busy meanwhile: the deadline comes before it hears that the script goes on. After an immediate timers are looked at first.
  await new Promise(setImmediate)
  const until = performance.now() + 400
  while (performance.now() < until);
  await nap(0)
  const begin = performance.now()
  assert.deepEqual(await run('done({ a: 1 })', { accountId: 2 }), { a: 1 })
  assert.ok(performance.now() - begin < 4000, `the next account waited ${performance.now() - begin} ms`)
  await late
})
