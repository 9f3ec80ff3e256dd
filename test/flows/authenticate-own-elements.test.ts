/** Elements that users bring authenticate as they say: scripts that log in, traces of it, and the one callback of an OAuth proxy. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'

describe('authenticating an element of a user', () => {
  let test: TestApp
  let url: string
  const vendor = createServer(({ url: path, headers }, response) => {
    const isLogIn = path === '/login'
    const isKnown = isLogIn || headers['x-ticket'] === 'ticket-of-the-session'
    const body = isLogIn ? { ticket: 'ticket-of-the-session' } : isKnown ? [{ id: 1 }] : { error: 'no ticket' }
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  before(async () => {
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`
    test = await createTestApp({ config: { allowHosts: ['127.0.0.1'] } })
  })
  after(async () => {
    await test?.close()
    vendor.closeAllConnections()
    await new Promise((resolve) => vendor.close(resolve))
  })

  async function createElement(): Promise<string> {
    const takeTicket = "done({ configuration: { 'made.up.ticket': response_body.ticket } })"
    const sendTicket = "done({ request_vendor_headers: { 'x-ticket': configuration['made.up.ticket'] } })"
    const item = (key: string, more: object) => ({ key, name: key, description: key, type: 'TEXTFIELD_128', ...more })
    const reply = await test.call('POST', '/elements', {
      body: {
        name: 'Ticket Office',
        description: 'Logs in by a script',
        hub: 'general',
        authentication: { type: 'custom' },
        configuration: [
          item('base.url', { type: 'TEXTFIELD_1000', defaultValue: url }),
          item('pass.word', { type: 'PASSWORD', required: true }),
        ],
        resources: [
          {
            type: 'onProvision',
            method: 'POST',
            path: '/login',
            vendorMethod: 'POST',
            vendorPath: '/login',
            parameters: [{ name: 'pass.word', vendorName: 'x-pass', type: 'configuration', vendorType: 'header' }],
            hooks: [{ type: 'postRequest', mimeType: 'application/javascript', isLegacy: false, body: takeTicket }],
          },
          {
            type: 'api',
            method: 'GET',
            path: '/shows',
            vendorMethod: 'GET',
            vendorPath: '/shows',
            hooks: [{ type: 'preRequest', mimeType: 'application/javascript', isLegacy: false, body: sendTicket }],
          },
        ],
      },
    })
    assert.equal(reply.status, 200, reply.text)
    return reply.body.key
  }

  it('a script logs in, keeps what it got under a key of its own, and the trace shows all but the secrets', async () => {
    const key = await createElement()
    const body = { element: { key }, configuration: { 'pass.word': 'open-sesame' }, providerData: { debug: true }, name: 'Mine' }
    const created = await test.call('POST', '/instances', { body })
    assert.equal(created.status, 200, created.text)
    assert.ok(!created.text.includes('ticket-of-the-session'))
    assert.equal(created.body.configuration['pass.word'], '********')
    const shows = await test.call('GET', '/hubs/general/shows', { authorization: `${test.user}, Element ${created.body.token}` })
    assert.deepEqual([shows.status, shows.body], [200, [{ id: 1 }]])
    const trace = await test.call('GET', `/elements/${key}/trace/${created.headers.get('elements-trace-id')}`)
    assert.deepEqual(Object.keys(trace.body), ['POST:/login'])
    assert.ok(!/open-sesame|ticket-of-the-session/.test(trace.text + test.log.join('')))
  })

  it('the callback of a proxy sends the browser on to the application, once', async () => {
    const proxy = await test.call('POST', '/elements/oauthProxies', {
      body: { name: 'apps', callbackUrl: `${test.url}/octet/oauth/callback`, apiKey: 'k' },
    })
    const pattern = encodeURIComponent('https://*.example.com/*')
    await test.call('POST', `/elements/oauthProxies/${proxy.body.id}/applicationUrl?applicationUrl=${pattern}`, { body: {} })
    const query = new URLSearchParams({ isOAuthProxy: 'true', oauthProxyName: 'apps', state: 'https://shop.example.com/back' })
    const { body } = await test.call('GET', `/elements/infusionsoftcrm/oauth/url?${query}`)
    const state = new URL(body.oauthUrl).searchParams.get('state')
    const visit = () => fetch(`${test.url}/octet/oauth/callback?code=abc&state=${state}`, { redirect: 'manual' })
    const first = await visit()
    assert.deepEqual([first.status, first.headers.get('location')], [302, `https://shop.example.com/back?code=abc&state=${state}`])
    assert.equal((await visit()).status, 400)
    assert.equal((await test.call('DELETE', `/elements/oauthProxies/${proxy.body.id}`)).status, 200)
    assert.deepEqual((await test.call('GET', '/elements/oauthProxies')).body, [])
  })
})
