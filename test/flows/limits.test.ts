/** Slow vendors, too many calls, too large bodies: bounded, and said clearly. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type TestApp } from '../app.ts'

describe('limits', () => {
  let test: TestApp
  let hub: Connected
  before(async () => {
    test = await createTestApp({ overrides: { timeouts: { headers: 400 }, limits: { perInstance: 2 } } })
    hub = await test.connect()
  })
  after(() => test.close())

  it('a slow vendor is a 502 that names the limit', async () => {
    test.keap.options.faults.push({ kind: 'slow', delayMs: 4000, match: { path: '/crm/rest/v2/contacts' } })
    const call = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.equal(call.status, 502)
    assert.match(call.body.message, /did not answer within/)
  })

  it('more calls in flight than an instance may have are a 429 with retry-after, and the next one is served', async () => {
    test.keap.options.faults.push({ kind: 'slow', delayMs: 200, times: 2, match: { path: '/crm/rest/v2/contacts' } })
    const replies = await Promise.all([1, 2, 3, 4].map((id) => hub.call('GET', `/hubs/crm/contacts/${id}`)))
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 429, 429])
    const refused = replies.find(({ status }) => status === 429)!
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
    assert.deepEqual(Object.keys(refused.body), ['requestId', 'message'])
    assert.equal((await hub.call('GET', '/hubs/crm/contacts/1')).status, 200)
  })

  it('the vendor’s own limit is a 429 with its retry-after', async () => {
    test.keap.options.retryAfterSeconds = 7
    test.keap.options.faults.push({ kind: 'quota-exhausted', match: { path: '/crm/rest/v2/contacts' } })
    const { status, headers, body } = await hub.call('GET', '/hubs/crm/contacts/1')
    assert.deepEqual([status, headers.get('retry-after')], [429, '7'])
    assert.match(body.providerMessage, /\w/)
  })

  it('a create whose reply was lost is not sent again', async () => {
    test.keap.options.faults.push({ kind: 'reset-after-apply', match: { method: 'POST', path: '/crm/rest/v2/contacts' } })
    const email = 'once@example.com'
    const reply = await hub.call('POST', '/hubs/crm/contacts', { body: { FirstName: 'Once', Email: email } })
    assert.equal(reply.status, 502)
    const found = await hub.call('GET', `/hubs/crm/contacts?where=${encodeURIComponent(`Email='${email}'`)}`)
    assert.equal(found.body.length, 1)
  })

  it('a JSON body over 8 MB is a 413', async () => {
    const reply = await hub.call('POST', '/hubs/crm/contacts', { body: { FirstName: 'x'.repeat(8 * 1024 * 1024) } })
    assert.equal(reply.status, 413)
    assert.match(reply.body.message, /8 MB/)
  })
})
