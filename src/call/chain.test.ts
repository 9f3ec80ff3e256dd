import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../test/vendor.ts'
import type { ResourceDocument } from '../elements/document/element-document.ts'

async function open(t: TestContext, resources: readonly Partial<ResourceDocument>[], answer: (asked: Asked) => Answer) {
  const vendor = await startVendor(t, answer)
  const instance = createInstance(describeElement(resources), { configuration: { 'base.url': vendor.url } })
  return { ...vendor, call: createCaller(openParts(t), instance) }
}

const step = (path: string, nextResource?: string, more: Partial<ResourceDocument> = {}): Partial<ResourceDocument> => ({
  method: 'POST',
  path,
  vendorPath: path,
  ...(nextResource !== undefined && { nextResource }),
  ...more,
})
const next = (path: string, method = 'POST') => `${method}:/hubs/crm${path}`

test('the next resource takes fields and the whole of the answer before it; the last one answers', async (t) => {
  const second = step('/links', undefined, {
    type: 'apiNoDocumentation',
    rootKey: '|link',
    parameters: [
      { name: 'data.id', vendorName: 'survey', type: 'prevBodyField', vendorType: 'query' },
      { name: 'body', vendorName: 'body', type: 'prevBody', vendorType: 'body' },
    ],
  })
  const { call, asked } = await open(t, [step('/surveys', next('/links')), second], ({ path }) =>
    path === '/surveys' ? { body: { data: { id: 5 } } } : { body: { link: { url: 'x' } } },
  )
  assert.deepEqual(readJson(await call('POST', '/surveys', { json: { title: 'a' } })), { url: 'x' })
  assert.deepEqual(
    asked.map(({ url, body }) => [url, body]),
    [
      ['/surveys', '{"title":"a"}'],
      ['/links?survey=5', '{"data":{"id":5}}'],
    ],
  )
})

test('hooks see the answer before theirs', async (t) => {
  const hooks = [{ type: 'preRequest', body: 'done({ request_vendor_path: "/surveys/" + request_previous_response.id + "/links" })' }]
  const { call, asked } = await open(t, [step('/surveys', next('/links')), step('/links', undefined, { hooks })], () => ({
    body: { id: 9 },
  }))
  await call('POST', '/surveys', { json: {} })
  assert.equal(asked[1]!.path, '/surveys/9/links')
})

test('path variables are shared, and what the answer names fills places that they leave open', async (t) => {
  const first = step('/people/{personId}', next('/groups/{householdId}', 'GET'), { method: 'GET', vendorPath: '/p/{personId}' })
  const second = step('/groups/{householdId}', undefined, { method: 'GET', vendorPath: '/g/{householdId}/{personId}' })
  const { call, asked } = await open(t, [first, second], () => ({ body: { householdId: 'h1', personId: 'not this' } }))
  await call('GET', '/people/7')
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/p/7', '/g/h1/7'],
  )
})

test('a chain has five resources at most, and its links must be there', async (t) => {
  const long = [1, 2, 3, 4, 5, 6].map((at) => step(`/s${at}`, at < 6 ? next(`/s${at + 1}`) : undefined))
  const { call, asked } = await open(t, [...long, step('/lost', next('/nowhere'))], () => ({ body: {} }))
  await call('POST', '/s2', { json: {} })
  assert.equal(asked.length, 5)
  await assert.rejects(call('POST', '/s1', { json: {} }), { status: 400, code: 'chain-too-deep' })
  assert.equal(asked.length, 5)
  await assert.rejects(call('POST', '/lost', { json: {} }), { status: 400, code: 'chain-broken', message: /nowhere/ })
})

test('a refusal on the way ends the chain', async (t) => {
  const { call, asked } = await open(t, [step('/a', next('/b')), step('/b')], () => ({ status: 409, body: { error: 'taken' } }))
  await assert.rejects(call('POST', '/a', { json: {} }), { status: 409, providerMessage: '{"error":"taken"}' })
  assert.equal(asked.length, 1)
})

test('a resource of the original’s own code is not supported, whatever else is at its path', async (t) => {
  const { call } = await open(t, [{ path: '/rows/{id}' }, { path: '/rows/{id}', method: 'POST', kind: 'java' }], () => ({ body: {} }))
  await assert.rejects(call('POST', '/rows/1'), { status: 400, code: 'not-supported' })
  await assert.rejects(call('DELETE', '/rows/1'), { status: 405 })
})
