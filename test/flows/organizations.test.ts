import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '../app.ts'
import { addOrganization, addStranger, hire, openAccount } from '../people.ts'

describe('organizations', () => {
  let test: TestApp
  let me: { readonly id: number; readonly customerId: number }
  /** An organization of another customer. */
  let foreign: number
  before(async () => {
    test = await createTestApp()
    me = (await test.call('GET', '/organizations/me')).body
    foreign = await addOrganization(test.database, 'foreign-organization')
    await addStranger(test.database, { organizationId: foreign, secret: 'stranger', roles: ['org-admin', 'customer-admin'] })
  })
  after(() => test.close())

  it('show what the contract shows of one’s own, with its secret', async () => {
    const { status, body } = await test.call('GET', '/organizations/me')
    assert.equal(status, 200)
    const { id, customerId, createdDate, secret, ...rest } = body
    assert.deepEqual([typeof id, typeof customerId], ['number', 'number'])
    assert.match(createdDate, /^\d{4}-\d\d-\d\d$/)
    assert.equal(`Organization ${secret}`, test.organization)
    const flags = { active: true, twoFactorAuthEnabled: false, canCreatePeer: false }
    assert.deepEqual(rest, { name: 'My organization', vdrVersion: 'v2', environment: 'production', status: 'paid', ...flags })
  })

  it('only the name is changed, and by administrators', async () => {
    const reply = await test.call('PUT', '/organizations/me', { body: { id: 9, name: ' Acme ', status: 'trial', vdrVersion: 'v1' } })
    assert.partialDeepStrictEqual(reply.body, { id: me.id, name: 'Acme', status: 'paid', vdrVersion: 'v2' })
    const { authorization } = await hire(test)
    assert.equal((await test.call('PUT', '/organizations/me', { authorization, body: { name: 'Mine' } })).status, 403)
    for (const name of ['', ' ', 'a\0', 5, null, '\ud800'])
      assert.equal((await test.call('PUT', '/organizations/me', { body: { name } })).status, 400)
    assert.equal((await test.call('GET', '/organizations/me')).body.name, 'Acme')
  })

  it('trap 6: the administrator of the customer makes another one, with a default account and roles of its own', async () => {
    const roles = [{ key: 'default-user', privileges: [{ key: 'viewElements' }] }]
    const body = { name: 'Second', externalId: 'ext-2', environment: 'test', status: 'trial', roles }
    const made = await test.call('POST', '/organizations', { body })
    assert.equal(made.status, 200)
    assert.partialDeepStrictEqual(made.body, {
      name: 'Second',
      externalId: 'ext-2',
      environment: 'test',
      status: 'trial',
      customerId: me.customerId,
    })
    assert.match(made.body.secret, /^[0-9a-f]{32}$/)
    const accounts = await test.call('GET', `/organizations/${made.body.id}/accounts`)
    assert.deepEqual(
      accounts.body.map(({ type, name, companyId }: Record<string, unknown>) => [type, name, companyId]),
      [['Default', 'Second', made.body.id]],
    )
    const account = await test.call('POST', `/organizations/${made.body.id}/accounts`, { body: { externalId: 'a-1' } })
    assert.partialDeepStrictEqual(account.body, { name: 'a-1', type: 'CompanyAccount', companyId: made.body.id })
    assert.deepEqual((await test.call('GET', `/organizations/${made.body.id}/accounts/${account.body.id}`)).body, account.body)
    assert.equal((await test.call('GET', `/accounts/${account.body.id}`)).status, 404)
  })

  it('what cannot be one is refused', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'x', environment: 'moon' },
      { name: 'x', status: 'free' },
      { name: 'x', roles: [{ key: 'a' }] },
      undefined,
    ])
      assert.equal((await test.call('POST', '/organizations', { body })).status, 400, JSON.stringify(body))
    const system = { name: 'x', roles: [{ key: 'admin', privileges: [{ key: 'system' }] }] }
    assert.equal((await test.call('POST', '/organizations', { body: system })).status, 403)
  })

  it('accounts of one’s own are listed and searched; trap 5: none is a 404', async () => {
    const id = await openAccount(test, 'searched')
    const path = `/organizations/${me.id}/accounts`
    assert.ok((await test.call('GET', path)).body.length >= 2)
    assert.deepEqual((await test.call('GET', `${path}?where=externalId='searched'`)).body[0].id, id)
    assert.equal((await test.call('GET', `${path}?where=externalId='nobody'`)).body.message, 'No accounts found')
    assert.equal((await test.call('GET', `${path}/-1`)).status, 404)
    const { authorization } = await hire(test)
    assert.equal((await test.call('GET', path, { authorization })).status, 403)
    assert.equal((await test.call('POST', path, { authorization, body: { externalId: 'no' } })).status, 403)
  })

  it('the customer is shown with its organizations, which are listed and found by id', async () => {
    await test.call('POST', '/organizations', { body: { name: 'Listed', externalId: 'listed' } })
    const { body } = await test.call('GET', '/customers/me')
    assert.partialDeepStrictEqual(body, { id: me.customerId, name: 'My organization', active: true, contacts: [] })
    assert.ok(body.organizations.some(({ id }: { id: number }) => id === me.id))
    assert.ok(!JSON.stringify(body).includes('secret'))
    const found = await test.call('GET', "/customers/organizations?where=externalId='listed'&pageSize=1")
    assert.deepEqual(
      found.body.map(({ name }: { name: string }) => name),
      ['Listed'],
    )
    assert.equal(found.headers.get('elements-total-count'), '1')
    assert.deepEqual((await test.call('GET', `/customers/organizations/${found.body[0].id}`)).body, found.body[0])
    assert.equal((await test.call('GET', "/customers/organizations?where=name='x'")).body.message, 'No organizations found')
  })

  it('deleted, one is listed no more and its people call no more, on any server', async () => {
    const other = await test.startAnother()
    const { body } = await test.call('POST', '/organizations', { body: { name: 'Ending' } })
    const { user, accountId } = await addStranger(test.database, { organizationId: body.id, secret: 'of-ending' })
    const authorization = `${user}, Organization ${body.secret}`
    for (const call of [test.call, other]) assert.equal((await call('GET', `/accounts/${accountId}`, { authorization })).status, 200)
    assert.equal((await test.call('DELETE', `/customers/organizations/${body.id}`, { body: null })).status, 200)
    const end = Date.now() + 1000
    for (const call of [test.call, other])
      while ((await call('GET', `/accounts/${accountId}`, { authorization })).status !== 401) assert.ok(Date.now() < end)
    assert.equal((await test.call('GET', `/customers/organizations/${body.id}`)).status, 404)
    assert.equal((await test.call('GET', `/customers/organizations/${body.id}?includeInactive=true`)).body.active, false)
    assert.equal((await test.call('POST', `/organizations/${body.id}/accounts`, { body: { externalId: 'late' } })).status, 404)
    assert.equal((await test.call('DELETE', `/customers/organizations/${me.id}`)).status, 403)
  })

  it('those of another customer, and ids of nobody, are not there; who administers no customer is refused', async () => {
    for (const id of [foreign, -1, '9'.repeat(30), 'x', '%00']) {
      assert.equal((await test.call('GET', `/organizations/${id}/accounts`)).status, 404, String(id))
      assert.equal((await test.call('POST', `/organizations/${id}/accounts`, { body: { externalId: 'x' } })).status, 404)
      assert.equal((await test.call('GET', `/organizations/${id}/accounts/1`)).status, 404)
      assert.equal((await test.call('GET', `/customers/organizations/${id}`)).status, 404)
      assert.equal((await test.call('DELETE', `/customers/organizations/${id}`)).status, 404)
    }
    const stranger = { authorization: 'User stranger, Organization foreign-organization' }
    assert.equal((await test.call('GET', '/customers/me', stranger)).body.message, 'No customer found')
    const { authorization } = await hire(test, { roles: ['org-admin'] })
    for (const path of ['/customers/me', '/customers/organizations', `/customers/organizations/${me.id}`])
      assert.equal((await test.call('GET', path, { authorization })).status, 403)
    assert.equal((await test.call('GET', `/organizations/${me.id}/accounts`, { authorization })).status, 200)
    assert.equal((await test.call('GET', `/organizations/${foreign}/accounts`, { authorization })).status, 404)
  })
})
