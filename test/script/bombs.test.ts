/** Scripts that never end, or take all there is: each is ended in time, and its thread serves the next as new. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OctetError } from '../../src/lib/errors.ts'
import { openRunner } from '../script-runner.ts'

const limits = { activeMs: 60, graceMs: 200, memoryBytes: 24 * 1024 * 1024, totalMs: 250 }
/** The longest any of them may hold its thread (ms), with room for a busy machine. */
const patience = 5000

const loops = [
  'for (;;);',
  'while (true) {}',
  'do {} while (1)',
  'let i = 0; for (;;) i++',
  'label: for (;;) continue label',
  'for (const x of (function* () { for (;;) yield 1 })());',
  'const f = () => Promise.resolve().then(f); f()',
  '(async () => { for (;;) await null })()',
  'const f = () => queueMicrotask(f); f()',
  'const f = () => setTimeout(f, 0); f()',
  'setInterval(() => {}, 1)',
  'setTimeout(() => {}, 1e9)',
  'new Promise(() => {}); setTimeout(() => { for (;;); }, 5)',
  'try { for (;;); } finally { done() }',
  'for (;;) { try { for (;;); } catch { } }',
  'done({ get a() { for (;;); } })',
  'done({ toJSON() { for (;;); } })',
  '({ get a() { for (;;); } }).a',
  'new Proxy({}, { get() { for (;;); } }).a',
  'String({ toString() { for (;;); } })',
  'throw { get message() { for (;;); } }',
  '[1, 2].sort(() => { for (;;); })',
  '"a".replace(/a/, () => { for (;;); })',
  'JSON.parse("[1]", () => { for (;;); })',
  'for (let n = 2n; ; n = n * n) n.toString()',
  'Object.defineProperty(globalThis, "done", { get() { for (;;); } }); done()',
  'require("lodash").forEach([1], () => { for (;;); })',
]

const regexes = [
  '/^(a+)+$/.test("a".repeat(40) + "b")',
  '/^(a|aa)+$/.test("a".repeat(60) + "b")',
  '/(x+x+)+y/.test("x".repeat(60))',
  '/^(([a-z])+.)+[A-Z]([a-z])+$/.test("a".repeat(80))',
  '"a".repeat(50000).replace(/a*a*a*a*b/g, "")',
  'for (;;) "ab".match(/(?:)/g)',
]

const allocations = [
  'Array(1e9).fill(0)',
  'new Array(1e8).fill({})',
  'const a = []; for (;;) a.push(new Array(1000).fill(1))',
  'const a = []; for (;;) a.push(a.slice())',
  'let s = "x"; for (;;) s += s',
  '"x".repeat(2 ** 30)',
  '"x".repeat(2 ** 28) + "y".repeat(2 ** 28)',
  '"abc".padEnd(1e9, "def")',
  'new Array(1e7).join("abcdefghij")',
  '"a".repeat(1e7).replace(/a/g, "$&$&$&$&$&$&$&$&$&$&")',
  'new Uint8Array(2 ** 31 - 1)',
  'new ArrayBuffer(2 ** 40)',
  'const a = []; for (;;) a.push(new Uint8Array(1e6))',
  'const a = []; for (;;) a.push(new Float64Array(1e5).fill(1))',
  'const o = {}; for (let i = 0; ; i++) o["k" + i] = i',
  'const m = new Map(); for (let i = 0; ; i++) m.set({}, new Array(100))',
  'const s = new Set(); for (let i = 0; ; i++) s.add("value" + i)',
  'let f = () => 1; for (;;) { const g = f; f = () => g }',
  'let o = {}; for (;;) o = { o }',
  'const a = []; for (;;) a.push(Symbol("x".repeat(100)))',
  'const a = []; for (;;) a.push(Promise.resolve(new Array(1000)))',
  'for (;;) queueMicrotask(() => {})',
  'for (;;) setTimeout(() => {}, 1000)',
  'let n = 1n; for (;;) n <<= 1000000n',
  'Buffer.alloc(2e9)',
  'Array.from({ length: 1e9 })',
  '[...Array(1e8).keys()]',
  'JSON.parse("[" + "1,".repeat(1e7) + "1]")',
  'JSON.stringify(Array(1e7).fill("0123456789"))',
  'Object.fromEntries(Array.from({ length: 1e7 }, (_, i) => [i, i]))',
  'eval("[" + "1,".repeat(5e6) + "]")',
  'done({ a: "x".repeat(2 ** 25) })',
  'for (;;) console.log("x".repeat(1e5))',
  'require("lodash").times(1e9, () => ({}))',
  'CE.b64("x".repeat(1e8))',
]

const recursions = [
  'function f() { return f() + 1 } f()',
  'const f = () => [f()]; f()',
  '(function f(...a) { f(...a, 1) })()',
  'class A { constructor() { new A() } } new A()',
  'const o = { get a() { return this.a } }; o.a',
  'const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.a',
  'const o = {}; o.toString = () => "" + o; "" + o',
  'JSON.parse("[".repeat(1e6))',
  'JSON.parse("[".repeat(1e5) + "]".repeat(1e5))',
  'let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; done(o)',
  'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)',
  'new RegExp("(".repeat(1e5) + ")".repeat(1e5))',
  'eval("(".repeat(1e5) + "1" + ")".repeat(1e5))',
  'eval("[".repeat(1e6))',
  'new Function("x".repeat(1e6))()',
  '[1].map(function f() { return [1].map(f) })',
  'const f = (x) => x.replace(/./, f); f("a".repeat(9))',
]

for (const [kind, bodies] of Object.entries({ loops, regexes, allocations, recursions })) {
  test(`${kind}: ended in time with an error in words, and the next call is as new`, async (t) => {
    const { run } = openRunner(t, { limits })
    for (const body of bodies) {
      const begin = performance.now()
      await assert.rejects(run(body), (error: OctetError) => {
        assert.match(String(error.code), /^script-(timeout|too-large|failed|silent)$/, `${body}: ${error.stack}`)
        assert.match(error.message, /^The test hook /, body)
        return true
      })
      assert.ok(performance.now() - begin < patience, `${body} held its thread for ${performance.now() - begin} ms`)
      assert.deepEqual(
        await run('done({ a: [1, 2].map((x) => x + 1), b: typeof globalThis.o })', { accountId: 2 }),
        { a: [2, 3], b: 'undefined' },
        body,
      )
    }
  })
}

test('a loop is a time-out, a bomb is too large, a recursion is an error of the script', async (t) => {
  const { run } = openRunner(t, { limits: { ...limits, activeMs: 1000, graceMs: 3000, totalMs: 9000 } })
  await assert.rejects(run('for (;;);'), {
    code: 'script-timeout',
    status: 500,
    message: 'The test hook did not call done within 1 s of running',
  })
  await assert.rejects(run('Array(1e8).fill(0)'), { code: 'script-too-large', status: 500 })
  await assert.rejects(run('\n(function f() { f() })()'), {
    code: 'script-failed',
    status: 400,
    message: /^The test hook failed at line 2: .*stack overflow/,
  })
})
