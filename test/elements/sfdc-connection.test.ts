/** Logging in at the vendor and what goes wrong on the way: its quirks of OAuth, sessions that lapse, limits, failures. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readElementFolder } from '../../src/elements/document/read-folder.ts'
import { buildAuthorizationUrl } from '../../src/oauth/authorize.ts'
import { createInstance } from '../call-instance.ts'
import { connectSfdc, useSfdc } from './sfdc-server.ts'

describe('sfdc: the connection', () => {
  const sfdc = useSfdc()

  it('sends users to the site where they log in, and asks for a refresh token', async () => {
    const query = new URLSearchParams({ apiKey: 'key', apiSecret: 'secret', callbackUrl: 'https://www.example.com/callback' })
    const { body } = await sfdc.app.call('GET', `/elements/sfdc/oauth/url?${query}`, { authorization: null })
    const url = new URL(body.oauthUrl)
    assert.deepEqual([body.element, url.pathname, url.searchParams.get('state')], ['sfdc', '/services/oauth2/authorize', 'sfdc'])
    assert.match(url.searchParams.get('scope') ?? '', /\brefresh_token\b/)
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
  })

  it('logs users in at the site that the client names, at no other host than the vendor’s', async () => {
    const folder = new URL('../../elements/sfdc', import.meta.url).pathname
    const { element } = createInstance(await readElementFolder(folder))
    const hostOf = (siteAddress?: string) =>
      new URL(buildAuthorizationUrl(element, { apiKey: 'key', callbackUrl: 'https://www.example.com', siteAddress })).host
    assert.deepEqual(
      [hostOf(), hostOf('test'), hostOf('acme--dev.sandbox.my')],
      ['login.salesforce.com', 'test.salesforce.com', 'acme--dev.sandbox.my.salesforce.com'],
    )
    assert.throws(() => hostOf('evil.example/x'), { status: 400 })
    assert.throws(() => hostOf('evil.example#'), { status: 400 })
  })

  it('keeps the instance that the token reply names, and calls it', async () => {
    const { body } = await sfdc.app.call('GET', `/instances/${sfdc.hub.id}`)
    assert.equal(body.configuration['base.url'], sfdc.salesforce.instanceUrl)
    assert.equal((await sfdc.get('/accounts')).status, 200)
    assert.ok(sfdc.asked.every((each) => each.includes('/services/data/v65.0/')))
  })

  it('renews a session that is over, once, in the middle of a call', async () => {
    const hub = await connectSfdc(sfdc.app)
    const { accessTokens } = sfdc.salesforce.state.tokens
    const count = accessTokens.size
    ;[...accessTokens.values()].at(-1)!.expiresAt = 0
    const { status, text } = await hub.call('GET', `/hubs/crm/contacts/${sfdc.stored('Contact')[0]?.['Id']}`)
    assert.equal(status, 200, text)
    assert.equal(accessTokens.size, count + 1)
    assert.equal((await hub.call('GET', '/hubs/crm/ping')).status, 200)
    assert.equal(accessTokens.size, count + 1)
  })

  it('a used-up day is a 429', async () => {
    sfdc.salesforce.options.faults = [{ kind: 'quota-exhausted', match: { path: '/services/data/v65.0/sobjects/Account' } }]
    const id = sfdc.stored('Account')[0]?.['Id']
    const { status, body } = await sfdc.get(`/accounts/${id}`)
    assert.deepEqual([status, body.providerMessage], [429, 'TotalRequests Limit exceeded.'])
  })

  it('a failure of the vendor is a 502', async () => {
    const id = sfdc.stored('Account')[0]?.['Id']
    sfdc.salesforce.options.faults = [{ kind: 'http-500', match: { path: '/services/data/v65.0/sobjects/Account' }, times: 10 }]
    assert.equal((await sfdc.get(`/accounts/${id}`)).status, 502)
    sfdc.salesforce.options.faults = []
  })

  it('a disabled instance still tells its objects', async () => {
    const hub = await connectSfdc(sfdc.app)
    assert.equal((await sfdc.app.call('DELETE', `/instances/${hub.id}/enabled`)).status, 200)
    assert.equal((await hub.call('GET', '/hubs/crm/contacts')).status, 403)
    const { status, body } = await hub.call('GET', '/hubs/crm/objects')
    assert.deepEqual([status, body.includes('contacts')], [200, true])
  })
})
