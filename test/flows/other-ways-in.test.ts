/** Authenticating without a code: a refresh token from elsewhere, a long-lived key. And what a key of former years is told. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { callbackUrl, client, createTestApp, seedBody, type TestApp } from '../app.ts'

describe('other ways to authenticate', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const element = { key: 'infusionsoftcrm' }
  const create = (body: object) => test.call('POST', '/instances', { body: { element, ...body } })
  const readContacts = (token: string) =>
    test.call('GET', '/hubs/crm/contacts?pageSize=1', { authorization: `${test.user}, Element ${token}` })

  /** As an application does that talked to the vendor itself before. */
  async function obtainRefreshToken(): Promise<string> {
    const form = {
      grant_type: 'authorization_code',
      code: (await test.authorize()).get('code') ?? '',
      redirect_uri: callbackUrl,
      client_id: client.id,
      client_secret: client.secret,
    }
    const reply = await fetch(`${test.keap.url}/token`, { method: 'POST', body: new URLSearchParams(form) })
    return ((await reply.json()) as { refresh_token: string }).refresh_token
  }

  it('takes a refresh token from elsewhere with exactly the keys of the contract, and refreshes at once', async () => {
    const configuration = {
      'oauth.user.refresh_token': await obtainRefreshToken(),
      'oauth.api.key': client.id,
      'oauth.api.secret': client.secret,
    }
    const { status, body } = await create({ externalAuthentication: 'initial', configuration, name: 'From elsewhere' })
    assert.deepEqual([status, body.externalAuthentication], [200, 'initial'])
    assert.equal(body.configuration['infusionsoft.server'], 'ab123.infusionsoft.com')
    assert.equal((await readContacts(body.token)).status, 200)
    const renamed = await test.call('PUT', `/instances/${body.id}`, { body: { ...body, name: 'Renamed' } })
    assert.deepEqual([renamed.status, renamed.body.name], [200, 'Renamed'])
  })

  it('takes a long-lived key that works, and refuses one that does not with the words of the vendor', async () => {
    const good = await create({ configuration: { 'infusionsoft.private.key': 'KeapAK-simulator-service-account' }, name: 'By key' })
    assert.equal(good.status, 200)
    assert.equal(good.headers.get('elements-error'), null)
    assert.equal((await readContacts(good.body.token)).status, 200)
    const before = (await test.call('GET', '/instances/count')).body.totalInstances
    const bad = await create({ configuration: { 'infusionsoft.private.key': 'KeapAK-nobody-made-this' }, name: 'By no key' })
    assert.equal(bad.status, 401)
    assert.ok(bad.body.providerMessage.length > 0)
    assert.ok(!bad.text.includes('KeapAK-nobody'))
    assert.equal((await test.call('GET', '/instances/count')).body.totalInstances, before)
  })

  it('says that a key of former years is not used', async () => {
    const { reply } = await test.connect()
    assert.equal(reply.headers.get('elements-error'), 'The value of infusionsoft.private.key is not used: it does not begin with KeapAK-')
  })

  it('answers the objects of the new instance when they are asked for', async () => {
    const code = (await test.authorize()).get('code')
    const { body } = await test.call('POST', '/instances', { body: { ...seedBody(code), retrieveObjectsAfterInstantiation: true } })
    const { body: discovered } = await test.call('GET', '/objects', {
      authorization: `${test.user}, Element ${body.token}`,
      headers: { 'elements-version': 'Helium' },
    })
    assert.deepEqual(body.objects, discovered)
    assert.partialDeepStrictEqual(
      body.objects.find(({ name }: { name: string }) => name === 'contacts'),
      { type: 'vendor' },
    )
  })
})
