/** Requests of scripts: shapes as Node's modules and axios have them, the guarded door, and limits. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createEgress, type Egress } from '../../src/lib/egress.ts'
import { openRunner } from '../script-runner.ts'

const seen: string[] = []
const held: (() => void)[] = []
const server = createServer(async (request, response) => {
  const body = (await Array.fromAsync(request)).join('')
  const path = request.url ?? ''
  seen.push(`${request.method} ${path}`)
  if (path === '/echo?x=1' || path === '/echo') {
    const told = {
      method: request.method,
      path,
      body,
      type: request.headers['content-type'],
      auth: request.headers.authorization,
      mine: request.headers['x-mine'],
    }
    response.writeHead(200, { 'content-type': 'application/json', 'x-answer': 'yes' }).end(JSON.stringify(told))
  } else if (path === '/missing') response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"none"}')
  else if (path === '/bytes') response.writeHead(200).end(Buffer.from([0, 255, 254, 1]))
  else if (path === '/moved') response.writeHead(302, { location: '/echo' }).end()
  else if (path === '/large') response.writeHead(200).end('x'.repeat(5000))
  else if (path === '/silent') return
  else if (path === '/held') {
    held.push(() => response.end())
    server.emit('held')
  } else response.writeHead(500).end('what?')
})
let egress: Egress
let variables: Record<string, unknown>

before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  egress = createEgress({ allowHosts: [`127.0.0.1:${port}`] })
  variables = { base: `http://127.0.0.1:${port}`, port }
})
after(async () => {
  server.close().closeAllConnections()
  await egress.close()
})

test('http.request: written, ended, answered by data and end', async (t) => {
  const { run } = openRunner(t, { egress })
  const body = `
    const request = require('http').request({ hostname: '127.0.0.1', port, path: '/echo?x=1', method: 'POST', headers: { 'X-Mine': 'a', 'content-type': 'text/plain' } }, (response) => {
      let text = ''
      response.on('data', (chunk) => { text += chunk })
      response.on('end', () => done({ status: response.statusCode, header: response.headers['x-answer'], told: JSON.parse(text) }))
    })
    request.write('one ')
    request.write(Buffer.from('twö'))
    request.end()`
  assert.deepEqual(await run(body, { variables }), {
    status: 200,
    header: 'yes',
    told: { method: 'POST', path: '/echo?x=1', body: 'one twö', type: 'text/plain', mine: 'a' },
  })
})

test('http.get with a URL; https goes to https', async (t) => {
  const { run } = openRunner(t, { egress })
  const get = `require('http').get(base + '/bytes', (r) => { const all = []; r.on('data', (c) => all.push(c)); r.on('end', () => done({ hex: Buffer.concat(all).toString('hex') })) })`
  assert.deepEqual(await run(get, { variables }), { hex: '00fffe01' })
  const asked: string[] = []
  const spy: Pick<Egress, 'send'> = {
    send(request) {
      asked.push(request.url)
      return Promise.reject(new Error('not sent in this test'))
    },
  }
  const other = openRunner(t, { egress: spy })
  await other.run(`require('https').get({ host: 'api.example.com', path: '/v1?a=b' }).on('error', () => done())`)
  await other.run(`require('https').request('https://u:p@api.example.com:8443/x', { method: 'put' }).on('error', () => done()).end('b')`)
  assert.deepEqual(asked, ['https://api.example.com/v1?a=b', 'https://api.example.com:8443/x'])
})

test('axios: get, post, create, parameters, errors with a response, all', async (t) => {
  const { run } = openRunner(t, { egress })
  const body = `
    const axios = require('axios')
    ;(async () => {
      const get = await axios.get(base + '/echo', { params: { x: 1 }, headers: { 'X-Mine': 'b' } })
      const post = await axios.post(base + '/echo', { a: 1 })
      const client = axios.create({ baseURL: base, auth: { username: 'u', password: 'p' } })
      const put = await client.put('/echo', 'text', { headers: { 'content-type': 'text/plain' } })
      const form = await axios({ method: 'post', url: base + '/echo', data: new URLSearchParams({ q: 'a b' }) })
      const failed = await client.get('/missing').catch((e) => ({ isAxios: axios.isAxiosError(e), status: e.response.status, data: e.response.data, code: e.code, message: e.message }))
      const kept = await client.get('/missing', { validateStatus: () => true })
      const both = await axios.all([axios.get(base + '/echo'), axios(base + '/echo')])
      const bytes = await axios.get(base + '/bytes', { responseType: 'arraybuffer' })
      const moved = await axios.get(base + '/moved')
      done({ get: get.data, status: get.status, header: get.headers['x-answer'], post: post.data, put: put.data, form: form.data, failed, kept: kept.status, both: both.length, bytes: bytes.data.toString('hex'), moved: moved.data.path })
    })().catch((e) => done({ error: String(e.stack) }))`
  const result = await run(body, { variables })
  assert.deepEqual(result, {
    get: { method: 'GET', path: '/echo?x=1', body: '', mine: 'b' },
    status: 200,
    header: 'yes',
    post: { method: 'POST', path: '/echo', body: '{"a":1}', type: 'application/json' },
    put: { method: 'PUT', path: '/echo', body: 'text', type: 'text/plain', auth: 'Basic dTpw' },
    form: { method: 'POST', path: '/echo', body: 'q=a+b', type: 'application/x-www-form-urlencoded;charset=utf-8' },
    failed: {
      isAxios: true,
      status: 404,
      data: { error: 'none' },
      code: 'ERR_BAD_REQUEST',
      message: 'Request failed with status code 404',
    },
    kept: 404,
    both: 2,
    bytes: '00fffe01',
    moved: '/echo',
  })
})

test('private addresses and other schemes are refused by the door', async (t) => {
  const { run } = openRunner(t, { egress })
  for (const url of [
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
    'ftp://a.example/',
  ]) {
    const result = await run(
      'require("axios").get(url).then((r) => done({ got: r.data }), (e) => done({ code: e.code, message: e.message }))',
      { variables: { url } },
    )
    assert.equal(result['code'], 'EACCES', `${url}: ${JSON.stringify(result)}`)
  }
})

test('a failure that nobody listens to ends the script with its words', async (t) => {
  const { run } = openRunner(t, { egress })
  await assert.rejects(run('require("http").get("http://127.0.0.1:1/x")'), {
    code: 'script-failed',
    message: /Calls to 127\.0\.0\.1 are not allowed/,
  })
})

test('number and size of requests and time in all are limited', async (t) => {
  const { run } = openRunner(t, { egress, limits: { requests: 3, bodyBytes: 1000, totalMs: 400, activeMs: 300 } })
  seen.length = 0
  const many = `const axios = require('axios'); Promise.allSettled(Array.from({ length: 5 }, () => axios.get(base + '/echo'))).then((all) => done({ all: all.map((one) => one.status), why: all[4].reason.message }))`
  assert.deepEqual(await run(many, { variables }), {
    all: ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
    why: 'A script may send 3 requests',
  })
  assert.equal(seen.length, 3)
  const catching = (call: string) =>
    run(`require('axios').${call}.then(() => done({}), (e) => done({ message: e.message, code: e.code }))`, { variables })
  assert.match(String((await catching('get(base + "/large")'))['message']), /larger than 1000 bytes/)
  assert.match(String((await catching('post(base + "/echo", "x".repeat(2000))'))['message']), /larger than 1000 bytes/)
  assert.equal((await catching('get(base + "/silent", { timeout: 50 })'))['code'], 'ETIMEDOUT')
  await assert.rejects(run(`require('http').get(base + '/silent', () => done())`, { variables }), (error: Error & { code?: string }) =>
    ['script-timeout', 'script-failed'].includes(String(error.code)),
  )
})

test('while scripts wait for the network others run, beyond the number of threads', async (t) => {
  const { run } = openRunner(t, { egress, limits: { workers: 2, parkedWorkers: 3 } })
  const body = `require('http').get(base + '/held', (r) => { r.resume(); r.on('end', () => done({ status: r.statusCode })) })`
  const waiting = [11, 12, 13].map((accountId) => run(body, { variables, accountId }))
  while (held.length < 3) await once(server, 'held')
  assert.deepEqual(await run('done({ a: 1 })', { accountId: 20 }), { a: 1 })
  await run(body, { variables, accountId: 14 }).then(
    () => assert.fail('a fourth waited outside'),
    (error: { code?: string }) => assert.equal(error.code, 'too-many-scripts'),
  )
  for (const answer of held) answer()
  for (const result of await Promise.all(waiting)) assert.deepEqual(result, { status: 200 })
})
