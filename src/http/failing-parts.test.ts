import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'
import { pino } from 'pino'
import type { DoorParts } from './door.ts'
import { createHttpServer } from './server.ts'

const origin = { origin: 'https://app.example.com' }

function openDoor(changes: Partial<DoorParts> = {}) {
  const log: { level: number; msg?: string; failures?: number }[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const server = createHttpServer({
    clock: Date.now,
    trustedProxies: [],
    isReady: () => true,
    log: pino({ level: 'debug' }, sink),
    routes: [{ method: 'GET', path: '/elements', access: 'open', handle: () => ({ body: [] }) }],
    authentication: {
      authenticate: () => assert.fail('nobody asks who it is'),
      authenticateInstance: () => assert.fail('nobody asks who it is'),
    },
    hub: {
      dispatch: (segments) => (segments[0] === 'elements' ? { kind: 'platform' } : { kind: 'hub', segments }),
      claims: async () => false,
      handle: async () => ({ status: 200, headers: {}, body: { kind: 'json', value: [] } }),
    },
    ...changes,
  })
  const get = (url: string) => server.inject({ method: 'GET', url, headers: origin })
  return { server, log, get }
}

/** Spellings of paths below the base that reach the same routes. */
const spellings = ['/elements/api-v2', '/elements/api%2Dv2', '/%65lements/api-v2', '//elements//api-v2'].flatMap((base) => [
  `${base}/elements`,
  `${base}/contacts`,
])

describe('a path of the API', () => {
  it('carries the headers of the API however it is spelled', async () => {
    const { get, server } = openDoor()
    for (const url of spellings) {
      const { statusCode, headers } = await get(url)
      assert.equal(statusCode, 200, url)
      assert.equal(headers['cache-control'], 'no-store', url)
      assert.equal(headers['access-control-allow-origin'], origin.origin, url)
    }
    const preflight = await server.inject({ method: 'OPTIONS', url: '/elements/api%2Dv2/contacts', headers: origin })
    assert.equal(preflight.statusCode, 200)
  })

  it('takes no new call while the server stops, however it is spelled', async () => {
    for (const url of spellings.filter((spelling) => spelling.endsWith('contacts'))) {
      const [began, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const calls: string[] = []
      const { server } = openDoor({
        hub: {
          dispatch: (segments) => ({ kind: 'hub', segments }),
          claims: async () => false,
          handle: async ({ uri }) => {
            calls.push(uri)
            began.resolve()
            await finish.promise
            return { status: 200, headers: {}, body: { kind: 'json', value: [] } }
          },
        },
      })
      const { hostname, port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }))
      const socket = connect(Number(port), hostname)
      socket.resume().write('GET /elements/api-v2/first HTTP/1.1\r\nhost: x\r\n\r\n')
      await began.promise
      const closing = server.close(2000)
      socket.write(`GET ${url} HTTP/1.1\r\nhost: x\r\n\r\n`)
      await new Promise((resolve) => setTimeout(resolve, 30))
      finish.resolve()
      await closing
      assert.deepEqual(calls, ['/elements/api-v2/first'], url)
    }
  })
})

describe('a store that is away', () => {
  it('is a 503 with retry-after, and one line in the log for many calls', async () => {
    let now = 1_000_000
    const away = new Error('connect ECONNREFUSED')
    const { get, log } = openDoor({
      clock: () => now,
      isStoreAway: (error) => error === away,
      hub: {
        dispatch: (segments) => ({ kind: 'hub', segments }),
        claims: async () => false,
        handle: async () => {
          throw away
        },
      },
    })
    const lines = () => log.filter(({ level }) => level >= 40)
    for (let call = 0; call < 5; call++) {
      const reply = await get('/elements/api-v2/contacts')
      assert.deepEqual([reply.statusCode, reply.headers['retry-after']], [503, '5'])
      assert.equal(reply.json().message, 'The database of this server cannot be reached; try again in 5 s')
    }
    assert.equal(lines().length, 1)
    now += 30_000
    await get('/elements/api-v2/contacts')
    assert.deepEqual(
      lines().map(({ failures }) => failures),
      [1, 5],
    )
  })
})
