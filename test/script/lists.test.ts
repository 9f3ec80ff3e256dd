/** A script on each record of a list: as if each were the only one, in few turns, within the limits of one script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Egress } from '../../src/lib/egress.ts'
import { OctetError } from '../../src/lib/errors.ts'
import { openRunner, shareRunner } from '../script-runner.ts'

const { runEach } = shareRunner()
const count = (length: number) => Array.from({ length }, (_, n) => ({ n }))
const codes = (outcomes: readonly unknown[]) => outcomes.map((one) => (one instanceof OctetError ? one.code : one))

test('each record has its own run, its result in its place', async () => {
  const outcomes = await runEach('done({ twice: record.n * 2 })', count(450))
  assert.deepEqual(
    outcomes,
    count(450).map(({ n }) => ({ twice: n * 2 })),
  )
  assert.deepEqual(await runEach('done({})', []), [])
})

test('what one run leaves behind the next does not find: globals, prototypes, libraries, timers, random numbers', async () => {
  const body = `
    const lodash = require('lodash')
    const found = [typeof left, typeof [].left, typeof lodash.left, typeof console.left]
    left = 1; Array.prototype.left = 1; lodash.left = 1; console.left = 1
    setTimeout(() => { left = 2 }, 1)
    done({ found, random: Math.random() })`
  const outcomes = (await runEach(body, count(20))) as { found: string[]; random: number }[]
  for (const { found } of outcomes) assert.deepEqual(found, ['undefined', 'undefined', 'undefined', 'undefined'])
  assert.equal(new Set(outcomes.map(({ random }) => random)).size, 20)
})

test('where a run calls done with nothing, or not at all, the record stands as the run left it', async () => {
  const body = `
    record.seen = true
    if (record.n === 0) done()
    if (record.n === 1) done(undefined)
    if (record.n === 2) done(null)
    if (record.n === 3) done({})`
  assert.deepEqual(await runEach(body, count(5)), [{ n: 0, seen: true }, { n: 1, seen: true }, {}, {}, { n: 4, seen: true }])
})

test('a legacy body returns; one that returns nothing leaves the record', async () => {
  const outcomes = await runEach('if (record.n > 0) { return { m: record.n } }', count(3), { isLegacy: true })
  assert.deepEqual(outcomes, [{ n: 0 }, { m: 1 }, { m: 2 }])
})

test('runs may wait, each for its own timers and promises', async () => {
  const body = 'new Promise((resolve) => setTimeout(() => resolve(record.n), record.n % 3)).then((n) => done({ n: n + 1 }))'
  assert.deepEqual(
    await runEach(body, count(30)),
    count(30).map(({ n }) => ({ n: n + 1 })),
  )
})

test('a reply to a request of one run is not taken for one of the next', async (t) => {
  const told: string[] = []
  const egress = {
    async send({ url }: { url: string }) {
      const name = new URL(url).pathname.slice(1)
      await new Promise((resolve) => setTimeout(resolve, name === 'late0' ? 30 : 60))
      told.push(name)
      return { status: 200, headers: {}, stream: () => [Buffer.from(JSON.stringify(name))] }
    },
  } as unknown as Pick<Egress, 'send'>
  const open = openRunner(t, { egress })
  const body = `
    const ask = (name) => require('axios').get('https://a.example/' + name)
    if (record.n === 0) { ask('late0'); done({ none: true }) }
    else ask('own' + record.n).then(({ data }) => done({ data }))`
  assert.deepEqual(await open.runEach(body, count(3)), [{ none: true }, { data: 'own1' }, { data: 'own2' }])
  assert.deepEqual(told, ['late0', 'own1', 'own2'])
})

test('so many requests may each run send, however many runs there are', async (t) => {
  let sent = 0
  const egress = {
    send() {
      sent++
      return Promise.resolve({ status: 200, headers: {}, stream: () => [] })
    },
  } as unknown as Pick<Egress, 'send'>
  const open = openRunner(t, { egress, limits: { requests: 2 } })
  const body = `
    const ask = () => require('axios').get('https://a.example/').then(() => 'sent', (error) => error.message)
    Promise.all([ask(), ask(), ask()]).then((all) => done({ all }))`
  const outcomes = await open.runEach(body, count(5))
  for (const outcome of outcomes) assert.deepEqual(outcome, { all: ['sent', 'sent', 'A script may send 2 requests'] })
  assert.equal(sent, 10)
})

test('a run that fails is an error in its place; the others are served', async () => {
  const outcomes = await runEach(
    'if (record.n === 1) null.x; if (record.n === 2) { const f = () => f(); f() } done({ ok: record.n })',
    count(5),
  )
  assert.deepEqual(codes(outcomes), [{ ok: 0 }, 'script-failed', 'script-failed', { ok: 3 }, { ok: 4 }])
  assert.deepEqual(
    codes(await runEach('const a = {', count(6))),
    Array.from({ length: 6 }, () => 'script-failed'),
  )
})

test('a run that never ends costs one time-out for the whole list; what came before it stands', async (t) => {
  const open = openRunner(t, { limits: { activeMs: 300 } })
  const begin = performance.now()
  const outcomes = await open.runEach('if (record.n === 3) for (;;); done({ ok: record.n })', count(300))
  assert.ok(performance.now() - begin < 3000)
  assert.deepEqual(codes(outcomes).slice(0, 5), [{ ok: 0 }, { ok: 1 }, { ok: 2 }, 'script-timeout', 'script-timeout'])
  assert.equal(outcomes.length, 300)
  assert.deepEqual(await open.runEach('done({ ok: 1 })', count(1)), [{ ok: 1 }])
})

test('a run that takes all memory ends the list; the next list is served', async (t) => {
  const open = openRunner(t, { limits: { memoryBytes: 16 * 1024 * 1024, activeMs: 1000 } })
  const outcomes = await open.runEach(
    'if (record.n === 1) { const a = []; for (;;) a.push("x".repeat(1e5) + a.length) } done({ ok: 1 })',
    count(4),
  )
  assert.deepEqual(codes(outcomes), [{ ok: 1 }, 'script-too-large', 'script-timeout', 'script-timeout'])
  assert.deepEqual(
    await open.runEach('done({ ok: 1 })', count(5)),
    count(5).map(() => ({ ok: 1 })),
  )
})

test('the time in all is that of one script, waiting included', async (t) => {
  const open = openRunner(t, { limits: { totalMs: 400 } })
  const begin = performance.now()
  const outcomes = await open.runEach('setTimeout(() => done({ ok: 1 }), 50)', count(100))
  assert.ok(performance.now() - begin < 2000)
  assert.equal(outcomes.length, 100)
  assert.ok(outcomes.at(-1) instanceof OctetError)
})

test('what all runs hand over together is bounded as for one', async (t) => {
  const open = openRunner(t, { limits: { resultBytes: 10_000 } })
  const outcomes = await open.runEach('done({ text: "x".repeat(990) })', count(20))
  assert.equal(outcomes.filter((one) => !(one instanceof OctetError)).length, 9)
  assert.equal(codes(outcomes)[9], 'script-too-large')
})

test('a long list lets scripts of other accounts come between', async (t) => {
  const open = openRunner(t, { limits: { workers: 2 } })
  const busy = 'const end = Date.now() + 10; while (Date.now() < end); done({ ok: 1 })'
  let finished = 0
  const lists = [1, 2].map((accountId) => open.runEach(busy, count(150), { accountId }).then(() => finished++))
  await new Promise((resolve) => setTimeout(resolve, 700))
  const begin = performance.now()
  await open.run('done()', { accountId: 3 })
  assert.ok(performance.now() - begin < 800)
  assert.equal(finished, 0)
  await Promise.all(lists)
})

test('a list that nobody waits for ends with its call', async (t) => {
  const open = openRunner(t)
  const call = new AbortController()
  const list = open.runEach('setTimeout(() => done({}), 1000)', count(10), { signal: call.signal })
  setTimeout(() => call.abort(new Error('gone')), 100)
  await assert.rejects(list, { message: 'gone' })
  assert.deepEqual(await open.runEach('done({ ok: 1 })', count(1)), [{ ok: 1 }])
})
