import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import { openScene } from './hooks/fixtures/scene.ts'

const empty = { kind: 'text', text: '', contentType: 'application/pdf' }

for (const hooks of [[], [{ type: 'postRequest', body: 'done()' }]]) {
  const way = hooks.length === 0 ? 'without hooks' : 'with hooks'

  test(`a file that breaks off before its first byte is the vendor’s failure, ${way}`, async (t) => {
    for (const headers of [{}, { 'content-encoding': 'gzip' }]) {
      const vendor = await startVendor(t, (_asked, response) => {
        response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '1000', ...headers }).flushHeaders()
        setTimeout(() => response.destroy(), 20)
        return undefined
      })
      const instance = createInstance(describeElement([{ hooks }]), { configuration: { 'base.url': vendor.url } })
      await assert.rejects(createCaller(openParts(t), instance)('GET', '/rows'), { status: 502, code: 'vendor-unreachable' })
    }
  })

  test(`a file that is not packed as it says is the vendor’s failure, ${way}`, async (t) => {
    const headers = { 'content-type': 'application/pdf', 'content-encoding': 'gzip' }
    const { call } = await openScene(t, { resource: { hooks }, answer: () => ({ headers, body: Buffer.from('no gzip at all') }) })
    await assert.rejects(call(), { status: 502 })
  })

  test(`an empty file is an empty file, ${way}`, async (t) => {
    const { call } = await openScene(t, {
      resource: { hooks },
      answer: () => ({ headers: { 'content-type': 'application/pdf', 'transfer-encoding': 'chunked' }, body: Buffer.alloc(0) }),
    })
    const { body } = await call()
    assert.deepEqual(body.kind === 'stream' ? await Array.fromAsync(body.stream) : body, hooks.length > 0 ? [] : empty)
  })

  test(`a refusal that nests too deep is a refusal, ${way}`, async (t) => {
    const deep = `{"error":${'['.repeat(30_000)}${']'.repeat(30_000)}}`
    const { call } = await openScene(t, {
      resource: { hooks },
      element: { octet: { version: 1, errors: [{ message: 'error' }] } },
      answer: () => ({ status: 400, headers: { 'content-type': 'application/json' }, body: deep }),
    })
    // To hooks it must be shown whole, which it cannot.
    await assert.rejects(call(), { status: hooks.length === 0 ? 400 : 502 })
  })
}
