/** The promise of the seed page: three calls, and an authenticated element instance. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { callbackUrl, client, createTestApp, seedBody, seedConfiguration, type TestApp } from '../app.ts'
import { answerConsent } from '../keap-user.ts'

const instanceKeys = [
  'id',
  'name',
  'createdDate',
  'token',
  'element',
  'elementId',
  'tags',
  'provisionInteractions',
  'valid',
  'disabled',
  'maxCacheSize',
  'cacheTimeToLive',
  'configuration',
  'eventsEnabled',
  'traceLoggingEnabled',
  'cachingEnabled',
  'externalAuthentication',
  'user',
]

const elementKeys = [
  'id',
  'name',
  'hookName',
  'key',
  'description',
  'image',
  'active',
  'deleted',
  'typeOauth',
  'trialAccount',
  'bulkDownloadEnabled',
  'bulkUploadEnabled',
  'cloneable',
  'extendable',
  'beta',
  'authentication',
  'extended',
  'hub',
  'protocolType',
  'parameters',
]

describe('authenticating an Infusionsoft CRM instance', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  it('gives the URL of the consent page without any Authorization', async () => {
    const query = `apiKey=${client.id}&apiSecret=${client.secret}&callbackUrl=${encodeURIComponent(callbackUrl)}&siteAddress=ab123.infusionsoft.com&state=infusionsoftcrm`
    const reply = await test.call('GET', `/elements/infusionsoftcrm/oauth/url?${query}`, { authorization: null })
    assert.equal(reply.status, 200)
    assert.deepEqual(Object.keys(reply.body), ['oauthUrl', 'element'])
    assert.equal(reply.body.element, 'infusionsoftcrm')
    const url = new URL(reply.body.oauthUrl)
    assert.equal(url.origin + url.pathname, `${test.keap.url}/app/oauth/authorize`)
    assert.equal(
      url.search,
      `?scope=full&response_type=code&redirect_uri=${encodeURIComponent(callbackUrl)}&state=infusionsoftcrm&client_id=${client.id}`,
    )
    const callback = await answerConsent(reply.body.oauthUrl)
    assert.equal(callback.origin + callback.pathname, callbackUrl)
    assert.equal(callback.searchParams.get('state'), 'infusionsoftcrm')
    assert.match(callback.searchParams.get('code') ?? '', /.+/)
  })

  it('tells the callback when the user denies', async () => {
    const callback = await test.authorize({ decision: 'deny' })
    assert.equal(callback.get('error'), 'access_denied')
    assert.equal(callback.get('code'), null)
  })

  it('creates the instance and shows it with exactly the documented keys, in their order, with their types and fixed values', async () => {
    const code = (await test.authorize()).get('code')
    const { status, body } = await test.call('POST', '/instances', { body: seedBody(code) })
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), instanceKeys)
    assert.ok(Number.isInteger(body.id))
    assert.match(body.createdDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.match(body.token, /^[A-Za-z0-9+/]{43}=$/)
    const { id, createdDate, token, element, configuration, user, ...fixed } = body
    assert.deepEqual(fixed, {
      name: 'My Infusionsoft',
      elementId: 191,
      tags: ['seed'],
      provisionInteractions: [],
      valid: true,
      disabled: false,
      maxCacheSize: 0,
      cacheTimeToLive: 0,
      eventsEnabled: false,
      traceLoggingEnabled: false,
      cachingEnabled: false,
      externalAuthentication: 'none',
    })
    assert.deepEqual(Object.keys(user), ['id', 'emailAddress', 'firstName', 'lastName'])
    assert.ok(Number.isInteger(user.id))
    assert.deepEqual(Object.keys(element), elementKeys)
    const { description, image, ...summary } = element
    assert.match(description, /\w/)
    assert.match(image, /\w/)
    assert.deepEqual(summary, {
      id: 191,
      name: 'Infusionsoft',
      hookName: 'Infusionsoft',
      key: 'infusionsoftcrm',
      active: true,
      deleted: false,
      typeOauth: false,
      trialAccount: false,
      bulkDownloadEnabled: false,
      bulkUploadEnabled: false,
      cloneable: true,
      extendable: true,
      beta: true,
      authentication: { type: 'oauth2' },
      extended: false,
      hub: 'crm',
      protocolType: 'http',
      parameters: [],
    })
  })

  it('trap 8: shows the whole configuration, its secrets as eight asterisks', async () => {
    const { reply, id } = await test.connect()
    const masked = {
      'oauth.api.key': '********',
      'oauth.api.secret': '********',
      'oauth.user.token': '********',
      'oauth.user.refresh_token': '********',
      'infusionsoft.private.key': '********',
    }
    const { configuration } = reply.body
    for (const [key, value] of Object.entries(masked)) assert.equal(configuration[key], value, key)
    assert.equal(configuration['oauth.callback.url'], callbackUrl)
    assert.equal(configuration['infusionsoft.server'], seedConfiguration['infusionsoft.server'])
    for (const value of Object.values(configuration)) assert.ok(value === null || typeof value === 'string')
    const read = await test.call('GET', `/instances/${id}`)
    assert.deepEqual(read.body, reply.body)
    for (const secret of [client.secret, 'legacy-private-key']) assert.ok(!read.text.includes(secret))
  })

  it('takes the instance by element id, by the path of the element, and with a trailing slash', async () => {
    for (const [path, change] of [
      ['/instances/', { element: { id: 191 } }],
      ['/elements/191/instances', { element: undefined }],
      ['/elements/infusionsoftcrm/instances', { element: { key: 'somethingelse' } }],
    ] as const) {
      const code = (await test.authorize()).get('code')
      const reply = await test.call('POST', path, { body: { ...seedBody(code), ...change } })
      assert.deepEqual([reply.status, reply.body.element?.key], [200, 'infusionsoftcrm'], path)
    }
  })

  it('takes everything that came to the callback as providerData, and configuration the element does not know', async () => {
    const providerData = Object.fromEntries(await test.authorize())
    const configuration = { ...seedConfiguration, apiKey: 'ignored', 'event.notification.enabled': false, 'made.up': 7 }
    const { status, body } = await test.call('POST', '/instances', { body: { ...seedBody(null), providerData, configuration } })
    assert.equal(status, 200)
    assert.equal(body.providerData, undefined)
    assert.ok(!('made.up' in body.configuration) && !('apiKey' in body.configuration))
  })
})
