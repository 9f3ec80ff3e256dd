// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places of an element document look like JavaScript's
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { type Asked, startVendor } from '../../test/vendor.ts'
import type { ParameterDocument, ResourceDocument } from '../elements/document/element-document.ts'
import type { HubRequest } from '../lib/hub-request.ts'

type Sent = Asked & { readonly kept: Record<string, string | null> }
type Part = readonly [type: string, vendorType: string, name: string, source?: 'request' | 'response']

interface Scene {
  readonly resource?: Partial<ResourceDocument>
  readonly elementWide?: ParameterDocument[]
  readonly json?: unknown
  readonly body?: HubRequest['body']
  readonly answer?: { readonly headers?: Record<string, string>; readonly body?: unknown }
}

/** Calls `POST /rows/seven?q=from-query` with these parameters and gives what the vendor saw and what was kept. */
async function send(t: TestContext, parameters: readonly ParameterDocument[], scene: Scene = {}): Promise<Sent> {
  const vendor = await startVendor(t, () => scene.answer ?? { body: {} })
  const vendorPath = parameters.some(({ vendorType }) => vendorType === 'path') ? '/v/{there}' : '/v/x'
  const document = describeElement([{ method: 'POST', path: '/rows/{id}', vendorPath, ...scene.resource, parameters: [...parameters] }], {
    parameters: scene.elementWide ?? [],
  })
  const kept: Record<string, string | null> = {}
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url, 'tenant.name': 'acme', user: 'ann', pin: 'p&<1' } })
  const keeping = { ...instance, keep: async (changes: object) => void Object.assign(kept, changes) }
  await createCaller(openParts(t), keeping)('POST', '/rows/seven', {
    query: { q: 'from-query', list: ['a', 'b'], where: "a='1' AND b='x y'" },
    headers: { 'x-mine': 'from-header' },
    ...(scene.body === undefined ? { json: scene.json ?? { deep: { field: 'from-body' }, single: 'one' } } : { body: scene.body }),
  })
  return { ...vendor.asked[0]!, kept }
}

const parameter = ([type, vendorType, name, source]: Part, more: Partial<ParameterDocument> = {}): ParameterDocument => ({
  name,
  vendorName: 'there',
  type,
  vendorType,
  ...(source !== undefined && { source }),
  ...more,
})

const form = 'application/x-www-form-urlencoded'
const multipart = (parts: Record<string, string>, file?: string) => {
  const fields = Object.entries(parts).map(([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  const content = `--B\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${file}\r\n`
  const text = `${fields.join('')}${file === undefined ? '' : content}--B--\r\n`
  return { kind: 'stream', stream: Readable.from([Buffer.from(text)]), contentType: 'multipart/form-data; boundary=B' } as const
}

/** Every combination of source, type and vendorType that real documents hold, and how the vendor sees it. */
const cases: { part: Part; read: (sent: Sent) => unknown; expected: unknown; scene?: Scene; beside?: ParameterDocument[] }[] = []

function add(
  part: Part,
  read: (sent: Sent) => unknown,
  expected: unknown,
  more: { scene?: Scene; beside?: ParameterDocument[] } = {},
): void {
  cases.push({ part, read, expected, ...more })
}

const query = (sent: Sent) => sent.query.get('there')
const path = (sent: Sent) => sent.path.split('/').at(-1)
const header = (sent: Sent) => sent.headers['there']
const field = (sent: Sent) => JSON.parse(sent.body).there
const formField = (sent: Sent) => new URLSearchParams(sent.body).get('there')
const nothing = (sent: Sent) => [sent.body, [...sent.query], sent.headers['there']]
const template = (text: string) => [{ name: text, vendorName: 'body', type: 'value', vendorType: 'body' }]
const xml = template('<a>{there}</a>')

add(['query', 'query', 'q'], query, 'from-query')
add(['query', 'path', 'q'], path, 'from-query')
add(['query', 'header', 'q'], header, 'from-query')
add(['query', 'form', 'q'], formField, 'from-query')
add(['query', 'bodyField', 'q'], field, 'from-query')
add(['query', 'bodyToken', 'q'], (sent) => sent.body, '<a>from-query</a>', { beside: xml })
add(['query', 'no-op', 'q'], nothing, ['', [], undefined], { scene: { body: { kind: 'empty' } } })
add(['path', 'path', 'id'], path, 'seven')
add(['path', 'query', 'id'], query, 'seven')
add(['path', 'form', 'id'], formField, 'seven')
add(['path', 'bodyField', 'id'], field, 'seven')
add(['path', 'bodyToken', 'id'], (sent) => sent.body, '<a>seven</a>', { beside: xml })
add(['path', 'no-op', 'id'], nothing, ['', [], undefined], { scene: { body: { kind: 'empty' } } })
add(['header', 'header', 'X-Mine'], header, 'from-header')
add(['value', 'header', 'Key CE.b64(${configuration.user}:${configuration.pin})'], header, `Key ${btoa('ann:p&<1')}`)
add(['value', 'query', 'fixed ${configuration.tenant.name}'], query, 'fixed acme')
add(['value', 'path', 'fixed-${configuration.tenant.name}'], path, 'fixed-acme')
add(['value', 'form', 'x'], formField, 'x')
add(['value', 'bodyToken', 'x<y'], (sent) => sent.body, '<a>x&lt;y</a>', { beside: xml })
add(['value', 'body', '<a pin="${configuration.pin}">{q}</a>'], (sent) => sent.body, '<a pin="p&amp;&lt;1"></a>')
add(['configuration', 'header', 'tenant.name'], header, 'acme')
add(['configuration', 'query', 'tenant.name'], query, 'acme')
add(['configuration', 'path', 'tenant.name'], path, 'acme')
add(['configuration', 'form', 'tenant.name'], formField, 'acme')
add(['configuration', 'bodyField', 'tenant.name'], field, 'acme')
add(['configuration', 'bodyToken', 'pin'], (sent) => sent.body, '<a>p&amp;&lt;1</a>', { beside: xml })
add(['body', 'body', 'body'], (sent) => JSON.parse(sent.body), { any: [1] }, { scene: { json: { any: [1] } } })
add(['body', 'query', 'single'], query, 'one')
add(['body', 'query', 'other'], (sent) => [...sent.query].flat(), ['a', '1', 'b', '2'], { scene: { json: { a: 1, b: '2' } } })
add(['body', 'form', 'body'], (sent) => sent.body, 'a=1&b%5Bc%5D=2', { scene: { json: { a: 1, b: { c: 2 } } } })
add(
  ['body', 'bodyToken', 'payload'],
  (sent) => JSON.parse(sent.body),
  { p: { deep: { field: 'from-body' }, single: 'one' } },
  {
    beside: template('{"p": {there}}'),
  },
)
add(['body', 'bodyToken', 'body'], (sent) => sent.body, '<a>from &lt;me&gt;</a><b>2</b>', {
  scene: { json: { intA: 'from <me>', intB: 2 } },
  beside: template('<a>{intA}</a><b>{intB}</b>'),
})
add(['body', 'no-op', 'body'], (sent) => sent.body, '')
add(['bodyField', 'path', 'deep.field'], path, 'from-body')
add(['bodyField', 'query', 'deep.field'], query, 'from-body')
add(['bodyField', 'header', 'deep.field'], header, 'from-body')
add(['bodyField', 'bodyField', 'deep.field'], field, 'from-body')
add(['form', 'form', 'f'], formField, 'in a form', { scene: { body: { kind: 'text', text: 'f=in+a+form', contentType: form } } })
add(['multipart', 'form', 'f'], (sent) => sent.body.includes('name="there"\r\n\r\nin a part'), true, {
  scene: { body: multipart({ f: 'in a part' }) },
  beside: [{ name: 'multipart/form-data', vendorName: 'Content-Type', type: 'value', vendorType: 'header' }],
})
add(['multipart', 'multipart', 'file'], (sent) => /name="there"; filename="a\.txt"[\s\S]*content/.test(sent.body), true, {
  scene: { body: multipart({}, 'content') },
})
for (const [name, value] of [
  ['file.filename', 'a.txt'],
  ['file.contentType', 'text/plain'],
] as const) {
  add(['multipart', 'query', name], (sent) => sent.query.get('there'), value, { scene: { body: multipart({}, 'content') } })
}
add(['multipart', 'body', 'file'], (sent) => [sent.body, sent.headers['content-type']], ['content', 'text/plain'], {
  scene: { body: multipart({}, 'content') },
})
const answer = { headers: { 'x-session': 'in-header' }, body: { token: 'in-body', data: [{ deep: 1 }] } }
add(['configuration', 'body', 'k', 'response'], (sent) => sent.kept, { k: 'in-body' }, { scene: { answer } })
add(['configuration', 'bodyField', 'k', 'response'], (sent) => sent.kept, { k: '1' }, { scene: { answer } })
add(['configuration', 'bodyToken', 'k', 'response'], (sent) => sent.kept, { k: '1' }, { scene: { answer } })
add(['configuration', 'header', 'k', 'response'], (sent) => sent.kept, { k: 'in-header' }, { scene: { answer } })
const places: Readonly<Record<string, string>> = {
  body: 'token',
  bodyField: 'data[0].deep',
  bodyToken: 'data[0].deep',
  header: 'X-Session',
}

for (const { part, read, expected, scene, beside = [] } of cases) {
  const [type, vendorType, name, source = 'request'] = part
  test(`${type} → ${vendorType} (${source}): ${name}`, async (t) => {
    const vendorName = source === 'response' ? places[vendorType]! : 'there'
    assert.deepEqual(read(await send(t, [...beside, parameter(part, { vendorName })], scene)), expected)
  })
}

test('element-wide header → value: the header of that name gets the literal vendorName', async (t) => {
  const oddity = {
    name: 'There',
    vendorName: 'Basic CE.b64(${configuration.user}:${configuration.pin})',
    type: 'header',
    vendorType: 'value',
  }
  assert.equal(header(await send(t, [], { elementWide: [oddity] })), `Basic ${btoa('ann:p&<1')}`)
})

test('a converter turns where into parameters of the vendor, whatever their name', async (t) => {
  const where = { name: 'where', vendorName: 'converter:toQueryParameters', type: 'query', vendorType: 'query' }
  assert.deepEqual(
    [...(await send(t, [where])).query],
    [
      ['a', '1'],
      ['b', 'x y'],
    ],
  )
  const filter = { ...where, vendorName: 'converter:toODataFilter', converter: 'toODataFilter' }
  assert.deepEqual([...(await send(t, [filter])).query], [['$filter', "a eq '1' and b eq 'x y'"]])
})

test('a vendor name that is not there is the client’s own', async (t) => {
  for (const vendorName of [null as never, '', undefined as never]) {
    const sent = await send(t, [{ name: 'q', vendorName, type: 'query', vendorType: 'query' }])
    assert.equal(sent.query.get('q'), 'from-query')
  }
})

test('a repeated query value goes on joined with commas', async (t) => {
  assert.equal(query(await send(t, [parameter(['query', 'query', 'list'])])), 'a,b')
})

test('query parameters that no parameter names are not passed on', async (t) => {
  assert.deepEqual([...(await send(t, [])).query], [])
})

test('a body field gets the JSON type that the document says', async (t) => {
  const typed = (name: string, dataType: string) => ({
    name,
    vendorName: `as.${dataType}`,
    type: 'value',
    vendorType: 'bodyField',
    dataType,
  })
  const names = [typed('12', 'integer'), typed('true', 'boolean'), typed('13', 'string'), typed('x', 'number'), typed('a, b', 'array')]
  const { body } = await send(t, [...names, typed('{"c":1}', 'object')])
  assert.deepEqual(JSON.parse(body).as, { integer: 12, boolean: true, string: '13', number: 'x', array: ['a', 'b'], object: { c: 1 } })
})

test('what the element gives to every call, its resource may give otherwise', async (t) => {
  const given = (name: string) => ({ name, vendorName: 'there', type: 'value', vendorType: 'header' })
  assert.equal(header(await send(t, [], { elementWide: [given('element')] })), 'element')
  assert.equal(header(await send(t, [given('resource')], { elementWide: [given('element')] })), 'resource')
})

test('single fields join a whole body; the client’s own stays as it was', async (t) => {
  const json = { a: 1, b: { d: 2 } }
  const parameters = [
    { name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' },
    { name: 'k', vendorName: 'b.c', type: 'value', vendorType: 'bodyField' },
  ]
  assert.deepEqual(JSON.parse((await send(t, parameters, { json })).body), { a: 1, b: { d: 2, c: 'k' } })
  assert.deepEqual(json, { a: 1, b: { d: 2 } })
})

test('a required value that did not come is named; a header cannot be broken out of', async (t) => {
  await assert.rejects(send(t, [parameter(['query', 'query', 'needed'], { required: true })]), {
    status: 400,
    message: 'Missing required parameter: needed',
  })
  await assert.rejects(send(t, [parameter(['body', 'body', 'body'], { required: true })], { body: { kind: 'empty' } }), {
    message: 'Missing required parameter: body',
  })
  await assert.rejects(send(t, [parameter(['configuration', 'header', 'absent.key'], { required: true })]), {
    code: 'missing-configuration',
  })
  await assert.rejects(send(t, [parameter(['bodyField', 'header', 'h'])], { json: { h: 'a\r\nx-evil: 1' } }), {
    status: 400,
    code: 'invalid-parameter',
  })
})

test('an optional place in the query of a vendor path is left out with its name; one in the path is named', async (t) => {
  const resource = { vendorPath: '/x?a={a}&b={b}&c=1' }
  const given = [{ name: 'q', vendorName: 'b', type: 'query', vendorType: 'path' }]
  assert.equal((await send(t, given, { resource })).url, '/x?b=from-query&c=1')
  await assert.rejects(send(t, [], { resource: { vendorPath: '/x/{a}' } }), { message: 'Missing required parameter: a' })
})

test('a place that no parameter fills is filled by the path variable of its name', async (t) => {
  assert.equal((await send(t, [], { resource: { vendorPath: '/x/{id}' } })).path, '/x/seven')
})
