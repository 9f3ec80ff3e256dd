import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fastify from 'fastify'
import type { Body } from '../lib/hub-request.ts'
import { sendResponse } from './send-response.ts'

async function policyOf(body: Body) {
  const server = fastify()
  server.get('/', (_request, reply) => sendResponse(reply, { status: 200, headers: {}, body }))
  return (await server.inject('/')).headers['content-security-policy']
}

test('a page of a vendor runs no scripts under our name', async () => {
  for (const contentType of ['text/html', 'Text/HTML; charset=utf-8', 'application/xhtml+xml', 'image/svg+xml', 'text/xml']) {
    assert.equal(await policyOf({ kind: 'text', text: '<p>', contentType }), 'sandbox')
    assert.equal(await policyOf({ kind: 'stream', stream: Readable.from(['<p>']), contentType }), 'sandbox')
  }
})

test('what a browser does not run is left as it is', async () => {
  assert.equal(await policyOf({ kind: 'json', value: {} }), undefined)
  assert.equal(await policyOf({ kind: 'stream', stream: Readable.from(['%PDF']), contentType: 'application/pdf' }), undefined)
})
