import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createEgress, type EgressError, type EgressOptions } from '../egress.ts'

async function startVendor(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function openEgress(t: TestContext, options: Partial<EgressOptions> = {}) {
  const egress = createEgress({ allowHosts: ['127.0.0.1'], ...options })
  t.after(() => egress.close())
  return egress
}

const get = (url: string) => ({ method: 'GET' as const, url, headers: {} })
const drip: RequestListener = (_request, response) => {
  const timer = setInterval(() => response.write('.'), 10)
  response.on('close', () => clearInterval(timer))
}
const timedOut = (limit: RegExp) => (error: EgressError) => error.code === 'vendor-timeout' && limit.test(error.message)

test('plain http goes to allowed hosts only: what we send holds credentials', async (t) => {
  let looked = 0
  const egress = openEgress(t, {
    lookup: (_hostname, _options, callback) => {
      looked++
      callback(null, '8.8.8.8', 4)
    },
  })
  const refused = {
    code: 'egress-refused',
    status: 400,
    maybeSent: false,
    message: /vendor\.example are not allowed .* plain http .* https/,
  }
  await assert.rejects(egress.send(get('http://vendor.example/')), refused)
  await assert.rejects(egress.send(get('http://8.8.8.8/')), { code: 'egress-refused', message: /plain http/ })
  assert.equal(looked, 0)
  const url = await startVendor(t, (_request, response) => response.end('in'))
  assert.equal(await (await egress.send(get(url))).text(), 'in')
})

test('a body that is handed on as a stream has a total time of its own', async (t) => {
  const url = await startVendor(t, drip)
  const egress = openEgress(t, { timeouts: { total: 100, stream: 300 } })
  const started = performance.now()
  const reply = await egress.send(get(url))
  await assert.rejects(Array.fromAsync(reply.stream()), timedOut(/0\.3 s/))
  assert.ok(performance.now() - started > 250)
})

test('redirects share the time of the call', async (t) => {
  const url = await startVendor(t, (_request, response) => {
    setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 80)
  })
  const egress = openEgress(t, { timeouts: { total: 200 } })
  await assert.rejects(egress.send({ ...get(url), redirect: 'follow' }), timedOut(/0\.2 s/))
})

test('what is left of a longer undertaking shortens a call, and the limit of the whole is told', async (t) => {
  const egress = openEgress(t)
  const reply = await egress.send({ ...get(await startVendor(t, drip)), within: { left: 100, limit: 120_000 } })
  await assert.rejects(reply.text(), timedOut(/120 s/))
})

test('an excerpt is the beginning of a body, and the rest of it is not read', async (t) => {
  const url = await startVendor(t, (request, response) => {
    if (request.url === '/short') return void response.end('short')
    response.write('x'.repeat(100_000))
  })
  const egress = openEgress(t)
  assert.equal(await (await egress.send(get(`${url}/short`))).excerpt(1000), 'short')
  assert.equal(await (await egress.send(get(`${url}/endless`))).excerpt(70_000), 'x'.repeat(70_000))
})
