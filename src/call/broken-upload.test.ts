/** Promise: an upload that its client does not finish is the client's error, not the vendor's. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'

const part = (text: string) => `--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n${text}`

for (const [what, text] of Object.entries({ short: part('abc'), long: part('abc'.repeat(200_000)) })) {
  test(`a ${what} file in a multipart body without its end is a 400 in words`, async (t) => {
    const vendor = await startVendor(t, () => ({ body: {} }))
    const parameters = [{ name: 'file', vendorName: 'file', type: 'multipart', vendorType: 'multipart' }]
    const document = describeElement([{ method: 'POST', parameters }])
    const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
    const body = { kind: 'stream' as const, stream: Readable.from([Buffer.from(text)]), contentType: 'multipart/form-data; boundary=B' }
    await assert.rejects(call('POST', '/rows', { body }), { status: 400, code: 'invalid-body', message: /not a whole multipart body/ })
  })
}
