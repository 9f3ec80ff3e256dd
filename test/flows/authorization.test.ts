/** The Authorization header and who gets past it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Connected, createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger } from '../people.ts'

const refusal = 'Invalid Organization or User secret, or invalid Element token provided.'

describe('authorization', () => {
  let test: TestApp
  let connected: Connected
  before(async () => {
    test = await createTestApp()
    connected = await test.connect()
  })
  after(() => test.close())

  const assertRefused = (reply: Reply, what: string) => {
    assert.equal(reply.status, 401, what)
    assert.deepEqual(reply.body, { requestId: reply.headers.get('elements-request-id'), message: refusal }, what)
  }

  it('trap 3: reads the parts in any order, with or without spaces and colons, with or without Organization', async () => {
    const { user, organization } = test
    const element = `Element ${connected.token}`
    for (const authorization of [
      `${user}, ${element}`,
      `${user}, ${organization}, ${element}`,
      `${organization}, ${user}, ${element}`,
      `${element},${user},${organization}`,
      `${element}  ,   ${user}`,
      `${user}, ${organization}, Element: ${connected.token}`,
    ]) {
      const reply = await test.call('GET', '/hubs/crm/objects', { authorization })
      assert.equal(reply.status, 200, authorization)
    }
  })

  it('trap 4: answers every problem with credentials by the same 401', async () => {
    const { user, organization } = test
    for (const authorization of [
      null,
      '',
      user,
      organization,
      `${user}, Organization 0123456789abcdef0123456789abcdef`,
      `User nobody, ${organization}`,
      'Bearer something',
      'Basic dXNlcjpwYXNz',
      `${user} ${organization}`,
      `${user},, ${organization}`,
      `Users ${user.slice(5)}, ${organization}`,
    ])
      assertRefused(await test.call('GET', '/instances', { authorization }), `/instances with ${authorization}`)
    for (const authorization of [
      null,
      `${user}, ${organization}`,
      `${user}, Element nothing`,
      `Element ${connected.token}`,
      `${organization}, Element ${connected.token}`,
      `${user}, Organization wrong, Element ${connected.token}`,
    ])
      assertRefused(await test.call('GET', '/hubs/crm/contacts', { authorization }), `/hubs/crm/contacts with ${authorization}`)
  })

  it('trap 4: the token of a deleted instance is dead at once, on paths that exist and on others', async () => {
    const doomed = await test.connect()
    assert.equal((await doomed.call('GET', '/hubs/crm/objects')).status, 200)
    assert.equal((await test.call('DELETE', `/instances/${doomed.id}`)).status, 200)
    for (const path of ['/hubs/crm/objects', '/hubs/crm/account', '/contacts', '/instances/configuration'])
      assertRefused(await doomed.call('GET', path), path)
  })

  it('trap 4: an instance of another account, or of another organization, is not ours to see', async () => {
    const ours = test.organization
    const theirs = await addOrganization(test.database, 'theirs')
    for (const [what, { user: stranger }, organization] of [
      ['account', await addStranger(test.database, { organizationId: 1, secret: 'colleague' }), ours],
      ['organization', await addStranger(test.database, { organizationId: theirs, secret: 'stranger' }), 'Organization theirs'],
    ] as const) {
      const withToken = `${stranger}, Element ${connected.token}`
      assertRefused(await test.call('GET', '/hubs/crm/objects', { authorization: withToken }), `another ${what}`)
      assertRefused(await test.call('GET', '/instances/configuration', { authorization: withToken }), `another ${what}`)
      const authorization = `${stranger}, ${organization}`
      for (const method of ['GET', 'DELETE']) {
        const reply = await test.call(method, `/instances/${connected.id}`, { authorization })
        assert.deepEqual([reply.status, reply.body.message], [404, `No element instance found with ID ${connected.id}`], what)
      }
      assert.equal((await test.call('GET', '/instances', { authorization })).status, 404)
    }
    assertRefused(await test.call('GET', '/instances', { authorization: `${test.user}, Organization theirs` }), 'mixed')
    assert.equal((await test.call('GET', `/instances/${connected.id}`)).status, 200)
  })

  it('trap 5: platform lists that are empty are a 404 that the clients know, hub lists are an empty array', async () => {
    const none = await test.call('GET', '/instances?searchText=nothing-is-called-so')
    assert.equal(none.status, 404)
    assert.match(none.body.message, /^No (.*) found$/)
    assert.equal(none.body.message, 'No instances found')
    const elements = await test.call('GET', '/elements?searchText=nothing-is-called-so')
    assert.deepEqual([elements.status, elements.body.message], [404, 'No elements found'])
    const contacts = await connected.call('GET', `/hubs/crm/contacts?where=${encodeURIComponent("Email='nobody@nowhere.example'")}`)
    assert.deepEqual([contacts.status, contacts.body], [200, []])
    assert.equal(contacts.headers.get('elements-returned-count'), '0')
  })
})
