import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createLookup } from './resolver.ts'

/** A name server: `slow.…` gets no answer, `v6.…` an IPv6 address only, `none.…` none, `gone.…` does not exist, `sick.…` fails, all others 8.8.8.8. */
async function startNameServer(t: TestContext): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const label = query.subarray(13, 13 + query[12]!).toString()
    const end = query.indexOf(0, 12) + 5
    const type = query.readUInt16BE(end - 4)
    if (label.startsWith('slow')) return
    const data = type === 1 ? Buffer.from([8, 8, 8, 8]) : Buffer.from('20014860486000000000000000008888', 'hex')
    const isAnswered = !['none', 'gone', 'sick'].includes(label) && (type === 28) === (label === 'v6')
    const head = Buffer.from(query.subarray(0, end))
    head.writeUInt16BE(0x8180 | (label === 'gone' ? 3 : label === 'sick' ? 2 : 0), 2)
    head.writeUInt16BE(isAnswered ? 1 : 0, 6)
    head.writeUInt32BE(0, 8)
    // The name again, type, class, seconds, length.
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length])
    socket.send(isAnswered ? Buffer.concat([head, record, data]) : head, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`
}

async function open(t: TestContext, timeout = 300) {
  const resolver = new Resolver({ timeout, tries: 1 })
  resolver.setServers([await startNameServer(t)])
  t.after(() => resolver.cancel())
  const lookup = createLookup(resolver)
  return (name: string) =>
    new Promise((done) =>
      lookup(`${name}.vendor.example`, { all: true }, (error, found) => done(error === null ? found : (error as { code?: string }).code)),
    )
}

test('a name gives its addresses, of whichever family', async (t) => {
  const resolve = await open(t)
  assert.deepEqual(await resolve('plain'), [{ address: '8.8.8.8', family: 4 }])
  assert.deepEqual(await resolve('v6'), [{ address: '2001:4860:4860::8888', family: 6 }])
})

test('one address is given to whoever wants one', async (t) => {
  const resolver = new Resolver()
  resolver.setServers([await startNameServer(t)])
  const found = await new Promise((done) =>
    createLookup(resolver)('plain.vendor.example', {}, (error, address, family) => done([error, address, family])),
  )
  assert.deepEqual(found, [null, '8.8.8.8', 4])
})

test('a name that does not exist and a name server that fails are told apart', async (t) => {
  const resolve = await open(t)
  assert.equal(await resolve('gone'), 'ENOTFOUND')
  assert.equal(await resolve('none'), 'ENOTFOUND')
  assert.equal(await resolve('sick'), 'EAI_AGAIN')
})

test('a look-up has a time limit', async (t) => {
  const started = performance.now()
  assert.equal(await (await open(t))('slow'), 'EAI_AGAIN')
  assert.ok(performance.now() - started < 3000)
})

test('slow names hold up no others, nor what else the process has to do', async (t) => {
  const resolve = await open(t, 5000)
  for (let count = 0; count < 50; count++) void resolve(`slow${count}`)
  const started = performance.now()
  await Promise.all(Array.from({ length: 8 }, (_, index) => resolve(`quick${index}`)))
  await promisify(gzip)('files, compression and look-ups share a few threads')
  assert.ok(performance.now() - started < 1500)
})
