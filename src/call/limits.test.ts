import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import { createCallLimits } from './limits.ts'

const tooMany = { status: 429, code: 'too-many-calls', headers: { 'retry-after': '1' } }

test('an instance has so many calls in flight and no more, others go on', () => {
  const limits = createCallLimits({ perInstance: 2, perProcess: 10 })
  const first = limits.acquire(1)
  limits.acquire(1)
  assert.throws(() => limits.acquire(1), tooMany)
  limits.acquire(2)
  first()
  limits.acquire(1)
  assert.throws(() => limits.acquire(1), tooMany)
})

test('the process has so many calls in flight and no more', () => {
  const limits = createCallLimits({ perInstance: 10, perProcess: 2 })
  const first = limits.acquire(1)
  limits.acquire(2)
  assert.throws(() => limits.acquire(3), tooMany)
  first()
  limits.acquire(3)
})

test('a permit is held until the answer is through, and given back when a call fails', async (t) => {
  let broken = false
  const vendor = await startVendor(t, () =>
    broken ? { status: 500 } : { headers: { 'content-type': 'application/pdf' }, body: Buffer.alloc(100_000) },
  )
  const limits = createCallLimits({ perInstance: 1 })
  const document = describeElement([{ path: '/file/{id}', vendorPath: '/' }])
  const call = createCaller(openParts(t, { limits }), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const response = await call('GET', '/file/1')
  await assert.rejects(call('GET', '/file/1'), tooMany)
  assert.ok(response.body.kind === 'stream')
  for await (const _chunk of response.body.stream);
  await new Promise(setImmediate)
  broken = true
  await assert.rejects(call('GET', '/file/1'), { status: 502 })
  await assert.rejects(call('GET', '/file/1'), { status: 502 })
})
