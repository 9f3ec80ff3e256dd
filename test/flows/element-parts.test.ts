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
