import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { guardLookup, type Lookup } from './egress/connector.ts'
import { createEgress, type EgressError, type EgressOptions } from './egress.ts'
import type { OctetError } from './errors.ts'

async function startVendor(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function openEgress(t: TestContext, options: Partial<EgressOptions> = {}) {
  const egress = createEgress({ allowHosts: ['127.0.0.1', 'localhost'], ...options })
  t.after(() => egress.close())
  return egress
}

const get = (url: string) => ({ method: 'GET' as const, url, headers: {} })

test('a request goes out whole and the answer comes back', async (t) => {
  const url = await startVendor(t, async (request, response) => {
    const body = (await Array.fromAsync(request)).join('')
    response.setHeader('x-seen', `${request.method} ${request.url} ${request.headers['x-mine']}`)
    response.end(JSON.stringify({ got: body }))
  })
  const reply = await openEgress(t).send({ method: 'POST', url: `${url}/a/b?c=%20d`, headers: { 'x-mine': 'yes' }, body: 'hello' })
  assert.equal(reply.status, 200)
  assert.equal(reply.headers['x-seen'], 'POST /a/b?c=%20d yes')
  assert.deepEqual(JSON.parse(await reply.text()), { got: 'hello' })
})

test('a stream is sent as it arrives', async (t) => {
  const url = await startVendor(t, (request, response) => request.pipe(response))
  const reply = await openEgress(t).send({ method: 'POST', url, headers: {}, body: Readable.from(['one ', 'two']) })
  assert.equal(await reply.text(), 'one two')
})

const forms = [
  'https://127.0.0.1:1/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://0x7f.1/',
  'https://127.1/',
  'https://0.0.0.0/',
  'https://10.1.2.3/',
  'https://172.31.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[ff02::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
]
for (const url of forms) {
  test(`${url} is refused`, async (t) => {
    const egress = openEgress(t, { allowHosts: [] })
    await assert.rejects(
      egress.send(get(url)),
      (error: EgressError) =>
        error.code === 'egress-refused' && error.status === 400 && !error.maybeSent && /not a public/.test(error.message),
    )
  })
}

for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com', 'not a url', 'http://user:secret@example.com/']) {
  test(`${url} is no destination, and the refusal does not repeat it`, async (t) => {
    await assert.rejects(
      openEgress(t).send(get(url)),
      (error: EgressError) => error.code === 'egress-refused' && !error.message.includes('secret'),
    )
  })
}

/** Answers each look-up of a name with the next of its answers. */
function scriptLookup(answers: string[]): { lookup: Lookup; asked: () => number } {
  let asked = 0
  const lookup: Lookup = (_hostname, options, callback) => {
    const address = answers[Math.min(asked++, answers.length - 1)] ?? ''
    const family = address.includes(':') ? 6 : 4
    if (options.all) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
  return { lookup, asked: () => asked }
}

for (const address of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fd12::1']) {
  test(`a name that resolves to ${address} is refused`, async (t) => {
    const { lookup } = scriptLookup([address])
    const egress = openEgress(t, { allowHosts: [], lookup })
    await assert.rejects(
      egress.send(get('https://vendor.example/')),
      (error: EgressError) => error.code === 'egress-refused' && !error.maybeSent,
    )
  })
}

test('a name that turns private between two connections is refused at the second: what was checked is what is connected', async () => {
  const { lookup, asked } = scriptLookup(['8.8.8.8', '127.0.0.1'])
  const resolve = (hostname: string) =>
    new Promise((done) => guardLookup(lookup)(hostname, {}, (error, address) => done((error as { code?: string } | null)?.code ?? address)))
  assert.equal(await resolve('rebind.example'), '8.8.8.8')
  assert.equal(await resolve('rebind.example'), 'egress-refused')
  assert.equal(asked(), 2)
})

test('of a name with public and private addresses only the public ones are used', async () => {
  const both: Lookup = (_hostname, _options, callback) =>
    callback(null, [
      { address: '10.0.0.1', family: 4 },
      { address: '8.8.8.8', family: 4 },
    ])
  const found = await new Promise((done) => guardLookup(both)('mixed.example', { all: true }, (_error, addresses) => done(addresses)))
  assert.deepEqual(found, [{ address: '8.8.8.8', family: 4 }])
})

test('the allow-list takes host, host:port and *.domain, nothing else', async (t) => {
  const url = await startVendor(t, (_request, response) => response.end('in'))
  const { port } = new URL(url)
  const { lookup } = scriptLookup(['127.0.0.1'])
  const reach = async (allowHosts: string[], host: string) =>
    openEgress(t, { allowHosts, lookup })
      .send(get(`http://${host}:${port}/`))
      .then((reply) => reply.text())
      .catch((error: OctetError) => error.code)
  assert.equal(await reach(['127.0.0.1'], '127.0.0.1'), 'in')
  assert.equal(await reach([`127.0.0.1:${port}`], '127.0.0.1'), 'in')
  assert.equal(await reach(['127.0.0.1:1'], '127.0.0.1'), 'egress-refused')
  assert.equal(await reach(['*.vendor.example'], 'eu.crm.vendor.example'), 'in')
  assert.equal(await reach(['*.vendor.example'], 'vendor.example'), 'egress-refused')
  assert.equal(await reach(['*.vendor.example'], 'evilvendor.example'), 'egress-refused')
  for (const entry of ['http://x', 'a b', '*', '', 'x:99999999'])
    assert.throws(() => createEgress({ allowHosts: [entry] }), /allowed hosts/)
})

test('redirects are answers, unless a GET asks to follow them', async (t) => {
  const url = await startVendor(t, (request, response) => {
    if (request.url === '/old') response.writeHead(302, { location: '/new' }).end()
    else response.end(`at ${request.url} with ${request.headers.authorization}`)
  })
  const egress = openEgress(t)
  const request = { ...get(`${url}/old`), headers: { authorization: 'Bearer t' } }
  const plain = await egress.send(request)
  assert.equal(plain.status, 302)
  await plain.discard()
  assert.equal(await (await egress.send({ ...request, redirect: 'follow' })).text(), 'at /new with Bearer t')
})

test('credentials do not cross to another origin on a redirect, and each hop is checked', async (t) => {
  const other = await startVendor(t, (request, response) => response.end(JSON.stringify(request.headers)))
  const url = await startVendor(t, (request, response) => {
    response.writeHead(302, { location: request.url === '/inside' ? 'http://169.254.169.254/' : other }).end()
  })
  const egress = openEgress(t)
  const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret', accept: 'application/json' }
  const reply = await egress.send({ method: 'GET', url: `${url}/outside`, headers, redirect: 'follow' })
  const seen = await reply.text()
  assert.doesNotMatch(seen, /secret/)
  assert.match(seen, /application\/json/)
  // Where a redirect leads is the vendor's doing, not the client's.
  const inside = egress.send({ method: 'GET', url: `${url}/inside`, headers, redirect: 'follow' })
  await assert.rejects(inside, { code: 'vendor-unreachable', status: 502, message: /redirects to 169/ })
})

test('a vendor that is not there was surely not asked', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  await assert.rejects(openEgress(t).send(get(`http://127.0.0.1:${port}/`)), (error: EgressError) => {
    assert.equal(error.code, 'vendor-unreachable')
    assert.equal(error.status, 502)
    assert.equal(error.maybeSent, false)
    return true
  })
})

test('a connection that breaks after the request went out may have been heard', async (t) => {
  const url = await startVendor(t, (request) => request.socket.destroy())
  const broken = openEgress(t).send({ method: 'POST', url, headers: {}, body: 'x' })
  await assert.rejects(broken, (error: EgressError) => error.code === 'vendor-unreachable' && error.maybeSent && error.closedEarly)
})

test('silence before the headers, within the body and in all is bounded', async (t) => {
  const url = await startVendor(t, (request, response) => {
    if (request.url === '/silent') return
    response.write('begun')
    if (request.url === '/drip') {
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    }
  })
  const egress = openEgress(t, { timeouts: { headers: 100, body: 100 } })
  const timedOut = (error: EgressError) => error.code === 'vendor-timeout' && error.status === 502 && error.maybeSent
  await assert.rejects(egress.send(get(`${url}/silent`)), timedOut)
  const stalled = await egress.send(get(`${url}/stall`))
  await assert.rejects(stalled.text(), timedOut)
  const dripping = await egress.send({ ...get(`${url}/drip`), timeouts: { total: 200 } })
  await assert.rejects(dripping.text(), (error: EgressError) => timedOut(error) && /0\.2 s/.test(error.message))
})

test('a client that goes away ends the call', async (t) => {
  const closed = Promise.withResolvers<void>()
  const url = await startVendor(t, (request) => request.socket.on('close', () => closed.resolve()))
  const client = new AbortController()
  const pending = openEgress(t).send({ ...get(url), signal: client.signal })
  setTimeout(() => client.abort(), 30)
  await assert.rejects(pending, { code: 'vendor-unreachable' })
  await closed.promise
})

test('a call for a client that has already gone is not made', async (t) => {
  let calls = 0
  const url = await startVendor(t, (_request, response) => {
    calls++
    response.end()
  })
  await assert.rejects(openEgress(t).send({ ...get(url), signal: AbortSignal.abort() }), { code: 'vendor-unreachable' })
  assert.equal(calls, 0)
})

test('bodies beyond the limit are refused, announced or not, and also when they only grow on decompression', async (t) => {
  const url = await startVendor(t, (request, response) => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'x')
    if (request.url === '/announced') response.setHeader('content-length', body.length)
    if (request.url === '/bomb') response.setHeader('content-encoding', 'gzip')
    response.end(request.url === '/bomb' ? gzipSync(body) : body)
    response.on('error', () => {})
  })
  const egress = openEgress(t, { maxJsonBytes: 2 * 1024 * 1024 })
  for (const path of ['/announced', '/chunked', '/bomb']) {
    const reply = await egress.send(get(url + path))
    await assert.rejects(reply.text(), { code: 'vendor-unreadable', status: 502, message: /larger than 2 MB/ })
  }
})

test('a body that is cut short is not taken for whole', async (t) => {
  const server = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => void server.close())
  const reply = await openEgress(t).send(get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
  await assert.rejects(reply.text(), { code: 'vendor-unreachable' })
})

test('compressed bodies are read as text and as a stream', async (t) => {
  const url = await startVendor(t, (_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('plain words')))
  const egress = openEgress(t)
  assert.equal(await (await egress.send(get(url))).text(), 'plain words')
  assert.equal((await Array.fromAsync((await egress.send(get(url))).stream())).join(''), 'plain words')
})

test('connections are kept alive and reused', async (t) => {
  const sockets = new Set()
  const url = await startVendor(t, (request, response) => {
    sockets.add(request.socket)
    response.end('ok')
  })
  const egress = openEgress(t)
  for (let i = 0; i < 10; i++) await (await egress.send(get(url))).text()
  // The pool may open a second one while the end of the first answer is still being noticed.
  assert.ok(sockets.size <= 2)
})

test('closing waits for an answer that is being read, and does not wait for ever for one that nobody reads', async (t) => {
  const url = await startVendor(t, (request, response) => {
    if (request.url === '/endless') response.write('begun')
    else setTimeout(() => response.end('late'), 100)
  })
  const egress = createEgress({ allowHosts: ['127.0.0.1'] })
  const late = egress.send(get(url)).then((reply) => reply.text())
  const endless = await egress.send(get(`${url}/endless`))
  const broken = once(endless.stream(), 'error')
  await egress.close()
  assert.equal(await late, 'late')
  await broken
})

/** What nobody listens to must not end the process: node:test fails a test that an uncaught error ends, and the process that it runs in. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 50))

test('a body that breaks, is left, or belongs to a client that has gone while nobody reads it harms nobody', async (t) => {
  const url = await startVendor(t, (request, response) => {
    response.setHeader('content-length', 1000)
    response.write('begun')
    if (request.url === '/reset') setTimeout(() => request.socket.resetAndDestroy(), 20)
  })
  const egress = openEgress(t)
  const reset = await egress.send(get(`${url}/reset`))
  const left = await egress.send(get(url))
  left.body.destroy()
  const client = new AbortController()
  const abandoned = await egress.send({ ...get(url), signal: client.signal })
  client.abort()
  await settle()
  await assert.rejects(reset.text(), { code: 'vendor-unreachable' })
  await assert.rejects(abandoned.text(), { code: 'vendor-unreachable' })
})

for (const coding of ['identity', 'gzip']) {
  test(`a stream (${coding}) that nobody reads may break or be given up`, async (t) => {
    const url = await startVendor(t, (request, response) => {
      response.setHeader('content-encoding', coding)
      response.write(gzipSync(Buffer.alloc(1000)))
      if (request.url === '/reset') setTimeout(() => request.socket.resetAndDestroy(), 20)
    })
    const egress = openEgress(t)
    const broken = (await egress.send(get(`${url}/reset`))).stream()
    const left = (await egress.send(get(url))).stream()
    left.destroy()
    await settle()
    assert.ok(broken.destroyed && left.destroyed)
    await assert.rejects(Array.fromAsync(broken))
  })
}

test('a stream asked for after its body broke ends, and does not wait for more', async (t) => {
  const url = await startVendor(t, (request, response) => {
    response.setHeader('content-encoding', 'gzip').write(gzipSync('x'))
    setTimeout(() => request.socket.resetAndDestroy(), 10)
  })
  const reply = await openEgress(t).send(get(url))
  await settle()
  await assert.rejects(Array.fromAsync(reply.stream()))
})
