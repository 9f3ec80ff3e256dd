/** Vendor bodies that are handed on as streams: however they end, the process lives and the call's place is free again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import { createCallLimits } from './limits.ts'

for (const coding of ['identity', 'gzip']) {
  for (const end of ['the vendor breaks off', 'the client goes away', 'nobody wants it any more', 'nobody has looked at it yet']) {
    test(`a file (${coding}) that is under way ends well when ${end}`, async (t) => {
      let breakOff = () => {}
      const vendor = await startVendor(t, (asked, response) => {
        if (asked.path === '/ping') return { body: {} }
        response.writeHead(200, { 'content-type': 'application/pdf', 'content-encoding': coding })
        response.write(gzipSync(Buffer.alloc(100_000, 'x')))
        breakOff = () => response.socket?.resetAndDestroy()
        return undefined
      })
      const document = describeElement([
        { path: '/files/{id}', vendorPath: '/files/{id}' },
        { path: '/ping', vendorPath: '/ping' },
      ])
      const parts = openParts(t, { limits: createCallLimits({ perInstance: 1 }) })
      const call = createCaller(parts, createInstance(document, { configuration: { 'base.url': vendor.url } }))
      const client = new AbortController()
      const { body } = await call('GET', '/files/1', { signal: client.signal })
      assert.ok(body.kind === 'stream')
      const { stream } = body
      await assert.rejects(call('GET', '/ping'), { status: 429 })
      const closed = new Promise((resolve) => stream.once('close', resolve))
      if (end !== 'nobody has looked at it yet') stream.once('data', () => {})
      if (end === 'the client goes away') client.abort()
      else if (end === 'nobody wants it any more') stream.destroy()
      else breakOff()
      await closed
      await new Promise((resolve) => setImmediate(resolve))
      assert.equal((await call('GET', '/ping')).status, 200)
    })
  }
}
