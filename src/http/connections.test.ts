import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { pino } from 'pino'
import { createError } from '../lib/errors.ts'
import { doorLimits } from './door-limits.ts'
import { createHttpServer } from './server.ts'

async function openDoor(limits: Partial<typeof doorLimits>) {
  const refuse = () => {
    throw createError('invalid-secrets')
  }
  const server = createHttpServer({
    clock: Date.now,
    trustedProxies: [],
    isReady: () => true,
    log: pino({ level: 'silent' }),
    limits: { ...doorLimits, ...limits },
    routes: [],
    authentication: { authenticate: refuse, authenticateInstance: async () => refuse() },
    hub: { dispatch: (segments) => ({ kind: 'hub', segments }), claims: async () => false, handle: async () => refuse() },
  })
  const { hostname, port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }))
  const open = (allowHalfOpen = false) => connect({ host: hostname, port: Number(port), allowHalfOpen }).on('error', () => undefined)
  return { server, open }
}

describe('connections', () => {
  it('are closed after bytes that are no HTTP, although the other side keeps its half open; a stop does not wait for them', async () => {
    const { server, open } = await openDoor({ linger: 100 })
    const socket = open(true)
    socket.write('garbage\r\n\r\n')
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), /^HTTP\/1\.1 400 /)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const writing = setInterval(() => socket.write('more'), 10)
    await closed
    clearInterval(writing)
    await server.close(0)
  })

  it('beyond the limit are closed at once', async () => {
    const { server, open } = await openDoor({ connections: 2 })
    const held = [open(), open()]
    for (const socket of held) await once(socket, 'connect')
    const third = open().resume()
    await new Promise((resolve) => third.once('close', resolve))
    held[0]!.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
    assert.match(String((await once(held[0]!, 'data'))[0]), /^HTTP\/1\.1 200 /)
    for (const socket of held) socket.destroy()
    await server.close(0)
  })
})
