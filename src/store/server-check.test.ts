import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { createEmptyDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'
import { checkServer, checkVersion } from './server-check.ts'

type Order = 'latest first' | 'oldest first'

/**
 * What a transaction pooler does, on a real server: once a client is let in, its server session goes to whoever asks next,
 * and is lent from the first message until the server says that no transaction is open (ReadyForQuery, status I).
 */
async function startPooler(databaseUrl: string, order: Order): Promise<{ url: string; close(): void }> {
  const target = new URL(databaseUrl)
  const free: Socket[] = []
  const waiting: ((session: Socket) => void)[] = []
  const clientOf = new Map<Socket, Socket>()
  const sockets = new Set<Socket>()

  const take = async () => (order === 'latest first' ? free.pop() : free.shift()) ?? new Promise<Socket>((resolve) => waiting.push(resolve))
  const give = (session: Socket) => {
    const next = waiting.shift()
    if (next) return next(session)
    free.push(session)
  }

  const server: Server = createServer((client) => {
    let session: Socket | undefined = connect(Number(target.port), target.hostname)
    let letIn = false
    const own = session
    clientOf.set(own, client)
    for (const socket of [client, own]) sockets.add(socket.on('error', () => undefined))
    onReady(own, () => {
      const borrower = clientOf.get(own)
      clientOf.delete(own)
      if (borrower === client && !letIn) {
        letIn = true
        session = undefined
        // Sessions are made on demand: one that is not needed is not kept.
        return free.length > 0 ? own.end() : give(own)
      }
      borrower?.emit('session-returned')
      give(own)
    })
    own.on('data', (data) => clientOf.get(own)?.write(data))
    client.on('session-returned', () => {
      session = undefined
    })
    client.on('data', async (data) => {
      if (letIn && data[0] === 'X'.charCodeAt(0)) return client.end()
      if (session === undefined) {
        client.pause()
        session = await take()
        clientOf.set(session, client)
        client.resume()
      }
      session.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: url.href, close }
}

/** Calls back after each ReadyForQuery that says idle; messages are a type byte and a length (PostgreSQL docs, "Message Formats"). */
function onReady(session: Socket, callback: () => void): void {
  let rest = Buffer.alloc(0)
  session.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = 1 + rest.readInt32BE(1)
      const isIdle = rest.toString('latin1', 0, 1) === 'Z' && rest.toString('latin1', 5, 6) === 'I'
      rest = rest.subarray(length)
      if (isIdle) setImmediate(callback)
    }
  })
}

describe('the check of a given PostgreSQL', () => {
  let url: string
  let drop: () => Promise<void>

  before(async () => ({ url, drop } = await createEmptyDatabase()))
  after(() => drop())

  it('lets a direct connection pass', () => checkServer(url))

  for (const order of ['latest first', 'oldest first'] as const) {
    it(`refuses a transaction pooler that lends its sessions ${order}`, async () => {
      const pooler = await startPooler(url, order)
      await assert.rejects(openDatabase({ dataFolder: '', databaseUrl: pooler.url }), (error: Error) => {
        assert.match(
          error.message,
          /^DATABASE_URL: 127\.0\.0\.1:\d+\/octet_test_\w+ is a transaction pooler: .* Give a direct connection or a session pooler\.$/,
        )
        return true
      })
      pooler.close()
    })
  }

  it('refuses a PostgreSQL older than 15', () => {
    assert.throws(() => checkVersion(140_012), /^StoreError: DATABASE_URL: PostgreSQL 15 or newer is required, and this is 14$/)
    assert.throws(() => checkVersion(90_624), /this is 9$/)
    checkVersion(150_000)
  })

  it('waits for a server that is about to start, and tells where it could not connect without the password', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const started = performance.now()
    await assert.rejects(checkServer(`postgres://me:hush@127.0.0.1:${port}/db`, 300), (error: Error) => {
      assert.match(error.message, new RegExp(`^DATABASE_URL: cannot connect to 127\\.0\\.0\\.1:${port}/db: .*ECONNREFUSED`))
      assert.doesNotMatch(error.message, /hush/)
      return true
    })
    assert.ok(performance.now() - started >= 300)
  })

  it('tells a wrong password at once', async () => {
    const wrong = new URL(url)
    wrong.password = 'hush'
    await assert.rejects(checkServer(wrong.href), /password authentication failed/)
  })
})
