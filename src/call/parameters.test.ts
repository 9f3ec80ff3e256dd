import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { startVendor } from '../../test/vendor.ts'
import type { ParameterDocument } from '../elements/document/element-document.ts'

type Sent = { query: Record<string, string>; path: string; header: string | undefined; body: string }

/** Every place a value can come from × every place it can go to. */
const sources: Record<string, string> = {
  query: 'q',
  path: 'id',
  header: 'X-Mine',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of element documents
  value: 'fixed-${configuration.tenant.name}',
  configuration: 'tenant.name',
  bodyField: 'deep.field',
}
const came: Record<string, string> = {
  query: 'from-query',
  path: 'seven',
  header: 'from-header',
  value: 'fixed-acme',
  configuration: 'acme',
  bodyField: 'from-body',
}
const places: Record<string, (sent: Sent) => unknown> = {
  query: (sent) => sent.query['there'],
  path: (sent) => sent.path.split('/').at(-1),
  header: (sent) => sent.header,
  bodyField: (sent) => JSON.parse(sent.body).there,
  form: (sent) => new URLSearchParams(sent.body).get('there'),
}

async function send(
  t: Parameters<typeof openParts>[0],
  parameters: ParameterDocument[],
  more: { elementWide?: ParameterDocument[]; json?: unknown } = {},
): Promise<Sent> {
  const vendor = await startVendor(t, () => ({ body: {} }))
  const vendorPath = parameters.some(({ vendorType }) => vendorType === 'path') ? '/v/{there}' : '/v/x'
  const document = describeElement([{ method: 'POST', path: '/rows/{id}', vendorPath, parameters }], { parameters: more.elementWide ?? [] })
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url, 'tenant.name': 'acme' } })
  await createCaller(openParts(t), instance)('POST', '/rows/seven', {
    query: { q: 'from-query', list: ['a', 'b'] },
    headers: { 'x-mine': 'from-header' },
    json: more.json ?? { deep: { field: 'from-body' } },
  })
  const { path, query, headers, body } = vendor.asked[0]!
  return { path, query: Object.fromEntries(query), header: headers['there'] as string | undefined, body }
}

for (const [type, name] of Object.entries(sources)) {
  for (const [vendorType, read] of Object.entries(places)) {
    test(`${type} → ${vendorType}`, async (t) => {
      assert.equal(read(await send(t, [{ name, vendorName: 'there', type, vendorType }])), came[type])
    })
  }
}

test('a repeated query value goes on joined with commas', async (t) => {
  const sent = await send(t, [{ name: 'list', vendorName: 'there', type: 'query', vendorType: 'query' }])
  assert.equal(sent.query['there'], 'a,b')
})

test('query parameters that no parameter names are not passed on', async (t) => {
  assert.deepEqual((await send(t, [])).query, {})
})

test('a body field gets the JSON type that the document says', async (t) => {
  const parameter = (name: string, dataType: string) => ({ name, vendorName: name, type: 'value', vendorType: 'bodyField', dataType })
  const { body } = await send(t, [
    parameter('12', 'integer'),
    parameter('true', 'boolean'),
    parameter('13', 'string'),
    parameter('x', 'number'),
  ])
  assert.deepEqual(JSON.parse(body), { '12': 12, '13': '13', true: true, x: 'x' })
})

test('what the element gives to every call, its resource may give otherwise', async (t) => {
  const header = (name: string) => ({ name, vendorName: 'there', type: 'value', vendorType: 'header' })
  assert.equal((await send(t, [], { elementWide: [header('element')] })).header, 'element')
  assert.equal((await send(t, [header('resource')], { elementWide: [header('element')] })).header, 'resource')
})

test('a required value that did not come is named; a header cannot be broken out of', async (t) => {
  const required = { type: 'query', vendorType: 'query', name: 'needed', required: true }
  await assert.rejects(send(t, [required]), { status: 400, message: 'Missing required parameter: needed' })
  await assert.rejects(send(t, [{ type: 'configuration', vendorType: 'header', name: 'absent.key', required: true }]), {
    code: 'missing-configuration',
  })
  const header = { type: 'bodyField', vendorType: 'header', name: 'h', vendorName: 'there' }
  await assert.rejects(send(t, [header], { json: { h: 'a\r\nx-evil: 1' } }), { status: 400, code: 'invalid-parameter' })
})

test('parameters that read the response, or are kept from the vendor, send nothing', async (t) => {
  const parameters = [
    { name: 'token', vendorName: 'there', type: 'configuration', vendorType: 'header', source: 'response' },
    { name: 'q', vendorName: 'there', type: 'query', vendorType: 'no-op' },
  ]
  const sent = await send(t, parameters)
  assert.equal(sent.header, undefined)
  assert.deepEqual(sent.query, {})
})
