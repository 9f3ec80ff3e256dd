/** Results that are small to write and large to read: they end in their thread, and the server goes on meanwhile. */
import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from 'node:test'
import { openRunner, shareRunner } from '../script-runner.ts'

const { run } = shareRunner()

test('a result of millions of objects is refused before the server reads it', async () => {
  await run('done()')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const rows = 'const row = Array(1000).fill({}); const all = Array(1000).fill(row);'
  const results = [
    '{ response_body: all }',
    '{ response_body: all, x: JSON.parse(\'{"__proto__":1}\') }',
    '{ a: all, b: \'"__proto__":\' }',
  ]
  for (const result of results) {
    await assert.rejects(run(`${rows} done(${result})`), {
      code: 'script-too-large',
      message: 'The test hook went beyond the limit of 500000 values in what it hands to done',
    })
  }
  delay.disable()
  assert.ok(delay.max / 1e6 < 500, `the server stood still for ${delay.max / 1e6} ms`)
})

test('limits of values and levels are exact', async (t) => {
  const { run: bounded } = openRunner(t, { limits: { resultValues: 6, resultDepth: 3 } })
  assert.deepEqual(await bounded('done({ a: [1, 2, "[,{"], b: 1 })'), { a: [1, 2, '[,{'], b: 1 })
  await assert.rejects(bounded('done({ a: [1, 2, 3], b: 1, c: 1 })'), { code: 'script-too-large', message: /6 values/ })
  assert.deepEqual(await bounded('done({ a: { b: { c: 1 } } })'), { a: { b: { c: 1 } } })
  await assert.rejects(bounded('done({ a: [{ b: [] }] })'), { code: 'script-too-large', message: /3 levels/ })
})

test('members called __proto__ are left out, wherever they are', async () => {
  const body = `done(JSON.parse('{"__proto__":{"a":1},"b":[{"__proto__":2,"c":"\\\\"__proto__\\\\":"}],"d":{"\\\\u005f_proto__":{}}}'))`
  const result = await run(body)
  assert.equal(JSON.stringify(result), JSON.stringify({ b: [{ c: '"__proto__":' }], d: {} }))
})

test('a usual large result comes whole', async () => {
  const rows = (await run('done({ rows: Array.from({ length: 8000 }, (_, id) => ({ id, name: "n" + id, tags: ["a", "b"] })) })'))[
    'rows'
  ] as unknown[]
  assert.equal(rows.length, 8000)
  assert.deepEqual(rows[7999], { id: 7999, name: 'n7999', tags: ['a', 'b'] })
})
