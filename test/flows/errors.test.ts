/** What goes wrong on the way to an instance: the contract's status and body, nothing left behind, no secret in any message or log. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { client, createTestApp, type Reply, seedBody, seedConfiguration, type TestApp } from '../app.ts'

const secrets = ['wr0ng-s3cret', 'legacy-private-key', client.secret]

describe('errors on the way to an instance', () => {
  let test: TestApp
  const replies: Reply[] = []
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const post = async (body: unknown, path = '/instances') => {
    const reply = await test.call('POST', path, { body })
    replies.push(reply)
    return reply
  }
  const freshCode = async () => (await test.authorize()).get('code')
  const assertError = (reply: Reply, status: number, message: RegExp) => {
    assert.equal(reply.status, status, reply.text)
    assert.match(reply.body.message, message)
    assert.equal(reply.body.requestId, reply.headers.get('elements-request-id'))
    for (const key of Object.keys(reply.body)) assert.ok(['requestId', 'message', 'providerMessage'].includes(key), key)
  }

  afterEach(async () => {
    for (const table of ['instances', 'instance_credentials'] as const) {
      const rows = await test.database.db.selectFrom(table).selectAll().execute()
      assert.deepEqual(rows, [], `nothing is left in ${table}`)
    }
    for (const secret of secrets) {
      for (const { text } of replies) assert.ok(!text.includes(secret), `no secret in ${text}`)
      assert.ok(!test.log.join('').includes(secret), 'no secret in the log')
    }
  })

  it('trap 17: no code', async () => {
    assertError(await post(seedBody(null)), 400, /^You must provide an OAuth code in order to create an instance of this element$/)
  })

  it('a code that was used, and one that never was', async () => {
    const wrong = await post(seedBody('no-such-code'))
    assertError(wrong, 400, /refused/)
    assert.match(wrong.body.providerMessage, /\w/)
    const code = await freshCode()
    const { body } = await test.call('POST', '/instances', { body: seedBody(code) })
    assertError(await post(seedBody(code)), 400, /refused/)
    assert.equal((await test.call('DELETE', `/instances/${body.id}`)).status, 200)
  })

  it('a wrong client secret', async () => {
    const configuration = { ...seedConfiguration, 'oauth.api.secret': 'wr0ng-s3cret' }
    const reply = await post({ ...seedBody(await freshCode()), configuration })
    assert.ok(reply.status === 400 || reply.status === 401, reply.text)
    assertError(reply, reply.status, /refused/)
  })

  it('the user denied: the error that came to the callback, sent on as providerData', async () => {
    const providerData = Object.fromEntries(await test.authorize({ decision: 'deny' }))
    assertError(await post({ ...seedBody(null), providerData }), 400, /access_denied/)
  })

  it('missing configuration: every missing key is named', async () => {
    const reply = await post({ ...seedBody(await freshCode()), configuration: { 'infusionsoft.server': 'ab123.infusionsoft.com' } })
    assertError(reply, 400, /^The following required configuration is missing: /)
    for (const key of ['oauth.api.key', 'oauth.api.secret', 'oauth.callback.url']) assert.ok(reply.body.message.includes(key), key)
  })

  it('an account other than the one that the configuration names', async () => {
    const code = (await test.authorize({ account: 'cd456' })).get('code')
    assertError(await post(seedBody(code)), 400, /cd456\.infusionsoft\.com/)
  })

  it('an element that does not exist, or none named', async () => {
    assertError(await post({ ...seedBody('x'), element: { key: 'nosuch' } }), 404, /^No element found with key nosuch$/)
    assertError(await post({ ...seedBody('x'), element: { id: 424242 } }), 404, /^No element found with ID 424242$/)
    assertError(await post(seedBody('x'), '/elements/nosuch/instances'), 404, /^No element found with key nosuch$/)
    assertError(await post({ ...seedBody('x'), element: undefined }), 400, /element/)
  })

  it('bodies that are no instance', async () => {
    assertError(await post('{"name":'), 400, /not valid JSON/)
    assertError(await post('[]'), 400, /^Invalid request body/)
    assertError(await post({ ...seedBody('x'), name: { a: 1 } }), 400, /^Invalid request body: name/)
    assertError(await post({ ...seedBody('x'), tags: 'one' }), 400, /^Invalid request body: tags/)
  })

  it('the vendor is down, cuts the line, or answers nonsense', async () => {
    const { options } = test.keap
    options.tokenDown = true
    try {
      assertError(await post(seedBody(await freshCode())), 502, /\w/)
    } finally {
      options.tokenDown = false
    }
    options.tokenResetAfterIssue = 1
    assertError(await post(seedBody(await freshCode())), 502, /could not be reached|reset|closed/i)
    const nowhere = { ...seedConfiguration, 'oauth.token.url': 'http://127.0.0.1:9/token' }
    assertError(await post({ ...seedBody(await freshCode()), configuration: nowhere }), 502, /could not be reached/)
  })

  it('a vendor address that this server must not call', async () => {
    const inside = { ...seedConfiguration, 'oauth.token.url': 'http://169.254.169.254/token' }
    assertError(await post({ ...seedBody('x'), configuration: inside }), 400, /not allowed/)
  })
})
