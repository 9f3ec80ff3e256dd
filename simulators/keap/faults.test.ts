// Groups 10 and 11: faults on demand; latency, compression, kept connections.
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { type TestContext, test } from 'node:test'
import type { Fault, KeapOptions } from './keap.ts'
import { createCaller, login, startFor } from './test-client.ts'

async function start(t: TestContext, options: Partial<KeapOptions> = {}) {
  const keap = await startFor(t, options)
  const { access_token: token } = await login(keap.url)
  const inject = (...faults: Fault[]) => {
    keap.options.faults = faults
  }
  return { keap, token, inject, call: createCaller(keap.url, token) }
}

test('a fault page strikes the matching calls, so many times, after those it lets pass', async (t) => {
  const { call, inject } = await start(t)
  for (const status of [500, 502, 503, 504] as const) {
    inject({ kind: `http-${status}` })
    const struck = await call('GET', '/v2/contacts/1')
    assert.deepEqual([struck.status, /<title>5\d\d /.test(struck.text)], [status, true])
    assert.equal((await call('GET', '/v2/contacts/1')).status, 200)
  }
  inject({ kind: 'http-503', match: { method: 'GET', path: '/crm/rest/v2/contacts*' }, skip: 1, times: 2 })
  const statuses = []
  for (const path of ['/v2/companies/1', '/v2/contacts/1', '/v2/contacts/1', '/v2/contacts', '/v2/contacts/1'])
    statuses.push((await call('GET', path)).status)
  assert.deepEqual(statuses, [200, 200, 503, 503, 200])
})

test('a connection reset before the call leaves nothing; after it, the record is there: a blind retry makes two', async (t) => {
  const { keap, call, inject } = await start(t)
  const { rows } = keap.state.tenants.get('ab123.infusionsoft.com')!.tables.contacts
  const create = () => call('POST', '/v2/contacts', { email_addresses: [{ email: 'twice@example.com', field: 'EMAIL1' }] })
  const before = rows.size
  inject({ kind: 'reset-before' })
  await assert.rejects(create())
  assert.equal(rows.size, before)
  inject({ kind: 'reset-after-apply' })
  await assert.rejects(create())
  assert.equal(rows.size, before + 1)
  await create()
  assert.equal(rows.size, before + 2)
})

test('JSON can end half-way', async (t) => {
  const { call, inject } = await start(t)
  inject({ kind: 'truncated-json' })
  await assert.rejects(call('GET', '/v2/contacts'))
})

test('the first byte can be late', async (t) => {
  const { call, inject } = await start(t)
  inject({ kind: 'slow', delayMs: 120 })
  const begun = performance.now()
  await call('GET', '/v2/contacts/1')
  assert.ok(performance.now() - begun >= 115)
})

test('a token can expire in the middle of a walk; a refresh goes on from there', async (t) => {
  const { keap, call, inject } = await start(t)
  inject({ kind: 'expire-token', match: { path: '/crm/rest/v2/contacts' }, skip: 1 })
  const { body } = await call('GET', '/v2/contacts?page_size=10')
  const next = `/v2/contacts?page_size=10&page_token=${String(body['next_page_token'])}`
  assert.equal((await call('GET', next)).status, 401)
  const renewed = createCaller(keap.url, (await login(keap.url)).access_token)
  assert.equal(((await renewed('GET', next)).body['contacts'] as { id: string }[])[0]?.id, '11')
})

test('records can come and go between two pages', async (t) => {
  const { call, inject } = await start(t, { pageTokenPosition: 'offset' })
  const second = async () => {
    const { body } = await call('GET', '/v2/contacts?page_size=10&order_by=id%20desc')
    const next = await call('GET', `/v2/contacts?page_size=10&order_by=id%20desc&page_token=${String(body['next_page_token'])}`)
    return (next.body['contacts'] as { id: string }[])[0]?.id
  }
  assert.equal(await second(), '26')
  inject({ kind: 'insert-record' })
  assert.equal(await second(), '27')
  inject({ kind: 'delete-record' })
  await second()
  assert.equal((await call('GET', '/v2/contacts/1')).status, 404)
})

test('another integration can use up the tenant for the day', async (t) => {
  const { keap, call, inject } = await start(t, { enforceLimits: true, spikeBurst: 100 })
  inject({ kind: 'quota-exhausted' })
  assert.equal((await call('GET', '/v2/contacts/1')).status, 429)
  const after = await call('GET', '/v2/contacts/1')
  assert.deepEqual([after.status, after.headers.get('x-keap-tenant-throttle-available')?.split('|')[1]], [429, '0'])
  const other = createCaller(keap.url, (await login(keap.url, 'cd456.infusionsoft.com/1')).access_token)
  assert.equal((await other('GET', '/v2/contacts/1')).status, 200)
})

test('XML-RPC answers as in a brownout', async (t) => {
  const { keap, token } = await start(t)
  const post = () =>
    fetch(`${keap.url}/crm/xmlrpc/v1`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: '<methodCall/>' })
  assert.equal((await post()).status, 410)
  keap.options.xmlrpcStatus = 503
  assert.equal((await post()).status, 503)
})

test('latency lies between its two bounds', async (t) => {
  const { keap, call } = await start(t, { random: () => 0.5 })
  Object.assign(keap.options, { latencyMin: 40, latencyMax: 80 })
  const begun = performance.now()
  await call('GET', '/v2/contacts/1')
  assert.ok(performance.now() - begun >= 58)
})

test('replies are compressed when the client takes gzip, and not otherwise', async (t) => {
  const { keap, token } = await start(t)
  const ask = (encoding: string) =>
    fetch(`${keap.url}/crm/rest/v2/contacts`, { headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding } })
  const zipped = await ask('gzip')
  assert.equal(zipped.headers.get('content-encoding'), 'gzip')
  const plain = await ask('identity')
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.deepEqual(await zipped.json(), await plain.json())
})

test('connections are kept alive', async (t) => {
  const { keap, token } = await start(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  const ask = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = {
        port: keap.port,
        host: '127.0.0.1',
        path: '/crm/rest/v2/contacts/1',
        agent,
        headers: { authorization: `Bearer ${token}` },
      }
      const call = request(options, (reply) => {
        const { localPort } = reply.socket
        reply.resume().once('end', () => resolve(localPort))
      })
      call.once('error', reject)
      call.end()
    })
  assert.equal(await ask(), await ask())
})
