/** Scripts that change what the sandbox's own code tells the server: the server goes on, and the next script is as new. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Egress } from '../../src/lib/egress.ts'
import { OctetError } from '../../src/lib/errors.ts'
import { openRunner } from '../script-runner.ts'

/** What takes the place of a message, or of a part of one, as JavaScript. */
const forgeries = [
  '{ id: 1 }',
  '{ id: 1, request: null }',
  '{ id: 1, request: 5 }',
  '{ id: 1, request: { method: null, url: "x", headers: {} } }',
  '{ id: 1, request: { method: "POST", url: "x", headers: {}, body: 5 } }',
  '{ id: 1, request: { method: "GET", url: {}, headers: {} } }',
  '{ id: 1, request: { method: "GET", url: "https://a.example/", headers: null } }',
  '{ id: 1, request: { method: "GET", url: "https://a.example/", headers: { a: { b: 1 } } } }',
  '{ id: 1, request: { method: "GET", url: "https://a.example/", headers: {}, timeoutMs: "x" } }',
  '{ id: "1", request: {} }',
  '{ id: -1e99, request: [] }',
  '[]',
  '[null]',
  '"text"',
  '"\\ud800"',
  '0',
  'null',
  'undefined',
  'this',
  '{ name: { toString: null }, message: [null], stack: { toString: null } }',
  '{ message: "x".repeat(1e6) }',
  '{ level: {}, text: null }',
  '{ level: "info", text: "x".repeat(1e6) }',
]

/** What is forged has no `toJSON` of its own, so that it is written as it stands. */
const forge = (forgery: string): string => `
  const bare = (value) => {
    if (value === null || typeof value !== 'object') return value
    for (const name of Object.keys(value)) bare(value[name])
    return Object.setPrototypeOf(value, null)
  };
  for (const type of [Object, Array, String, Number, Boolean, Map])
    Object.defineProperty(type.prototype, 'toJSON', { configurable: true, value: function () { return ${forgery === 'this' ? 'this' : `bare(${forgery})`} } });`

/** What makes the sandbox's own code speak. */
const occasions = [
  `require('https').get('https://a.example/').on('error', () => done({ a: 1 }))`,
  `require('axios').get('https://a.example/').catch(() => done({ a: 1 }))`,
  'console.log("a"); done({ a: 1 })',
  'throw new Error("my words")',
  'throw { name: "a" }',
  'new URL("https://a.example/?b").searchParams.append("c", "d"); done({ a: 1 })',
  'CE.md5("a"); done({ a: 1 })',
  'require("lodash"); done({ a: 1 })',
  'done({ a: 1 })',
]

const egress: Pick<Egress, 'send'> = { send: () => Promise.reject(new Error('no network in this test')) }

test('whatever stands in the place of a message, the script gets an error in words and the next one is as new', async (t) => {
  const lines: unknown[] = []
  const { run } = openRunner(t, { egress, limits: { totalMs: 150 }, onConsole: ({ level, text }) => lines.push(level, text) })
  for (const forgery of forgeries) {
    for (const occasion of occasions) {
      const body = forge(forgery) + occasion
      await run(body).then(
        (result) => assert.ok(typeof result === 'object' && result !== null && !Array.isArray(result), body),
        (error: unknown) => {
          assert.ok(error instanceof OctetError && error.message.startsWith('The test hook '), `${body}: ${error}`)
          assert.ok(error.message.length < 5000, `${body}: ${error.message.length} characters`)
        },
      )
    }
    assert.deepEqual(await run('done({ a: [1].map((x) => x + 1), b: JSON.stringify({ c: 1 }) })', { accountId: 2 }), {
      a: [2],
      b: '{"c":1}',
    })
  }
  assert.ok(lines.every((line) => typeof line === 'string' && line.length <= 64 * 1024))
})

test('methods that a script replaced do not change what the sandbox sends for it', async (t) => {
  const sent: unknown[] = []
  const { run } = openRunner(t, {
    egress: {
      send(request) {
        sent.push([request.method, request.url, request.headers])
        return Promise.reject(new Error('no network in this test'))
      },
    },
  })
  const forgery = "{ id: 1, request: { method: 'DELETE', url: 'https://b.example/', headers: {} } }"
  const patched = `${forge(forgery)}
    require('https').get('https://a.example/', { headers: { 'x-a': 'b' } }).on('error', () => done({ a: 1 }))`
  await run(patched)
  assert.deepEqual(sent, [['GET', 'https://a.example/', { 'x-a': 'b' }]])
})
