/** Writes at vendors that wrap records, answer an outcome inside a 2xx, or nothing but an id. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../test/vendor.ts'
import type { ElementOctet, ResourceOctet } from '../elements/document/octet.ts'

const rows = { vendorName: 'Row', others: 'pass', fields: [{ path: 'id', vendorPath: 'Id', access: 'read' }] } as const
const outcome = {
  path: 'data[0]',
  failed: { member: 'status', notEquals: 'success' },
  message: 'message',
  code: 'code',
  statuses: { DUPLICATE_DATA: 409, INVALID_TOKEN: 401, GONE: 404 },
  id: 'details.id',
} as const

interface Scene {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path?: string
  readonly rootKey?: string
  readonly octet?: ResourceOctet
  readonly element?: Partial<ElementOctet>
  readonly answer?: (asked: Asked) => Answer
  readonly configuration?: Record<string, string>
}

async function open(t: TestContext, scene: Scene) {
  const { method = 'POST', path = '/rows', octet = {}, rootKey, answer = () => ({}), element = {}, configuration = {} } = scene
  const vendor = await startVendor(t, answer)
  const resource = { method, path, vendorPath: path, octet: { object: 'rows', ...octet }, ...(rootKey !== undefined && { rootKey }) }
  const document = describeElement([resource], { octet: { version: 1, transformations: { rows }, ...element } })
  const instance = createInstance(document, { configuration: { 'base.url': vendor.url, ...configuration } })
  return { vendor, call: createCaller(openParts(t), instance) }
}

const told = (entry: object, status = 200): Scene => ({
  octet: { wrap: 'data[]', outcome },
  rootKey: 'data[0]',
  answer: () => ({ status, body: { data: [entry] } }),
})
const created = { code: 'SUCCESS', status: 'success', details: { id: '77' }, note: 'record added' }

for (const [wrap, sent] of [
  ['data[]', { data: [{ Name: 'a' }] }],
  ['data', { data: { Name: 'a' } }],
  ['input.records[]', { input: { records: [{ Name: 'a' }] } }],
] as const) {
  test(`a record goes out wrapped as ${wrap}`, async (t) => {
    const { vendor, call } = await open(t, { octet: { wrap } })
    await call('POST', '/rows', { json: { Name: 'a' } })
    assert.deepEqual(JSON.parse(vendor.asked[0]!.body), sent)
  })
}

test('a list that the client sends stands where the one record would', async (t) => {
  const { vendor, call } = await open(t, { octet: { object: undefined as never, wrap: 'data[]' } })
  await call('POST', '/rows', { json: [{ Name: 'a' }, { Name: 'b' }] })
  assert.deepEqual(JSON.parse(vendor.asked[0]!.body), { data: [{ Name: 'a' }, { Name: 'b' }] })
})

for (const [code, status] of [
  ['DUPLICATE_DATA', 409],
  ['GONE', 404],
  ['INVALID_TOKEN', 401],
  ['toString', 400],
  ['MANDATORY', 400],
] as const) {
  test(`a record that failed with ${code} inside a 207 is a ${status} with the vendor’s words`, async (t) => {
    const { call } = await open(t, told({ code, status: 'error', message: 'it did not work', details: {} }, 207))
    await assert.rejects(call('POST', '/rows', { json: {} }), { status, code: 'vendor-refused', providerMessage: 'it did not work' })
  })
}

test('without a member for its words the whole result is told, and a secret in it is not', async (t) => {
  const scene = told({ status: 'error', details: { field: 'Last_Name', key: 'hidden-key-12345' } })
  const { message: _message, ...silent } = outcome
  const { call } = await open(t, { ...scene, octet: { outcome: silent }, configuration: { 'secret.key': 'hidden-key-12345' } })
  await assert.rejects(call('POST', '/rows', { json: {} }), (error: { status: number; providerMessage: string }) => {
    assert.equal(error.status, 400)
    assert.match(error.providerMessage, /"field":"Last_Name"/)
    assert.doesNotMatch(error.providerMessage, /hidden-key/)
    return true
  })
})

test('traps 6, 7 and 26: a create answers 200 with the id that the outcome tells, and no message', async (t) => {
  const { call } = await open(t, told({ ...created, message: 'record added' }, 201))
  const { status, body, headers } = await call('POST', '/rows', { json: { Name: 'a' } })
  assert.equal(status, 200)
  assert.equal(body.kind, 'json')
  const record = (body as { value: Record<string, unknown> }).value
  assert.equal(record['id'], '77')
  assert.equal('message' in record, false)
  assert.match(String(headers['Elements-Error']), /message is left out/)
})

test('an echo answers what the client sent, with the id', async (t) => {
  const scene = told(created, 201)
  const { call } = await open(t, { ...scene, octet: { ...scene.octet, answer: 'echo' } })
  const response = await call('POST', '/rows', { json: { Name: 'a', Tags: [{ name: 'x' }], Empty: null } })
  assert.deepEqual(readJson(response), { Name: 'a', Tags: [{ name: 'x' }], Id: '77', id: '77' })
  assert.equal(response.headers['Elements-Error'], undefined)
})

test('an echo leaves out, and tells, what the vendor describes no field for', async (t) => {
  const scene = told(created, 201)
  const fields = { path: '/fields', root: 'fields', name: 'name', seconds: 60 }
  const answer = (asked: Asked) => {
    if (asked.path !== '/fields') return scene.answer!(asked)
    return { body: { fields: [{ name: 'Name' }, { name: 'Tags' }] } }
  }
  const octet = { ...scene.octet, answer: 'echo' } as const
  const { vendor, call } = await open(t, {
    ...scene,
    octet,
    answer,
    element: { objects: { rows: { vendorName: 'Row' } }, discovery: { fields } },
  })
  const json = JSON.parse('{"Name":"a","Nope":1,"$option":true,"__proto__":{"a":1}}')
  const response = await call('POST', '/rows', { json })
  assert.deepEqual(readJson(response), { Name: 'a', $option: true, Id: '77', id: '77' })
  assert.equal(response.headers['Elements-Error'], 'Ignored fields: Nope, __proto__')
  await call('POST', '/rows', { json: { Name: 'b' } })
  assert.equal(vendor.asked.filter(({ path }) => path === '/fields').length, 1)
})

test('an echo is whole where the fields cannot be read', async (t) => {
  const scene = told(created, 201)
  const fields = { path: '/fields', root: 'fields', name: 'name', seconds: 60 }
  const answer = (asked: Asked) => (asked.path === '/fields' ? { status: 403 } : scene.answer!(asked))
  const octet = { ...scene.octet, answer: 'echo' } as const
  const { call } = await open(t, { ...scene, octet, answer, element: { objects: { rows: { vendorName: 'Row' } }, discovery: { fields } } })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Nope: 1 } })), { Nope: 1, Id: '77', id: '77' })
})

test('members of the outcome that the element names are answered beside the id', async (t) => {
  const octet = { wrap: 'data[]', outcome: { ...outcome, also: ['details', 'nowhere'] }, answer: 'echo' } as const
  const { call } = await open(t, { ...told(created, 201), octet })
  const expected = { Name: 'a', details: { id: '77' }, Id: '77', id: '77' }
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Name: 'a' } })), expected)
})

test('an echo keeps nulls where the instance wants them, and is narrowed to the fields asked for', async (t) => {
  const scene = told(created)
  const octet = { ...scene.octet, answer: 'echo' } as const
  const { call } = await open(t, { ...scene, octet, configuration: { 'filter.response.nulls': 'false' } })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Empty: null } })), { Empty: null, Id: '77', id: '77' })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Name: 'a' }, query: { fields: 'id' } })), { id: '77' })
})

test('an echo of a change that the vendor answers with nothing has the id of the path', async (t) => {
  const scene = { method: 'PATCH', path: '/rows/{id}', octet: { answer: 'echo', outcome }, answer: () => ({ status: 204 }) } as const
  const { vendor, call } = await open(t, scene)
  assert.deepEqual(readJson(await call('PATCH', '/rows/88', { json: { Name: 'b', id: '88', Id: '88' } })), {
    Name: 'b',
    Id: '88',
    id: '88',
  })
  assert.equal(vendor.asked[0]!.body, '{"Name":"b"}')
})

test('an echo has what the vendor answered of the record over what the client sent', async (t) => {
  const { call } = await open(t, { octet: { answer: 'echo' }, answer: () => ({ body: { Id: 'x1', Name: 'ANN', Gone: null } }) })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Name: 'ann', Age: 5 } })), { Name: 'ANN', Age: 5, Id: 'x1', id: 'x1' })
})

test('a create that succeeds where failing is told by a flag has its id', async (t) => {
  const flagged = { failed: { member: 'success', equals: false }, message: 'errors[0].message', id: 'id' } as const
  const answer = ({ body }: Asked): Answer =>
    body.includes('bad')
      ? { body: { success: false, errors: [{ message: 'no' }] } }
      : { status: 201, body: { id: 'a7', success: true, errors: [] } }
  const { call } = await open(t, { octet: { outcome: flagged, answer: 'echo' }, answer })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: { Name: 'good' } })), { Name: 'good', Id: 'a7', id: 'a7' })
  await assert.rejects(call('POST', '/rows', { json: { Name: 'bad' } }), { status: 400, providerMessage: 'no' })
})

test('a delete that worked answers nothing, and one that failed is refused', async (t) => {
  const answer = ({ path }: Asked): Answer => ({
    body: { data: [path.endsWith('1') ? created : { code: 'GONE', status: 'error', message: 'no such row' }] },
  })
  const { call } = await open(t, { method: 'DELETE', path: '/rows/{id}', element: { outcome }, rootKey: 'data[0]', answer })
  assert.deepEqual(await call('DELETE', '/rows/1').then(({ status, body }) => [status, body.kind]), [200, 'empty'])
  await assert.rejects(call('DELETE', '/rows/2'), { status: 404, providerMessage: 'no such row' })
})

test('an answer about several records keeps all of them, failed ones too', async (t) => {
  const results = [created, { code: 'DUPLICATE_DATA', status: 'error', message: 'twice' }]
  for (const answer of ['vendor', 'echo'] as const) {
    const octet = { object: undefined as never, wrap: 'data[]', outcome, answer }
    const { call } = await open(t, { octet, rootKey: 'data[0]', answer: () => ({ status: 207, body: { data: results } }) })
    assert.deepEqual(readJson(await call('POST', '/rows', { json: [{ Name: 'a' }, { Name: 'a' }] })), results)
  }
})

test('an answer in which nothing is said of a record is handed on as it is', async (t) => {
  const { call } = await open(t, { octet: { outcome }, answer: () => ({ body: { Id: 'x' } }) })
  assert.deepEqual(readJson(await call('POST', '/rows', { json: {} })), { Id: 'x', id: 'x' })
})

test('reads are not judged, and a resource may say that its answer holds no outcome', async (t) => {
  const answer = () => ({ body: { data: [{ status: 'lost', Id: '1' }] } })
  const read = await open(t, { method: 'GET', path: '/rows/{id}', element: { outcome }, rootKey: 'data[0]', answer })
  assert.deepEqual(readJson(await read.call('GET', '/rows/1')), { status: 'lost', Id: '1', id: '1' })
  const write = await open(t, { element: { outcome }, octet: { outcome: false }, rootKey: 'data[0]', answer })
  assert.deepEqual(readJson(await write.call('POST', '/rows', { json: {} })), { status: 'lost', Id: '1', id: '1' })
})

for (const [name, answer] of [
  ['204', { status: 204 }],
  ['null at the root', { body: { success: true, data: null } }],
] as const) {
  test(`a record that the vendor answers for with ${name} is not there`, async (t) => {
    const { call } = await open(t, { method: 'GET', path: '/rows/{id}', rootKey: 'data', answer: () => answer })
    await assert.rejects(call('GET', '/rows/5'), { status: 404, message: 'No rows found with ID 5' })
  })
}

test('the vendor’s code says what a refusal is where the element reads it', async (t) => {
  const errors = [{ message: 'message', code: 'code', statuses: { DUPLICATE: 409, MALFORMED_ID: 404 } }]
  const answer = ({ body }: Asked): Answer => ({ status: 400, body: { code: JSON.parse(body).Name, message: 'no' } })
  const { call } = await open(t, { element: { errors }, answer })
  for (const [Name, status] of [
    ['DUPLICATE', 409],
    ['MALFORMED_ID', 404],
    ['OTHER', 400],
    ['constructor', 400],
  ] as const) {
    await assert.rejects(call('POST', '/rows', { json: { Name } }), { status, providerMessage: 'no' })
  }
})

test('a whole record that was read goes back without a word about what only the vendor sets', async (t) => {
  const scene = { method: 'PUT', path: '/rows/{id}', answer: () => ({ body: { Id: '5', Name: 'a' } }) } as const
  const { vendor, call } = await open(t, scene)
  const response = await call('PUT', '/rows/5', { json: { Id: '5', id: '5', Name: 'a', Anything: { deep: [1] } } })
  assert.equal(vendor.asked[0]!.body, '{"Name":"a","Anything":{"deep":[1]}}')
  assert.equal(response.headers['Elements-Error'], undefined)
})

test('the id of a change is in the path, wherever it stands there; what is created below a record has another', async (t) => {
  const answer = () => ({ status: 204 })
  const change = await open(t, { method: 'PATCH', path: '/rows/{id}/more', octet: { answer: 'echo', outcome }, answer })
  assert.deepEqual(readJson(await change.call('PATCH', '/rows/88/more', { json: {} })), { Id: '88', id: '88' })
  const below = await open(t, { method: 'POST', path: '/rows/{id}/notes', octet: { answer: 'echo', outcome }, answer })
  assert.deepEqual(readJson(await below.call('POST', '/rows/88/notes', { json: { Name: 'c' } })), { Name: 'c' })
})
