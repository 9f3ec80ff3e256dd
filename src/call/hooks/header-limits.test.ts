import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../../test/call-instance.ts'
import { startVendor } from '../../../test/vendor.ts'

const many = "Object.fromEntries(Array.from({ length: 5000 }, function (_, at) { return ['x-' + at, 'v'] }))"
const cases = {
  'more headers than a vendor reads': ['preRequest', `done({ request_vendor_headers: ${many} })`, /at most 200 headers/],
  'a header longer than a vendor reads': [
    'preRequest',
    "done({ request_vendor_headers: { x: 'v'.repeat(300000) } })",
    /at most 32768 characters each/,
  ],
  'more headers than a client reads': ['postRequest', `done({ response_headers: ${many} })`, /at most 200 headers/],
  'a header longer than a client reads': [
    'postRequest',
    "done({ response_headers: { 'Elements-X': 'v'.repeat(9000) } })",
    /at most 8192 characters each/,
  ],
  'headers that together are more than a client reads': [
    'postRequest',
    "done({ response_headers: { 'Elements-A': 'v'.repeat(8000), 'Elements-B': 'v'.repeat(8000), 'Elements-C': 'v'.repeat(8000) } })",
    /at most 16384 characters in all/,
  ],
} as const

for (const [what, [type, body, message]] of Object.entries(cases)) {
  test(`a hook that sets ${what} is refused, and the limit told`, async (t) => {
    const vendor = await startVendor(t, () => ({ body: {} }))
    const document = describeElement([{ hooks: [{ type, body, mimeType: 'application/javascript', isLegacy: false }] }])
    const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
    await assert.rejects(call('GET', '/rows'), { status: 400, code: 'script-result-unfit', message })
  })
}
