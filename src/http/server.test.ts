import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { pino } from 'pino'
import { Type } from 'typebox'
import { createError } from '../lib/errors.ts'
import type { HubRequest, HubResponse } from '../lib/hub-request.ts'
import type { Route, RouteRequest } from '../lib/route.ts'
import type { DoorParts, HubCall } from './door.ts'
import { createHttpServer, type HttpServer } from './server.ts'

const api = '/elements/api-v2'
const caller = {
  organizationId: 1,
  accountId: 1,
  user: { id: 1, emailAddress: 'a@example.com', firstName: 'A', lastName: 'B' },
  roles: [],
}
const good = 'User u, Organization o'

/** A door with small routes behind it; `calls` are what reached the hub, `log` what was logged. */
async function openDoor() {
  const calls: HubRequest[] = []
  const log: string[] = []
  const seen: RouteRequest[] = []
  let ready = true
  let hubAnswer: (request: HubRequest) => Promise<HubResponse> | HubResponse = () => ({
    status: 200,
    headers: {},
    body: { kind: 'json', value: [] },
  })
  const refuse = () => {
    throw createError('invalid-secrets')
  }
  const route = (method: Route['method'], path: string, rest: Partial<Route> = {}): Route => ({
    method,
    path,
    access: 'caller',
    handle: (request) => {
      seen.push(request)
      return { body: { params: request.params, query: request.query, body: request.body } }
    },
    ...rest,
  })
  const parts: DoorParts = {
    clock: Date.now,
    trustedProxies: ['10.0.0.0/8', '127.0.0.1'],
    isReady: () => ready,
    log: pino(
      { level: 'debug' },
      new Writable({
        write: (chunk, _e, done) => {
          log.push(String(chunk))
          done()
        },
      }),
    ),
    authentication: {
      authenticate: (header) => (header?.startsWith(good) ? caller : refuse()),
      authenticateInstance: async (header) => (header === `${good}, Element e` ? { caller, instanceId: 7 } : refuse()),
    },
    hub: {
      dispatch: (segments) =>
        segments[0] === 'elements' || segments[0] === 'instances' || segments[0] === undefined
          ? { kind: 'platform' }
          : { kind: segments[0] === 'accounts' || segments[0] === 'users' ? 'either' : 'hub', segments },
      claims: async (header, name) => header?.includes('Element') === true && name === 'accounts',
      handle: async (call: HubCall) => {
        if (call.authorization === undefined) refuse()
        call.onInstance(7)
        const request = await call.read()
        calls.push(request)
        return hubAnswer(request)
      },
    },
    routes: [
      route('GET', '/elements', { access: 'public' }),
      route('GET', '/elements/keys', { access: 'public', handle: () => ({ body: 'keys' }) }),
      route('GET', '/elements/:keyOrId', { access: 'public' }),
      route('POST', '/instances', {
        body: Type.Object({ element: Type.Object({ key: Type.String() }), tags: Type.Optional(Type.Array(Type.String())) }),
      }),
      route('DELETE', '/instances/:id'),
      route('PATCH', '/instances', { access: 'instance' }),
      route('GET', '/users/:emailOrId'),
      route('GET', '/accounts', { handle: () => ({ body: 'platform accounts' }) }),
      route('GET', '/instances/broken', {
        handle: () => {
          throw new Error('the password is hunter2')
        },
      }),
    ],
  }
  const server: HttpServer = createHttpServer(parts)
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  const call = (method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {}) =>
    fetch(url + path, { method, headers: { authorization: good, ...headers }, ...(body === undefined ? {} : { body: body as string }) })
  return {
    server,
    url,
    calls,
    log,
    seen,
    call,
    setReady: (value: boolean) => (ready = value),
    setHub: (fn: typeof hubAnswer) => (hubAnswer = fn),
  }
}

describe('the door', () => {
  let door: Awaited<ReturnType<typeof openDoor>>
  before(async () => {
    door = await openDoor()
  })
  after(() => door.server.close(1000))

  it('trap 30: accepts trailing and doubled slashes, dots and plus signs in ids, and empty or null bodies with a JSON Content-Type', async () => {
    const json = { 'content-type': 'application/json' }
    assert.equal((await door.call('GET', `${api}//elements/`)).status, 200)
    assert.equal((await door.call('GET', `//elements//api-v2/elements`)).status, 200)
    const user = (await (await door.call('GET', `${api}/users/a.b+c@example.com`)).json()) as { params: object }
    assert.deepEqual(user.params, { emailOrId: 'a.b+c@example.com' })
    assert.equal((await door.call('GET', `${api}/elements?_=1&elementKeyOrId=`, { headers: json })).status, 200)
    for (const body of ['null', '', ' ']) {
      const reply = await door.call('DELETE', `${api}/instances/5`, { headers: json, body })
      assert.equal(reply.status, 200, JSON.stringify(body))
      assert.deepEqual(((await reply.json()) as { body: object }).body, { kind: 'empty' })
    }
    assert.equal((await door.call('DELETE', `${api}/instances/5`, { headers: json })).status, 200)
  })

  it('sees a literal path before a parameter', async () => {
    assert.equal(await (await door.call('GET', `${api}/elements/keys`)).text(), '"keys"')
  })

  it('hands the hub decoded segments, the query and the parsed body; an encoded slash stays inside its segment', async () => {
    const reply = await door.call('POST', `${api}/contacts/a%2Fb/c%20d/?where=x%3D1&tags[]=a&tags[]=b`, {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"FirstName":"É"}',
    })
    assert.equal(reply.status, 200)
    assert.equal(reply.headers.get('elements-element-instance-id'), '7')
    const request = door.calls.at(-1)!
    assert.deepEqual(request.segments, ['contacts', 'a/b', 'c d'])
    assert.deepEqual({ ...request.query }, { where: 'x=1', 'tags[]': ['a', 'b'] })
    assert.deepEqual(request.body, { kind: 'json', value: { FirstName: 'É' } })
    assert.equal(request.requestId, reply.headers.get('elements-request-id'))
  })

  it('trap 2: gives a shared name to the hub only when the Element token claims it', async () => {
    assert.equal(await (await door.call('GET', `${api}/accounts`)).text(), '"platform accounts"')
    assert.equal(await (await door.call('GET', `${api}/accounts`, { headers: { authorization: `${good}, Element e` } })).text(), '[]')
    const before = door.calls.length
    const reply = await door.call('POST', `${api}/accounts`, {
      headers: { authorization: `${good}, Element e`, 'content-type': 'application/json' },
      body: '{}',
    })
    assert.equal(reply.status, 200)
    assert.equal(door.calls.length, before + 1)
    assert.equal((await door.call('DELETE', `${api}/users/5`, { headers: { authorization: `${good}, Element e` } })).status, 405)
  })

  it('checks the credentials before it reads or judges anything else', async () => {
    const wrong = { authorization: 'User x', 'content-type': 'application/json' }
    for (const [method, path] of [
      ['POST', '/instances'],
      ['GET', '/instances/nowhere/at/all'],
      ['PUT', '/instances'],
    ] as const)
      assert.equal(
        (await door.call(method, api + path, { headers: wrong, ...(method === 'GET' ? {} : { body: '{not json' }) })).status,
        401,
        path,
      )
    const hub = await fetch(`${door.url}${api}/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{not json',
    })
    assert.equal(hub.status, 401)
    const text = 'Invalid Organization or User secret, or invalid Element token provided.'
    assert.deepEqual(await hub.json(), { requestId: hub.headers.get('elements-request-id'), message: text })
  })

  it('serves public paths to anybody, but refuses wrong secrets there', async () => {
    assert.equal((await fetch(`${door.url}${api}/elements`)).status, 200)
    assert.equal((await door.call('GET', `${api}/elements`, { headers: { authorization: 'User x, Organization y' } })).status, 401)
  })

  it('serves HEAD as the GET it stands for, without the body', async () => {
    for (const path of ['/elements', '/contacts']) {
      const reply = await door.call('HEAD', api + path)
      assert.deepEqual([reply.status, await reply.text()], [200, ''], path)
      assert.match(reply.headers.get('content-length') ?? '', /^[1-9]/)
    }
  })

  it('answers 405 with the verbs there are, 404 where nothing is', async () => {
    const wrong = await door.call('PUT', `${api}/elements/keys`)
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.get('allow'), 'GET')
    assert.equal((await door.call('GET', `${api}/instances/1/2/3`)).status, 404)
    assert.equal((await door.call('GET', '/nowhere')).status, 404)
    assert.equal((await door.call('GET', api)).status, 404)
  })

  it('names place, expected and got of a wrong body, never its values', async () => {
    const post = async (body: string, type = 'application/json') => {
      const reply = await door.call('POST', `${api}/instances`, { headers: { 'content-type': type }, body })
      return [reply.status, ((await reply.json()) as { message: string }).message]
    }
    assert.deepEqual(await post('{"element":{"key":42}}'), [400, 'Invalid request body: element.key: expected string, got number'])
    assert.deepEqual(await post('{"element":{}}'), [400, 'Invalid request body: element.key is missing'])
    assert.deepEqual(await post('["hunter2"]'), [400, 'Invalid request body: the body: expected object, got array'])
    assert.deepEqual(await post(''), [400, 'Invalid request body: the body: expected object, got nothing'])
    const [status, message] = await post('{"apiSecret":"hunter2",}')
    assert.equal(status, 400)
    assert.match(String(message), /^The request body is not valid JSON: unexpected text/)
    assert.doesNotMatch(String(message), /hunter2/)
    assert.equal((await post('a,b', 'text/csv'))[0], 415)
  })

  it('refuses JSON over 8 MB with 413, announced or not', async () => {
    const big = Buffer.alloc(8 * 1024 * 1024 + 1, 0x20)
    assert.equal((await door.call('POST', `${api}/contacts`, { headers: { 'content-type': 'application/json' }, body: big })).status, 413)
    const chunked = await fetch(`${door.url}${api}/contacts`, {
      method: 'POST',
      headers: { authorization: good, 'content-type': 'application/json' },
      body: Readable.toWeb(Readable.from([big, big])) as ReadableStream,
      duplex: 'half',
    } as RequestInit)
    assert.equal(chunked.status, 413)
  })

  it('passes other bodies through as streams, both ways', async () => {
    door.setHub((request) => {
      assert.ok(request.body.kind === 'stream')
      return { status: 200, headers: { 'Content-Disposition': 'attachment' }, body: request.body }
    })
    const bytes = Buffer.alloc(300_000, 0xfe)
    const reply = await door.call('POST', `${api}/files`, { headers: { 'content-type': 'application/octet-stream' }, body: bytes })
    assert.equal(reply.headers.get('content-type'), 'application/octet-stream')
    assert.equal(reply.headers.get('content-disposition'), 'attachment')
    assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes)
    door.setHub(() => ({ status: 200, headers: {}, body: { kind: 'empty' } }))
    const empty = await door.call('DELETE', `${api}/contacts/5`)
    assert.deepEqual([empty.status, await empty.text()], [200, ''])
  })

  it('hides what nobody foresaw behind the requestId', async () => {
    const reply = await door.call('GET', `${api}/instances/broken`)
    const body = (await reply.json()) as { requestId: string; message: string }
    assert.equal(reply.status, 500)
    assert.doesNotMatch(body.message, /hunter2/)
    assert.ok(door.log.some((line) => line.includes(body.requestId) && line.includes('"level":50')))
  })

  it('logs and shows of a URL only allow-listed parameters', async () => {
    await door.call('GET', `${api}/elements/x?apiKey=k-visible&apiSecret=s-visible&page=2&where=Email='v-visible'`)
    await door.call('GET', `${api}/contacts?apiSecret=s-visible`)
    await door.call('GET', '/nowhere?apiSecret=s-visible')
    const lines = door.log.join('')
    assert.doesNotMatch(lines, /-visible/)
    assert.match(lines, /"url":"\/elements\/api-v2\/elements\/x\?page=2&…"/)
    assert.doesNotMatch(lines, new RegExp(`"${good}"|Organization o`))
  })

  it('believes X-Forwarded-For from trusted proxies only', async () => {
    await door.call('DELETE', `${api}/instances/1`, { headers: { 'x-forwarded-for': '203.0.113.9, 10.1.2.3' } })
    assert.equal(door.seen.at(-1)?.clientAddress, '203.0.113.9')
    await door.call('DELETE', `${api}/instances/1`, { headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' } })
    assert.equal(door.seen.at(-1)?.clientAddress, '198.51.100.1')
  })

  it('answers bytes that are no HTTP with a 400 of the same form', async () => {
    const { port } = new URL(door.url)
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('hello\r\n\r\n'))
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text))
    })
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request[\s\S]*\{"requestId":"[0-9a-f]{24}","message":"Bad Request"\}$/)
  })

  it('aborts the call when the client goes away', async () => {
    const aborted = new Promise<void>((resolve) => {
      door.setHub(async (request) => {
        request.signal!.addEventListener('abort', () => resolve())
        client.destroy()
        await aborted
        return { status: 200, headers: {}, body: { kind: 'empty' } }
      })
    })
    const client = httpRequest(`${door.url}${api}/contacts`, { headers: { authorization: good } })
    client.on('error', () => {}).end()
    await aborted
  })
})

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
})

describe('a door that closes', () => {
  it('is not ready when its parts are not; lets a call in flight end and takes no new ones', async () => {
    const door = await openDoor()
    assert.equal((await door.call('GET', '/readyz')).status, 200)
    door.setReady(false)
    assert.equal((await door.call('GET', '/readyz')).status, 503)
    door.setReady(true)
    let finish = () => {}
    let began = () => {}
    const started = new Promise<void>((resolve) => (began = resolve))
    door.setHub(async () => {
      began()
      await new Promise<void>((resolve) => (finish = resolve))
      return { status: 200, headers: {}, body: { kind: 'json', value: ['done'] } }
    })
    const inFlight = door.call('GET', `${api}/contacts`)
    await started
    const closing = door.server.close(5000)
    await assert.rejects(fetch(door.url))
    finish()
    assert.deepEqual(await (await inFlight).json(), ['done'])
    await closing
  })

  it('cuts what does not end in time', async () => {
    const door = await openDoor()
    const started = new Promise<void>((began) => {
      door.setHub(async () => {
        began()
        return new Promise(() => {})
      })
    })
    const inFlight = door.call('GET', `${api}/contacts`).then(
      () => 'answered',
      () => 'cut',
    )
    await started
    await door.server.close(100)
    assert.equal(await inFlight, 'cut')
  })
})
