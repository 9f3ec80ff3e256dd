import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { type Asking, createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../test/vendor.ts'
import type { ElementDocument, ResourceDocument } from '../elements/document/element-document.ts'
import type { Method } from '../lib/hub-request.ts'

interface Scene {
  readonly resource?: Partial<ResourceDocument>
  readonly element?: Partial<ElementDocument>
  readonly answer?: (asked: Asked) => Answer
  readonly configuration?: Record<string, string>
}

/** A document without anything of ours in it, as others export it. */
async function open(t: TestContext, { resource = {}, element = {}, answer, configuration = {} }: Scene) {
  const vendor = await startVendor(t, answer ?? (() => ({ body: [] })))
  const instance = createInstance(describeElement([resource], element), { configuration: { 'base.url': vendor.url, ...configuration } })
  const call = createCaller(openParts(t), instance)
  const path = resource.path ?? '/rows'
  return { ...vendor, call: (asking: Asking = {}) => call((resource.method ?? 'GET') as Method, path, asking) }
}

const query = (name: string, vendorName = name) => ({ name, vendorName, type: 'query', vendorType: 'query' })
const rows = (count: number, from = 1) => Array.from({ length: count }, (_, index) => ({ id: from + index }))
const ids = (value: unknown) => (value as { id: number }[]).map(({ id }) => id)

test('what the document does not declare is not sent: query, headers, a where neither, of which the client is told', async (t) => {
  const { call, asked } = await open(t, { resource: { parameters: [query('q', 'search')] } })
  const response = await call({
    query: { q: 'a', other: 'b', where: "x='1'", page: '2' },
    headers: { 'x-mine': 'c', authorization: 'User u' },
  })
  assert.equal(asked[0]!.url, '/rows?search=a')
  assert.deepEqual([asked[0]!.headers['x-mine'], asked[0]!.headers.authorization], [undefined, undefined])
  assert.match(response.headers['Elements-Error'] ?? '', /where is not applied/)
})

test('a GET that the vendor wants as POST sends its fields as a body', async (t) => {
  const parameters = [{ name: 'from', vendorName: 'range.from', type: 'query', vendorType: 'bodyField' }]
  const { call, asked } = await open(t, { resource: { vendorMethod: 'POST', parameters } })
  await call({ query: { from: 'May' } })
  assert.deepEqual([asked[0]!.method, JSON.parse(asked[0]!.body)], ['POST', { range: { from: 'May' } }])
})

test('both halves of a root: the request is wrapped, the answer unwrapped; one that does not resolve leaves it as it is', async (t) => {
  const parameters = [{ name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' }]
  const resource = { method: 'POST', rootKey: 'values|data[0].items[*]', parameters }
  const wrapped = await open(t, { resource, answer: () => ({ body: { data: [{ items: rows(2) }] } }) })
  assert.deepEqual(readJson(await wrapped.call({ json: { a: 1 } })), rows(2))
  assert.deepEqual(JSON.parse(wrapped.asked[0]!.body), { values: { a: 1 } })
  const left = await open(t, { resource, answer: () => ({ body: { other: 1 } }) })
  assert.deepEqual(readJson(await left.call({ json: {} })), { other: 1 })
  const strange = await open(t, { resource: { rootKey: 'a[b' }, answer: () => ({ body: { a: 1 } }) })
  assert.deepEqual(readJson(await strange.call()), { a: 1 })
})

test('XML answers are values; a refusal in XML and a SOAP fault are refusals in the vendor’s words', async (t) => {
  const xml = (body: string, status = 200) => ({ status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body })
  const resource = { method: 'POST', rootKey: '|s:Envelope.s:Body' }
  const soap = { protocolType: 'soap' }
  const sum = await open(t, { resource, element: soap, answer: () => xml('<s:Envelope><s:Body><Sum>7</Sum></s:Body></s:Envelope>') })
  assert.deepEqual(readJson(await sum.call()), { Sum: 7 })
  const fault =
    '<s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>no such sum</faultstring></s:Fault></s:Body></s:Envelope>'
  for (const status of [200, 500]) {
    const { call } = await open(t, { resource, element: soap, answer: () => xml(fault, status) })
    await assert.rejects(call(), { status: 400, providerMessage: 'no such sum' })
    const hooks = [{ type: 'postRequest', body: 'done()' }]
    const hooked = await open(t, { resource: { ...resource, hooks }, element: soap, answer: () => xml(fault, status) })
    await assert.rejects(hooked.call(), { status: 400, providerMessage: 'no such sum' })
  }
})

test('pages of a vendor that counts from 0 are asked as it counts, and full ones have a next', async (t) => {
  const configuration = { 'pagination.type': 'page', 'pagination.page.startindex': '0', 'pagination.max': '50' }
  const parameters = [query('page', 'p'), query('pageSize', 'n')]
  const answer = ({ query: asked }: Asked) => ({ body: rows(Number(asked.get('n')), Number(asked.get('p')) * Number(asked.get('n')) + 1) })
  const { call, asked } = await open(t, { resource: { parameters }, answer, configuration })
  const first = await call({ query: { pageSize: '2' } })
  const token = first.headers['Elements-Next-Page-Token']!
  const second = await call({ query: { pageSize: '2', page: '9', nextPage: token } })
  assert.deepEqual(
    [ids(readJson(first)), ids(readJson(second))],
    [
      [1, 2],
      [3, 4],
    ],
  )
  assert.deepEqual(
    asked.map(({ url }) => url),
    ['/rows?p=0&n=2', '/rows?p=1&n=2'],
  )
})

test('a vendor without pages is asked once a page, and its rows are cut', async (t) => {
  const { call, asked } = await open(t, { resource: { paginationType: 'VENDOR_NOT_SUPPORTED' }, answer: () => ({ body: rows(5) }) })
  const second = await call({ query: { pageSize: '2', page: '2' } })
  assert.deepEqual(ids(readJson(second)), [3, 4])
  assert.equal(second.headers['Elements-Total-Count'], '5')
  const third = await call({ query: { pageSize: '2', nextPage: second.headers['Elements-Next-Page-Token']! } })
  assert.deepEqual([ids(readJson(third)), third.headers['Elements-Next-Page-Token']], [[5], undefined])
  assert.equal(asked[0]!.url, '/rows')
})

test('a cursor is read where nextPageKey says, before the root is taken', async (t) => {
  const parameters = [query('nextPage', 'after'), query('pageSize', 'first')]
  const resource = { rootKey: '|data', nextPageKey: 'body.page.next?cursor', parameters }
  const answer = ({ query: asked }: Asked) => ({
    body: { data: rows(1, asked.get('after') === 'c2' ? 2 : 1), page: asked.has('after') ? {} : { next: 'https://v/x?cursor=c2' } },
  })
  const { call } = await open(t, { resource, answer, configuration: { 'pagination.type': 'cursor' } })
  const first = await call({ query: { pageSize: '1' } })
  const second = await call({ query: { pageSize: '1', nextPage: first.headers['Elements-Next-Page-Token']! } })
  assert.deepEqual([...ids(readJson(first)), ...ids(readJson(second)), second.headers['Elements-Next-Page-Token']], [1, 2, undefined])
})

test('a list of an OData vendor without a root is the list', async (t) => {
  const { call } = await open(t, { element: { protocolType: 'odata' }, answer: () => ({ body: { d: { results: rows(2) } } }) })
  assert.deepEqual(ids(readJson(await call())), [1, 2])
})

const wide = () => ({ body: [{ id: 1, name: 'a', note: null, size: { w: 1, h: 2 } }] })
const selections: readonly (readonly [string, Record<string, string>, string | undefined, boolean, unknown])[] = [
  ['fields picks', {}, 'id,size.w', false, [{ id: 1, size: { w: 1 } }]],
  ['allow.select.fields=false leaves all', { 'allow.select.fields': 'false' }, 'id', false, [{ id: 1, name: 'a', size: { w: 1, h: 2 } }]],
  ['fields of the vendor’s own are its business', {}, 'id{x}', true, [{ id: 1, name: 'a', size: { w: 1, h: 2 } }]],
  ['unless the element allows it', { 'allow.select.fields': 'true' }, 'id', true, [{ id: 1 }]],
  [
    'defaults of the object stand in for fields',
    { 'allow.select.fields': 'true', 'default.select.fields.map': '{"rows":"name"}' },
    undefined,
    false,
    [{ name: 'a' }],
  ],
]
for (const [name, configuration, fields, isDeclared, expected] of selections) {
  test(`${name}: ${fields}`, async (t) => {
    const parameters = isDeclared ? [query('fields')] : []
    const { call } = await open(t, { resource: { parameters }, answer: wide, configuration })
    assert.deepEqual(readJson(await call(fields === undefined ? {} : { query: { fields } })), expected)
  })
}

test('nulls are left out unless the instance keeps them', async (t) => {
  const { call } = await open(t, { answer: wide, configuration: { 'filter.response.nulls': 'false' } })
  assert.equal(readJson<{ note: null }[]>(await call())[0]!.note, null)
})

test('JSON that goes to a vendor of another language is written in it', async (t) => {
  const whole = { name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' }
  const typed = (type: string) => [whole, { name: type, vendorName: 'Content-Type', type: 'value', vendorType: 'header' }]
  for (const [type, body] of [
    ['application/xml', '<a><b>1 &amp; 2</b></a>'],
    ['application/x-www-form-urlencoded', 'a%5Bb%5D=1+%26+2'],
    ['application/vnd.api+json', '{"a":{"b":"1 & 2"}}'],
  ] as const) {
    const { call, asked } = await open(t, { resource: { method: 'POST', parameters: typed(type) } })
    await call({ json: { a: { b: '1 & 2' } } })
    assert.deepEqual([asked[0]!.headers['content-type'], asked[0]!.body], [type, body])
  }
})

test('the Content-Type that an element gives to every call gives way to the body that there is', async (t) => {
  const json = { name: 'application/json', vendorName: 'Content-Type', type: 'value', vendorType: 'header' }
  const parameters = [{ name: 'x', vendorName: 'a', type: 'value', vendorType: 'form' }]
  const { call, asked } = await open(t, { resource: { method: 'POST', parameters }, element: { parameters: [json] } })
  await call()
  assert.deepEqual([asked[0]!.headers['content-type'], asked[0]!.body], ['application/x-www-form-urlencoded', 'a=x'])
})

test('fields of a form that a client sends go where fields of a body do', async (t) => {
  const parameters = [
    { name: 'title', vendorName: 't', type: 'form', vendorType: 'form' },
    { name: 'owner', vendorName: 'o', type: 'bodyField', vendorType: 'form' },
    { name: 'kind', vendorName: 'X-Kind', type: 'bodyField', vendorType: 'header' },
  ]
  const { call, asked } = await open(t, { resource: { method: 'POST', parameters } })
  const form = 'title=A%26B&owner=Ada&kind=x&other=1'
  await call({ body: { kind: 'text', text: form, contentType: 'application/x-www-form-urlencoded' } })
  const streamed = (text: string, contentType: string) =>
    ({ kind: 'stream', stream: Readable.from([Buffer.from(text)]), contentType }) as const
  await call({ body: streamed(form, 'application/x-www-form-urlencoded; charset=utf-8') })
  const part = (name: string, value: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const parts = `${part('title', 'A&B')}${part('owner', 'Ada')}${part('kind', 'x')}${part('other', '1')}--b--\r\n`
  await call({ body: streamed(parts, 'multipart/form-data; boundary=b') })
  await call({ json: { title: 'A&B', owner: 'Ada', kind: 'x', other: 1 } })
  for (const { body, headers } of asked) {
    assert.deepEqual([body, headers['content-type'], headers['x-kind']], ['t=A%26B&o=Ada', 'application/x-www-form-urlencoded', 'x'])
  }
  assert.equal(asked.length, 4)
})

test('a file of a multipart body goes where a field of the body is said to go', async (t) => {
  const parameters = [
    { name: 'title', vendorName: 't', type: 'form', vendorType: 'form' },
    { name: 'upload', vendorName: 'u', type: 'bodyField', vendorType: 'form' },
  ]
  const { call, asked } = await open(t, { resource: { method: 'POST', parameters } })
  const body = `--b\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nall of it\r\n--b--\r\n`
  await call({ body: { kind: 'stream', stream: Readable.from([Buffer.from(body)]), contentType: 'multipart/form-data; boundary=b' } })
  assert.match(asked[0]!.headers['content-type'] ?? '', /^multipart\/form-data/)
  assert.match(asked[0]!.body, /name="u"; filename="a\.txt"[\s\S]*all of it/)
})

test('trap 22: a where that is none is refused although the resource takes none', async (t) => {
  const { call, asked } = await open(t, {})
  for (const where of ["name = 'a", 'name =', '= 5 and', ' and ']) {
    await assert.rejects(call({ query: { where } }), { status: 400, code: 'query-malformed' }, where)
  }
  assert.equal(asked.length, 0)
  assert.match((await call({ query: { where: "name = 'a'" } })).headers['Elements-Error'] ?? '', /where is not applied/)
})

test('a where that its hooks cannot see is refused before the vendor is asked, in a chain and after a write too', async (t) => {
  const hooks = [{ type: 'postRequest', body: 'done({ response_body: { seen: request_expression } })' }]
  for (const method of ['GET', 'POST'] as const) {
    const { call, asked } = await open(t, { resource: { method, hooks } })
    const or = call({ query: { where: "a = '1' or b = '2'" } })
    await assert.rejects(or, { status: 400, code: 'expression-not-supported' })
    await assert.rejects(call({ query: { where: 'a =' } }), { status: 400, code: 'query-malformed' })
    assert.equal(asked.length, 0)
    const seen = { seen: [{ attribute: 'a', operator: '=', value: '1' }] }
    assert.deepEqual(readJson(await call({ query: { where: "a = '1'" } })), seen)
  }
  const vendor = await startVendor(t, () => ({ body: {} }))
  const chain = [
    { method: 'POST', path: '/rows', nextResource: 'GET:/hubs/crm/rows/more' },
    { method: 'GET', path: '/rows/more', hooks },
  ]
  const instance = createInstance(describeElement(chain), { configuration: { 'base.url': vendor.url } })
  const call = createCaller(openParts(t), instance)
  await assert.rejects(call('POST', '/rows', { json: {}, query: { where: "a = '1' or b = '2'" } }), { code: 'expression-not-supported' })
  assert.equal(vendor.asked.length, 0)
})

test('a template with a helper in it still takes every value as a value', async (t) => {
  const post = (template: string) => ({
    method: 'POST',
    parameters: [{ name: template, vendorName: 'body', type: 'value', vendorType: 'body' }],
  })
  const configuration = { user: 'Ada', odd: '"<&>{user}', encoded: Buffer.from('"<b>').toString('base64') }
  const encoded = Buffer.from('Ada:"<&>{user}').toString('base64')
  const cases = [
    [`{"a":"\${configuration.odd}","b":CE.b64(\${user}:\${odd})}`, JSON.stringify({ a: configuration.odd, b: encoded })],
    [`<r k="CE.b64(\${user}:\${odd})">\${odd}</r>`, `<r k="${encoded}">&quot;&lt;&amp;&gt;{user}</r>`],
    [`a=\${odd}&b=CE.b64(\${user}:\${odd})`, `a=${encodeURIComponent(configuration.odd)}&b=${encodeURIComponent(encoded)}`],
    [`{"a":"CE.decode64(\${encoded})"}`, '{"a":"\\"<b>"}'],
  ] as const
  for (const [template, body] of cases) {
    const { call, asked } = await open(t, { resource: post(template), configuration })
    await call({ json: {} })
    assert.equal(asked[0]!.body, body, template)
  }
})
