import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createInstance, describeElement, openParts } from '../../test/call-instance.ts'
import { type Answer, type Asked, startVendor } from '../../test/vendor.ts'
import type { ElementDocument, ResourceDocument } from '../elements/document/element-document.ts'
import { type LifecycleRun, runLifecycle } from './lifecycle.ts'
import type { Credential } from './types.ts'

interface Scene {
  readonly element?: Partial<ElementDocument>
  readonly configuration?: Record<string, string>
  readonly credential?: Credential
}

async function open(
  t: TestContext,
  resources: readonly Partial<ResourceDocument>[],
  { answer, ...scene }: Scene & { answer: (asked: Asked) => Answer },
) {
  const vendor = await startVendor(t, answer)
  const kept: object[] = []
  const configuration = { 'base.url': vendor.url, ...scene.configuration }
  const { credential } = scene
  const instance = createInstance(describeElement(resources, scene.element), {
    configuration,
    ...(credential !== undefined && { credential }),
  })
  const keeping = { ...instance, keep: async (changes: object) => void kept.push(changes) }
  const parts = openParts(t)
  return { ...vendor, kept, run: (run: LifecycleRun) => runLifecycle(parts, keeping, run) }
}

const login = { method: 'POST', path: '/login', vendorPath: '/login', type: 'onProvision' } as const
const takesToken = { name: 'session', vendorName: 'data.token', type: 'configuration', vendorType: 'body', source: 'response' }

test('resources of the type run in order, each with what the ones before it left in the configuration', async (t) => {
  const session = { name: 'session', vendorName: 'X-Session', type: 'configuration', vendorType: 'header' }
  const second = {
    ...login,
    path: '/who',
    vendorPath: '/who',
    hooks: [{ type: 'postRequest', body: 'done({ configuration: { who: response_body.name } })' }],
  }
  const resources = [{ ...login, parameters: [takesToken] }, { ...second, parameters: [session] }, { path: '/rows' }]
  const { run, asked, kept } = await open(t, resources, {
    answer: ({ path }) => ({ body: path === '/login' ? { data: { token: 't1' } } : { name: 'Ann' } }),
  })
  assert.deepEqual(await run({ type: 'onProvision' }), {
    ran: 2,
    changes: { session: 't1', who: 'Ann' },
    bodies: [{ data: { token: 't1' } }, { name: 'Ann' }],
  })
  assert.deepEqual(
    asked.map(({ path, headers }) => [path, headers['x-session']]),
    [
      ['/login', undefined],
      ['/who', 't1'],
    ],
  )
  assert.deepEqual(kept, [{ session: 't1' }, { who: 'Ann' }])
})

test('where the element has none of the type, nothing runs', async (t) => {
  const { run, asked } = await open(t, [login], { answer: () => ({ body: {} }) })
  assert.deepEqual(await run({ type: 'onDelete' }), { ran: 0, changes: {}, bodies: [] })
  assert.equal(asked.length, 0)
})

test('inputs are there by name: as query, place of the path, field, header and place of a template', async (t) => {
  const from = (type: string, vendorType: string, name = 'code') => ({ name, vendorName: `to_${vendorType}`, type, vendorType })
  const resource = (more: Partial<ResourceDocument>) => ({ ...login, type: 'oauthOnTokenExchange', vendorPath: '/t/{code}', ...more })
  const hook = { name: '{"url":"{{webhookCallbackUrl}}"}', vendorName: 'body', type: 'value', vendorType: 'body' }
  const resources = [
    resource({ parameters: [from('query', 'query'), from('header', 'header'), from('query', 'form')] }),
    resource({ path: '/b', parameters: [from('body', 'body', 'body')] }),
    resource({ path: '/c', parameters: [hook] }),
  ]
  const { run, asked } = await open(t, resources, { answer: () => ({ body: {} }) })
  await run({ type: 'oauthOnTokenExchange', inputs: { code: 'c/1', webhookCallbackUrl: 'https://here/"x"' } })
  assert.deepEqual([asked[0]!.url, asked[0]!.headers['to_header'], asked[0]!.body], ['/t/c%2F1?to_query=c%2F1', 'c/1', 'to_form=c%2F1'])
  assert.deepEqual(JSON.parse(asked[1]!.body), { code: 'c/1', webhookCallbackUrl: 'https://here/"x"' })
  assert.deepEqual(JSON.parse(asked[2]!.body), { url: 'https://here/"x"' })
})

test('what the configuration does not hold yet is not sent, and nothing is required', async (t) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of element documents
  const bearer = { name: 'Bearer ${configuration.session}', vendorName: 'Authorization', type: 'value', vendorType: 'header' }
  const missing = { name: 'session', vendorName: 's', type: 'configuration', vendorType: 'query', required: true }
  const { run, asked } = await open(t, [{ ...login, parameters: [missing] }], {
    element: { parameters: [bearer] },
    answer: () => ({ body: {} }),
  })
  assert.equal((await run({ type: 'onProvision' })).ran, 1)
  assert.deepEqual([asked[0]!.headers.authorization, asked[0]!.url], [undefined, '/login'])
})

test('a refusal is thrown in the vendor’s words, and nothing is renewed for it', async (t) => {
  const credential = { kind: 'custom', generation: 1, values: {}, dueAt: 1 } as const
  const { run, asked } = await open(t, [login, { ...login, path: '/next' }], {
    credential,
    answer: () => ({ status: 401, body: { error: 'wrong password' } }),
  })
  await assert.rejects(run({ type: 'onProvision' }), { status: 401, providerMessage: '{"error":"wrong password"}' })
  assert.equal(asked.length, 1)
})

test('what was changed before a refusal was stored', async (t) => {
  const { run, kept } = await open(
    t,
    [
      { ...login, parameters: [takesToken] },
      { ...login, path: '/next', vendorPath: '/next' },
    ],
    {
      answer: ({ path }) => (path === '/login' ? { body: { data: { token: 't' } } } : { status: 500, body: {} }),
    },
  )
  await assert.rejects(run({ type: 'onProvision' }), { status: 502 })
  assert.deepEqual(kept, [{ session: 't' }])
})

test('inputs make no body that the resource does not declare', async (t) => {
  const resources = [
    { ...login, parameters: [{ name: 'code', vendorName: 'c', type: 'query', vendorType: 'query' }] },
    { ...login, path: '/b', vendorPath: '/b' },
    { ...login, path: '/c', vendorPath: '/c', hooks: [{ type: 'preRequest', body: 'done({ request_vendor_headers: { a: "1" } })' }] },
    { ...login, path: '/d', vendorPath: '/d', parameters: [{ name: 'code', vendorName: 'c', type: 'bodyField', vendorType: 'bodyField' }] },
  ]
  const { run, asked } = await open(t, resources, { answer: () => ({ body: {} }) })
  await run({ type: 'onProvision', inputs: { code: 'c1', callbackUrl: 'https://here' } })
  assert.deepEqual(
    asked.map(({ url, body }) => [url, body]),
    [
      ['/login?c=c1', ''],
      ['/b', ''],
      ['/c', ''],
      ['/d', '{"c":"c1"}'],
    ],
  )
})
