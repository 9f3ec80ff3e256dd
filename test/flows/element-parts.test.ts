/** Promise: an element is built piece by piece through the API, as the builder's own console does it; nothing a client sends breaks the server. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'

let app: TestApp
let place: string

const element = {
  name: 'Built by hand',
  description: 'Piece by piece',
  authentication: { type: 'basic' },
  configuration: [{ name: 'Base URL', key: 'base.url', description: '', type: 'TEXTFIELD_1000', defaultValue: 'https://example.com' }],
}
const bodies = {
  configuration: { name: 'Shop', key: 'shop.id', description: '', type: 'TEXTFIELD_32' },
  resources: { path: '/suite', method: 'GET', vendorPath: '/suite', vendorMethod: 'GET', description: '', response: null },
  parameters: { name: 'a', vendorName: 'b', type: 'query', vendorType: 'header' },
  hooks: { type: 'preRequest', body: "done(foo: 'bar');", mimeType: 'application/javascript' },
  objects: { name: 'things', primaryKeyName: 'id', createdDateName: 'c', createdDateFormat: 'yyyy' },
  models: { name: 'Thing', fields: [{ name: 'id' }] },
}

before(async () => {
  app = await createTestApp()
  const { status, body } = await app.call('POST', '/elements', { body: element })
  assert.equal(status, 200)
  place = `/elements/${body.id}`
})
after(() => app.close())

test('trap 6 and 7: adding, reading, replacing and deleting are all 200, and no answer has a message', async () => {
  for (const [part, body] of Object.entries(bodies)) {
    const added = await app.call('POST', `${place}/${part}`, { body })
    assert.deepEqual([added.status, typeof added.body.id, added.body.message], [200, 'number', undefined], part)
    const one = `${place}/${part}/${part === 'configuration' ? added.body.key : added.body.id}`
    const replaced = await app.call('PUT', one, { body: added.body })
    assert.deepEqual([replaced.status, replaced.body.id], [200, added.body.id], part)
    const list = await app.call('GET', `${place}/${part}`)
    assert.deepEqual([list.status, Array.isArray(list.body)], [200, part !== 'configuration'], part)
    const deleted = await app.call('DELETE', one, { body: 'null' })
    assert.deepEqual([deleted.status, deleted.text], [200, ''], part)
  }
})

test('trap 5: what is not there is 404 in words', async () => {
  for (const noun of ['resource', 'parameter', 'hook', 'object', 'model']) {
    const { status, body } = await app.call('DELETE', `${place}/${noun}s/77`)
    assert.deepEqual([status, body.message], [404, `No ${noun} found with ID 77`])
  }
  const { status, body } = await app.call('GET', `${place}/transformations`)
  assert.equal(status, 404)
  assert.match(body.message, /^No (.*) found$/)
})

test('a body that does not fit names the place, and is never a 500', async () => {
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['resources', { ...bodies.resources, method: 7 }, /^Invalid request body: method: expected string, got number$/],
    ['resources', { ...bodies.resources, parameters: [{ name: 'a' }] }, /parameters\.0\.type is missing$/],
    ['hooks', { body: 'done()' }, /type is missing$/],
    ['parameters', { ...bodies.parameters, type: 'cookie' }, /type: expected one of query, path, header,.* got "cookie"$/],
    ['parameters', { ...bodies.parameters, vendorType: 'cookie' }, /vendorType: expected one of query, path,.* got "cookie"$/],
    ['parameters', { ...bodies.parameters, source: 'elsewhere' }, /source: expected one of request, response, got "elsewhere"$/],
    ['parameters', [], /expected object, got array$/],
    ['models', { name: 'm', parentModelIds: ['1'] }, /parentModelIds\.0: expected integer, got string$/],
    ['configuration', { ...bodies.configuration, options: [{}] }, /options\.0\.value is missing$/],
    ['objects', undefined, /expected object, got nothing$/],
  ]
  for (const [part, body, message] of wrong) {
    const reply = await app.call('POST', `${place}/${part}`, { body })
    assert.equal(reply.status, 400, reply.text)
    assert.match(reply.body.message, message)
  }
})

test('twenty resources added at once are all there', async () => {
  const paths = Array.from({ length: 20 }, (_, at) => `/hubs/general/at-once-${at}`)
  const replies = await Promise.all(paths.map((path) => app.call('POST', `${place}/resources`, { body: { ...bodies.resources, path } })))
  assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
  const { body } = await app.call('GET', `${place}/resources`)
  const found = new Set(body.map(({ path }: { path: string }) => path))
  assert.ok(paths.every((path) => found.has(path)))
})

test('a definition that is uploaded becomes an element that can be stored', async () => {
  const definition = { swagger: '2.0', info: { title: 'Uploaded' }, host: 'example.com', paths: { '/x': { get: { responses: {} } } } }
  const converted = await upload('swagger', JSON.stringify(definition))
  assert.equal(converted.status, 200, converted.text)
  const stored = await app.call('POST', '/elements', { body: converted.body })
  assert.deepEqual([stored.status, stored.body.key, stored.body.resources[0].path], [200, 'uploaded', '/hubs/general/x'])
})

test('an element without a server of its own asks for one; one over SOAP brings its envelopes', async () => {
  const type = '<EntityType Name="T"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32"/></EntityType>'
  const sets = '<EntityContainer Name="Odd shop"><EntitySet Name="Ts" EntityType="S.T"/></EntityContainer>'
  const odata = await upload(
    'odata',
    `<Edmx Version="4.0"><DataServices><Schema Namespace="S">${type}${sets}</Schema></DataServices></Edmx>`,
  )
  const stored = await app.call('POST', '/elements', { body: odata.body })
  assert.deepEqual([stored.status, stored.body.resources.length], [200, 5], stored.text)
  const bound =
    '<binding name="B" type="t:P"><soap:binding transport="x"/><operation name="Go"><soap:operation soapAction="go"/></operation></binding>'
  const service = '<service name="Soapy"><port name="P" binding="t:B"><soap:address location="https://example.com/soap"/></port></service>'
  const definitions = `<definitions xmlns:t="urn:t" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:t">`
  const port = '<portType name="P"><operation name="Go"/></portType>'
  const soap = await upload('soap', `${definitions}${port}${bound}${service}</definitions>`)
  const { status, text, body } = await app.call('POST', '/elements', { body: soap.body })
  assert.deepEqual([status, body.protocolType, body.resources[0].path], [200, 'soap', '/hubs/general/Go'], text)
})

test('an upload that cannot be converted is refused in words', async () => {
  const refusals = [
    await upload('wadl', '{}'),
    await upload('soap', '{}'),
    await upload('odata', '<x/>'),
    await app.call('POST', '/elements/convert?type=soap', { body: {} }),
    await upload('swagger', '{}', 'other'),
  ]
  assert.deepEqual(
    refusals.map(({ status }) => status),
    [400, 400, 400, 415, 400],
  )
  assert.match(refusals[0]!.body.message, /expected soap, swagger, odata, got "wadl"/)
  assert.match(refusals[4]!.body.message, /no part named file/)
  const large = await upload('swagger', ' '.repeat(5 * 1024 * 1024))
  assert.equal(large.status, 413)
})

async function upload(type: string, text: string, field = 'file') {
  const boundary = 'octet-boundary'
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="definition"\r\n\r\n${text}\r\n--${boundary}--\r\n`
  return app.call('POST', `/elements/convert?type=${type}`, {
    body,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
}

test('parts that came within a whole element have the members that the routes of single parts give, and the export has none of them', async () => {
  const hook = { type: 'preRequest', body: 'done()' }
  const parameter = { name: 'a', vendorName: 'b', type: 'query', vendorType: 'query' }
  const resource = {
    method: 'GET',
    path: '/hubs/general/suite',
    vendorPath: '/suite',
    vendorMethod: 'GET',
    hooks: [hook],
    parameters: [parameter],
  }
  const { body: made } = await app.call('POST', '/elements', {
    body: { ...element, name: 'As a whole', hooks: [hook], parameters: [parameter], resources: [resource] },
  })
  const at = `/elements/${made.id}`
  const { body: shown } = await app.call('GET', at)
  const one = shown.resources[0]
  assert.equal(one.type, 'api')
  const hooks = await Promise.all([`${at}/hooks`, `${at}/resources/${one.id}/hooks`].map((path) => app.call('GET', path)))
  for (const each of [made.hooks[0], shown.hooks[0], one.hooks[0], ...hooks.map(({ body }) => body[0])])
    assert.partialDeepStrictEqual(each, { mimeType: 'application/javascript', isLegacy: false })
  const lists = await Promise.all([`${at}/parameters`, `${at}/resources/${one.id}/parameters`].map((path) => app.call('GET', path)))
  for (const each of [made.parameters[0], shown.parameters[0], one.parameters[0], ...lists.map(({ body }) => body[0])])
    assert.partialDeepStrictEqual(each, { source: 'request', required: false })
  const { body: exported } = await app.call('GET', `${at}/export`)
  assert.deepEqual([exported.hooks, exported.parameters], [[hook], [parameter]])
  assert.deepEqual([exported.resources[0].hooks, exported.resources[0].parameters], [[hook], [parameter]])
})

test('trap 20: nor does a hook come back to the legacy way through its whole element', async () => {
  const hook = { type: 'preRequest', body: 'done()', isLegacy: false }
  const { body: made } = await app.call('POST', '/elements', { body: { ...element, name: 'Once legacy', hooks: [hook] } })
  const at = `/elements/${made.id}`
  for (const method of ['PUT', 'PATCH'] as const) {
    const refused = await app.call(method, at, { body: { ...made, hooks: [{ ...made.hooks[0], isLegacy: true }] } })
    assert.deepEqual([refused.status, refused.body.message], [400, 'isLegacy cannot be switched on again once it is false'])
  }
  const both = [made.hooks[0], { ...hook, isLegacy: true }]
  const added = await app.call('PUT', at, { body: { ...made, hooks: both } })
  assert.deepEqual([added.status, added.body.hooks.map(({ isLegacy }: { isLegacy: boolean }) => isLegacy)], [200, [false, true]])
  const left = await app.call('PUT', at, {
    body: { ...added.body, hooks: added.body.hooks.map((each: object) => ({ ...each, isLegacy: false })) },
  })
  assert.equal(left.status, 200)
})
