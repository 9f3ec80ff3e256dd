import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createError } from '../lib/errors.ts'
import { api, good, openDoor } from './fixtures/open-door.ts'

describe('bodies that end badly', () => {
  let door: Awaited<ReturnType<typeof openDoor>>
  before(async () => {
    door = await openDoor()
  })
  after(() => door.server.close(1000))
  const settle = () => new Promise((resolve) => setTimeout(resolve, 30))
  const stillThere = async () => assert.equal((await door.call('GET', '/readyz')).status, 200)

  it('outlives an upload that was refused unread and then given up', async () => {
    door.setHub(() => {
      throw createError('too-many-calls', { params: { scope: 'tests', seconds: 1 } })
    })
    const headers = { authorization: good, 'content-type': 'application/octet-stream', 'content-length': '1000000' }
    const client = httpRequest(`${door.url}${api}/files`, { method: 'POST', headers })
    client.on('error', () => {}).write('begun')
    const status = await new Promise((resolve) => client.on('response', (reply) => resolve(reply.statusCode)))
    assert.equal(status, 429)
    client.destroy()
    await settle()
    await stillThere()
  })

  it('outlives an upload that is given up while the hub has not looked at it', async () => {
    const reached = Promise.withResolvers<void>()
    door.setHub(async (request) => {
      reached.resolve()
      await new Promise((resolve) => request.signal!.addEventListener('abort', resolve))
      await settle()
      return { status: 200, headers: {}, body: { kind: 'empty' } }
    })
    const headers = { authorization: good, 'content-type': 'application/octet-stream', 'content-length': '1000000' }
    const client = httpRequest(`${door.url}${api}/files`, { method: 'POST', headers })
    client.on('error', () => {}).write('begun')
    await reached.promise
    client.destroy()
    await settle()
    await stillThere()
  })

  it('outlives a client that goes away, and a source that breaks, in the middle of a streamed answer', async () => {
    for (const end of ['client', 'source']) {
      const source = new Readable({ read() {} })
      source.push('begun')
      door.setHub(() => ({ status: 200, headers: {}, body: { kind: 'stream', stream: source, contentType: 'text/csv' } }))
      const client = httpRequest(`${door.url}${api}/files`, { headers: { authorization: good } })
      client.on('error', () => {}).end()
      const reply = await new Promise<NodeJS.ReadableStream>((resolve) => client.on('response', resolve))
      const broken = new Promise((resolve) => reply.on('error', resolve).on('data', () => {}))
      if (end === 'client') client.destroy()
      else source.destroy(new Error('the vendor hung up'))
      await broken
      await settle()
      assert.ok(source.destroyed, end)
    }
    await stillThere()
  })

  it('refuses compressed bodies in words, and only where there is a body', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    for (const path of ['/contacts', '/instances']) {
      const reply = await door.call('POST', api + path, { headers, body: gzipSync('{}') })
      const { message } = (await reply.json()) as { message: string }
      assert.deepEqual([reply.status, message], [415, 'Content-Encoding gzip is not supported here; send the body uncompressed'], path)
    }
    door.setHub(() => ({ status: 200, headers: {}, body: { kind: 'empty' } }))
    assert.equal((await door.call('DELETE', `${api}/contacts/1`, { headers })).status, 200)
    const plain = await door.call('POST', `${api}/contacts`, { headers: { ...headers, 'content-encoding': 'identity' }, body: '{}' })
    assert.equal(plain.status, 200)
  })
})
