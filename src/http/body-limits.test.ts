import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { pino } from 'pino'
import { createError } from '../lib/errors.ts'
import type { Route } from '../lib/route.ts'
import { createBodyBudget } from './body-budget.ts'
import { doorLimits } from './door-limits.ts'
import { createHttpServer, type HttpServer } from './server.ts'

const api = '/elements/api-v2'
const good = 'User u, Organization o'
const user = { id: 1, emailAddress: 'a@b.c', firstName: 'A', lastName: 'B' }
const caller = { organizationId: 1, accountId: 1, user, roles: [], privileges: new Set<string>() }
const json = { 'content-type': 'application/json' }
const echo: Route['handle'] = ({ body }) => ({ body: { kind: body.kind } })

/** A door with one route of each kind of access and short patience. */
async function openDoor(limits: Partial<typeof doorLimits> = {}): Promise<{ server: HttpServer; url: string }> {
  const server = createHttpServer({
    clock: Date.now,
    trustedProxies: [],
    isReady: () => true,
    log: pino({ level: 'silent' }),
    limits: { ...doorLimits, ...limits },
    routes: [
      { method: 'POST', path: '/open', access: 'open', handle: echo },
      { method: 'POST', path: '/public', access: 'public', handle: echo },
      { method: 'POST', path: '/own', access: 'caller', handle: echo },
      { method: 'DELETE', path: '/own', access: 'caller', handle: echo },
    ],
    authentication: {
      authenticate: (header) => {
        if (header !== good) throw createError('invalid-secrets')
        return caller
      },
      authenticateInstance: async () => ({ caller, instanceId: 7 }),
    },
    hub: {
      dispatch: (segments) => (['open', 'public', 'own'].includes(segments[0] ?? '') ? { kind: 'platform' } : { kind: 'hub', segments }),
      claims: async () => false,
      handle: async ({ read, onInstance }) => {
        onInstance(7)
        const { body } = await read()
        return { status: 200, headers: {}, body: { kind: 'json', value: body.kind } }
      },
    },
  })
  return { server, url: await server.listen({ port: 0, host: '127.0.0.1' }) }
}

describe('bodies at the door', () => {
  let door: Awaited<ReturnType<typeof openDoor>>
  before(async () => {
    door = await openDoor({ jsonPatience: 150 })
  })
  after(() => door.server.close(0))

  const post = async (path: string, body: string | Buffer | undefined, headers: Record<string, string> = json, method = 'POST') => {
    const reply = await fetch(door.url + api + path, { method, headers, ...(body === undefined ? {} : { body: body as string }) })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, text, message: text.startsWith('{') ? JSON.parse(text).message : undefined }
  }

  it('outlives an upload to a platform path that is cut off before anybody looked at it', async () => {
    const { hostname, port } = new URL(door.url)
    const refused = `POST ${api}/public HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 100000\r\n\r\nabc`
    const pipelined = [refused, `POST ${api}/slow HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n${refused}`]
    for (let attempt = 0; attempt < 20; attempt++) {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.write(pipelined[attempt % 2]!)
      await new Promise((resolve) => setTimeout(resolve, attempt % 4))
      socket.resetAndDestroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 30))
    assert.equal((await fetch(`${door.url}/readyz`)).status, 200)
  })

  it('refuses another type than JSON on a platform path, but only when there is a body', async () => {
    assert.equal((await post('/public', 'a,b', { 'content-type': 'text/csv' })).status, 415)
    assert.equal((await post('/own', undefined, { 'content-type': 'text/plain', authorization: good }, 'DELETE')).status, 200)
    assert.equal((await post('/own', '', { 'content-type': 'text/plain', authorization: good }, 'DELETE')).status, 200)
  })

  it('holds no more than 64 KB for a route that anybody may call', async () => {
    const body = `"${'x'.repeat(64 * 1024)}"`
    for (const path of ['/open', '/public']) {
      const { status, message } = await post(path, body)
      assert.deepEqual([status, message], [413, 'The request body is larger than 64 KB'], path)
    }
    assert.equal((await post('/public', body, { ...json, authorization: good })).status, 200)
    assert.equal((await post('/own', body, { ...json, authorization: good })).status, 200)
  })

  it('waits for JSON only so long, whatever its length', async () => {
    const { hostname, port } = new URL(door.url)
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST ${api}/public HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":`)
      })
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text))
    })
    assert.match(answer, /^HTTP\/1\.1 408 /)
    assert.match(answer, /connection: close/i)
    assert.match(answer, /"message":"The request body did not arrive within 0.15 s"/)
  })

  it('refuses JSON that is nested deeper than 200 with a 400 that says so', async () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    for (const path of ['/contacts', '/own']) {
      const headers = { ...json, authorization: good }
      assert.equal((await post(path, nest(200), headers)).status, 200, path)
      for (const depth of [201, 200_000]) {
        const { status, message } = await post(path, nest(depth), headers)
        assert.deepEqual([status, message], [400, 'The request body is not valid JSON: it is nested deeper than 200'], path)
      }
    }
  })
})

describe('the budget for bodies being read', () => {
  it('bounds what one client and what all together hold, and takes back what was given', () => {
    const budget = createBodyBudget({ own: 100, all: 150 })
    const [first, second] = [budget.open('a'), budget.open('b')]
    first.take(90)
    assert.throws(() => first.take(20), { code: 'too-many-calls', status: 429 })
    second.take(60)
    assert.throws(() => second.take(1), { code: 'too-many-calls' })
    first.close()
    second.take(30)
    assert.doesNotThrow(() => budget.open('a').take(50))
  })

  it('answers 429 when too much is being read for one client at once', async () => {
    const door = await openDoor({ bodiesOfOne: 100_000 })
    const body = `"${'x'.repeat(90_000)}`
    const { hostname, port } = new URL(door.url)
    const head = `POST ${api}/own HTTP/1.1\r\nhost: x\r\nauthorization: ${good}\r\ncontent-type: application/json\r\ncontent-length: ${body.length + 1}\r\n\r\n`
    const held = connect(Number(port), hostname, () => void held.write(head + body))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const send = () => fetch(`${door.url}${api}/own`, { method: 'POST', headers: { ...json, authorization: good }, body: `${body}"` })
    const refused = await send()
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
    const answered = new Promise((resolve) => held.once('data', (data) => resolve(String(data).slice(9, 12))))
    held.write('"')
    assert.equal(await answered, '200')
    assert.equal((await send()).status, 200)
    held.destroy()
    await door.server.close(0)
  })
})
