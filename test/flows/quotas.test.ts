/** Promise: however many servers there are, calls wait their turn at a vendor instead of being refused there, and who waits too long is told when to come back. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { type Answer, startVendor, type Vendor } from '../vendor.ts'

describe('quotas of a vendor', () => {
  let test: TestApp
  let callOther: TestApp['call']
  let elements = 0
  before(async () => {
    test = await createTestApp({ config: { allowHosts: ['127.0.0.1'] } })
    callOther = await test.startAnother()
  })
  after(() => test.close())

  /** An element with these quotas at a vendor; gives what makes instances of it. */
  async function createElement(vendor: Vendor, quotas: readonly object[]) {
    const item = (key: string, more: object = {}) => ({ key, name: key, description: key, type: 'TEXTFIELD_1000', ...more })
    const element = await test.call('POST', '/elements', {
      body: {
        name: `Counting House ${++elements}`,
        description: 'Counts its calls',
        hub: 'general',
        authentication: { type: 'custom' },
        configuration: [
          item('base.url', { defaultValue: vendor.url }),
          item('oauth.api.key'),
          item('oauth.api.secret', { type: 'PASSWORD' }),
        ],
        resources: [
          { type: 'api', method: 'GET', path: '/rows', vendorMethod: 'GET', vendorPath: '/rows' },
          { type: 'api', method: 'POST', path: '/search', vendorMethod: 'POST', vendorPath: '/rows/search' },
        ],
        octet: { version: 1, limits: { quotas } },
      },
    })
    assert.equal(element.status, 200, element.text)
    return async (configuration: Record<string, string> = {}) => {
      const body = { element: { key: element.body.key }, name: 'Mine', configuration }
      const created = await test.call('POST', '/instances', { body })
      assert.equal(created.status, 200, created.text)
      return `${test.user}, Element ${created.body.token}`
    }
  }

  const startRows = (t: Parameters<typeof startVendor>[0], answer: (count: number) => Answer = () => ({ body: [] })) => {
    let count = 0
    return startVendor(t, () => answer(++count))
  }

  it('are shared by two servers and by the instances of one application', async (t) => {
    const vendor = await startRows(t)
    const connect = await createElement(vendor, [{ name: 'burst', scope: 'application', permits: 10, seconds: 2 }])
    const [one, two] = [await connect({ 'oauth.api.key': 'app' }), await connect({ 'oauth.api.key': 'app' })]
    const since = performance.now()
    const calls = [one, two].flatMap((authorization) =>
      [test.call, callOther].flatMap((call) => Array.from({ length: 5 }, () => call('GET', '/rows', { authorization }))),
    )
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    assert.deepEqual(new Set(statuses), new Set([200]))
    assert.equal(vendor.asked.length, 20)
    assert.ok(performance.now() - since > 2000, 'ten of the twenty waited for the next window')
  })

  it('are not shared with an application that only has the same name', async (t) => {
    const vendor = await startRows(t)
    const connect = await createElement(vendor, [{ name: 'burst', scope: 'application', permits: 2, seconds: 30 }])
    const mine = await connect({ 'oauth.api.key': 'app', 'oauth.api.secret': 'mine' })
    const guessed = await connect({ 'oauth.api.key': 'app', 'oauth.api.secret': 'guessed' })
    for (let i = 0; i < 2; i++) assert.equal((await test.call('GET', '/rows', { authorization: guessed })).status, 200)
    for (let i = 0; i < 2; i++) assert.equal((await test.call('GET', '/rows', { authorization: mine })).status, 200)
  })

  it('that are used up for longer than a call may wait are a 429 that says of what and until when; other paths go on', async (t) => {
    const vendor = await startRows(t)
    const connect = await createElement(vendor, [
      { name: 'searches', scope: 'instance', permits: 2, seconds: 3600, paths: ['/rows/search'] },
    ])
    const authorization = await connect()
    for (let i = 0; i < 2; i++) assert.equal((await test.call('POST', '/search', { authorization, body: {} })).status, 200)
    const refused = await test.call('POST', '/search', { authorization, body: {} })
    assert.equal(refused.status, 429, refused.text)
    assert.match(refused.body.message, /allows 2 calls in 3600 s \(quota searches\)/)
    const wait = Number(refused.headers.get('retry-after'))
    assert.ok(wait > 3000 && wait <= 3700, `${wait} s`)
    assert.equal((await callOther('POST', '/search', { authorization, body: {} })).status, 429)
    assert.equal((await test.call('GET', '/rows', { authorization })).status, 200)
    assert.equal(vendor.asked.length, 3)
  })

  it('stop after a 429 of the vendor on every server, until it wants to be asked again', async (t) => {
    const vendor = await startRows(t, (count) => (count === 1 ? { status: 429, headers: { 'retry-after': '2' }, body: {} } : { body: [] }))
    const connect = await createElement(vendor, [{ name: 'burst', scope: 'instance', permits: 100, seconds: 10 }])
    const authorization = await connect()
    const refused = await test.call('GET', '/rows', { authorization })
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '2')
    const since = performance.now()
    const later = await Promise.all([test.call('GET', '/rows', { authorization }), callOther('GET', '/rows', { authorization })])
    assert.deepEqual(
      later.map(({ status }) => status),
      [200, 200],
    )
    assert.ok(performance.now() - since > 1500, 'both waited')
  })

  it('that the vendor tells in its headers are believed', async (t) => {
    const vendor = await startRows(t, (count) => ({
      headers: { ratelimit: `limit=4, remaining=${Math.max(0, 4 - count)}, reset=2` },
      body: [],
    }))
    const told = { name: 'RateLimit', text: 'limit={limit}, remaining={remaining}, reset={reset}' }
    const connect = await createElement(vendor, [{ name: 'burst', scope: 'instance', permits: 1000, seconds: 2, pattern: told }])
    const authorization = await connect()
    assert.equal((await test.call('GET', '/rows', { authorization })).status, 200)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const since = performance.now()
    await Promise.all(Array.from({ length: 6 }, () => test.call('GET', '/rows', { authorization })))
    assert.ok(performance.now() - since > 1000, 'three fit into this window, three into the next')
  })
})
