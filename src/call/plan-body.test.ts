import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { ElementDocument, ParameterDocument, ResourceDocument } from '../elements/document/element-document.ts'

const toHeader: ParameterDocument = { name: 'kind', vendorName: 'X-Kind', type: 'bodyField', vendorType: 'header' }
const whole: ParameterDocument = { name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' }
const single: ParameterDocument = { name: 'name', vendorName: 'full', type: 'bodyField', vendorType: 'bodyField' }

async function send(t: TestContext, resource: Partial<ResourceDocument>, element: Partial<ElementDocument> = {}) {
  const vendor = await startVendor(t, () => ({ body: {} }))
  const document = describeElement([{ method: 'POST', ...resource }], element)
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  await call('POST', '/rows', { json: { kind: 'x', name: 'Ada' } })
  const { headers, body } = vendor.asked[0]!
  return { kind: headers['x-kind'], body: body === '' ? undefined : JSON.parse(body) }
}

const ours = {
  octet: { version: 1, transformations: { people: { vendorName: 'people', fields: [{ path: 'name', vendorPath: 'full' }] } } },
} as const
const cases: readonly (readonly [what: string, resource: Partial<ResourceDocument>, element: Partial<ElementDocument>, body: unknown])[] = [
  ['is not in the body that a mapping makes without it', { parameters: [toHeader], octet: { object: 'people' } }, ours, { full: 'Ada' }],
  ['stays in a body that goes on whole', { parameters: [toHeader] }, ours, { kind: 'x', name: 'Ada' }],
  ['is not in a body of single fields', { parameters: [toHeader, single] }, ours, { full: 'Ada' }],
  ['stays in the whole body of a document of others', { parameters: [toHeader, whole] }, {}, { kind: 'x', name: 'Ada' }],
  ['is not in what parameters of a document of others make', { parameters: [toHeader, single] }, {}, { full: 'Ada' }],
  ['leaves no body where no parameter of a document of others makes one', { parameters: [toHeader] }, {}, undefined],
]
for (const [what, resource, element, body] of cases) {
  test(`a member of the body that goes to a header ${what}`, async (t) => {
    assert.deepEqual(await send(t, resource, element), { kind: 'x', body })
  })
}
