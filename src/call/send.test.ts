import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { createCaller, createInstance, describeElement, openParts, readJson } from '../../test/call-instance.ts'
import { startVendor, type Vendor } from '../../test/vendor.ts'
import { createError } from '../lib/errors.ts'
import type { CallInstance, Credential } from './types.ts'

const bearer = (generation: number, dueAt?: number): Credential => ({
  kind: 'bearer',
  token: `token-${generation}`,
  generation,
  ...(dueAt !== undefined && { dueAt }),
})

const resources = [
  { path: '/rows/{id}', vendorPath: '/rows/{id}' },
  { path: '/rows', method: 'POST' },
  {
    path: '/list',
    vendorPath: '/list',
    octet: { paging: { style: 'cursor', size: 'n', token: 'c', next: 'next', maxSize: 2, walkLimit: 100 } },
  },
] as const

interface Options {
  readonly accepted?: string
  readonly credential?: Credential
  readonly renew?: CallInstance['renew']
}

/** A vendor that accepts one token only. */
async function openSecured(t: TestContext, { accepted = 'token-2', credential = bearer(1), renew }: Options) {
  const renewals: Credential[] = []
  const vendor = await startVendor(t, ({ headers, query, path }) => {
    if (headers.authorization !== `Bearer ${accepted}`) return { status: 401, body: { message: 'expired' } }
    return { body: path === '/list' ? { rows: [{}], next: String(Number(query.get('c') ?? 0) + 1) } : { ok: true } }
  })
  const instance = createInstance(describeElement(resources), {
    configuration: { 'base.url': vendor.url },
    credential,
    renew: async (rejected) => {
      renewals.push(rejected)
      return renew === undefined ? bearer(2) : renew(rejected)
    },
  })
  return { vendor, renewals, call: createCaller(openParts(t), instance) }
}

const tokens = (vendor: Vendor) => vendor.asked.map(({ headers }) => headers.authorization?.replace('Bearer ', ''))

test('a 401 is met with one renewal and one more try', async (t) => {
  const { vendor, renewals, call } = await openSecured(t, {})
  assert.deepEqual(readJson(await call('GET', '/rows/1')), { ok: true })
  assert.deepEqual(renewals, [bearer(1)])
  assert.deepEqual(tokens(vendor), ['token-1', 'token-2'])
})

test('a POST is sent again after a 401, which says that it was not done, with the same body', async (t) => {
  const { vendor, call } = await openSecured(t, {})
  await call('POST', '/rows', { json: { a: 1 } })
  assert.deepEqual(
    vendor.asked.map(({ body }) => body),
    ['{"a":1}', '{"a":1}'],
  )
})

test('a second 401 is the answer', async (t) => {
  const { vendor, renewals, call } = await openSecured(t, { accepted: 'nobody' })
  await assert.rejects(call('GET', '/rows/1'), { status: 401, message: 'Request failed', providerMessage: '{"message":"expired"}' })
  assert.equal(renewals.length, 1)
  assert.equal(vendor.asked.length, 2)
})

test('a renewal that is refused is a 401, one that meets an outage a 502; the call is not sent again', async (t) => {
  for (const error of [createError('credential-refused'), createError('vendor-unreachable')]) {
    const { vendor, call } = await openSecured(t, { renew: () => Promise.reject(error) })
    await assert.rejects(call('GET', '/rows/1'), { status: error.status, code: error.code })
    assert.equal(vendor.asked.length, 1)
  }
})

test('a renewal that brings the same token leaves the vendor’s 401 as it is', async (t) => {
  const { vendor, call } = await openSecured(t, { renew: async () => bearer(1) })
  await assert.rejects(call('GET', '/rows/1'), { status: 401, providerMessage: '{"message":"expired"}' })
  assert.equal(vendor.asked.length, 1)
})

test('a credential that is due is renewed before it is used, one that is not is used', async (t) => {
  const due = await openSecured(t, { credential: bearer(1, Date.now() - 1) })
  await due.call('GET', '/rows/1')
  assert.deepEqual(tokens(due.vendor), ['token-2'])
  const fresh = await openSecured(t, { accepted: 'token-1', credential: bearer(1, Date.now() + 1000) })
  await fresh.call('GET', '/rows/1')
  assert.equal(fresh.renewals.length, 0)
})

test('a stream cannot be sent twice: its credential is renewed a minute early, and a 401 is the answer', async (t) => {
  const body = () => ({ kind: 'stream', stream: Readable.from(['x']), contentType: 'text/csv' }) as const
  const early = await openSecured(t, { credential: bearer(1, Date.now() + 30_000) })
  await early.call('POST', '/rows', { body: body() })
  assert.deepEqual(tokens(early.vendor), ['token-2'])
  const late = await openSecured(t, {})
  await assert.rejects(late.call('POST', '/rows', { body: body() }), { status: 401 })
  assert.equal(late.vendor.asked.length, 1)
  assert.equal(late.renewals.length, 0)
})

test('a stream goes out with a credential that is not due yet when no other can be had, and not with one that is', async (t) => {
  const body = () => ({ kind: 'stream', stream: Readable.from(['x']), contentType: 'text/csv' }) as const
  const renew = () => Promise.reject(createError('vendor-unreachable'))
  const soon = await openSecured(t, { accepted: 'token-1', credential: bearer(1, Date.now() + 30_000), renew })
  assert.equal((await soon.call('POST', '/rows', { body: body() })).status, 200)
  const over = await openSecured(t, { accepted: 'token-1', credential: bearer(1, Date.now() - 1), renew })
  await assert.rejects(over.call('POST', '/rows', { body: body() }), { status: 502 })
  assert.equal(over.vendor.asked.length, 0)
})

test('a token that ends in the middle of a walk is renewed once for the rest of it', async (t) => {
  let asked = 0
  let accepted = 'token-1'
  const vendor = await startVendor(t, ({ headers, query }) => {
    if (++asked === 3) accepted = 'token-2'
    if (headers.authorization !== `Bearer ${accepted}`) return { status: 401 }
    const from = Number(query.get('c') ?? 0)
    return { body: { rows: [{ n: from }, { n: from + 1 }], next: String(from + 2) } }
  })
  let renewals = 0
  const document = describeElement([{ ...resources[2], rootKey: 'rows' }])
  const renew = async () => {
    renewals++
    return bearer(2)
  }
  const call = createCaller(
    openParts(t),
    createInstance(document, { configuration: { 'base.url': vendor.url }, credential: bearer(1), renew }),
  )
  assert.deepEqual(readJson(await call('GET', '/list', { query: { page: '4', pageSize: '2' } })), [{ n: 6 }, { n: 7 }])
  assert.equal(renewals, 1)
})

test('user name and password go in the Basic header, and their 401 is the answer', async (t) => {
  const credential = { kind: 'basic', username: 'ann', password: 'pä:ss' } as const
  const { vendor, renewals, call } = await openSecured(t, { credential })
  await assert.rejects(call('GET', '/rows/1'), { status: 401 })
  assert.equal(vendor.asked[0]!.headers.authorization, `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`)
  assert.equal(renewals.length, 0)
})

test('no credential sends no Authorization header', async (t) => {
  const vendor = await startVendor(t, () => ({ body: {} }))
  const instance = createInstance(describeElement(resources), { configuration: { 'base.url': vendor.url } })
  await createCaller(openParts(t), instance)('GET', '/rows/1')
  assert.equal(vendor.asked[0]!.headers.authorization, undefined)
})

/** A server that answers the first request of a connection and closes it at the second, as one does whose keep-alive has run out. */
async function startForgetful(t: TestContext): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let seen = 0
    socket.on('error', () => {})
    socket.on('data', (data) => {
      requests.push(String(data).split(' ', 1)[0]!)
      if (++seen === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
      else socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

for (const [method, path, outcome] of [
  ['GET', '/rows/1', 'is sent again'],
  ['POST', '/rows', 'is not: the vendor may have done it'],
] as const) {
  test(`on a connection that breaks before an answer, a ${method} ${outcome}`, async (t) => {
    const { url, requests } = await startForgetful(t)
    const call = createCaller(openParts(t), createInstance(describeElement(resources), { configuration: { 'base.url': url } }))
    await call('GET', '/rows/1')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = call(method, path, method === 'POST' ? { json: { a: 1 } } : {})
    if (method === 'GET') await second
    else await assert.rejects(second, { status: 502, code: 'vendor-unreachable' })
    assert.deepEqual(
      requests.filter((one) => one === method),
      method === 'GET' ? ['GET', 'GET', 'GET'] : ['POST'],
    )
  })
}
