import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { BudgetLimits } from './budget.ts'

const paging = { style: 'cursor', size: 'n', token: 'c', next: 'next', maxSize: 10, walkLimit: 10_000 } as const

/** A vendor of short pages without end: a hub page is filled up by as many calls as it takes. */
async function open(t: TestContext, { budget, delay = 0, row = {} }: { budget: BudgetLimits; delay?: number; row?: object }) {
  const vendor = await startVendor(t, async ({ query }) => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    return { body: { rows: [row], next: String(Number(query.get('c') ?? 0) + 1) } }
  })
  const document = describeElement([{ path: '/rows', rootKey: 'rows', octet: { paging } }])
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url } })
  return { vendor, call: createCaller(openParts(t, { budget }), instance) }
}

test('a walk ends when the time of the hub call is over, whatever each vendor call takes', async (t) => {
  const { vendor, call } = await open(t, { budget: { time: 300, size: 1_000_000 }, delay: 50 })
  const started = performance.now()
  await assert.rejects(call('GET', '/rows', { query: { pageSize: '10', page: '50' } }), {
    status: 502,
    code: 'vendor-timeout',
    message: /0\.3 s/,
  })
  assert.ok(performance.now() - started < 2000)
  assert.ok(vendor.asked.length < 10)
})

test('a walk ends when the answers of the vendor are too large together', async (t) => {
  const { vendor, call } = await open(t, { budget: { time: 60_000, size: 2 * 1024 * 1024 }, row: { x: 'x'.repeat(300_000) } })
  await assert.rejects(call('GET', '/rows', { query: { pageSize: '10' } }), { status: 502, code: 'vendor-unreadable', message: /2 MB/ })
  assert.equal(vendor.asked.length, 7)
})

test('within its budget a walk is answered', async (t) => {
  const { call } = await open(t, { budget: { time: 60_000, size: 1_000_000 } })
  assert.equal((await call('GET', '/rows', { query: { pageSize: '5' } })).headers['Elements-Returned-Count'], '5')
})
