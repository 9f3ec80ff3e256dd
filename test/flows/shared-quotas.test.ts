/** Promise: instances of one account at a vendor share its quota, and nobody uses up another's by saying that he is he. */
import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { type Asked, startVendor } from '../vendor.ts'

describe('the quota of an account at the vendor', { concurrency: true }, () => {
  let test: TestApp
  let elements = 0
  before(async () => {
    test = await createTestApp({ config: { allowHosts: ['127.0.0.1'] } })
  })
  after(() => test.close())

  /** Tokens are named for their refresh token, which tells the account before its dash; `bad` ones are refused. */
  const answer = ({ path, body, headers }: Asked) => {
    if (path === '/rows') return { status: /bad/.test(headers.authorization ?? '') ? 401 : 200, body: [] }
    const refresh = new URLSearchParams(body).get('refresh_token') ?? ''
    return { body: { access_token: `token of ${refresh}`, refresh_token: refresh, token_type: 'Bearer', org: refresh.split('-')[0] } }
  }

  /** A vendor that allows each account two calls; gives what connects an instance. */
  async function startShop(t: TestContext, permits = 2) {
    const vendor = await startVendor(t, answer)
    const item = (key: string, more: object = {}) => ({ key, name: key, description: key, type: 'TEXTFIELD_1000', ...more })
    const element = await test.call('POST', '/elements', {
      body: {
        name: `Corner Shop ${++elements}`,
        description: 'Counts the calls of accounts',
        hub: 'general',
        authentication: { type: 'oauth2' },
        configuration: [
          item('base.url', { defaultValue: vendor.url }),
          item('oauth.token.url', { defaultValue: `${vendor.url}/token` }),
          item('shop.key', { type: 'PASSWORD' }),
          item('shop.account'),
        ],
        resources: [{ type: 'api', method: 'GET', path: '/rows', vendorMethod: 'GET', vendorPath: '/rows' }],
        octet: {
          version: 1,
          authentication: {
            oauth2: { tenant: { member: 'org', pattern: '^\\w+$', configuration: 'shop.account' } },
            staticToken: { configuration: 'shop.key', prefix: 'key-' },
          },
          limits: { quotas: [{ name: 'day', scope: 'account-at-vendor', permits, seconds: 86_400 }] },
        },
      },
    })
    assert.equal(element.status, 200, element.text)
    const connect = async (configuration: Record<string, string>) => {
      const isExternal = 'oauth.user.refresh_token' in configuration
      const client = { 'oauth.api.key': 'app', 'oauth.api.secret': 'secret', 'oauth.callback.url': 'https://app.example.com' }
      const body = {
        element: { key: element.body.key },
        name: 'Mine',
        ...(isExternal && { externalAuthentication: 'initial' }),
        configuration: { ...(isExternal && client), ...configuration },
      }
      const created = await test.call('POST', '/instances', { body })
      assert.equal(created.status, 200, created.text)
      const authorization = `${test.user}, Element ${created.body.token}`
      return async () => (await test.call('GET', '/rows', { authorization })).status
    }
    return { vendor, connect }
  }

  it('is shared by all whom the vendor gave tokens for it, whatever their client', async (t) => {
    const { connect } = await startShop(t)
    const one = await connect({ 'oauth.user.refresh_token': 'acme-1', 'oauth.api.key': 'one' })
    const two = await connect({ 'oauth.user.refresh_token': 'acme-2', 'oauth.api.key': 'two' })
    const other = await connect({ 'oauth.user.refresh_token': 'umbrella-1' })
    assert.deepEqual([await one(), await two(), await two(), await other()], [200, 200, 429, 200])
  })

  it('is not used up by a key for which a client names the account', async (t) => {
    const { connect } = await startShop(t)
    const mine = await connect({ 'oauth.user.refresh_token': 'acme-1' })
    const liar = await connect({ 'shop.key': 'key-mine', 'shop.account': 'acme' })
    assert.deepEqual([await liar(), await liar(), await liar()], [200, 200, 429])
    assert.deepEqual([await mine(), await mine()], [200, 200])
  })

  it('is not used up by tokens for which a token endpoint of a client’s own names the account', async (t) => {
    const { vendor, connect } = await startShop(t)
    const mine = await connect({ 'oauth.user.refresh_token': 'acme-1' })
    const liar = await connect({ 'oauth.user.refresh_token': 'acme-9', 'oauth.token.url': `${vendor.url}/own` })
    assert.deepEqual([await liar(), await liar(), await liar()], [200, 200, 429])
    assert.deepEqual([await mine(), await mine()], [200, 200])
  })

  it('is not used up by calls that the vendor does not let in', async (t) => {
    const { connect } = await startShop(t)
    const mine = await connect({ 'oauth.user.refresh_token': 'acme-1' })
    const dead = await connect({ 'oauth.user.refresh_token': 'acme-bad' })
    assert.deepEqual([await dead(), await dead(), await dead()], [401, 401, 401])
    assert.deepEqual([await mine(), await mine()], [200, 200])
  })
})
