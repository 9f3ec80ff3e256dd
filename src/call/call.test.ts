import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import {
  type Asking,
  createCaller,
  createInstance,
  describeElement,
  type InstanceOptions,
  openParts,
  readJson,
} from '../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../test/vendor.ts'
import type { ResourceDocument } from '../elements/document/element-document.ts'
import type { ElementOctet } from '../elements/document/octet.ts'
import type { Method } from '../lib/hub-request.ts'

interface Scene {
  readonly resources: readonly Partial<ResourceDocument>[]
  readonly answer?: (asked: Asked) => Answer | undefined
  readonly octet?: Partial<ElementOctet>
  readonly options?: InstanceOptions
}

/** A vendor, an element in front of it, and a way to call. */
async function open(t: TestContext, { resources, answer, octet, options = {} }: Scene) {
  const vendor = await startVendor(t, answer ?? (() => ({ body: {} })))
  const document = describeElement(resources, octet === undefined ? {} : { octet: { version: 1, ...octet } })
  const configuration = { 'base.url': vendor.url, 'secret.key': 'very-secret', ...options.configuration }
  const call = createCaller(openParts(t), createInstance(document, { ...options, configuration }))
  return { ...vendor, call: (method: Method, path: string, asking?: Asking) => call(method, path, asking) }
}

const people = {
  vendorName: 'people',
  fields: [
    { path: 'id', vendorPath: 'key', type: 'number', vendorType: 'string', access: 'read' },
    { path: 'Id', vendorPath: 'key', type: 'number', vendorType: 'string', access: 'read' },
    { path: 'Name', vendorPath: 'full_name' },
    { path: 'City', vendorPath: 'address.city' },
  ],
  refused: { Fax: 'this vendor knows no fax' },
} as const
const peopleOctet = { transformations: { people } }

test('a path that the element does not have is the original’s 400, one with other verbs a 405 that names them', async (t) => {
  const { call, asked } = await open(t, { resources: [{ path: '/rows' }, { path: '/rows', method: 'POST' }] })
  await assert.rejects(call('GET', '/nothing'), { status: 400, message: 'This API is not currently supported for this element' })
  await assert.rejects(call('DELETE', '/rows'), { status: 405, headers: { allow: 'GET, POST' } })
  assert.equal(asked.length, 0)
})

for (const status of [200, 201, 202, 207]) {
  test(`a vendor's ${status} is a 200`, async (t) => {
    const { call } = await open(t, { resources: [{ method: 'POST' }], answer: () => ({ status, body: { key: '1' } }) })
    const response = await call('POST', '/rows', { json: {} })
    assert.equal(response.status, 200)
    assert.deepEqual(readJson(response), { key: '1' })
  })
}

for (const answer of [
  { status: 204 },
  { status: 200, headers: { 'content-length': '0' } },
  { status: 200, headers: { 'content-type': 'application/json' }, body: '' },
]) {
  test(`${JSON.stringify(answer)} is 200 without a body`, async (t) => {
    const { call } = await open(t, {
      resources: [{ method: 'DELETE', path: '/rows/{id}', vendorPath: '/rows/{id}' }],
      answer: () => answer,
    })
    const response = await call('DELETE', '/rows/7')
    assert.equal(response.status, 200)
    assert.deepEqual(response.body, { kind: 'empty' })
  })
}

test('trap 26: what a create answers carries id, whatever the vendor calls it', async (t) => {
  const resources = [{ method: 'POST', octet: { object: 'people' } }]
  const { call } = await open(t, { resources, octet: peopleOctet, answer: () => ({ status: 201, body: { key: '12', full_name: 'Ada' } }) })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Name: 'Ada' } })), { id: 12, Id: 12, Name: 'Ada' })
})

test('a write is mapped, wrapped in the request root, and carries the constants of the resource', async (t) => {
  const resources = [{ method: 'POST', rootKey: 'person|', octet: { object: 'people', body: { kind: 'human' } } }]
  const { call, asked } = await open(t, { resources, octet: peopleOctet, answer: () => ({ body: { key: '1' } }) })
  await call('POST', '/rows', { json: { Name: 'Ada', City: 'Paris' } })
  assert.deepEqual(JSON.parse(asked[0]!.body), { person: { full_name: 'Ada', address: { city: 'Paris' }, kind: 'human' } })
  assert.equal(asked[0]!.headers['content-type'], 'application/json')
})

test('fields that go nowhere are named in Elements-Error, fields that the vendor gave up are refused', async (t) => {
  const resources = [{ method: 'POST', octet: { object: 'people' } }]
  const { call, asked } = await open(t, { resources, octet: peopleOctet })
  const response = await call('POST', '/rows', { json: { Name: 'Ada', Shoe: 38, id: 5 } })
  assert.equal(response.headers['Elements-Error'], 'Ignored fields: Shoe, id')
  await assert.rejects(call('POST', '/rows', { json: { Fax: '1' } }), { status: 400, message: /Fax: this vendor knows no fax/ })
  assert.equal(asked.length, 1)
})

test('a record that was read and is sent back has nothing to be told of what only the vendor sets', async (t) => {
  const resources = [{ method: 'PATCH', path: '/rows/{id}', octet: { object: 'people' } }]
  const { call } = await open(t, { resources, octet: peopleOctet })
  const told = async (json: object) => (await call('PATCH', '/rows/5', { json })).headers['Elements-Error']
  assert.equal(await told({ Name: 'Ada', id: 5 }), undefined)
  assert.equal(await told({ Name: 'Ada', id: 5, Shoe: 38 }), 'Ignored fields: Shoe')
  assert.equal(await told({ Name: 'Ada', id: 6 }), 'Ignored fields: id')
})

for (const id of ['model', '-1', '1.0', '1;x']) {
  test(`an id that no record can have (${JSON.stringify(id)}) is 404, and the vendor is not asked`, async (t) => {
    const octet = { version: 1, pathParameters: { id: { pattern: '^[0-9]+$' } } } as const
    const resources = [{ path: '/rows/{id}/parts/{part}' }, { path: '/rows/{id}', method: 'DELETE' }, { path: '/rows' }]
    const { call, asked } = await open(t, { resources, octet })
    const missing = { status: 404, code: 'no-record', message: `No rows found with ID ${id}` }
    await assert.rejects(call('GET', `/rows/${id}/parts/x`), missing)
    await assert.rejects(call('DELETE', `/rows/${id}`), missing)
    await call('GET', '/rows/7/parts/anything')
    assert.equal(asked.length, 1)
  })
}

test('what a write needs is asked for before the vendor is', async (t) => {
  const requires = [{ anyOf: ['Name', 'City'], message: 'Send Name or City' }]
  const resources = [{ method: 'POST', octet: { object: 'people', requires } }]
  const { call, asked } = await open(t, { resources, octet: peopleOctet })
  for (const asking of [{ json: { Name: '' } }, { json: { City: null } }, { json: null }, {}]) {
    await assert.rejects(call('POST', '/rows', asking), { status: 400, message: 'Send Name or City' })
  }
  await call('POST', '/rows', { json: { City: 'Paris' } })
  assert.equal(asked.length, 1)
})

test('a mapped write takes a JSON object and nothing else', async (t) => {
  const { call } = await open(t, { resources: [{ method: 'POST', octet: { object: 'people' } }], octet: peopleOctet })
  await assert.rejects(call('POST', '/rows', { json: [1] }), { status: 400, message: /expected a JSON object, got an array/ })
  await assert.rejects(call('POST', '/rows', { json: 'x' }), { status: 400, message: /expected a JSON object, got a string/ })
  const body = { kind: 'text', text: '<a/>', contentType: 'text/xml' } as const
  await assert.rejects(call('POST', '/rows', { body }), { status: 415, message: /text\/xml/ })
})

test('the answer is unwrapped at the response root; a root that does not resolve leaves the body as it is', async (t) => {
  const resources = [
    { path: '/here/{id}', vendorPath: '/here', rootKey: 'data.item' },
    { path: '/away/{id}', vendorPath: '/away', rootKey: 'data.item' },
  ]
  const { call } = await open(t, {
    resources,
    answer: ({ path }) => ({ body: path === '/here' ? { data: { item: { a: 1 } } } : { b: 2 } }),
  })
  assert.deepEqual(readJson(await call('GET', '/here/1')), { a: 1 })
  assert.deepEqual(readJson(await call('GET', '/away/1')), { b: 2 })
})

test('nulls are left out, at every depth, unless filter.response.nulls is false', async (t) => {
  const body = { key: '1', full_name: null, address: { city: null, zip: 1 } }
  const resources = [
    { path: '/plain/{id}', vendorPath: '/' },
    { path: '/mapped/{id}', vendorPath: '/', octet: { object: 'people' } },
  ]
  const answers = async (configuration: Record<string, string>) => {
    const { call } = await open(t, { resources, octet: peopleOctet, answer: () => ({ body }), options: { configuration } })
    return [readJson(await call('GET', '/plain/1')), readJson(await call('GET', '/mapped/1'))]
  }
  assert.deepEqual(await answers({}), [
    { key: '1', address: { zip: 1 } },
    { id: 1, Id: 1 },
  ])
  assert.deepEqual(await answers({ 'filter.response.nulls': 'false' }), [body, { id: 1, Id: 1, Name: null, City: null }])
})

test('fields picks hub fields, nested ones by dots, and nothing that was not asked for', async (t) => {
  const body = { a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 2 }], z: 9 }
  const { call } = await open(t, { resources: [{ path: '/rows/{id}', vendorPath: '/' }], answer: () => ({ body }) })
  const response = await call('GET', '/rows/1', { query: { fields: 'a,b.c,list.x,unknown' } })
  assert.deepEqual(readJson(response), { a: 1, b: { c: 2 }, list: [{ x: 1 }] })
  assert.deepEqual(readJson(await call('GET', '/rows/1', { query: { fields: '*' } })), body)
  await assert.rejects(call('GET', '/rows/1', { query: { fields: 'a b' } }), { status: 400, message: /Error parsing query/ })
})

test('ping answers when and which element, once the vendor has answered', async (t) => {
  let status = 200
  const resources = [{ path: '/ping', vendorPath: '/whoami', octet: { response: 'pong' as const } }]
  const { call } = await open(t, { resources, answer: () => ({ status, body: { email: 'x' } }) })
  const pong = readJson(await call('GET', '/ping'))
  assert.deepEqual(Object.keys(pong), ['dateTime', 'endpoint'])
  assert.equal(pong['endpoint'], 'sample')
  assert.ok(Math.abs(Date.parse(String(pong['dateTime'])) - Date.now()) < 60_000)
  status = 500
  await assert.rejects(call('GET', '/ping'), { status: 502 })
})

const page = { body: '<html><title>Sign in</title></html>', headers: { 'content-type': 'text/html' } }
for (const answer of [
  page,
  { body: 42 },
  { body: 'plain', headers: { 'content-type': 'text/plain' } },
  { body: Buffer.from([1, 2, 3]), headers: { 'content-type': 'application/octet-stream' } },
  { body: { rows: 'a' } },
  { body: { rows: [{ key: '1' }, 'a'] } },
]) {
  test(`a mapped resource answered with ${JSON.stringify(answer.body)} is the vendor’s failure, and nothing of it goes on`, async (t) => {
    const octet = { object: 'people' }
    const resources = [
      { rootKey: 'rows', octet: { ...octet, paging: { style: 'none' as const } } },
      { method: 'POST', rootKey: '|rows', octet },
      { path: '/rows/{id}', rootKey: 'rows', octet },
    ]
    const { call } = await open(t, { resources, octet: peopleOctet, answer: () => answer })
    const refusal = { status: 502, code: 'vendor-unreadable', message: /expected records, got/ }
    await assert.rejects(call('GET', '/rows'), refusal)
    await assert.rejects(call('POST', '/rows', { json: { Name: 'Ada' } }), refusal)
    await assert.rejects(call('GET', '/rows/1'), refusal)
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
}

test('a list that is not mapped may hold texts, but must be a list', async (t) => {
  let body: unknown = ['a', 'b']
  const { call } = await open(t, { resources: [{ octet: { paging: { style: 'none' } } }], answer: () => ({ body }) })
  assert.deepEqual(readJson(await call('GET', '/rows')), ['a', 'b'])
  body = 42
  await assert.rejects(call('GET', '/rows'), { status: 502, code: 'vendor-unreadable' })
})

test('trap 7: a record that a mapping makes never has a message, of which a note tells; a vendor’s own body is passed on as it came', async (t) => {
  let answer: Answer = { body: { message: 'Contact deleted' } }
  const speaking = { ...people, fields: [...people.fields, { path: 'message', vendorPath: 'message' }] }
  const resources = [
    { method: 'DELETE', path: '/rows/{id}', vendorPath: '/r' },
    { method: 'DELETE', path: '/people/{id}', vendorPath: '/r', octet: { object: 'people' } },
    { path: '/speaking/{id}', vendorPath: '/r', octet: { object: 'speaking' } },
    { method: 'DELETE', path: '/speaking/{id}', vendorPath: '/r', octet: { object: 'speaking' } },
    { method: 'POST', path: '/rows', vendorPath: '/r' },
    { path: '/rows/{id}', vendorPath: '/r' },
  ]
  const { call } = await open(t, { resources, octet: { transformations: { people, speaking } }, answer: () => answer })
  assert.deepEqual(readJson(await call('DELETE', '/people/1')), {})
  for (const method of ['GET', 'DELETE'] as const) {
    const spoken = await call(method, '/speaking/1')
    assert.deepEqual(
      [spoken.body, spoken.headers['Elements-Error']],
      [{ kind: 'empty' }, 'message is left out: clients take it for an error'],
    )
  }
  answer = { body: { id: 1, message: 'Contact deleted', inner: { message: 'stays' } } }
  for (const [method, path] of [
    ['DELETE', '/rows/1'],
    ['GET', '/rows/1'],
    ['POST', '/rows'],
  ] as const) {
    const passed = await call(method, path, method === 'POST' ? { json: {} } : {})
    assert.deepEqual([readJson(passed), passed.headers['Elements-Error']], [answer.body, undefined], method)
  }
  answer = { body: 'ok', headers: { 'content-type': 'text/plain' } }
  const text = (await call('DELETE', '/rows/1')).body
  assert.equal(text.kind === 'stream' && Buffer.concat(await Array.fromAsync(text.stream)).toString(), 'ok')
  answer = { body: ['x', 1] }
  assert.deepEqual(readJson(await call('DELETE', '/rows/1')), ['x', 1])
  for (const strange of [
    page,
    { body: 42 },
    { body: 'ok', headers: { 'content-type': 'text/plain' } },
    { body: ['x', 1] },
    { body: Buffer.alloc(9) },
  ]) {
    answer = strange
    assert.deepEqual((await call('DELETE', '/people/1')).body, { kind: 'empty' }, JSON.stringify(strange))
  }
})

for (const answer of [
  { body: '<html><title>Sign in</title></html>', headers: { 'content-type': 'text/html' } },
  { body: 'fine', headers: { 'content-type': 'text/plain' } },
  { body: Buffer.alloc(300_000), headers: { 'content-type': 'application/octet-stream' } },
  { body: '{"half":', headers: { 'content-type': 'application/json' } },
  { status: 204 },
]) {
  test(`ping takes any answer for one: ${answer.headers?.['content-type'] ?? 'none'}`, async (t) => {
    const resources = [{ path: '/ping', vendorPath: '/whoami', octet: { response: 'pong' as const } }]
    const { call } = await open(t, { resources, answer: () => answer })
    assert.equal(readJson(await call('GET', '/ping'))['endpoint'], 'sample')
    // An error without a listener would come now, and end the process.
    await new Promise((resolve) => setTimeout(resolve, 30))
  })
}

test('bodies that are not JSON pass through as they are, both ways', async (t) => {
  const file = Buffer.from([0, 1, 2, 255, 254])
  const headers = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="a.png"' }
  const resources = [{ path: '/files', method: 'POST' as const, vendorPath: '/files' }]
  const { call, asked } = await open(t, { resources, answer: () => ({ headers, body: file }) })
  const body = { kind: 'stream', stream: Readable.from([Buffer.from('up')]), contentType: 'text/csv', length: 2 } as const
  const response = await call('POST', '/files', { body })
  assert.equal(asked[0]!.body, 'up')
  assert.equal(asked[0]!.headers['content-type'], 'text/csv')
  assert.equal(asked[0]!.headers['content-length'], '2')
  assert.ok(response.body.kind === 'stream')
  assert.equal(response.body.contentType, 'image/png')
  assert.equal(response.headers['Content-Disposition'], headers['content-disposition'])
  assert.deepEqual(Buffer.concat(await Array.fromAsync(response.body.stream)), file)
})

test('trap 30: a body on GET and a JSON null on DELETE mean nothing and go nowhere', async (t) => {
  const resources = [
    { path: '/rows/{id}', vendorPath: '/r' },
    { path: '/rows/{id}', method: 'DELETE', vendorPath: '/r' },
  ]
  const { call, asked } = await open(t, { resources })
  await call('GET', '/rows/1', { json: { a: 1 } })
  await call('DELETE', '/rows/1', { json: null })
  assert.deepEqual(
    asked.map(({ body, headers }) => [body, headers['content-type']]),
    [
      ['', undefined],
      ['', undefined],
    ],
  )
})

test('JSON that is none is the vendor’s failure', async (t) => {
  const headers = { 'content-type': 'application/json' }
  const { call } = await open(t, { resources: [{ path: '/rows/{id}' }], answer: () => ({ headers, body: '{"half":' }) })
  await assert.rejects(call('GET', '/rows/1'), { status: 502, code: 'vendor-unreadable' })
})

test('the client that goes away takes the vendor call with it', async (t) => {
  const reached = Promise.withResolvers<void>()
  const dropped = Promise.withResolvers<void>()
  const vendor = await startVendor(t, (_asked, response) => {
    response.on('close', () => dropped.resolve())
    reached.resolve()
    return undefined
  })
  const document = describeElement([{ path: '/rows/{id}' }])
  const call = createCaller(openParts(t), createInstance(document, { configuration: { 'base.url': vendor.url } }))
  const client = new AbortController()
  const pending = call('GET', '/rows/1', { signal: client.signal })
  await reached.promise
  client.abort()
  await assert.rejects(pending, { status: 502 })
  await dropped.promise
})
