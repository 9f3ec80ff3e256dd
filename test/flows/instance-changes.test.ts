/** What PUT and PATCH do to an instance, and what they leave alone. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { client, createTestApp, seedConfiguration, type TestApp } from '../app.ts'

describe('changing an instance', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  it('trap 8: asterisks sent back mean unchanged, in PUT and in PATCH', async () => {
    const { id, call, reply } = await test.connect()
    const put = await test.call('PUT', `/instances/${id}`, { body: { ...reply.body, tags: ['changed'] } })
    assert.deepEqual([put.status, put.body.tags], [200, ['changed']])
    const patched = await test.call('PATCH', `/instances/${id}`, { body: { configuration: reply.body.configuration } })
    assert.equal(patched.status, 200)
    assert.deepEqual(patched.body.configuration, reply.body.configuration)
    assert.equal((await call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
    // A refresh needs the client secret: it must still be the one that was sent first.
    await expireAccessTokens(test)
    assert.equal((await call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
  })

  it('trap 9: without tags the name is the tag; PATCH replaces them, PUT with none clears them', async () => {
    const { id, reply } = await test.connect({ name: 'Only a name', tags: undefined })
    assert.deepEqual(reply.body.tags, ['Only a name'])
    assert.deepEqual((await test.call('PATCH', `/instances/${id}`, { body: { tags: ['one'] } })).body.tags, ['one'])
    assert.deepEqual((await test.call('PUT', `/instances/${id}`, { body: { ...reply.body, tags: [] } })).body.tags, [])
  })

  it('trap 10: takes markup out of names and tags, on create and on update, and keeps the text and the @', async () => {
    const markup = '<a href="http://x.example" onClick="alert(1)">suite-xss</a>'
    const { id, reply } = await test.connect({ name: `@${markup}`, tags: undefined })
    assert.deepEqual([reply.body.name, reply.body.tags], ['@suite-xss', ['@suite-xss']])
    const patched = await test.call('PATCH', `/instances/${id}`, { body: { name: `<b>bold</b> ${markup}`, tags: [markup] } })
    assert.deepEqual([patched.body.name, patched.body.tags], ['bold suite-xss', ['suite-xss']])
  })

  it('trap 11: a new code re-provisions under the same id and token, by PUT and by PATCH', async () => {
    const { id, token, call, reply } = await test.connect()
    for (const [method, body] of [
      ['PUT', reply.body],
      ['PATCH', { name: 'Again' }],
    ] as const) {
      const before = test.keap.record.length
      const code = (await test.authorize()).get('code')
      const again = await test.call(method, `/instances/${id}`, { body: { ...body, providerData: { code } } })
      assert.deepEqual([again.status, again.body.id, again.body.token], [200, id, token])
      assert.equal(test.keap.record.length, before + 1)
      assert.equal((await call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
      assert.notEqual(test.keap.record.at(-1)!.firstUsedAt, null, 'the new token is the one that is used')
    }
  })

  it('trap 11: an authenticated instance is updated without a code', async () => {
    const { id, call, reply } = await test.connect()
    const before = test.keap.record.length
    const put = await test.call('PUT', `/instances/${id}`, { body: { ...reply.body, name: 'Renamed' } })
    assert.deepEqual([put.status, put.body.name], [200, 'Renamed'])
    assert.equal(test.keap.record.length, before)
    assert.equal((await call('GET', '/hubs/crm/contacts?pageSize=1')).status, 200)
  })

  it('trap 12: never echoes providerData', async () => {
    const code = (await test.authorize()).get('code')
    const { id, reply } = await test.connect()
    assert.ok(!('providerData' in reply.body))
    for (const method of ['PUT', 'PATCH']) {
      const body = { ...reply.body, providerData: { code: method === 'PUT' ? code : (await test.authorize()).get('code') } }
      const updated = await test.call(method, `/instances/${id}`, { body })
      assert.equal(updated.status, 200)
      assert.ok(!updated.text.includes('providerData'))
    }
  })

  it('trap 15: stores configuration as strings, whatever type was sent, and keeps no key it does not know', async () => {
    const { id, reply } = await test.connect({
      configuration: { ...seedConfiguration, 'filter.response.nulls': true, 'event.notification.enabled': false, 'no.such.key': 1 },
    })
    assert.equal(reply.body.configuration['filter.response.nulls'], 'true')
    assert.ok(!('no.such.key' in reply.body.configuration))
    const patched = await test.call('PATCH', `/instances/${id}`, {
      body: { configuration: { 'filter.response.nulls': false, unknown: 'x' } },
    })
    assert.equal(patched.body.configuration['filter.response.nulls'], 'false')
    assert.equal(patched.body.configuration['oauth.callback.url'], seedConfiguration['oauth.callback.url'], 'PATCH merges')
    for (const value of Object.values(patched.body.configuration)) assert.ok(value === null || typeof value === 'string')
  })

  it('takes tokens that were obtained elsewhere (external authentication)', async () => {
    const issued = await fetch(`${test.keap.url}/_simulator/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const { refresh_token: refreshToken } = (await issued.json()) as { refresh_token: string }
    const body = {
      element: { key: 'infusionsoftcrm' },
      name: 'External',
      externalAuthentication: 'initial',
      configuration: { ...seedConfiguration, 'oauth.user.refresh_token': refreshToken, 'oauth.api.key': client.id },
    }
    const created = await test.call('POST', '/instances', { body })
    assert.deepEqual([created.status, created.body.externalAuthentication], [200, 'initial'])
    assert.equal(created.body.configuration['oauth.user.refresh_token'], '********')
    const authorization = `${test.user}, Element ${created.body.token}`
    assert.equal((await test.call('GET', '/hubs/crm/contacts?pageSize=1', { authorization })).status, 200)
    const put = await test.call('PUT', `/instances/${created.body.id}`, { body: { ...created.body, tags: ['kept'] } })
    assert.deepEqual([put.status, put.body.externalAuthentication, put.body.tags], [200, 'initial', ['kept']])
  })
})

/** Makes the vendor forget every access token it gave out, as when they end early. */
async function expireAccessTokens({ keap }: TestApp): Promise<void> {
  await fetch(`${keap.url}/_simulator/tokens/expire`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
}
