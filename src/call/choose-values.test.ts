import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'

const describeKinds = (list: string) =>
  describeElement(
    [
      {
        path: '/rows',
        parameters: [{ name: 'kind', vendorName: '_type', type: 'query', vendorType: 'query' }],
        octet: { choices: { kind: list } },
      },
    ],
    { octet: { version: 1, values: { kinds: { email: 'Email', lead_merge: 'LeadMerge' } } } },
  )

test('a parameter of some values takes each in any spelling, by the element’s name or the vendor’s', async (t) => {
  const vendor = await startVendor(t, () => ({ body: [] }))
  const instance = createInstance(describeKinds('kinds'), { configuration: { 'base.url': vendor.url } })
  const call = createCaller(openParts(t), instance)
  for (const kind of ['email', 'Email', 'EMAIL', 'lead_merge', 'leadmerge']) await call('GET', '/rows', { query: { kind } })
  await call('GET', '/rows')
  assert.deepEqual(
    vendor.asked.map(({ query }) => query.get('_type')),
    ['Email', 'Email', 'Email', 'LeadMerge', 'LeadMerge', null],
  )
})

test('another value is a 400 that names those there are, and the vendor is not asked', async (t) => {
  const vendor = await startVendor(t, () => ({ body: [] }))
  const instance = createInstance(describeKinds('kinds'), { configuration: { 'base.url': vendor.url } })
  const call = createCaller(openParts(t), instance)
  for (const kind of ['bogus', 'email,call', '']) {
    await assert.rejects(call('GET', '/rows', { query: { kind } }), {
      status: 400,
      message: `Invalid parameter kind: expected one of email, lead_merge, got ${kind}`,
    })
  }
  assert.equal(vendor.asked.length, 0)
})

test('an element that names a list which is not there is refused', () => {
  assert.throws(() => createInstance(describeKinds('nothing')), /no value list is named nothing/)
})
