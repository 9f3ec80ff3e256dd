import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { addOrganization, addStranger, connectAs, type Hired, hire, openAccount, waitForStatus } from '../people.ts'

const frank = { firstName: 'Frank', lastName: 'Ricard', email: 'frank.r+x@churros.test', password: 'Oldschool77!' }

describe('users', () => {
  let test: TestApp
  let other: TestApp['call']
  /** The administrator's account, and the administrator. */
  let defaultAccount: number
  let administrator: number
  /** A user of another organization. */
  let foreign: number
  before(async () => {
    test = await createTestApp()
    other = await test.startAnother()
    defaultAccount = (await test.call('GET', '/accounts?where=defaultAccount=true')).body[0].id
    administrator = (await test.call('GET', '/users/admin@localhost')).body.id
    const organizationId = await addOrganization(test.database, 'foreign-of-users')
    await addStranger(test.database, { organizationId, secret: 'foreigner' })
    const { db } = test.database
    foreign = (await db.selectFrom('users').select('id').where('email', '=', 'foreigner@example.com').executeTakeFirstOrThrow()).id
  })
  after(() => test.close())

  const as = ({ authorization }: Pick<Hired, 'authorization'>, method: string, path: string, body?: unknown) =>
    test.call(method, path, { authorization, body })
  const keysOf = (reply: Reply): string[] => reply.body.map(({ key }: { key: string }) => key)

  it('trap 6: one is made with a secret that is shown this once and works at once, on every server', async () => {
    const reply = await test.call('POST', '/organizations/users', { body: { ...frank, city: 'Anytown', externalId: 'f-1' } })
    assert.equal(reply.status, 200)
    const { id, secret, roles, createdDate, ...rest } = reply.body
    const flags = { accountExpired: false, accountLocked: false, credentialsExpired: false, emailValid: true, enabled: true }
    const opposite = { accountNonExpired: true, credentialsNonExpired: true, accountNonLocked: true }
    const person = {
      firstName: 'Frank',
      lastName: 'Ricard',
      fullName: 'Frank Ricard',
      email: frank.email,
      city: 'Anytown',
      externalId: 'f-1',
    }
    assert.deepEqual(rest, { ...person, ...flags, ...opposite, password: 'secured', active: true, lastLoginDate: '1970-01-01' })
    assert.match(createdDate, /^\d{4}-\d\d-\d\d$/)
    assert.match(secret, /^[A-Za-z0-9+/]{43}=$/)
    assert.deepEqual(
      roles.map(({ key }: { key: string }) => key),
      ['org'],
    )
    assert.ok(roles[0].privileges.length > 0)
    const authorization = `User ${secret}, ${test.organization}`
    for (const call of [test.call, other]) assert.equal((await call('GET', `/users/${id}`, { authorization })).body.secret, undefined)
    for (const path of [
      `/users/${id}`,
      `/users/${frank.email}`,
      `/organizations/users/${frank.email.toUpperCase()}`,
      `/accounts/${defaultAccount}/users/${id}`,
    ])
      assert.deepEqual((await test.call('GET', path)).body, { id, roles, createdDate, ...rest }, path)
    assert.equal((await test.call('DELETE', `/organizations/users/${id}`)).status, 200)
    assert.equal((await test.call('GET', `/users/${id}`)).status, 404)
  })

  it('one of another account is a default user, or has the roles that are given', async () => {
    const accountId = await openAccount(test, 'of-roles')
    const path = `/accounts/${accountId}/users`
    const made = await test.call('POST', path, { body: frank })
    assert.deepEqual(
      made.body.roles.map(({ key }: { key: string }) => key),
      ['default-user'],
    )
    const other = { ...frank, email: 'two@churros.test', roles: [{ key: 'admin' }, { key: 'default-user' }] }
    assert.deepEqual(
      (await test.call('POST', path, { body: other })).body.roles.map(({ key }: { key: string }) => key),
      ['admin', 'default-user'],
    )
    await test.call('DELETE', `/accounts/${accountId}`)
  })

  it('what cannot be one is refused: blank 400, weak password 400 with hints, unknown role 400, higher roles 403, a known address 409', async () => {
    const post = (body: unknown) => test.call('POST', `/accounts/${defaultAccount}/users`, { body })
    const cases: [unknown, number, RegExp][] = [
      [{}, 400, /email is missing/],
      [{ ...frank, email: 'no address' }, 400, /email: expected an email address, got string$/],
      [{ ...frank, firstName: '' }, 400, /firstName/],
      [{ ...frank, lastName: undefined }, 400, /lastName is missing/],
      [{ ...frank, city: 'a\0' }, 400, /city: expected text without NUL/],
      [{ ...frank, phone: '\udc00' }, 400, /phone: expected text without NUL/],
      [{ ...frank, password: 'short' }, 400, /at least/],
      [{ ...frank, roles: [{ key: 'foo' }] }, 400, /There is no role foo; the roles are org-admin, admin, default-user, org$/],
      [{ ...frank, roles: [{ key: 'sys-admin' }, { key: 'org-admin' }] }, 403, /role sys-admin/],
    ]
    for (const [body, status, message] of cases) {
      const reply = await post(body)
      assert.equal(reply.status, status, JSON.stringify(body))
      assert.match(reply.body.message, message)
    }
    const { status, body } = await post(frank)
    assert.equal(status, 200)
    for (const email of [frank.email, frank.email.toUpperCase(), 'foreigner@example.com', 'admin@localhost'])
      for (const path of ['/organizations/users', `/accounts/${defaultAccount}/users`])
        assert.equal((await test.call('POST', path, { body: { ...frank, email } })).status, 409, email)
    await test.call('DELETE', `/users/${body.id}`)
  })

  it('of many who are made with one address at once, one is', async () => {
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async () => (await test.call('POST', '/organizations/users', { body: { ...frank, password: undefined } })).status),
    )
    assert.deepEqual(statuses.sort(), [200, 409, 409, 409])
    await test.call('DELETE', `/users/${(await test.call('GET', `/users/${frank.email}`)).body.id}`)
  })

  it('PATCH and PUT change what is sent, and take back what was shown, the word for the password too', async () => {
    const accountId = await openAccount(test, 'changes')
    const pat = await hire(test, { accountId, password: 'Oldschool77!' })
    const path = `/accounts/${accountId}/users/${pat.id}`
    const patched = await test.call('PATCH', path, { body: { externalId: 'new-ext-id', phone: '1' } })
    assert.partialDeepStrictEqual(patched.body, { externalId: 'new-ext-id', phone: '1', email: pat.email })
    const put = await test.call('PUT', path, { body: { ...patched.body, city: 'Anytown', fullName: 'ignored' } })
    assert.partialDeepStrictEqual(put.body, { externalId: 'new-ext-id', phone: '1', city: 'Anytown', fullName: patched.body.fullName })
    const renamed = await test.call('PATCH', `/users/${pat.id}`, { body: { firstName: 'Joseph', lastName: 'Pulaski', email: pat.email } })
    assert.partialDeepStrictEqual(renamed.body, { fullName: 'Joseph Pulaski', roles: patched.body.roles })
    assert.equal((await test.call('PATCH', `/organizations/users/${pat.id}`, { body: { email: 'admin@localhost' } })).status, 409)
    assert.equal((await test.call('PATCH', `/organizations/users/${pat.id}`, { body: { password: 'weak' } })).status, 400)
    const login = { username: pat.email, password: 'Oldschool77!' }
    assert.equal((await test.call('POST', '/authentication', { body: login, authorization: null })).status, 200)
    assert.equal((await test.call('PATCH', `/users/${pat.id}`, { body: { password: 'Newschool88!' } })).status, 200)
    assert.equal((await test.call('POST', '/authentication', { body: login, authorization: null })).status, 401)
  })

  it('trap 5 and 30: nobody is a 404, under every path and in every call', async () => {
    assert.deepEqual((await test.call('GET', '/users?where=id<0')).body.message, 'No users found')
    assert.deepEqual((await test.call('GET', '/organizations/users?where=id<0')).body.message, 'No users found')
    for (const id of ['-1', '9'.repeat(30), 'nobody@acme.test', '%00', '1.5', "'%20or%201=1"]) {
      for (const place of ['/users', '/organizations/users', `/accounts/${defaultAccount}/users`]) {
        for (const method of ['GET', 'PATCH', 'DELETE']) {
          const reply = await test.call(method, `${place}/${id}`, { body: method === 'PATCH' ? { firstName: 'X' } : undefined })
          assert.equal(reply.status, 404, `${method} ${place}/${id}`)
          assert.match(reply.body.message, /^No user found with ID /)
        }
      }
      assert.equal((await test.call('GET', `/users/${id}/roles`)).status, 404)
      assert.equal((await test.call('PUT', `/users/${id}/roles/admin`)).status, 404)
    }
  })

  it('lists are searched, paged, and show the inactive when asked', async () => {
    const accountId = await openAccount(test, 'listed')
    const people = [await hire(test, { accountId }), await hire(test, { accountId }), await hire(test, { accountId })]
    await test.call('PATCH', `/users/${people[2]!.id}`, { body: { active: false } })
    const list = async (query: string) =>
      (await test.call('GET', `/accounts/${accountId}/users?${query}`)).body.map(({ id }: { id: number }) => id)
    assert.deepEqual(await list(''), [people[0]!.id, people[1]!.id])
    assert.deepEqual(
      await list('includeInactive=true'),
      people.map(({ id }) => id),
    )
    assert.deepEqual(await list('pageSize=1&offset=1'), [people[1]!.id])
    assert.deepEqual(await list(`where=${encodeURIComponent(`email='${people[1]!.email}'`)}`), [people[1]!.id])
    const first = await test.call('GET', `/organizations/users?pageSize=1`)
    const next = await test.call('GET', `/organizations/users?pageSize=1&nextPage=${first.headers.get('elements-next-page-token')}`)
    assert.ok(first.body[0].id < next.body[0].id)
    assert.equal((await test.call('GET', `/users/${people[2]!.id}`)).status, 404)
    assert.equal((await test.call('GET', `/users/${people[2]!.id}?includeInactive=true`)).body.active, false)
  })

  for (const place of ['/users', '/organizations/users', '/accounts/:id/users']) {
    it(`deactivated by ${place}, one calls no more on any server and keeps the instances; for good, they are gone too`, async () => {
      const accountId = await openAccount(test, `closing by ${place}`)
      const pat = await hire(test, { accountId })
      const hub = await connectAs(test, pat)
      assert.equal((await other('GET', '/contacts', { authorization: hub })).status, 200)
      const path = `${place.replace(':id', String(accountId))}/${pat.id}`
      assert.equal((await test.call('PATCH', path, { body: { active: false } })).body.active, false)
      for (const call of [test.call, other]) await waitForStatus(call, '/contacts', { authorization: hub, status: 401 })
      assert.equal((await test.call('PATCH', path, { body: { active: true } })).body.active, true)
      await waitForStatus(other, '/contacts', { authorization: hub, status: 200 })
      assert.equal((await test.call('PATCH', `${path}?permanent=true`, { body: { active: false } })).body.active, false)
      assert.equal((await test.call('PATCH', path, { body: { active: true } })).body.active, true)
      assert.equal((await as(pat, 'GET', '/instances')).status, 404)
      for (const call of [test.call, other]) await waitForStatus(call, '/contacts', { authorization: hub, status: 401 })
    })
  }

  it('deleted, one is gone with the instances, and the address is free again', async () => {
    const accountId = await openAccount(test, 'deleting')
    const [pat, colleague] = [await hire(test, { accountId }), await hire(test, { accountId })]
    const hub = await connectAs(test, pat)
    assert.equal((await other('GET', '/contacts', { authorization: hub })).status, 200)
    assert.equal((await test.call('DELETE', `/accounts/${accountId}/users/${pat.id}`, { body: 'null' })).status, 200)
    for (const call of [test.call, other]) await waitForStatus(call, '/contacts', { authorization: hub, status: 401 })
    assert.equal((await as(colleague, 'GET', '/instances')).status, 404)
    assert.equal((await test.call('DELETE', `/users/${pat.id}`)).status, 404)
    assert.equal((await test.call('POST', '/organizations/users', { body: { ...frank, email: pat.email } })).status, 200)
  })

  it('nobody deactivates, deletes or promotes themselves', async () => {
    for (const [method, path, body] of [
      ['PATCH', `/users/${administrator}`, { active: false }],
      ['DELETE', `/users/${administrator}`, undefined],
      ['PATCH', `/users/${administrator}`, { roles: [{ key: 'org-admin' }] }],
      ['PUT', `/users/${administrator}/roles/org`, undefined],
      ['DELETE', `/users/${administrator}/roles/admin`, undefined],
    ] as const)
      assert.equal((await test.call(method, path, { body })).status, 403, `${method} ${path}`)
    assert.equal((await test.call('PATCH', `/users/${administrator}`, { body: { firstName: 'Admin' } })).status, 200)
  })

  it('who administers an account changes nobody whose roles allow more', async () => {
    const accountId = await openAccount(test, 'above')
    const admin = await hire(test, { accountId, roles: ['admin'] })
    const boss = await hire(test, { accountId, roles: ['org-admin'] })
    const user = await hire(test, { accountId })
    for (const [method, path, body] of [
      ['PATCH', `/users/${boss.id}`, { password: 'Newschool88!' }],
      ['PATCH', `/accounts/${accountId}/users/${boss.id}`, { email: 'mine@acme.test' }],
      ['DELETE', `/users/${boss.id}`, undefined],
      ['DELETE', `/users/${boss.id}/roles/org-admin`, undefined],
      ['PUT', `/users/${boss.id}/roles/default-user`, undefined],
      ['PUT', `/users/${user.id}/roles/org-admin`, undefined],
      ['PATCH', `/users/${user.id}`, { roles: [{ key: 'org-admin' }] }],
      ['POST', `/accounts/${accountId}/users`, { ...frank, roles: [{ key: 'org-admin' }] }],
    ] as const) {
      const reply = await as(admin, method, path, body)
      assert.equal(reply.status, 403, `${method} ${path}`)
      assert.match(reply.body.message, /own roles do$/)
    }
    assert.equal((await as(admin, 'PATCH', `/users/${user.id}`, { firstName: 'Ok' })).status, 200)
    assert.equal((await as(admin, 'PUT', `/users/${user.id}/roles/admin`)).status, 200)
    assert.equal((await as(admin, 'DELETE', `/users/${user.id}`)).status, 200)
  })

  it('an organization keeps an administrator: two who close each other at once do not both succeed, and none is left out by their account', async () => {
    const administrators = async (name: string, roles = ['org-admin']) => {
      const names = { firstName: 'Fi', lastName: 'La' }
      const body = { organization: { name }, user: { ...names, email: `first@${name}.test` } }
      const { user, organization, account } = (await test.call('POST', '/customers/signup', { body })).body
      const first = { id: user.id, authorization: `User ${user.secret}, Organization ${organization.secret}` }
      const path = `/accounts/${account.id}/users`
      const made = (await as(first, 'POST', path, { ...names, email: `second@${name}.test`, roles: roles.map((key) => ({ key })) })).body
      return {
        accountId: account.id,
        first,
        second: { id: made.id, authorization: `User ${made.secret}, Organization ${organization.secret}` },
      }
    }
    for (const [index, [method, end, body]] of (
      [
        ['PATCH', '', { active: false }],
        ['DELETE', '', undefined],
        ['DELETE', '/roles/org-admin', undefined],
      ] as const
    ).entries()) {
      const { first, second } = await administrators(`mutual-${index}`)
      const replies = await Promise.all([
        as(first, method, `/users/${second.id}${end}`, body),
        as(second, method, `/users/${first.id}${end}`, body),
      ])
      const left = await Promise.all([first, second].map((one) => as(one, 'PUT', '/organizations/me', { name: 'still' })))
      assert.equal(left.filter(({ status }) => status === 200).length, 1, `${method} ${end} ${replies.map(({ text }) => text)}`)
    }
    const { accountId, first, second } = await administrators('by-account', ['default-user'])
    const role = `/accounts/${accountId}/roles/org-admin`
    assert.equal((await as(first, 'PUT', role)).status, 200)
    assert.equal((await as(second, 'DELETE', `/users/${first.id}/roles/org-admin`)).status, 200)
    const refused = await as(second, 'DELETE', role)
    assert.deepEqual([refused.status, /without an administrator/.test(refused.body.message)], [403, true])
    assert.equal((await as(second, 'PUT', `/users/${first.id}/roles/org-admin`)).status, 200)
    assert.equal((await as(second, 'DELETE', role)).status, 200)
  })

  it('what a role reaches by its key counts too: who administers an account makes, and changes, nobody who acts for the organization', async () => {
    const accountId = await openAccount(test, 'reach')
    const admin = await hire(test, { accountId, roles: ['admin'] })
    const user = await hire(test, { accountId })
    const beside = await hire(test, { roles: ['admin'] })
    const org = await hire(test)
    for (const [who, method, path, body] of [
      [admin, 'POST', `/accounts/${accountId}/users`, { ...frank, roles: [{ key: 'org' }] }],
      [admin, 'PUT', `/users/${user.id}/roles/org`, undefined],
      [admin, 'PATCH', `/users/${user.id}`, { roles: [{ key: 'default-user' }, { key: 'org' }] }],
      [beside, 'PATCH', `/users/${org.id}`, { password: 'Newschool88!' }],
      [beside, 'DELETE', `/users/${org.id}`, undefined],
    ] as const) {
      const reply = await as(who, method, path, body)
      assert.equal(reply.status, 403, `${method} ${path}`)
      assert.match(reply.body.message, /own roles do$/)
    }
    const made = await as(beside, 'POST', `/accounts/${defaultAccount}/users`, { ...frank, email: 'default.of.default@churros.test' })
    assert.deepEqual([made.status, made.body.roles.map(({ key }: { key: string }) => key)], [200, ['default-user']])
  })

  it('a role is not given by saying nothing about roles: its privileges must be had', async () => {
    await test.call('PUT', '/organizations/roles', { body: [{ key: 'recruiter', privileges: [{ key: 'addUsersAccount' }] }] })
    const recruiter = await hire(test, { roles: ['recruiter'] })
    const make = (roles?: object) =>
      as(recruiter, 'POST', `/accounts/${defaultAccount}/users`, { ...frank, email: 'recruit@churros.test', ...roles })
    assert.equal((await make()).status, 403)
    assert.equal((await make({ roles: [{ key: 'recruiter' }] })).status, 200)
    await test.call('PUT', '/organizations/roles/reset')
  })

  it('roles are given and taken; a second time is a 409, one that is not there a 404', async () => {
    const pat = await hire(test)
    const path = `/users/${pat.id}/roles`
    const given = await test.call('PUT', `${path}/admin`)
    assert.partialDeepStrictEqual(given.body, { key: 'admin', active: true })
    assert.deepEqual(keysOf(await test.call('GET', path)), ['org', 'admin'])
    assert.deepEqual(keysOf(await as(pat, 'GET', path)), ['org', 'admin'])
    assert.equal((await test.call('PUT', `${path}/admin`)).status, 409)
    assert.equal((await test.call('DELETE', `${path}/admin`)).status, 200)
    assert.deepEqual(keysOf(await test.call('GET', path)), ['org'])
    assert.equal((await test.call('DELETE', `${path}/admin`)).status, 404)
  })

  it('the order of refusals: unknown role 400, unknown user 404, of another organization or account 403, role above the own 403', async () => {
    const accountId = await openAccount(test, 'order')
    const admin = await hire(test, { accountId, roles: ['admin'] })
    const stranger = await hire(test, { accountId: await openAccount(test, 'order-elsewhere') })
    const cases: [string, string, number, Hired?][] = [
      ['PUT', `/users/${foreign}/roles/foo`, 400],
      ['PUT', '/users/-1/roles/foo', 400],
      ['PUT', '/users/-1/roles/admin', 404],
      ['PUT', `/users/${foreign}/roles/admin`, 403],
      ['GET', `/users/${foreign}/roles`, 403],
      ['DELETE', `/users/${foreign}/roles/admin`, 403],
      ['PUT', `/users/${stranger.id}/roles/sys-admin`, 403],
      ['PUT', `/users/${stranger.id}/roles/default-user`, 403, admin],
      ['GET', `/users/${stranger.id}/roles`, 403, admin],
      ['GET', `/users/${stranger.id}`, 403, admin],
      ['PATCH', `/users/${stranger.id}`, 403, admin],
      ['DELETE', `/users/${stranger.id}`, 403, admin],
      ['GET', `/users/${foreign}`, 404],
      ['GET', '/users/foreigner@example.com', 404],
      ['PATCH', `/organizations/users/${foreign}`, 404],
      ['DELETE', `/users/${foreign}`, 404],
      ['GET', `/accounts/${accountId}/users/${administrator}`, 404],
    ]
    for (const [method, path, status, who] of cases) {
      const options = { body: method === 'PATCH' ? { firstName: 'X' } : undefined, ...(who && { authorization: who.authorization }) }
      assert.equal((await test.call(method, path, options)).status, status, `${method} ${path}`)
    }
    assert.deepEqual(
      (await as(admin, 'GET', '/users')).body.map(({ id }: { id: number }) => id),
      [admin.id],
    )
  })

  it('each change is on record, with who made it', async () => {
    const pat = await hire(test)
    await test.call('PATCH', `/users/${pat.id}`, { body: { firstName: 'Recorded' } })
    await test.call('PUT', `/users/${pat.id}/roles/admin`)
    await test.call('DELETE', `/users/${pat.id}`)
    const query = test.database.db.selectFrom('audit_logs').select(['method', 'user_id', 'area']).where('entity_id', '=', String(pat.id))
    const rows = await query.where('area', '=', 'users').orderBy('id').execute()
    assert.deepEqual(
      rows.map(({ method }) => method),
      ['POST', 'PATCH', 'PUT', 'DELETE'],
    )
    assert.ok(rows.every(({ user_id }) => user_id === administrator))
  })
})
