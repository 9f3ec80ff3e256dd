/** The elements of invented vendors in the hands of a user: posted, authenticated, called, deleted, through the real server. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { type Answer, type Asked, startVendor } from '../vendor.ts'
import { readTestElements } from './read-elements.ts'

let app: TestApp
before(async () => {
  app = await createTestApp()
  for (const element of await readTestElements()) {
    const posted = await app.call('POST', '/elements', { body: element })
    assert.equal(posted.status, 200, posted.text.slice(0, 300))
  }
})
after(() => app.close())

/** Makes an instance at a vendor whose answers are told by `METHOD /path`; `{}` otherwise. */
async function authenticate(
  t: TestContext,
  key: string,
  { configuration, answers }: { configuration: Record<string, string>; answers: Record<string, Answer> },
) {
  const vendor = await startVendor(t, ({ method, path }) => answers[`${method} ${path}`] ?? { body: {} })
  const filled = Object.fromEntries(Object.entries(configuration).map(([name, value]) => [name, value.replace('{vendor}', vendor.url)]))
  const made = await app.call('POST', '/instances', { body: { element: { key }, name: key, configuration: filled } })
  assert.equal(made.status, 200, made.text)
  const authorization = `${app.user}, Element ${made.body.token}`
  const call = (method: string, path: string, body?: unknown) =>
    app.call(method, path, { authorization, ...(body !== undefined && { body }) })
  const takeAsked = () => vendor.asked.splice(0)
  return { id: made.body.id as number, call, answers, takeAsked }
}

const name = ({ method, url }: Asked) => `${method} ${url}`
const lanterns = { configuration: { 'base.url': '{vendor}/v1', 'api.key': 'key-1', workspace: 'attic' } }
const session: Answer = { headers: { 'X-Node': 'node-7' }, body: { token: 'session-1', user: { id: 'u1' } } }

test('an element with a log-in of its own logs in, sends what it kept, and logs out', async (t) => {
  const { id, call, takeAsked } = await authenticate(t, 'lanterns', { ...lanterns, answers: { 'POST /v1/sessions': session } })
  const [login, ...others] = takeAsked()
  assert.deepEqual(others, [])
  assert.equal(name(login!), 'POST /v1/sessions')
  assert.equal(login!.headers.authorization, `Basic ${Buffer.from('attic:key-1').toString('base64')}`)
  assert.deepEqual(JSON.parse(login!.body), { key: 'key-1', workspace: 'attic' })
  const { body: instance } = await app.call('GET', `/instances/${id}`)
  assert.equal(instance.configuration['session.user'], 'u1')
  assert.equal(instance.configuration['session.node'], 'node-7')
  assert.doesNotMatch(JSON.stringify(instance), /session-1/)

  assert.equal((await call('GET', '/calculations?where=' + encodeURIComponent("size = 'big'"))).status, 200)
  const [calculation] = takeAsked()
  assert.equal(name(calculation!), 'GET /v1/calculations?q_size=BIG')
  assert.deepEqual([calculation!.headers.authorization, calculation!.headers['x-workspace']], ['Session session-1', 'attic'])

  assert.equal((await app.call('DELETE', `/instances/${id}`)).status, 200)
  assert.deepEqual(takeAsked().map(name), ['DELETE /v1/sessions'])
})

test('trap 27, 28: hooks make the root, answer in the vendor’s place, and turn an error in a 200 into one', async (t) => {
  const answers: Record<string, Answer> = { 'POST /v1/sessions': session, 'GET /v1/shelves': { body: { id: 1 } } }
  const { call, takeAsked } = await authenticate(t, 'lanterns', { ...lanterns, answers })
  takeAsked()
  assert.deepEqual((await call('GET', '/shelves')).body, [{ id: 1 }])
  takeAsked()
  assert.deepEqual((await call('GET', '/local')).body, { from: 'hook', and: 'post' })
  assert.deepEqual(takeAsked(), [])
  answers['GET /v1/shelves'] = { body: { error: 'The shelf is bare' } }
  const refused = await call('GET', '/shelves')
  assert.deepEqual([refused.status, refused.body.message], [422, 'The shelf is bare'])
})

test('a chain hands what one call answered to the next, and gives the last answer', async (t) => {
  const answers: Record<string, Answer> = {
    'POST /v1/sessions': session,
    'POST /v1/boards/b1/messages': { body: { id: 'm 1', thread: 't&1' } },
    'GET /v1/messages/m%201': { body: { text: 'in full' } },
    'POST /v1/boards/b1/export': { body: { title: 'a copy' } },
    'POST /v1/boards': { body: { id: 'b2' } },
  }
  const { call, takeAsked } = await authenticate(t, 'lanterns', { ...lanterns, answers })
  takeAsked()
  assert.deepEqual((await call('POST', '/boards/b1/messages', { text: 'short' })).body, { text: 'in full' })
  assert.deepEqual(takeAsked().map(name), ['POST /v1/boards/b1/messages', 'GET /v1/messages/m%201?thread=t%261'])
  assert.deepEqual((await call('POST', '/boards/b1/copies', {})).body, { id: 'b2' })
  const [, copy] = takeAsked()
  assert.deepEqual(JSON.parse(copy!.body), { title: 'a copy' })
})

test('pages of a cursor: the vendor’s URL is read for it, and the token leads on until there is none', async (t) => {
  const answers: Record<string, Answer> = { 'POST /v1/sessions': session }
  const { call, takeAsked } = await authenticate(t, 'lanterns', { ...lanterns, answers })
  takeAsked()
  answers['GET /v1/boards'] = {
    body: { data: [{ id: 1 }, { id: 2 }], page: { next: 'https://lanterns.example/v1/boards?limit=2&cursor=c%202' } },
  }
  const first = await call('GET', '/boards?pageSize=2')
  assert.deepEqual(first.body, [{ id: 1 }, { id: 2 }])
  const token = first.headers.get('elements-next-page-token')
  assert.ok(token)
  answers['GET /v1/boards'] = { body: { data: [{ id: 3 }], page: {} } }
  const second = await call('GET', `/boards?pageSize=2&page=2&nextPage=${encodeURIComponent(token)}`)
  assert.deepEqual([second.body, second.headers.get('elements-next-page-token')], [[{ id: 3 }], null])
  assert.deepEqual(takeAsked().map(name), ['GET /v1/boards?limit=2', 'GET /v1/boards?limit=2&cursor=c%202'])
})

test('SOAP: a log-in by a template, values escaped, an answer out of its envelope', async (t) => {
  const envelope = (inner: string): Answer => ({
    headers: { 'content-type': 'text/xml' },
    body: `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${inner}</soap:Body></soap:Envelope>`,
  })
  const answers: Record<string, Answer> = { 'POST /soap': envelope('<LoginResponse><Ticket>t&lt;1</Ticket></LoginResponse>') }
  const configuration = { 'base.url': '{vendor}/soap', 'pass.phrase': 'open <sesame>' }
  const { call, takeAsked } = await authenticate(t, 'gatepost', { configuration, answers })
  assert.equal(takeAsked()[0]!.body, '<Login><Name>Ann &amp; Bob</Name><Phrase>open &lt;sesame&gt;</Phrase></Login>')
  answers['POST /soap'] = envelope('<GetGateResponse><Gate kind="iron"><Id>7</Id></Gate><Gate><Id>8</Id></Gate></GetGateResponse>')
  const { body } = await call('GET', '/gates/7?depth=2')
  assert.deepEqual(
    body.GetGateResponse.Gate.map((gate: { Id: unknown }) => gate.Id),
    [7, 8],
  )
  const [asked] = takeAsked()
  assert.match(asked!.body, /<Ticket>t&lt;1<\/Ticket>.*<GetGate><Id>7<\/Id><Depth>2<\/Depth><\/GetGate>/)
  assert.match(asked!.headers['content-type']!, /^text\/xml/)
})

test('OData: a user’s password, a filter, and a token out of a header', async (t) => {
  const answers: Record<string, Answer> = {
    'GET /odata/orchard/Token': { headers: { 'X-CSRF-Token': 'csrf-1' }, body: {} },
    'GET /odata/orchard/Trees': { body: { d: { results: [{ id: '1' }] } } },
  }
  const configuration = { siteUrl: '{vendor}', username: 'ann', password: 'secret' }
  const { call, takeAsked } = await authenticate(t, 'orchard_odata', { configuration, answers })
  assert.deepEqual(takeAsked().map(name).sort(), ['GET /odata/orchard/$metadata?ping=1', 'GET /odata/orchard/Token'])
  const where = encodeURIComponent("kind = 'apple' and age > 5")
  assert.deepEqual((await call('GET', `/trees?where=${where}&pageSize=10&page=3`)).body, [{ id: '1' }])
  const [asked] = takeAsked()
  assert.deepEqual(Object.fromEntries(asked!.query), { $filter: "kind eq 'apple' and age gt 5", $top: '10', $skip: '20' })
  assert.equal(asked!.headers.authorization, `Basic ${Buffer.from('ann:secret').toString('base64')}`)
  assert.equal(asked!.headers['x-csrf-token'], 'csrf-1')
})

test('password grant: the element’s own call brings the token, and forms go out as forms', async (t) => {
  const answers: Record<string, Answer> = {
    'POST /api/token': { body: { access_token: 'quill-1', expires_in: 3600, token_type: 'bearer' } },
  }
  const configuration = {
    'base.url': '{vendor}/api/',
    username: 'ann',
    password: 'p&w',
    'oauth.api.key': 'k',
    'oauth.api.secret': 's',
    'oauth.token.url': '{vendor}/api/token',
  }
  const { call, takeAsked } = await authenticate(t, 'quillworks', { configuration, answers })
  const [login] = takeAsked()
  assert.deepEqual(Object.fromEntries(new URLSearchParams(login!.body)), { grant_type: 'password', username: 'ann', password: 'p&w' })
  assert.equal((await call('POST', '/manuscripts', { title: 'A & B', pages: 3 })).status, 200)
  const [asked] = takeAsked()
  assert.equal(asked!.headers.authorization, 'Bearer quill-1')
  assert.deepEqual(Object.fromEntries(new URLSearchParams(asked!.body)), {
    title: 'A & B',
    pages: '3',
    via: 'octet',
    imprint: 'Blue & Gold',
  })
})
