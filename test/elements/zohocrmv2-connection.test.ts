/** Logging in at Zoho and what goes wrong on the way: data centers, its quirks of OAuth, tokens that lapse, limits, failures. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { callbackUrl, client } from '../app.ts'
import { connectZoho, useZoho } from './zohocrmv2-server.ts'

describe('zohocrmv2: the connection', () => {
  const crm = useZoho()
  const fault = (kind: 'http-500' | 'quota-exhausted', times = 1) => {
    crm.zoho.options.faults = [{ kind, match: { path: '/crm/v8/Contacts' }, times }]
  }

  it('asks for a refresh token, and for scopes that are joined by commas', async () => {
    const query = new URLSearchParams({ apiKey: 'key', apiSecret: 'secret', callbackUrl })
    const { body } = await crm.app.call('GET', `/elements/zohocrmv2/oauth/url?${query}`, { authorization: null })
    const { searchParams, pathname } = new URL(body.oauthUrl)
    assert.deepEqual([pathname, searchParams.get('access_type')], ['/oauth/v2/auth', 'offline'])
    assert.match(searchParams.get('scope') ?? '', /^ZohoCRM\.modules\.ALL,/)
  })

  it('exchanges the code where the user has logged in, and calls the API that the token reply names', async () => {
    const europe = await connectZoho(crm.app, 'suedwind')
    const { body } = await crm.app.call('GET', `/instances/${europe.id}`)
    const { europeUrl } = crm.zoho
    assert.deepEqual([body.configuration['base.url'], body.configuration['oauth.token.url']], [europeUrl, `${europeUrl}/oauth/v2/token`])
    assert.equal((await europe.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
    for (const token of crm.zoho.state.tokens.accessTokens.values()) token.expiresAt = 0
    assert.equal((await europe.call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
  })

  it('an accounts server that is none of Zoho’s gets no code', async () => {
    const configuration = { 'oauth.callback.url': callbackUrl, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }
    const providerData = { code: '1000.abc', 'accounts-server': 'https://accounts.zoho.com.example.net' }
    const { status, body } = await crm.app.call('POST', '/instances', {
      body: { element: { key: 'zohocrmv2' }, providerData, configuration, name: 'x' },
    })
    assert.equal(status, 400)
    assert.match(body.message, /accounts-server/)
  })

  it('a refusal that comes with status 200 is one', async () => {
    const configuration = { 'oauth.callback.url': callbackUrl, 'oauth.api.key': client.id, 'oauth.api.secret': client.secret }
    const { status, text } = await crm.app.call('POST', '/instances', {
      body: { element: { key: 'zohocrmv2' }, providerData: { code: 'used up' }, configuration, name: 'x' },
    })
    assert.deepEqual([status >= 400 && status < 500, text.includes('invalid_code')], [true, true], text)
  })

  it('renews a token that is over, once, in the middle of a call', async () => {
    for (const token of crm.zoho.state.tokens.accessTokens.values()) token.expiresAt = 0
    const { status, text } = await crm.get('/contacts', { pageSize: '1' })
    assert.equal(status, 200, text)
  })

  it('a failure of the vendor is a 502', async () => {
    fault('http-500', 10)
    assert.equal((await crm.get(`/contacts/${crm.stored('Contacts')[0]!['id']}`)).status, 502)
    crm.zoho.options.faults = []
  })

  it('a disabled instance still tells its objects', async () => {
    const hub = await connectZoho(crm.app)
    assert.equal((await crm.app.call('DELETE', `/instances/${hub.id}/enabled`)).status, 200)
    assert.equal((await hub.call('GET', '/hubs/crm/contacts')).status, 403)
    const { status, body } = await hub.call('GET', '/hubs/crm/objects')
    assert.deepEqual([status, body.includes('contacts')], [200, true])
  })

  // Nothing can be asked of the organization after this one.
  it('used-up credits are a 429', async () => {
    fault('quota-exhausted')
    const { status, body } = await crm.get(`/contacts/${crm.stored('Contacts')[0]!['id']}`)
    assert.deepEqual([status, /TOO_MANY_REQUESTS/.test(body.providerMessage)], [429, true])
  })
})
