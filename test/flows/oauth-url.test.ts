/** GET and POST /elements/{keyOrId}/oauth/url. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { callbackUrl, createTestApp, seedBody, type TestApp } from '../app.ts'

const parameters = { apiKey: 'k', apiSecret: 's3cret', callbackUrl, siteAddress: 'ab123.infusionsoft.com' }

describe('oauth/url', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const get = (element: string, query: Record<string, string>, authorization: string | null = null) =>
    test.call('GET', `/elements/${element}/oauth/url?${new URLSearchParams(query)}`, { authorization })

  it('trap 16: answers the same by GET and POST, by key and id, with and without Authorization, and names the element by its key', async () => {
    const first = await get('infusionsoftcrm', parameters)
    assert.equal(first.status, 200)
    assert.equal(first.body.element, 'infusionsoftcrm')
    const others = [
      await get('191', parameters),
      await get('infusionsoftcrm', parameters, `${test.user}, ${test.organization}`),
      await test.call('POST', '/elements/infusionsoftcrm/oauth/url', { authorization: null, body: parameters }),
      await test.call('POST', '/elements/191/oauth/url', { body: parameters }),
    ]
    for (const other of others) assert.deepEqual([other.status, other.body], [200, first.body])
  })

  it('trap 16: keeps the order and the encoding of the seed, and takes the key as state when none is sent', async () => {
    const { body } = await get('infusionsoftcrm', parameters)
    assert.equal(
      new URL(body.oauthUrl).search,
      `?scope=full&response_type=code&redirect_uri=${encodeURIComponent(callbackUrl)}&state=infusionsoftcrm&client_id=k`,
    )
    const withState = await get('infusionsoftcrm', { ...parameters, state: 'a b&c' })
    assert.equal(new URL(withState.body.oauthUrl).searchParams.get('state'), 'a b&c')
  })

  it('refuses a wrong secret although none is needed, and an element that does not exist', async () => {
    assert.equal((await get('infusionsoftcrm', parameters, 'User wrong, Organization wrong')).status, 401)
    const unknown = await get('nosuchelement', parameters)
    assert.deepEqual([unknown.status, unknown.body.message], [404, 'No element found with key nosuchelement'])
    assert.equal((await get('424242', parameters)).status, 404)
  })

  it('never shows the client secret: not in the answer, not in the log', async () => {
    const { text } = await get('infusionsoftcrm', parameters)
    assert.ok(!text.includes('s3cret'))
    assert.ok(test.log.some((line) => line.includes('/oauth/url')))
    assert.ok(!test.log.join('').includes('s3cret'))
  })

  it('trap 17: an instance without a code is refused with the fixed text', async () => {
    const text = 'You must provide an OAuth code in order to create an instance of this element'
    for (const providerData of [undefined, {}, { code: '' }]) {
      const reply = await test.call('POST', '/instances', { body: { ...seedBody(null), providerData } })
      assert.deepEqual([reply.status, reply.body.message], [400, text], JSON.stringify(providerData))
    }
  })
})
