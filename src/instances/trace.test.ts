import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { OctetError } from '../lib/errors.ts'
import type { RouteReply } from '../lib/route.ts'
import { createTraces, type Traces } from '../trace/traces.ts'
import { createSessionElement } from './fixtures/session-element.ts'
import { apiKey, type SessionVendor, startSessionVendor } from './fixtures/session-vendor.ts'
import { createWorld, type World } from './fixtures/world.ts'

let vendor: SessionVendor
let world: World
let traces: Traces
before(async () => {
  vendor = await startSessionVendor()
  world = await createWorld({ more: () => [createSessionElement(vendor.url, { id: 6401, key: 'sessions' })] })
  traces = createTraces(world.oauth)
})
after(async () => {
  await world.close()
  await vendor.close()
})

async function readTrace(id: string, caller = world.caller) {
  const request = {
    requestId: '',
    method: 'GET' as const,
    params: { keyOrId: 'x', traceId: id },
    query: {},
    headers: {},
    body: { kind: 'empty' as const },
  }
  return (await traces.routes[0]!.handle({ ...request, caller, clientAddress: '' })).body as Record<
    string,
    { request: { body: string }; response: { status: number; body: string } }
  >
}

const idOf = ({ headers }: Pick<RouteReply, 'headers'>) => headers?.['Elements-Trace-Id'] ?? ''

test('with debug the exchange of a code is shown by method and path, and no secret is in it', async () => {
  const body = world.createBody()
  const { code } = body['providerData'] as { code: string }
  const reply = await world.call('POST', '/instances', { body: { ...body, providerData: { code, debug: true } } })
  assert.ok(!('providerData' in (reply.body as object)), 'trap 12: what the callback brought does not come back')
  const shown = await readTrace(idOf(reply))
  assert.deepEqual(Object.keys(shown), ['POST:/token'])
  const { request, response } = shown['POST:/token']!
  assert.equal(response.status, 200)
  assert.match(request.body, /grant_type=authorization_code/)
  const text = JSON.stringify(shown)
  for (const secret of [code, 'client-secret-1', 'client-1', 'access-', 'refresh-']) assert.ok(!text.includes(secret), secret)
})

test('sessions and keys of an element of its own are hidden too', async () => {
  const body = { element: { key: 'sessions' }, configuration: { 'api.key': apiKey }, providerData: { debug: 'true' } }
  const reply = await world.call('POST', '/instances', { body })
  const shown = await readTrace(idOf(reply))
  assert.deepEqual(Object.keys(shown), ['GET:/check', 'POST:/login'])
  const text = JSON.stringify(shown)
  assert.ok(!text.includes(apiKey) && !text.includes('session-'))
  assert.ok(text.includes('lifetime'))
})

test('a creation that fails is shown as well', async () => {
  const body = { element: { key: 'sessions' }, configuration: { 'api.key': 'IAmBadAndLong' }, providerData: { debug: true } }
  const error = await world.call('POST', '/instances', { body }).then(
    () => assert.fail('it was created'),
    (failure: OctetError) => failure,
  )
  assert.equal(error.status, 403)
  const shown = await readTrace(idOf(error))
  assert.equal(shown['GET:/check']?.response.status, 403)
  assert.ok(!JSON.stringify(shown).includes('IAmBad'))
})

test('without debug nothing is kept; of a PUT too it is on request', async () => {
  const reply = await world.call('POST', '/instances', { body: { element: { key: 'sessions' }, configuration: { 'api.key': apiKey } } })
  assert.equal(idOf(reply), '')
  const at = { params: { id: String((reply.body as { id: number }).id) } }
  const put = await world.call('PUT', '/instances/:id', {
    ...at,
    body: { configuration: { 'api.key': apiKey, 'session.id': 'none' }, providerData: { debug: true } },
  })
  assert.ok(Object.keys(await readTrace(idOf(put))).includes('POST:/login'))
})

test('another account finds no trace, nor does anybody after a day', async () => {
  const reply = await world.call('POST', '/instances', {
    body: { ...world.createBody(), providerData: { code: world.endpoint.issueCode(), debug: true } },
  })
  await assert.rejects(readTrace(idOf(reply), world.stranger), { status: 404, code: 'no-trace' })
  await readTrace(idOf(reply))
  world.timeline.advance(25 * 60 * 60_000)
  await assert.rejects(readTrace(idOf(reply)), { status: 404 })
})

test('a text that cannot be the id of a trace is not found, whatever it holds', async () => {
  for (const id of ['\0', 'a\0b', '', '\ud800', 'x'.repeat(100_000), "' or 1=1 --", '6B0593A7B48013D757104695'])
    await assert.rejects(readTrace(id), { status: 404, code: 'no-trace' })
})
