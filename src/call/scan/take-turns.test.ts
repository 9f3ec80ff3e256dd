import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'
import type { CallParts } from '../types.ts'

const paging = { style: 'cursor', size: 'limit', token: 'after', next: 'next', maxSize: 200, walkLimit: 1000 } as const

/** A list that its vendor cannot search, in one page. */
async function openList(t: TestContext, rows: readonly object[], parts: Partial<CallParts> = {}) {
  const vendor = await startVendor(t, () => ({ body: { rows } }))
  const document = describeElement([{ path: '/rows', rootKey: 'rows', octet: { paging } }], { octet: { version: 1 } })
  const call = createCaller(openParts(t, parts), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  return async (where: string) => readJson(await call('GET', '/rows', { query: { where, fields: 'id' } }))
}

const placeholders = `%${'a_'.repeat(450)}b%`
const makeRows = (count: number, length: number) => Array.from({ length: count }, (_, id) => ({ id, note: 'a'.repeat(length) }))

test('others have their turn while long texts are looked at', async (t) => {
  const list = await openList(t, makeRows(200, 40_000))
  let [longest, last] = [0, performance.now()]
  const look = () => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }
  const timer = setInterval(look, 5)
  t.after(() => clearInterval(timer))
  const began = performance.now()
  assert.deepEqual(await list(`note like '${placeholders}'`), [])
  look()
  const whole = performance.now() - began
  assert.ok(longest < whole / 3, `${longest} ms of ${whole} ms without a turn for others`)
})

test('a call keeps to its time while it looks at rows', async (t) => {
  const list = await openList(t, makeRows(100, 60_000), { budget: { time: 300, size: 64 * 1024 * 1024 } })
  await assert.rejects(list(`note like '${placeholders}'`), { status: 502, code: 'scan-timeout', message: /longer than 0\.3 s/ })
})

test('one record that would have to be read over and over is too much', async (t) => {
  const list = await openList(t, makeRows(1, 1_000_000))
  const where = Array.from({ length: 200 }, (_, n) => `note like '%${n}%'`).join(' or ')
  await assert.rejects(list(where), { status: 400, code: 'scan-limit', message: /100 million characters of one record/ })
  assert.deepEqual(await list("note like '%a%'"), [{ id: 0 }])
})

test('a pattern that is checked here has an end', async (t) => {
  const list = await openList(t, makeRows(1, 10))
  await assert.rejects(list(`note like '${'%a'.repeat(501)}'`), {
    status: 400,
    code: 'invalid-parameter',
    message: /1000 characters at most for note.*1002 characters/,
  })
})
