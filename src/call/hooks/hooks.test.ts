import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readJson } from '../../../test/call-instance.ts'
import { type Asked, startVendor } from '../../../test/vendor.ts'
import type { Credential } from '../types.ts'
import { openScene } from './fixtures/scene.ts'

test('element-wide hooks come first, and the resource’s see what they left', async (t) => {
  const mark = (name: string) => `request_vendor_headers['X-Trail'] = (request_vendor_headers['X-Trail'] || '') + '${name}'
    done({ request_vendor_headers })`
  const append = (name: string) => `done({ response_body: { ...response_body, trail: (response_body.trail || '') + '${name}' } })`
  const { call, asked } = await openScene(t, { elementBefore: mark('e'), before: mark('r'), elementAfter: append('E'), after: append('R') })
  assert.deepEqual(readJson(await call()), { ok: true, trail: 'ER' })
  assert.equal(asked[0]!.headers['x-trail'], 'er')
})

test('trap 27: the element’s hook sees the body as it came, the resource’s the one at its root', async (t) => {
  const { call } = await openScene(t, {
    resource: { rootKey: '|data.rows' },
    answer: () => ({ body: { data: { rows: [{ id: 1 }] } } }),
    elementAfter: 'done({ response_body: { data: { rows: [...response_body.data.rows, { id: 2 }] } } })',
    after: 'done({ response_body: response_body.map((row) => ({ ...row, seen: response_body.length })) })',
  })
  assert.deepEqual(readJson(await call()), [
    { id: 1, seen: 2 },
    { id: 2, seen: 2 },
  ])
})

test('trap 27: a root that did not resolve is tried again on what the hook made of the body', async (t) => {
  const wrapped = { resource: { rootKey: 'returnArray' }, answer: () => ({ body: { a: 1, b: 2 } }) }
  const { call } = await openScene(t, { ...wrapped, after: 'done({ response_body: { returnArray: Object.keys(response_body) } })' })
  assert.deepEqual(readJson(await call()), ['a', 'b'])
  const resolved = await openScene(t, {
    resource: { rootKey: 'list' },
    answer: () => ({ body: { list: [1] } }),
    after: 'done({ response_body: { list: response_body } })',
  })
  assert.deepEqual(readJson(await resolved.call()), { list: [1] })
})

test('trap 28: the first done wins, whatever comes after it', async (t) => {
  const { call } = await openScene(t, {
    after: 'done({ response_body: { first: 1 } }); done({ response_body: { second: 2 } }); throw new Error("late")',
  })
  assert.deepEqual(readJson(await call()), { first: 1 })
})

test('trap 28: continue: false skips the vendor, the hook answers, and the hooks after it still run', async (t) => {
  const { call, asked } = await openScene(t, {
    before: 'done({ continue: false, response_body: { from: "hook" }, response_headers: { "elements-total-count": "7" } })',
    elementAfter: 'done({ response_body: { ...response_body, e: response_status_code } })',
    after: 'done({ response_body: { ...response_body, r: true } })',
  })
  const response = await call()
  assert.deepEqual(readJson(response), { from: 'hook', e: 200, r: true })
  assert.equal(response.headers['Elements-Total-Count'], '7')
  assert.equal(asked.length, 0)
})

test('trap 28: a header that is null goes away, the credential’s own too', async (t) => {
  const parameters = [{ name: 'gone', vendorName: 'X-Gone', type: 'value', vendorType: 'header' }]
  const credential = { kind: 'bearer', token: 'the-token', generation: 1 } as const
  const before = 'done({ request_vendor_headers: { "x-gone": null, Authorization: null, "X-New": request_vendor_headers.Authorization } })'
  const { call, asked } = await openScene(t, { resource: { parameters }, before, credential })
  await call()
  const { headers } = asked[0]!
  assert.deepEqual([headers['x-gone'], headers.authorization, headers['x-new']], [undefined, undefined, 'Bearer the-token'])
})

test('a header that a hook sets wins over the credential’s; one that comes back as it was does not keep a renewed token away', async (t) => {
  const credential = { kind: 'bearer', token: 'old', generation: 1 } as const
  const renew = async () => ({ kind: 'bearer', token: 'new', generation: 2 }) as const
  const answer = ({ headers }: Asked) => (headers.authorization === 'Bearer new' ? { body: {} } : { status: 401, body: {} })
  const own = await openScene(t, { before: 'done({ request_vendor_headers: { authorization: "Mine" } })', credential })
  await own.call()
  assert.equal(own.asked[0]!.headers.authorization, 'Mine')
  const echoed = await openScene(t, { before: 'done({ request_vendor_headers })', credential, renew, answer })
  await echoed.call()
  assert.deepEqual(
    echoed.asked.map(({ headers }) => headers.authorization),
    ['Bearer old', 'Bearer new'],
  )
})

test('trap 28: configuration is stored once, seen by what follows, and only what differs', async (t) => {
  const parameters = [{ name: 'session', vendorName: 'X-Session', type: 'configuration', vendorType: 'header' }]
  const { call, kept } = await openScene(t, {
    resource: { parameters },
    before: 'configuration.session = 12; configuration.color = "red"; done({ configuration })',
    after: 'done({ response_body: { session: configuration.session } })',
  })
  assert.deepEqual(readJson(await call()), { session: '12' })
  assert.deepEqual(kept, [{ session: '12' }])
})

test('headers of the connection are not a hook’s to set', async (t) => {
  const before =
    'done({ request_vendor_headers: { Host: "other.example", "Transfer-Encoding": "chunked", "content-length": "999", Connection: "x" } })'
  const { call, asked, url } = await openScene(t, { before })
  await call()
  const { headers } = asked[0]!
  assert.deepEqual([headers.host, headers['transfer-encoding'], headers['content-length']], [new URL(url).host, undefined, undefined])
})

test('a header that no request can hold is refused', async (t) => {
  const { call } = await openScene(t, { before: 'done({ request_vendor_headers: { "X-A": "a\\r\\nX-B: 1" } })' })
  await assert.rejects(call(), { status: 400, code: 'invalid-parameter' })
  const named = await openScene(t, { before: 'done({ request_vendor_headers: { "X A": "a" } })' })
  await assert.rejects(named.call(), { status: 400, code: 'invalid-parameter' })
})

test('done() changes nothing', async (t) => {
  const { call, asked, kept } = await openScene(t, {
    resource: { method: 'POST', parameters: [{ name: 'body', vendorName: 'body', type: 'body', vendorType: 'body' }] },
    elementBefore: 'done()',
    before: 'done({})',
    elementAfter: 'done()',
    after: 'done()',
  })
  assert.deepEqual(readJson(await call({ json: { a: [1] } })), { ok: true })
  assert.deepEqual([asked[0]!.body, asked[0]!.headers['content-type'], kept], ['{"a":[1]}', 'application/json', []])
})

test('path, parameters, method and body of the request are what the hook says', async (t) => {
  const { call, asked } = await openScene(t, {
    resource: { path: '/rows/{id}', vendorPath: '/v/{id}/{table}' },
    before: `done({
      request_vendor_path: request_vendor_path.replace('{table}', 'people') + '?fixed={"a":1}',
      request_vendor_parameters: { list: ['a', 'b'], day: new Date(0), none: null, n: 1 },
      request_vendor_method: 'post',
      request_vendor_body: { made: true }
    })`,
  })
  await call({}, '/rows/7')
  const { method, path, query, body, headers } = asked[0]!
  assert.deepEqual([method, path, body, headers['content-type']], ['POST', '/v/7/people', '{"made":true}', 'application/json'])
  assert.deepEqual(
    [...query],
    [
      ['fixed', '{"a":1}'],
      ['list', 'a'],
      ['list', 'b'],
      ['day', '1970-01-01T00:00:00.000Z'],
      ['n', '1'],
    ],
  )
})

test('a path that a hook makes a URL is called there, its places filled; the door stands before it', async (t) => {
  const other = await startVendor(t, () => ({ body: { other: true } }))
  const parameters = [{ name: 'site', vendorName: 'site', type: 'configuration', vendorType: 'path' }]
  const site = new URL(other.url).hostname
  const { port } = new URL(other.url)
  const { call } = await openScene(t, {
    resource: { parameters, vendorPath: '/x/{nobody}' },
    before: `done({ request_vendor_path: 'http://{site}:${port}/elsewhere?a=1' })`,
    configuration: { site },
  })
  assert.deepEqual(readJson(await call()), { other: true })
  assert.equal(other.asked[0]!.url, '/elsewhere?a=1')
  for (const member of ['request_vendor_path', 'request_vendor_url']) {
    const inside = await openScene(t, { before: `done({ ${member}: 'http://169.254.169.254/latest/meta-data' })` })
    await assert.rejects(inside.call(), { status: 400, code: 'egress-refused' })
  }
})

test('a place that neither parameters nor hooks fill is named', async (t) => {
  const { call, asked } = await openScene(t, { resource: { vendorPath: '/v/{nobody}' }, before: 'done()' })
  await assert.rejects(call(), { status: 400, message: 'Missing required parameter: nobody' })
  assert.equal(asked.length, 0)
})

test('a template’s open places are the hook’s to fill, and empty when it leaves them', async (t) => {
  const parameters = [{ name: '<r><t>{ticket}</t><f>{fields}</f></r>', vendorName: 'body', type: 'value', vendorType: 'body' }]
  const ticket = { name: 'color', vendorName: 'ticket', type: 'configuration', vendorType: 'bodyToken' }
  const resource = { method: 'POST', parameters: [...parameters, ticket] }
  const filled = await openScene(t, { resource, before: 'done({ request_vendor_body: request_vendor_body.replace("{fields}", "<x/>") })' })
  await filled.call()
  assert.equal(filled.asked[0]!.body, '<r><t>red</t><f><x/></f></r>')
  const left = await openScene(t, { resource, before: 'done({ response_body: request_vendor_body.indexOf("{fields}") })' })
  await left.call()
  assert.equal(left.asked[0]!.body, '<r><t>red</t><f></f></r>')
  assert.equal(left.asked[0]!.headers['content-type'], 'text/xml; charset=utf-8')
})

test('headers for the client are those of the platform and of the content; nothing that steers a browser', async (t) => {
  const headers = `{ 'elements-next-page-token': 'raw/cursor==', 'content-language': 'fr', 'set-cookie': 'a=1', 'access-control-allow-origin': '*',
    'location': 'http://evil.example', 'Elements-Total-Count': 3, 'elements-bad': 'a\\r\\nb' }`
  const { call } = await openScene(t, { answer: () => ({ body: [1] }), after: `done({ response_headers: ${headers} })` })
  assert.deepEqual((await call()).headers, {
    'Elements-Returned-Count': '1',
    'Elements-Next-Page-Token': 'raw/cursor==',
    'Content-Language': 'fr',
    'Elements-Total-Count': '3',
  })
})

test('what a hook hands over must be what its name says', async (t) => {
  const wrong = ['request_vendor_headers: 5', 'request_vendor_parameters: "a"', 'request_vendor_path: {}', 'request_vendor_method: "FETCH"']
  for (const member of [...wrong, 'configuration: []', 'response_status_code: "soon"', 'response_headers: [1]']) {
    const { call } = await openScene(t, { before: `done({ ${member} })` })
    await assert.rejects(call(), { status: 400, code: 'script-result-unfit', message: /preRequest hook of GET \/rows called done/ }, member)
  }
})

test('a script that fails says so; one that ends without done changes nothing', async (t) => {
  const failing = await openScene(t, { after: 'nonsense.here' })
  await assert.rejects(failing.call(), { status: 400, code: 'script-failed', message: /postRequest hook of GET \/rows/ })
  const silent = await openScene(t, { before: 'if (request_method === "PUT") done({ continue: false })', after: 'var x = 1' })
  assert.equal((await silent.call()).status, 200)
})

test('a body as JSON text is JSON; texts stay what the vendor sent', async (t) => {
  const json = await openScene(t, { after: 'done({ response_body: JSON.stringify({ a: [1] }) })' })
  assert.deepEqual(readJson(await json.call()), { a: [1] })
  const text = await openScene(t, { answer: () => ({ headers: { 'content-type': 'text/csv' }, body: 'a,b' }), after: 'done()' })
  assert.deepEqual((await text.call()).body, { kind: 'text', text: 'a,b', contentType: 'text/csv' })
  const raw = await openScene(t, { after: 'done({ response_body_raw: "{\\"b\\":2}" })' })
  assert.deepEqual(readJson(await raw.call()), { b: 2 })
})

test('XML is an object to hooks and root', async (t) => {
  const { call } = await openScene(t, {
    resource: { rootKey: '|s:Envelope.s:Body' },
    answer: () => ({ headers: { 'content-type': 'text/xml' }, body: '<s:Envelope><s:Body><Sum>3</Sum></s:Body></s:Envelope>' }),
    after: 'done({ response_body: { sum: response_body.Sum + 1 } })',
  })
  assert.deepEqual(readJson(await call()), { sum: 4 })
})

test('a vendor’s 204 is a 200 without a body, and its hooks run', async (t) => {
  const { call, kept } = await openScene(t, {
    answer: () => ({ status: 204 }),
    after: 'done({ configuration: { seen: response_status_code } })',
  })
  const response = await call()
  assert.deepEqual([response.status, response.body, kept], [200, { kind: 'empty' }, [{ seen: '204' }]])
})

test('a file goes through as it comes; hooks see how it begins, and may put something in its place', async (t) => {
  const file = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(300_000, 1)])
  const answer = () => ({
    headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="a.pdf"' },
    body: file,
  })
  const passed = await openScene(t, { answer, after: 'done({ configuration: { begins: response_body.slice(0, 5) } })' })
  const response = await passed.call()
  assert.ok(response.body.kind === 'stream')
  assert.deepEqual(Buffer.concat(await Array.fromAsync(response.body.stream)), file)
  assert.equal(response.headers['Content-Disposition'], 'attachment; filename="a.pdf"')
  assert.deepEqual(passed.kept, [{ begins: '%PDF-' }])
  const replaced = await openScene(t, { answer, after: 'done({ response_body: { size: "large" } })' })
  assert.deepEqual(readJson(await replaced.call()), { size: 'large' })
})

test('a text that a client uploads is shown to the hooks that read it, and sent', async (t) => {
  const body = { kind: 'stream', stream: Readable.from([Buffer.from('a,b')]), contentType: 'text/csv' } as const
  const { call, asked } = await openScene(t, {
    resource: { method: 'POST' },
    before: 'done({ request_vendor_headers: { "X-First": request_body[0] } })',
  })
  await call({ body })
  assert.deepEqual([asked[0]!.body, asked[0]!.headers['x-first'], asked[0]!.headers['content-type']], ['a,b', 'a', 'text/csv'])
})

test('a renewal that changes the configuration runs the hooks before the call again', async (t) => {
  const credential: Credential = { kind: 'custom', generation: 1, values: { session: 'old' } }
  const renew = async (): Promise<Credential> => ({ kind: 'custom', generation: 2, values: { session: 'new' } })
  const answer = ({ headers }: Asked) => (headers['x-session'] === 'new' ? { body: { ok: 1 } } : { status: 401, body: {} })
  const before = 'done({ request_vendor_headers: { "X-Session": configuration.session } })'
  const { call, asked } = await openScene(t, { before, credential, renew, answer, configuration: { session: 'old' } })
  assert.deepEqual(readJson(await call()), { ok: 1 })
  assert.deepEqual(
    asked.map(({ headers }) => headers['x-session']),
    ['old', 'new'],
  )
})

test('what a hook makes of a document’s answer is the answer, a message at its top too', async (t) => {
  const { call } = await openScene(t, { after: 'done({ response_body: { id: 1, message: "fine" } })' })
  const response = await call()
  assert.deepEqual([readJson(response), response.headers['Elements-Error']], [{ id: 1, message: 'fine' }, undefined])
})

test('trap 26: a create answers with the id that its hook gives it', async (t) => {
  const { call } = await openScene(t, {
    resource: { method: 'POST' },
    answer: () => ({ status: 201, body: { Id: 9 } }),
    after: 'done({ response_body: { ...response_body, id: response_body.Id } })',
  })
  assert.deepEqual(readJson(await call({ json: {} })), { Id: 9, id: 9 })
})
