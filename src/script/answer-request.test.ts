import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fastify from 'fastify'
import { answerRequest } from './answer-request.ts'
import type { ScriptRequest } from './messages.ts'

let closed = 0
const app = fastify()
app.post('/echo', async (request) => ({ body: request.body, mine: request.headers['x-mine'], host: request.headers.host }))
app.get('/large', async () => 'x'.repeat(5000))
app.get('/bytes', async () => Buffer.from([0, 255, 254]))
app.get('/slow', (_request, reply) => void reply.raw.on('close', () => closed++))
app.get('/missing', async (_request, reply) => reply.code(404).header('x-number', 5).send({ error: 'none' }))
after(() => app.close())

const ask = (request: Partial<ScriptRequest>, within: { leftMs?: number; signal?: AbortSignal } = {}) =>
  answerRequest(
    app.inject.bind(app),
    { url: '/', method: 'GET', headers: {}, ...request },
    {
      bodyBytes: 1000,
      leftMs: 5000,
      signal: new AbortController().signal,
      ...within,
    },
  )

test('a request is answered whole: status, headers, text or bytes', async () => {
  const headers = { 'content-type': 'application/json', 'x-mine': 'a', host: 'other', 'content-length': '1' }
  const echo = await ask({ url: '/echo', method: 'POST', headers, body: Buffer.from('{"a":"ü"}').toString('base64'), isBase64: true })
  assert.ok('body' in echo)
  assert.deepEqual([echo.status, JSON.parse(echo.body)], [200, { body: { a: 'ü' }, mine: 'a', host: 'localhost:80' }])
  const missing = await ask({ url: '/missing' })
  assert.ok('headers' in missing)
  assert.deepEqual([missing.status, missing.headers['x-number'], missing.body], [404, '5', '{"error":"none"}'])
  const bytes = await ask({ url: '/bytes' })
  assert.ok('body' in bytes)
  assert.deepEqual([bytes.body, bytes.isBase64], [Buffer.from([0, 255, 254]).toString('base64'), true])
})

test('size and time are bounded; what is no longer wanted is given up on both sides', async () => {
  const code = async (reply: ReturnType<typeof ask>) => {
    const told = await reply
    return 'code' in told ? told.code : told.status
  }
  assert.equal(await code(ask({ url: '/large' })), 'EMSGSIZE')
  assert.equal(await code(ask({ url: '/echo', method: 'POST', body: 'x'.repeat(1001) })), 'EMSGSIZE')
  assert.equal(await code(ask({ url: '/slow' }, { leftMs: 30 })), 'ETIMEDOUT')
  assert.equal(await code(ask({ url: '/slow', timeoutMs: 30 })), 'ETIMEDOUT')
  const call = new AbortController()
  setTimeout(() => call.abort(), 30)
  assert.equal(await code(ask({ url: '/slow' }, { signal: call.signal })), 'ECONNRESET')
  assert.equal(closed, 3)
})
