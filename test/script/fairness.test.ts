/** Scripts of many accounts at a time: turns, limits, giving up, closing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRunner } from '../script-runner.ts'

const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('at most one script of an account runs at a time; two accounts run at a time', async (t) => {
  const lines: string[] = []
  const { run } = openRunner(t, { onConsole: ({ text }) => lines.push(text) })
  await Promise.all([run('done()', { accountId: 1 }), run('done()', { accountId: 2 })])
  const body = (name: string) => `console.log('${name} begins'); setTimeout(() => { console.log('${name} ends'); done() }, 30)`
  await Promise.all([run(body('a')), run(body('b')), run(body('c'), { accountId: 2 })])
  const own = lines.filter((line) => !line.startsWith('c'))
  assert.deepEqual(own, ['a begins', 'a ends', 'b begins', 'b ends'])
  assert.ok(lines.indexOf('c begins') < lines.indexOf('a ends'))
})

test('accounts that loop for ever do not keep others waiting longer than one deadline', async (t) => {
  const activeMs = 300
  const { run } = openRunner(t, { limits: { activeMs, graceMs: 500, workers: 2 } })
  await Promise.all([run('done()', { accountId: 1 }), run('done()', { accountId: 2 })])
  let isOver = false
  const loopers = [101, 102, 103].map(async (accountId) => {
    for (; !isOver; ) await assert.rejects(run('for (;;);', { accountId }), { code: 'script-timeout' })
  })
  const waits: number[] = []
  for (let i = 0; i < 60; i++) {
    const begin = performance.now()
    assert.deepEqual(await run('done({ a: 1 })', { accountId: 1 }), { a: 1 })
    waits.push(performance.now() - begin)
    await nap(10)
  }
  isOver = true
  await Promise.all(loopers)
  const sorted = waits.sort((a, b) => a - b)
  assert.ok(sorted.at(-1)! < activeMs + 500, `the longest wait was ${sorted.at(-1)} ms`)
  assert.ok(sorted[30]! < 100, `half of them waited more than ${sorted[30]} ms`)
})

test('a line has an end, and waiting too', async (t) => {
  const { run } = openRunner(t, { limits: { waitingPerAccount: 2, waitingMs: 100, activeMs: 600 } })
  const first = run('for (;;);')
  const waiting = [run('done()'), run('done()')]
  await assert.rejects(run('done()'), { code: 'too-many-scripts', status: 429 })
  for (const one of waiting) await assert.rejects(one, { code: 'too-many-scripts', status: 429 })
  await assert.rejects(first, { code: 'script-timeout' })
  assert.deepEqual(await run('done({ a: 1 })'), { a: 1 })
})

test('limits are exact: result, variables, memory', async (t) => {
  const { run } = openRunner(t, { limits: { resultBytes: 100, variableBytes: 1000 } })
  const room = 100 - '{"a":""}'.length
  assert.equal(String((await run(`done({ a: 'x'.repeat(${room}) })`))['a']).length, room)
  await assert.rejects(run(`done({ a: 'x'.repeat(${room + 1}) })`), {
    code: 'script-too-large',
    message: /the limit of what it hands to done/,
  })
  await assert.rejects(run(`done({ a: 'é'.repeat(${room / 2 + 1}) })`), { code: 'script-too-large' })
  const given = 1000 - '{"a":""}'.length - '{}'.length
  assert.deepEqual(await run('done({ n: a.length })', { variables: { a: 'x'.repeat(990) } }), { n: 990 })
  await assert.rejects(run('done()', { variables: { a: 'x'.repeat(given + 20) } }), {
    code: 'script-too-large',
    message: /what it is given/,
  })
  assert.throws(() => openRunner(t, { limits: { activeMs: 0 } }), /Script limit activeMs: expected a positive whole number, got 0/)
  assert.throws(() => openRunner(t, { limits: { workers: 1 } }), /Script limit workers: expected at least 2/)
})

test('a call that is given up ends: waiting for its turn, waiting for a timer, computing', async (t) => {
  const { run } = openRunner(t, { limits: { activeMs: 400 } })
  const giveUp = async (body: string) => {
    const control = new AbortController()
    const running = run(body, { signal: control.signal })
    await nap(60)
    control.abort(new Error('given up'))
    await assert.rejects(running, /given up/)
  }
  await run('done()')
  await giveUp('setTimeout(done, 20000)')
  assert.deepEqual(await run('done({ a: 1 })'), { a: 1 })
  await giveUp('for (;;);')
  assert.deepEqual(await run('done({ a: 2 })'), { a: 2 })
  const first = run('for (;;);')
  await giveUp('done()')
  await assert.rejects(first, { code: 'script-timeout' })
  await assert.rejects(run('done()', { signal: AbortSignal.abort(new Error('before')) }), /before/)
})

test('a closed runner takes nothing, and ends what runs and waits', async (t) => {
  const { runner, run } = openRunner(t)
  await run('done()')
  const ends = [run('for (;;);'), run('done()')].map((running) => assert.rejects(running, { code: 'shutting-down', status: 503 }))
  await nap(20)
  await runner.close()
  await Promise.all(ends)
  await assert.rejects(run('done()'), { code: 'shutting-down' })
})

test('variables need names that are identifiers', async (t) => {
  const { run } = openRunner(t)
  await assert.rejects(run('done()', { variables: { 'a) { evil() } (': 1 } }), TypeError)
})
