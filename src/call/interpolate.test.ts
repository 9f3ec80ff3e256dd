// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places of an element document look like JavaScript's
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { ResourceDocument } from '../elements/document/element-document.ts'

const secret = 'very-secret-key'
const refused = { status: 400, code: 'invalid-configuration', message: /secret\.key/ }

function open(configuration: Record<string, string>, resource: Partial<ResourceDocument> = {}) {
  const instance = createInstance(describeElement([resource]), { configuration: { 'secret.key': secret, ...configuration } })
  return (parts: ReturnType<typeof openParts>) => createCaller(parts, instance)('GET', '/rows')
}

for (const place of ['{secret.key}', '${secret.key}', '${configuration.secret.key}']) {
  for (const url of [
    `https://vendor.example/${place}`,
    `https://${place}.vendor.example`,
    `${place}/x`,
    `https://vendor.example?key=${place}`,
  ]) {
    test(`a secret does not go into a URL: base.url ${url}`, async (t) => {
      await assert.rejects(open({ 'base.url': url })(openParts(t)), refused)
    })
  }
}

test('a secret does not go into a vendor path that names it', async (t) => {
  await assert.rejects(
    open({ 'base.url': 'https://vendor.example' }, { vendorPath: '/${configuration.secret.key}' })(openParts(t)),
    refused,
  )
})

for (const [type, name] of [
  ['configuration', 'secret.key'],
  ['value', '${configuration.secret.key}'],
] as const) {
  const parameters = [{ name, vendorName: 'place', type, vendorType: 'path' }]

  test(`a parameter (${type}) takes a secret into path and query of the URL, where vendors want their keys`, async (t) => {
    const vendor = await startVendor(t, () => ({ body: {} }))
    const parts = openParts(t)
    await open({ 'base.url': vendor.url }, { vendorPath: '/a/{place}', parameters })(parts)
    await open({ 'base.url': `${vendor.url}/query?apikey={place}` }, { vendorPath: '&f=1', parameters })(parts)
    assert.deepEqual(
      vendor.asked.map(({ url }) => url),
      [`/a/${secret}`, `/query?apikey=${secret}&f=1`],
    )
  })

  test(`and never into the host (${type})`, async (t) => {
    const parts = openParts(t)
    for (const base of ['https://{place}.vendor.example', '{place}/x', 'https://vendor.example{place}']) {
      await assert.rejects(open({ 'base.url': base }, { parameters })(parts), { ...refused, message: /place/ })
    }
    await assert.rejects(open({ 'base.url': 'https://a' }, { vendorPath: 'https://{place}.example/x', parameters })(parts), {
      ...refused,
      message: /place/,
    })
  })
}

test('headers and declared query parameters may hold secrets: that is how vendors take API keys', async (t) => {
  const vendor = await startVendor(t, () => ({ body: {} }))
  const parameters = [
    { name: 'secret.key', vendorName: 'key', type: 'configuration', vendorType: 'query' },
    { name: 'Key ${configuration.secret.key}', vendorName: 'X-Key', type: 'value', vendorType: 'header' },
  ]
  await open({ 'base.url': vendor.url }, { parameters })(openParts(t))
  assert.equal(vendor.asked[0]?.query.get('key'), secret)
  assert.equal(vendor.asked[0]?.headers['x-key'], `Key ${secret}`)
})

for (const name of ['constructor', '__proto__', 'toString']) {
  test(`what every object has is no value of a place: ${name}`, async (t) => {
    const missing = { status: 400, code: 'missing-configuration', message: new RegExp(name) }
    const parts = openParts(t)
    await assert.rejects(open({ 'base.url': `https://vendor.example/{${name}}` })(parts), missing)
    await assert.rejects(open({ 'base.url': `https://vendor.example/\${${name}}` })(parts), missing)
    const required = { status: 400, code: 'parameter-required' }
    await assert.rejects(open({ 'base.url': 'https://vendor.example' }, { vendorPath: `/{${name}}` })(parts), required)
  })
}
