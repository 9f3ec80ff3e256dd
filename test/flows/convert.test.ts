/** Promise: an uploaded definition, however broken, large or tangled, is converted or refused in words; the server goes on answering others meanwhile. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { validateSwagger } from '../swagger.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
  process.on('uncaughtException', noteUncaught)
})
after(async () => {
  process.off('uncaughtException', noteUncaught)
  await app.close()
})

/** What would have ended the process of a server. */
const uncaught: unknown[] = []
const noteUncaught = (error: unknown) => uncaught.push(error)

const part = (name: string) => `--B\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n`

const broken = {
  'a file that breaks off': `${part('file')}abc`,
  'a file that breaks off within the delimiter': `${part('file')}abc\r\n--B`,
  'another part that breaks off': `${part('other')}abc`,
  'a part that breaks off behind the file': `${part('file')}{}\r\n${part('other')}abc`,
  'a header that breaks off': '--B\r\nContent-Disposition: form-data; name="file',
  'a part without a name that breaks off': '--B\r\nContent-Type: text/plain\r\n\r\nabc',
  'no part': '--B--',
  'no multipart at all': 'abc',
}

describe('an upload that is not whole', () => {
  for (const [what, body] of Object.entries(broken)) {
    test(`${what} is a 400 in words, and the server lives`, async () => {
      const { status, text } = await upload('soap', body)
      assert.equal(status, 400, text)
      assert.match(text, /multipart body ends early|no part named file/)
      assert.equal((await app.call('GET', '/hubs')).status, 200)
      assert.deepEqual(uncaught, [])
    })
  }
})

const whole = (text: string) => `${part('file')}${text}\r\n--B--\r\n`
const swagger = (paths: object, definitions: object) =>
  JSON.stringify({ swagger: '2.0', info: { title: 'T' }, host: 'example.com', paths, definitions })
const name = (count: number, write: (at: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`D${at}`, write(at)]))
const refer = (at: number) => ({ $ref: `#/definitions/D${at}` })
const paths = (count: number) => {
  const answer = (at: number) => ({ get: { responses: { 200: { schema: refer(at % 3000) } } } })
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`/p${at}`, answer(at)]))
}

describe('a definition of several megabytes', () => {
  const tangled = name(3000, (at) => ({ properties: name(20, (member) => refer((at * 7 + member) % 3000)) }))

  test('is converted while others are answered', async () => {
    const conversion = upload('swagger', whole(swagger(paths(5000), tangled)))
    const until = Date.now()
    const order: string[] = []
    const done = conversion.then(() => order.push('converted'))
    while (Date.now() - until < 5000 && order.length < 5) {
      assert.equal((await app.call('GET', '/hubs')).status, 200)
      order.push('answered')
    }
    await done
    const { status, body } = await conversion
    assert.deepEqual([status, body.resources.length, order.at(-1)], [200, 5000, 'converted'])
  })

  test('is refused with the limit when it describes too much', async () => {
    const sets = Array.from({ length: 20_000 }, (_, at) => `<EntitySet Name="S${at}" EntityType="n.A"/>`).join('')
    const type = `<EntityType Name="A"><Key><PropertyRef Name="x"/></Key>${'<Property Name="x" Type="Edm.String"/>'.repeat(20_000)}</EntityType>`
    const edmx = `<Edmx><DataServices><Schema Namespace="n"><EntityContainer Name="c">${sets}</EntityContainer>${type}</Schema></DataServices></Edmx>`
    const derived = Array.from({ length: 2000 }, (_, at) => `<EntityType Name="A${at}" BaseType="n.A"/>`).join('')
    const heirs = edmx.replace(sets, '<EntitySet Name="S" EntityType="n.A"/>').replace('</Schema>', `${derived}</Schema>`)
    const chain = Array.from({ length: 5000 }, (_, at) => `<EntityType Name="A${at}" BaseType="n.A${at + 1}"/>`).join('')
    const replies = [
      await upload('swagger', whole(swagger(paths(5001), {}))),
      await upload('odata', whole(edmx)),
      await upload('odata', whole(heirs)),
      await upload('odata', whole(edmx.replace(sets, '').replace('</Schema>', `${chain}</Schema>`))),
    ]
    assert.deepEqual(
      replies.map(({ status }) => status),
      [400, 400, 400, 400],
    )
    assert.match(replies[0]!.body.message, /5001 operations or more; at most 5000/)
    assert.match(replies[1]!.body.message, /100000 operations or more; at most 5000/)
    assert.match(replies[2]!.body.message, /more than 200000 properties/)
    assert.match(replies[3]!.body.message, /inherit from each other more than 100 times/)
  })
})

test('definitions that refer to themselves, to each other, or on and on are converted', async () => {
  const chain = name(2001, (at) => ({ type: 'object', properties: at === 2000 ? {} : { next: refer(at + 1) } }))
  const definitions = {
    ...chain,
    Self: { $ref: '#/definitions/Self' },
    One: { $ref: '#/definitions/Two' },
    Two: { $ref: '#/definitions/One' },
  }
  const answering = (schema: object) => ({
    get: { responses: { 200: { schema } } },
    post: { parameters: [{ in: 'body', name: 'b', schema }] },
  })
  const at = (to: string) => answering({ $ref: `#/definitions/${to}` })
  const { status, body, text } = await upload(
    'swagger',
    whole(
      swagger(
        { '/chain': at('D0'), '/self': at('Self'), '/one': at('One'), '/all': answering({ type: 'array', items: refer(0) }) },
        definitions,
      ),
    ),
  )
  assert.equal(status, 200, text)
  const models = body.resources.map(({ model }: { model: { swagger: object } }) => Object.keys(model.swagger).length)
  assert.deepEqual(models, [2001, 0, 1, 0, 2, 0, 2001, 0])
  const resources = body.resources.map((resource: { path: string }) => ({ ...resource, objectName: resource.path.split('/').at(-1) }))
  const stored = await app.call('POST', '/elements', { body: { ...body, resources } })
  assert.equal(stored.status, 200, stored.text)
  const docs = await app.call('GET', `/elements/${stored.body.id}/docs`)
  assert.equal(docs.status, 200, docs.text)
  const made = await app.call('POST', '/instances', { body: { element: { id: stored.body.id }, name: 'Circles' } })
  assert.equal(made.status, 200, made.text)
  const authorization = `${app.user}, ${app.organization}, Element ${made.body.token}`
  for (const object of ['chain', 'self', 'one', 'all']) {
    const metadata = await app.call('GET', `/hubs/general/objects/${object}/metadata`, { authorization })
    assert.deepEqual([metadata.status, Array.isArray(metadata.body.fields)], [200, true], metadata.text.slice(0, 300))
    const own = await app.call('GET', `/hubs/general/objects/${object}/docs`, { authorization })
    assert.equal(own.status, 200, own.text.slice(0, 300))
    if (object === 'self' || object === 'one') await validateSwagger(own.body)
  }
  for (const { id } of stored.body.resources) {
    const shown = await app.call('GET', `/elements/${stored.body.id}/docs/${id}`)
    assert.ok(shown.status < 500, shown.text)
  }
  const small = {
    ...stored.body,
    key: 'circles',
    name: 'Circles',
    resources: resources.filter(({ path }: { path: string }) => !/chain|all/.test(path)),
  }
  const circles = await app.call('POST', '/elements', { body: small })
  await validateSwagger((await app.call('GET', `/elements/${circles.body.id}/docs`)).body)
})

async function upload(type: string, body: string) {
  return app.call('POST', `/elements/convert?type=${type}`, { body, headers: { 'content-type': 'multipart/form-data; boundary=B' } })
}
