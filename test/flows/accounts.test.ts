import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { client, createTestApp, seedBody, type TestApp } from '../app.ts'
import { addOrganization, addStranger, connectAs, hire, openAccount, waitForStatus } from '../people.ts'
import { startVendor } from '../vendor.ts'

/** An element that tells its vendor when an instance goes. */
const describeFarewell = (url: string) => ({
  name: 'Polite',
  key: 'polite',
  description: 'For tests',
  authentication: { type: 'basic' },
  configuration: [{ name: 'Base URL', key: 'base.url', description: 'Where it is', type: 'TEXTFIELD_1000', defaultValue: url }],
  resources: [
    { path: '/goodbye', method: 'DELETE', vendorPath: '/goodbye', vendorMethod: 'DELETE', type: 'onDelete', description: 'Says goodbye' },
  ],
})

describe('accounts', () => {
  let test: TestApp
  let other: TestApp['call']
  before(async () => {
    test = await createTestApp()
    other = await test.startAnother()
  })
  after(() => test.close())

  const names = async (query: string) =>
    (await test.call('GET', `/accounts?${query}`)).body.map(({ externalId }: { externalId?: string }) => externalId)

  it('trap 6: one is made of an external id, which is its name and description where those are not given; the answer is 200', async () => {
    const { status, body } = await test.call('POST', '/accounts/', { body: { externalId: 'tacos@acme.test' } })
    assert.equal(status, 200)
    const { id, companyId, createdDate, updatedDate, ...rest } = body
    const named = { name: 'tacos@acme.test', description: 'tacos@acme.test', externalId: 'tacos@acme.test' }
    assert.deepEqual(rest, { ...named, type: 'CompanyAccount', active: true, defaultAccount: false })
    assert.deepEqual([typeof id, typeof companyId], ['number', 'number'])
    for (const date of [createdDate, updatedDate]) assert.match(date, /^\d{4}-\d\d-\d\d$/)
    assert.deepEqual((await test.call('GET', `/accounts/${id}`)).body, body)
    const full = await test.call('POST', '/accounts', { body: { externalId: 'x', name: 'Xenia', description: 'D', id: 1, companyId: 7 } })
    assert.partialDeepStrictEqual(full.body, { externalId: 'x', name: 'Xenia', description: 'D', companyId })
  })

  it('what cannot be one is refused, with the reason', async () => {
    for (const [body, reason] of [
      [{}, /externalId is missing/],
      [undefined, /externalId is missing|the body/],
      [{ name: 'x' }, /externalId is missing/],
      [{ externalId: ' ' }, /externalId: expected text that is not blank, without NUL, got string$/],
      [{ externalId: 'x'.repeat(256) }, /externalId: expected at most 255 characters, got string$/],
      [{ externalId: 5 }, /externalId: expected string, got number/],
      [{ externalId: 'a\0' }, /externalId/],
      [{ externalId: 'a', name: '\ud800' }, /name: expected text without NUL/],
      [[], /the body: expected object, got array/],
    ] as const) {
      const reply = await test.call('POST', '/accounts', { body })
      assert.equal(reply.status, 400, JSON.stringify(body))
      assert.match(reply.body.message, reason)
    }
  })

  it('they are listed by page, searched, and inactive ones only when asked for; trap 5: none is a 404', async () => {
    for (const name of ['l1', 'l2', 'l3']) await openAccount(test, name)
    const gone = await openAccount(test, 'l4')
    await test.call('PATCH', `/accounts/${gone}`, { body: { active: false } })
    const where = encodeURIComponent("externalId like 'l_'")
    assert.deepEqual(await names(`where=${where}`), ['l1', 'l2', 'l3'])
    assert.deepEqual(await names(`where=${where}&offset=1&pageSize=1`), ['l2'])
    assert.deepEqual(await names(`where=${where}&includeInactive=true`), ['l1', 'l2', 'l3', 'l4'])
    assert.equal((await test.call('GET', '/accounts?where=defaultAccount=true&unknown=1')).body.length, 1)
    const none = await test.call('GET', `/accounts?where=${encodeURIComponent("name='nobody'")}`)
    assert.deepEqual([none.status, none.body.message], [404, 'No accounts found'])
    assert.equal((await test.call('GET', `/accounts/${gone}`)).status, 404)
    assert.equal((await test.call('GET', `/accounts/${gone}?includeInactive=true`)).body.active, false)
  })

  it('PATCH and PUT change name, description and external id, and take back what was shown', async () => {
    const id = await openAccount(test, 'change-me')
    const patched = await test.call('PATCH', `/accounts/${id}`, { body: { name: 'New', externalId: 'changed' } })
    assert.partialDeepStrictEqual(patched.body, { name: 'New', externalId: 'changed', description: 'change-me' })
    const put = await test.call('PUT', `/accounts/${id}`, { body: { ...patched.body, description: 'Other' } })
    assert.partialDeepStrictEqual(put.body, { id, name: 'New', description: 'Other', type: 'CompanyAccount' })
  })

  it('trap 30: ids of nobody are a 404 in every call', async () => {
    for (const id of ['-1', '999999999999', '9'.repeat(40), 'abc', '1.5', '%00', "'"])
      for (const [method, below] of [
        ['GET', ''],
        ['PATCH', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['GET', '/users'],
        ['GET', '/instances'],
        ['GET', '/roles'],
        ['PUT', '/roles/admin'],
        ['GET', '/users/1'],
      ] as const) {
        const body = method === 'PATCH' || (method === 'PUT' && below === '') ? { name: 'x' } : undefined
        const reply = await test.call(method, `/accounts/${id}${below}`, { body })
        assert.deepEqual([reply.status, reply.body.message.startsWith('No account found with ID ')], [404, true], `${method} ${id}${below}`)
      }
  })

  it('deactivated, its users and instances rest in every process; reactivated, both are back', async () => {
    const accountId = await openAccount(test, 'resting')
    const pat = await hire(test, { accountId })
    const hub = await connectAs(test, pat)
    assert.equal((await other('GET', '/contacts', { authorization: hub })).status, 200)
    assert.equal((await test.call('PATCH', `/accounts/${accountId}`, { body: { active: false } })).body.active, false)
    for (const call of [test.call, other]) {
      await waitForStatus(call, '/instances', { authorization: pat.authorization, status: 401 })
      await waitForStatus(call, '/contacts', { authorization: hub, status: 401 })
    }
    assert.equal((await test.call('PATCH', `/accounts/${accountId}`, { body: { active: true } })).body.active, true)
    assert.equal((await test.call('PATCH', `/accounts/${accountId}/users/${pat.id}`, { body: { active: true } })).body.active, true)
    for (const call of [test.call, other]) await waitForStatus(call, '/contacts', { authorization: hub, status: 200 })
    assert.equal((await test.call('GET', '/instances', { authorization: pat.authorization })).body.length, 1)
  })

  for (const [what, close] of [
    ['deactivated for good', (id: number) => test.call('PATCH', `/accounts/${id}?permanent=true`, { body: { active: false } })],
    ['deleted', (id: number) => test.call('DELETE', `/accounts/${id}`, { body: null, headers: { 'content-type': 'application/json' } })],
  ] as const) {
    it(`${what}, its users and instances are gone, while it may be reactivated; trap 4: their secrets are unknown`, async () => {
      const accountId = await openAccount(test, what)
      const pat = await hire(test, { accountId })
      const hub = await connectAs(test, pat)
      assert.equal((await other('GET', '/contacts', { authorization: hub })).status, 200)
      assert.equal((await close(accountId)).status, 200)
      for (const call of [test.call, other]) await waitForStatus(call, '/contacts', { authorization: hub, status: 401 })
      assert.ok(!(await names('includeInactive=false')).includes(what))
      assert.equal((await test.call('PATCH', `/accounts/${accountId}`, { body: { active: true } })).body.active, true)
      assert.ok((await names('')).includes(what))
      assert.equal((await test.call('GET', `/accounts/${accountId}/users/${pat.id}`)).status, 404)
      assert.equal((await test.call('GET', `/accounts/${accountId}/users`)).body.message, 'No users found')
      assert.equal((await test.call('GET', `/accounts/${accountId}/instances`)).body.message, 'No instances found')
      assert.equal((await test.call('GET', '/instances', { authorization: pat.authorization })).status, 401)
      const again = { email: pat.email, firstName: 'Pat', lastName: 'Again' }
      assert.equal((await test.call('POST', `/accounts/${accountId}/users`, { body: again })).status, 200)
    })
  }

  it('the vendor of an instance that goes with its account, or with its user, is told', async (t) => {
    const vendor = await startVendor(t, () => ({ body: {} }))
    for (const what of ['account', 'user'] as const) {
      const accountId = await openAccount(test, `farewell of the ${what}`)
      const pat = await hire(test, { accountId })
      const { authorization } = pat
      assert.equal((await test.call('POST', '/elements', { authorization, body: describeFarewell(vendor.url) })).status, 200)
      const instance = { name: what, element: { key: 'polite' }, configuration: { username: what, password: 'p' } }
      const created = await test.call('POST', '/instances', { authorization, body: instance })
      assert.equal(created.status, 200, created.text)
      vendor.asked.length = 0
      await test.call('DELETE', what === 'account' ? `/accounts/${accountId}` : `/users/${pat.id}`)
      for (const end = Date.now() + 3000; vendor.asked.length === 0 && Date.now() < end; ) await sleep(5)
      const [asked] = vendor.asked
      const basic = `Basic ${Buffer.from(`${what}:p`).toString('base64')}`
      assert.deepEqual([asked?.method, asked?.path, asked?.headers.authorization], ['DELETE', '/goodbye', basic])
    }
  })

  it('nobody closes their own account, nor the default one', async () => {
    const { body } = await test.call('GET', '/accounts?where=defaultAccount=true')
    for (const [method, payload] of [
      ['PATCH', { active: false }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await test.call(method, `/accounts/${body[0].id}`, { body: payload })
      assert.equal(reply.status, 403)
      assert.match(reply.body.message, /can not be deactivated or deleted: it is the default account of the organization$/)
    }
    const accountId = await openAccount(test, 'mine')
    const boss = await hire(test, { accountId, roles: ['org-admin'] })
    const reply = await test.call('DELETE', `/accounts/${accountId}`, { authorization: boss.authorization })
    assert.deepEqual([reply.status, /your own$/.test(reply.body.message)], [403, true])
  })

  it('who does not administer it changes nothing; another account is out of reach, one of another organization is not there', async () => {
    const [accountId, elsewhere] = [await openAccount(test, 'a'), await openAccount(test, 'b')]
    const admin = await hire(test, { accountId, roles: ['admin'] })
    const user = await hire(test, { accountId })
    const organizationId = await addOrganization(test.database, 'foreign-of-accounts')
    const { accountId: foreign } = await addStranger(test.database, { organizationId, secret: 'stranger-of-accounts' })
    const statusOf = async (authorization: string, method: string, path: string, body?: object) =>
      (await test.call(method, path, { authorization, body })).status
    const calls = [
      ['POST', '/accounts', { externalId: 'no' }, 403, 403],
      ['PATCH', `/accounts/${accountId}`, { name: 'A' }, 200, 403],
      ['PATCH', `/accounts/${accountId}`, { active: false }, 403, 403],
      ['DELETE', `/accounts/${accountId}`, undefined, 403, 403],
      ['GET', `/accounts/${accountId}`, undefined, 200, 200],
      ['GET', `/accounts/${elsewhere}`, undefined, 403, 403],
      ['PATCH', `/accounts/${elsewhere}`, { name: 'A' }, 403, 403],
      ['GET', `/accounts/${elsewhere}/instances`, undefined, 403, 403],
      ['GET', `/accounts/${elsewhere}/users`, undefined, 403, 403],
      ['GET', `/accounts/${foreign}`, undefined, 404, 404],
      ['DELETE', `/accounts/${foreign}`, undefined, 404, 404],
      ['PATCH', '/accounts/settings', { a: 1 }, 200, 403],
    ] as const
    for (const [method, path, body, ofAdmin, ofUser] of calls) {
      assert.equal(await statusOf(admin.authorization, method, path, body), ofAdmin, `admin ${method} ${path}`)
      assert.equal(await statusOf(user.authorization, method, path, body), ofUser, `user ${method} ${path}`)
    }
    assert.equal((await test.call('GET', `/accounts/${foreign}`)).status, 404)
    assert.deepEqual(
      (await test.call('GET', '/accounts', { authorization: user.authorization })).body.map(({ id }: { id: number }) => id),
      [accountId],
    )
  })

  it('instances are listed of any account of the organization for its administrator, and of the own one without an id', async () => {
    const accountId = await openAccount(test, 'connected')
    const pat = await hire(test, { accountId })
    await connectAs(test, pat)
    const { body, headers } = await test.call('GET', `/accounts/${accountId}/instances?pageSize=5`)
    assert.deepEqual([body.length, body[0].name, headers.get('elements-returned-count')], [1, 'My Infusionsoft', '1'])
    const own = await test.call('GET', '/accounts/instances', { authorization: pat.authorization })
    assert.deepEqual(own.body, body)
  })

  it('trap 8, 9, 10, 11 and 12: lists by account show an instance as /instances does, whatever it was told', async () => {
    const accountId = await openAccount(test, 'shown')
    const { authorization } = await hire(test, { accountId })
    const markup = '<a href="http://x.example" onClick="alert(1)">suite-xss</a>'
    const codes = [(await test.authorize()).get('code'), (await test.authorize()).get('code')]
    const send = { ...seedBody(codes[0]!), name: `@${markup}`, tags: undefined }
    const { id, token } = (await test.call('POST', '/instances', { authorization, body: send })).body
    const again = await test.call('PATCH', `/instances/${id}`, { authorization, body: { providerData: { code: codes[1] } } })
    assert.equal(again.status, 200)
    const lists = [
      await test.call('GET', `/accounts/${accountId}/instances`),
      await test.call('GET', '/accounts/instances', { authorization }),
    ]
    for (const { body, text } of lists) {
      const [{ name, tags, configuration, ...shown }] = body
      assert.deepEqual([shown.id, shown.token, name, tags], [id, token, '@suite-xss', ['@suite-xss']])
      assert.equal(configuration['oauth.api.secret'], '********')
      assert.ok(!text.includes('providerData') && !text.includes(client.secret))
    }
  })

  it('settings are a map: what is sent is laid over it, null takes away; trap 7: none of them is called message', async () => {
    const accountId = await openAccount(test, 'settings')
    const { authorization } = await hire(test, { accountId, roles: ['admin'] })
    const settings = (method: string, body?: unknown) => test.call(method, '/accounts/settings', { authorization, body })
    assert.deepEqual((await settings('GET')).body, {})
    assert.deepEqual((await settings('PATCH', { theme: 'dark', limit: 5, nested: { a: [1] } })).body, {
      theme: 'dark',
      limit: 5,
      nested: { a: [1] },
    })
    assert.deepEqual((await settings('PATCH', { theme: null, limit: '6' })).body, { limit: '6', nested: { a: [1] } })
    assert.deepEqual((await settings('GET')).body, { limit: '6', nested: { a: [1] } })
    for (const body of [{ message: 'x' }, { a: 'x'.repeat(200_000) }, { a: '\0' }, { '\0': 1 }, [1]])
      assert.equal((await settings('PATCH', body)).status, 400)
    assert.deepEqual((await settings('GET')).body, { limit: '6', nested: { a: [1] } })
    assert.deepEqual((await test.call('GET', '/accounts/settings')).body, {})
  })

  it('a role of an account is had by all its users, in every process', async () => {
    const accountId = await openAccount(test, 'with-roles')
    const pat = await hire(test, { accountId })
    const roles = `/accounts/${accountId}/roles`
    assert.deepEqual((await test.call('GET', roles)).body.message, 'No roles found')
    const add = () => other('POST', `/accounts/${accountId}/users`, { authorization: pat.authorization, body: {} })
    const colleague = { firstName: 'C', lastName: 'C', email: 'colleague@acme.test' }
    assert.equal((await other('POST', `/accounts/${accountId}/users`, { authorization: pat.authorization, body: colleague })).status, 403)
    const granted = await test.call('PUT', `${roles}/admin`)
    assert.partialDeepStrictEqual(granted.body, { key: 'admin', name: 'Account Admin', active: true })
    assert.ok(granted.body.privileges.some(({ key }: { key: string }) => key === 'addUsersAccount'))
    assert.deepEqual(
      (await test.call('GET', roles)).body.map(({ key }: { key: string }) => key),
      ['admin'],
    )
    await waitForStatus(other, `/accounts/${accountId}/users`, { authorization: pat.authorization, status: 200 })
    assert.equal((await other('POST', `/accounts/${accountId}/users`, { authorization: pat.authorization, body: colleague })).status, 200)
    assert.equal((await add()).status, 400)
    assert.equal((await test.call('PUT', `${roles}/admin`)).status, 409)
    assert.equal((await test.call('DELETE', `${roles}/admin`, { body: null })).status, 200)
    assert.equal((await test.call('DELETE', `${roles}/admin`)).status, 404)
  })

  it('roles of accounts: an unknown role is a 400 before all, a missing account a 404, a role above the own or a foreign account a 403', async () => {
    const accountId = await openAccount(test, 'roles-refused')
    const organizationId = await addOrganization(test.database, 'foreign-roles')
    const { accountId: foreign } = await addStranger(test.database, { organizationId, secret: 'stranger-of-roles' })
    const user = await hire(test, { accountId })
    const cases = [
      ['PUT', `/accounts/${foreign}/roles/foo`, undefined, 400],
      ['PUT', '/accounts/-1/roles/admin', undefined, 404],
      ['PUT', `/accounts/${foreign}/roles/admin`, undefined, 403],
      ['DELETE', `/accounts/${foreign}/roles/admin`, undefined, 403],
      ['PUT', `/accounts/${accountId}/roles/sys-admin`, undefined, 403],
      ['PUT', `/accounts/${accountId}/roles/default-user`, user.authorization, 403],
      ['GET', `/accounts/${accountId}/roles`, user.authorization, 403],
    ] as const
    for (const [method, path, authorization, status] of cases)
      assert.equal(
        (await test.call(method, path, authorization === undefined ? {} : { authorization })).status,
        status,
        `${method} ${path}`,
      )
  })
})
