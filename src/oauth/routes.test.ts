import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import type { Method } from '../lib/hub-request.ts'
import type { RouteRequest } from '../lib/route.ts'
import type { Tables } from '../store/tables.ts'
import { createTestElement } from './fixtures/element.ts'
import { createOAuthRoutes } from './routes.ts'

const elements = [createTestElement(), createTestElement({ id: 5001, key: 'plain', authenticationType: 'basic' })]
const never = () => assert.fail('nothing is asked of a vendor or a database')
const routes = createOAuthRoutes({
  catalog: { find: async (keyOrId) => elements.find(({ id, key }) => id === keyOrId || key === keyOrId) },
  call: {
    egress: { send: never, close: never },
    clock: () => 0,
    limits: { acquire: never, hold: never },
    directories: { read: never, forget: never },
    scripts: { run: never, runEach: never, close: never },
    xml: { read: never },
  },
  database: { db: new Proxy({} as Kysely<Tables>, { get: never }) },
  sealerOf: never,
  clock: () => 0,
})

async function ask(method: Method, keyOrId: string, sent: Partial<RouteRequest>) {
  const route = routes.find((each) => each.method === method)!
  assert.equal(route.access, 'public')
  const request: RouteRequest = {
    requestId: '0',
    method,
    params: { keyOrId },
    query: {},
    headers: {},
    body: { kind: 'empty' },
    clientAddress: '',
    ...sent,
  }
  return (await route.handle(request)).body
}

const parameters = {
  apiKey: 'id-1',
  apiSecret: 'secret-1',
  callbackUrl: 'https://app.example.com/cb',
  siteAddress: 'x',
  elementKeyOrId: 'y',
  _: '1',
}

test('trap 16: by GET and by POST, by key and by id, the answer is the same and names the key', async () => {
  const expected = {
    oauthUrl:
      'https://vendor.example.com/authorize?scope=full&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=acmecrm&client_id=id-1',
    element: 'acmecrm',
  }
  for (const keyOrId of ['acmecrm', '5000']) {
    assert.deepEqual(await ask('GET', keyOrId, { query: parameters }), expected)
    assert.deepEqual(await ask('POST', keyOrId, { body: { kind: 'json', value: parameters } }), expected)
  }
})

test('an unknown element is a 404, one without OAuth 2.0 a 400', async () => {
  await assert.rejects(ask('GET', 'nope', { query: parameters }), { status: 404, message: 'No element found with key nope' })
  await assert.rejects(ask('GET', '77', { query: parameters }), { status: 404, message: 'No element found with ID 77' })
  for (const text of ['05000', '+5000', '5e3', '5000.0']) {
    await assert.rejects(ask('GET', text, { query: parameters }), { status: 404, message: `No element found with key ${text}` })
  }
  await assert.rejects(ask('GET', 'plain', { query: parameters }), { status: 400, code: 'oauth-not-supported' })
})

test('of a repeated parameter the first counts, and an empty one is absent', async () => {
  const body = (await ask('GET', 'acmecrm', { query: { ...parameters, state: ['a', 'b'], scope: '' } })) as { oauthUrl: string }
  const { searchParams } = new URL(body.oauthUrl)
  assert.deepEqual([searchParams.get('state'), searchParams.get('scope')], ['a', 'full'])
})
