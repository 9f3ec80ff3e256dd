import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { type Hired, hire, openAccount } from '../people.ts'

interface ShownRole {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly active: boolean
  readonly description: string
  readonly privileges: readonly { readonly key: string }[]
}

const basic = { description: 'For tests', authentication: { type: 'basic' } }
const item = { key: 'k', name: 'K', type: 'TEXTFIELD_128', description: 'K', displayOrder: 0 }
const resource = { name: 'r', description: 'R', path: '/r', vendorPath: '/v', method: 'GET', vendorMethod: 'GET' }
const parameter = { name: 'p', type: 'header', vendorName: 'p', vendorType: 'header', dataType: 'string', vendorDataType: 'string' }
const hook = { body: 'done()', type: 'preRequest', mimeType: 'javascript', isLegacy: false }
const person = { email: 'new@roles.test', firstName: 'N', lastName: 'N' }
const definition = { fields: [{ path: 'id', type: 'number' }] }

/** What each privilege opens: without it 403, also for what is not there; with it anything else. `:own` is an element of the user's, `:colleague` a user of the account. */
const calls: Readonly<Record<string, readonly (readonly [method: string, path: string, body?: unknown])[]>> = {
  viewElements: [
    ['GET', '/elements?pageSize=1'],
    ['GET', '/elements/keys'],
    ['GET', '/elements/nothing'],
    ['GET', '/elements/23'],
    ['GET', '/elements/:own/export'],
    ['GET', '/elements/:own/configuration'],
    ['GET', '/elements/:own/resources'],
    ['GET', '/elements/:own/resources/123'],
    ['GET', '/elements/:own/resources/123/hooks'],
    ['GET', '/elements/:own/resources/123/hooks/123'],
    ['GET', '/elements/:own/resources/123/parameters'],
    ['GET', '/elements/:own/resources/123/models'],
    ['GET', '/elements/:own/hooks'],
    ['GET', '/elements/:own/hooks/123'],
    ['GET', '/elements/:own/parameters'],
    ['GET', '/elements/:own/metadata'],
    ['GET', '/elements/:own/objects'],
    ['GET', '/elements/:own/docs'],
    ['GET', '/docs/crm'],
    ['GET', '/hubs'],
    ['GET', '/hubs/keys'],
    ['GET', '/hubs/crm'],
    ['GET', '/hubs/crm/elements'],
  ],
  createElements: [
    ['POST', '/elements', { name: 'Made', ...basic }],
    ['POST', '/elements/nothing/clone'],
    ['POST', '/elements/:own/clone'],
    ['POST', '/hubs', { name: 'Hub' }],
  ],
  editElements: [
    ['PUT', '/elements/:own', { name: 'Own', ...basic }],
    ['PUT', '/elements/nothing', { name: 'Own', ...basic }],
    ['POST', '/elements/:own/configuration', item],
    ['PUT', '/elements/:own/configuration/key', item],
    ['DELETE', '/elements/:own/configuration/key'],
    ['POST', '/elements/:own/resources', resource],
    ['PUT', '/elements/:own/resources/1', resource],
    ['DELETE', '/elements/:own/resources/1'],
    ['POST', '/elements/:own/resources/1/hooks', hook],
    ['PUT', '/elements/:own/resources/1/hooks/1', hook],
    ['DELETE', '/elements/:own/resources/1/hooks/1'],
    ['POST', '/elements/:own/resources/1/parameters', parameter],
    ['PUT', '/elements/:own/resources/1/parameters/1', parameter],
    ['DELETE', '/elements/:own/resources/1/parameters/1'],
    ['POST', '/elements/:own/resources/1/models', { name: 'm', swagger: {} }],
    ['PUT', '/elements/:own/resources/1/models', { name: 'm', swagger: {} }],
    ['DELETE', '/elements/:own/resources/1/models'],
    ['POST', '/elements/:own/hooks', hook],
    ['PUT', '/elements/:own/hooks/1', hook],
    ['DELETE', '/elements/:own/hooks/1'],
    ['POST', '/elements/:own/parameters', parameter],
    ['PUT', '/elements/:own/parameters/1', parameter],
    ['DELETE', '/elements/:own/parameters/1'],
    ['DELETE', '/elements/:own/active'],
    ['PUT', '/elements/:own/active'],
  ],
  deleteElements: [
    ['DELETE', '/elements/nothing'],
    ['DELETE', '/elements/:own'],
    ['DELETE', '/hubs/nothing'],
  ],
  createElementInstances: [
    ['POST', '/instances', { name: 'I', element: { key: 'nothing' } }],
    ['POST', '/elements/:own/instances', { name: 'I' }],
    ['PUT', '/instances/12', { name: 'I' }],
    ['PUT', '/elements/:own/instances/12', { name: 'I' }],
    ['PUT', '/elements/nothing/instances/12', { name: 'I' }],
  ],
  viewCommonObjects: [
    ['GET', '/organizations/objects/definitions'],
    ['GET', '/accounts/objects/definitions'],
    ['GET', '/common-resources'],
    ['GET', '/vdrs'],
  ],
  createCommonObjects: [
    ['POST', '/organizations/objects/roleThing/definitions', definition],
    ['POST', '/accounts/objects/roleThing/definitions', definition],
  ],
  editCommonObjects: [
    ['PUT', '/organizations/objects/roleThing/definitions', definition],
    ['PUT', '/accounts/objects/roleThing/definitions', definition],
  ],
  deleteCommonObjects: [
    ['DELETE', '/organizations/objects/roleThing/definitions'],
    ['DELETE', '/accounts/objects/roleThing/definitions'],
  ],
  manageUiBranding: [['DELETE', '/organizations/branding']],
  viewUsersAccount: [
    ['GET', '/users'],
    ['GET', '/users/:colleague'],
    ['GET', '/accounts/:account/users'],
    ['GET', '/accounts/:account/users/-1'],
    ['GET', '/users/:colleague/roles'],
  ],
  addUsersAccount: [['POST', '/accounts/:account/users', person]],
  editUsersAccount: [
    ['PATCH', '/users/:colleague', { firstName: 'X' }],
    ['PATCH', '/users/-1', { firstName: 'X' }],
    ['PUT', '/accounts/:account/users/:colleague', { firstName: 'X' }],
    ['PATCH', '/accounts/:account/users/:colleague', { firstName: 'X' }],
    ['PUT', '/users/:colleague/roles/org'],
    ['DELETE', '/users/:colleague/roles/org'],
  ],
  deleteUsersAccount: [
    ['DELETE', '/users/-1'],
    ['DELETE', '/accounts/:account/users/-1'],
    ['DELETE', '/users/:colleague'],
  ],
  viewUsersOrg: [
    ['GET', '/organizations/users'],
    ['GET', '/organizations/users/-1'],
    ['GET', '/users/:elsewhere'],
  ],
  addUsersOrg: [['POST', '/organizations/users', { ...person, email: 'second@roles.test' }]],
  editUsersOrg: [
    ['PATCH', '/organizations/users/-1', { firstName: 'X' }],
    ['PATCH', '/users/:elsewhere', { firstName: 'X' }],
  ],
  deleteUsersOrg: [
    ['DELETE', '/organizations/users/-1'],
    ['DELETE', '/users/:elsewhere'],
  ],
  modifySecurity: [['DELETE', '/organizations/password-policies']],
  configureRoles: [
    ['GET', '/organizations/roles'],
    ['PUT', '/organizations/roles', []],
    ['PUT', '/organizations/roles/-1', {}],
  ],
  customerAdmin: [
    ['GET', '/customers/me'],
    ['GET', '/customers/organizations'],
    ['GET', '/customers/organizations/-1'],
    ['DELETE', '/customers/organizations/-1'],
    ['POST', '/organizations', { name: 'O' }],
  ],
}

describe('roles', () => {
  let test: TestApp
  before(async () => {
    test = await createTestApp()
  })
  after(() => test.close())

  const roles = async (): Promise<ShownRole[]> => (await test.call('GET', '/organizations/roles')).body
  const find = async (key: string): Promise<ShownRole> => (await roles()).find((role) => role.key === key)!
  const put = (path: string, body: unknown): Promise<Reply> => test.call('PUT', `/organizations/roles${path}`, { body })
  const as = ({ authorization }: Hired, method: string, path: string, body?: unknown) => test.call(method, path, { authorization, body })

  it('have the shape of the contract: numbers for ids, the privileges of each in full', async () => {
    const shown = await roles()
    assert.deepEqual(
      shown.map(({ key }) => key),
      ['org-admin', 'admin', 'default-user', 'org'],
    )
    for (const { privileges, ...role } of shown) {
      const { id, name, description, ...rest } = role
      assert.deepEqual([typeof id, typeof name, typeof description], ['number', 'string', 'string'])
      assert.deepEqual(rest, { key: role.key, active: true, hide: false, features: [] })
      assert.ok(privileges.length > 0)
      for (const privilege of privileges) {
        const members = ['id', 'key', 'name', 'description', 'category', 'active', 'hide', 'createdDate']
        assert.deepEqual(Object.keys(privilege), members)
      }
    }
  })

  it('all are changed at once, by id where a key is missing, and reset to what they were', async () => {
    const defaults = (await put('/reset', undefined)).body as ShownRole[]
    assert.deepEqual(await roles(), defaults)
    const emptied = defaults.map(({ key, ...role }) => (role.name === 'Account' ? { ...role, privileges: [] } : { key, ...role }))
    const reply = await put('', emptied)
    assert.equal(reply.status, 200)
    assert.deepEqual((await find('default-user')).privileges, [])
    assert.deepEqual((await put('/reset', null)).body, defaults)
    assert.deepEqual((await put('', defaults)).body, defaults)
    await put('/reset', undefined)
  })

  it('internal privileges are not for giving, in the very words; then nothing is changed', async () => {
    const defaults = await roles()
    const refused = await put(
      '',
      defaults.map((role) => (role.key === 'default-user' ? { ...role, privileges: [{ key: 'system' }] } : { ...role, name: 'X' })),
    )
    assert.deepEqual([refused.status, refused.body.message], [403, "User can not add the 'system' privilege to any role."])
    const { id, ...role } = await find('default-user')
    const second = await put(`/${id}`, { id, ...role, privileges: [{ key: 'intelligence' }] })
    assert.deepEqual(
      [second.status, second.body.message],
      [403, "User can not add the 'intelligence' privilege to the 'default-user' role."],
    )
    assert.deepEqual(await roles(), defaults)
  })

  it('what cannot be is refused: an unknown role 404, an unknown privilege 400, a role without a key 400, org-admin without configureRoles 403', async () => {
    const { id, privileges } = await find('org-admin')
    const cases: [string, unknown, number, RegExp][] = [
      ['/-1', {}, 404, /^No role found with ID -1$/],
      ['/sys-admin', { privileges: [] }, 404, /sys-admin/],
      ['/%00', {}, 404, /^No role found/],
      [`/${id}`, { privileges: [{ key: 'fly' }] }, 400, /^There is no privilege fly$/],
      [`/${id}`, { privileges: ['viewElements'] }, 400, /privileges.0: expected object, got string/],
      [`/${id}`, { privileges: privileges.filter(({ key }) => key !== 'configureRoles') }, 403, /keeps the privilege 'configureRoles'/],
      [`/${id}`, { active: false }, 403, /keeps the privilege/],
      ['', [{ name: 'No key' }], 400, /needs a key/],
      ['', [{ key: 'sys-admin', privileges: [] }], 400, /needs a key of its own/],
      ['', [{ key: '1 2' }], 400, /needs a key/],
      ['', {}, 400, /expected array/],
      [`/${id}`, { description: 'a\0' }, 400, /description: expected text without NUL/],
    ]
    for (const [path, body, status, message] of cases) {
      const reply = await put(path, body)
      assert.equal(reply.status, status, `${path} ${JSON.stringify(body)}`)
      assert.match(reply.body.message, message)
    }
  })

  it('a role of their own is made with the list, given, and switched off for all who have it', async () => {
    assert.equal((await put('', [{ key: 'reader', name: 'Reader', privileges: [{ key: 'viewElements' }] }])).status, 200)
    const reader = await hire(test, { roles: ['reader'] })
    assert.equal((await as(reader, 'GET', '/elements?pageSize=1')).status, 200)
    assert.equal((await as(reader, 'POST', '/hubs', { name: 'H' })).status, 403)
    const { id } = await find('reader')
    assert.equal((await put(`/${id}`, { active: false })).body.active, false)
    assert.equal((await as(reader, 'GET', '/elements?pageSize=1')).status, 403)
    assert.equal((await put('/reset', undefined)).status, 200)
    assert.equal((await as(reader, 'GET', `/users/${reader.id}/roles`)).body.message, 'No roles found')
  })

  it('a role that is switched off reaches nowhere either, whatever other roles allow', async () => {
    await put('', [{ key: 'mapper', privileges: [{ key: 'viewCommonObjects' }, { key: 'createCommonObjects' }] }])
    const mapper = await hire(test, { roles: ['org', 'mapper'] })
    const make = (name: string) => as(mapper, 'POST', `/organizations/objects/${name}/definitions`, definition)
    assert.equal((await make('switchedOn')).status, 200)
    await put('/org', { active: false })
    assert.equal((await make('switchedOff')).status, 403)
    await put('/reset', undefined)
  })

  it('nobody gives a role what they do not have themselves', async () => {
    await put('', [{ key: 'keeper', privileges: [{ key: 'configureRoles' }] }])
    const keeper = await hire(test, { roles: ['keeper'] })
    const { id, privileges } = await find('keeper')
    const reply = await as(keeper, 'PUT', `/organizations/roles/${id}`, { privileges: [...privileges, { key: 'deleteUsersOrg' }] })
    assert.deepEqual([reply.status, reply.body.message], [403, "User can not add the 'deleteUsersOrg' privilege to the 'keeper' role."])
    const all = (await as(keeper, 'GET', '/organizations/roles')).body
    assert.equal((await as(keeper, 'PUT', '/organizations/roles', all)).status, 200)
    assert.equal((await as(keeper, 'PUT', '/organizations/roles/reset')).status, 200)
  })

  it('a change of a role is seen on every server within a second', async () => {
    const other = await test.startAnother()
    const pat = await hire(test)
    const { authorization } = pat
    assert.equal((await other('GET', '/elements?pageSize=1', { authorization })).status, 200)
    const { id, privileges } = await find('org')
    await put(`/${id}`, { privileges: privileges.filter(({ key }) => key !== 'viewElements') })
    const end = Date.now() + 1000
    while ((await other('GET', '/elements?pageSize=1', { authorization })).status !== 403) assert.ok(Date.now() < end)
    await put('/reset', undefined)
  })

  describe('each privilege opens what it names, and nothing else does', () => {
    let org: ShownRole
    let everything: readonly { readonly key: string }[]
    before(async () => {
      org = await find('org')
      everything = [...(await find('org-admin')).privileges]
    })
    after(() => put('/reset', undefined))

    for (const [privilege, listed] of Object.entries(calls)) {
      it(privilege, async () => {
        const accountId = (await test.call('GET', '/accounts?where=defaultAccount=true')).body[0].id
        const [pat, colleague] = [await hire(test), await hire(test)]
        const elsewhere = await hire(test, { accountId: await openAccount(test, `elsewhere ${privilege}`) })
        const set = (privileges: readonly { readonly key: string }[]) => put(`/${org.id}`, { privileges })
        assert.equal((await set(everything)).status, 200)
        const own = (await as(pat, 'POST', '/elements', { name: `Own ${privilege}`, ...basic })).body
        const fill = (path: string) =>
          path
            .replace(':own', String(own.id))
            .replace(':colleague', String(colleague.id))
            .replace(':elsewhere', String(elsewhere.id))
            .replace(':account', String(accountId))
        if (privilege !== 'customerAdmin') await set(everything.filter(({ key }) => key !== privilege))
        for (const [method, path, body] of listed) {
          // A user of the organization's own account is seen by either privilege.
          if (privilege.endsWith('UsersAccount'))
            await set(everything.filter(({ key }) => key !== privilege && key !== privilege.replace('Account', 'Org')))
          const reply = await as(pat, method, fill(path), body)
          assert.equal(reply.status, 403, `without it: ${method} ${path} ${reply.text}`)
        }
        if (privilege === 'customerAdmin') await test.call('PUT', `/users/${pat.id}/roles/customer-admin`)
        else await set(everything)
        for (const [method, path, body] of listed) {
          const reply = await as(pat, method, fill(path), body)
          assert.ok(reply.status !== 403 && reply.status < 500, `with it: ${method} ${path} ${reply.status} ${reply.text}`)
        }
      })
    }

    it('one sees oneself and the own roles whatever the roles are', async () => {
      const pat = await hire(test)
      await put(`/${org.id}`, { privileges: [] })
      assert.equal((await as(pat, 'GET', `/users/${pat.id}`)).status, 200)
      assert.deepEqual((await as(pat, 'GET', `/users/${pat.id}/roles`)).body[0].privileges, [])
      assert.equal((await as(pat, 'GET', '/users/-1')).status, 404)
    })
  })
})
