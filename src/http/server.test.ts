import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { api, good, openDoor } from './fixtures/open-door.ts'

/** Sends a request line (and headers) as it stands, and gives the whole answer. */
function send(url: string, head: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let text = ''
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`))
  socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text))
  return promise
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

  it('answers 405 to verbs that nobody has, once the credentials are good, and names those that there are', async () => {
    for (const [path, allow] of [
      ['/elements/keys', 'GET'],
      ['/contacts/5', 'GET, POST, PUT, PATCH, DELETE'],
    ] as const) {
      for (const method of ['PURGE', 'PROPFIND', 'TRACE']) {
        const reply = await send(door.url, `${method} ${api}${path} HTTP/1.1\r\nAuthorization: ${good}`)
        assert.match(reply, /^HTTP\/1\.1 405 /, `${method} ${path}`)
        assert.ok(reply.toLowerCase().includes(`allow: ${allow.toLowerCase()}\r\n`), reply)
      }
    }
    for (const stranger of ['/contacts/5 HTTP/1.1', '/elements/keys HTTP/1.1\r\nAuthorization: User x'])
      assert.match(await send(door.url, `PURGE ${api}${stranger}`), /^HTTP\/1\.1 401 /)
    assert.match(await send(door.url, `PURGE ${api}/elements/keys/none HTTP/1.1\r\nAuthorization: ${good}`), /^HTTP\/1\.1 404 /)
    assert.match(await send(door.url, 'PURGE /nowhere HTTP/1.1'), /^HTTP\/1\.1 404 /)
  })

  it('takes a whole URL as the request target for the path in it', async () => {
    for (const origin of ['http://other.example', 'HTTPS://other.example:8443', 'http://[::1]:80']) {
      assert.match(await send(door.url, `GET ${origin}${api}/elements/keys HTTP/1.1`), /"keys"$/)
      await send(door.url, `GET ${origin}${api}/contacts/7?page=2 HTTP/1.1\r\nAuthorization: ${good}`)
      assert.deepEqual([door.calls.at(-1)!.segments, { ...door.calls.at(-1)!.query }], [['contacts', '7'], { page: '2' }])
    }
    for (const target of ['http://other.example', 'http://other.example?a=/b']) {
      assert.match(await send(door.url, `GET ${target} HTTP/1.1`), /^HTTP\/1\.1 404 /)
    }
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
    const answer = await send(door.url, 'hello')
    const [, id] = /^HTTP\/1\.1 400 Bad Request[\s\S]*\{"requestId":"([0-9a-f]{24})","message":"Bad Request"\}$/.exec(answer) ?? []
    assert.equal(/^Elements-Request-Id: (.*)$/m.exec(answer)?.[1]?.trim(), id)
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
