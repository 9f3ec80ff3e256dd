/** Signing up: an organization, an account and a user at once (contract 8.1, 8.9). */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createTestApp, type Reply, type TestApp } from '../app.ts'
import { addStranger } from '../people.ts'

let closed: TestApp
let open: TestApp
let ordinary: string

before(async () => {
  ;[closed, open] = await Promise.all([createTestApp(), createTestApp({ config: { openToStrangers: true } })])
  const { id } = (await closed.call('GET', '/organizations/me')).body
  const { user } = await addStranger(closed.database, { organizationId: id, secret: 'signup-ordinary', roles: ['org-admin', 'admin'] })
  ordinary = `${user}, ${closed.organization}`
})
after(() => Promise.all([closed.close(), open.close()]))

let count = 0
function createBody(changes: { organization?: object; account?: object | null; user?: object } = {}) {
  count++
  return {
    organization: { name: `Company ${count}`, externalId: `c-${count}`, ...changes.organization },
    ...(changes.account !== undefined && { account: changes.account }),
    user: { email: `Ann.${count}@company.example`, firstName: 'Ann', lastName: 'Owner', externalId: 'u-1', ...changes.user },
  }
}

const signUp = (server: TestApp, body: unknown, options: object = {}) => server.call('POST', '/customers/signup', { body, ...options })

function secretsOf({ body }: Reply): { authorization: string } {
  return { authorization: `User ${body.user.secret}, Organization ${body.organization.secret}` }
}

describe('sign-up', () => {
  it('by who administers a customer gives an organization whose secrets work; trap 6: 200', async () => {
    const reply = await signUp(
      closed,
      createBody({ account: { name: 'Head office' }, organization: { environment: 'test', status: 'trial' } }),
    )
    assert.equal(reply.status, 200)
    const { user, account, organization } = reply.body
    assert.match(user.secret, /^[\w+/]{43}=$/)
    assert.match(organization.secret, /^[\da-f]{32}$/)
    assert.equal(user.userSecretKeystring, user.secret)
    assert.partialDeepStrictEqual(user, {
      email: `Ann.${count}@company.example`,
      firstName: 'Ann',
      externalId: 'u-1',
      password: 'secured',
      active: true,
    })
    assert.partialDeepStrictEqual(account, { name: 'Head office', defaultAccount: true, type: 'Default', companyId: organization.id })
    const { customerId } = (await closed.call('GET', '/organizations/me')).body
    assert.partialDeepStrictEqual(organization, {
      name: `Company ${count}`,
      externalId: `c-${count}`,
      environment: 'test',
      status: 'trial',
      customerId,
    })
    assert.deepEqual(user.roles.map(({ key }: { key: string }) => key).sort(), ['admin', 'org-admin'])
    const me = await closed.call('GET', '/organizations/me', secretsOf(reply))
    assert.deepEqual([me.status, me.body.id], [200, organization.id])
    assert.equal('message' in reply.body, false, 'trap 7')
  })

  it('with a password lets the user log in, and refuses a weak one before anything is made', async () => {
    const body = createBody({ user: { password: 'Opening day 1' } })
    const weak = await signUp(closed, { ...body, user: { ...body.user, password: 'ann' } })
    assert.equal(weak.status, 400)
    assert.match(weak.body.message, /at least 8 characters/)
    assert.equal((await signUp(closed, body)).status, 200)
    const login = { username: body.user.email, password: 'Opening day 1' }
    assert.equal((await closed.call('POST', '/authentication', { authorization: null, body: login })).status, 200)
  })

  it('into an organization of the customer adds an account and its user, and into no other', async () => {
    const first = await signUp(closed, createBody())
    const { id } = first.body.organization
    const second = await signUp(closed, { organization: { id }, account: { name: 'Branch', externalId: 'b' }, user: createBody().user })
    assert.equal(second.status, 200)
    assert.deepEqual([second.body.organization.id, second.body.organization.secret], [id, first.body.organization.secret])
    assert.partialDeepStrictEqual(second.body.account, { name: 'Branch', externalId: 'b', defaultAccount: false })
    assert.deepEqual((await closed.call('GET', '/accounts', secretsOf(second))).body.length, 1)
    for (const other of [-1, 0, 999_999_999]) {
      const reply = await signUp(closed, { organization: { id: other }, user: createBody().user })
      assert.deepEqual([reply.status, reply.body.message], [404, `No organization found with ID ${other}`])
    }
  })

  it('is all or nothing: an address that is taken is a 409, and no organization is left behind', async () => {
    const body = createBody()
    assert.equal((await signUp(closed, body)).status, 200)
    const countOrganizations = async () => (await closed.database.db.selectFrom('organizations').select('id').execute()).length
    const before = await countOrganizations()
    const again = await signUp(closed, createBody({ user: { email: body.user.email.toUpperCase() } }))
    assert.equal(again.status, 409)
    assert.equal(await countOrganizations(), before)
  })

  it('says what a body lacks', async () => {
    const wrong: [unknown, RegExp][] = [
      [undefined, /body/],
      [{ ...createBody(), user: undefined }, /user is missing/],
      [createBody({ user: { email: 'nobody' } }), /user\.email/],
      [createBody({ organization: { name: '' } }), /organization/],
      [createBody({ organization: { name: 'a\0' } }), /organization/],
      [createBody({ user: { roles: [{ key: 'emperor' }] } }), /no role emperor/],
    ]
    for (const [body, message] of wrong) {
      const reply = await signUp(closed, body)
      assert.equal(reply.status, 400, JSON.stringify(body))
      assert.match(reply.body.message, message)
    }
  })

  it('is closed to strangers and ordinary users unless the operator opens it', async () => {
    assert.equal((await signUp(closed, createBody(), { authorization: null })).status, 401)
    assert.equal((await signUp(closed, createBody(), { authorization: ordinary })).status, 403)
    assert.equal((await signUp(closed, createBody(), { authorization: 'User x, Organization y' })).status, 401)
  })

  it('lets strangers in where it is open: each is a customer of its own, and administers that alone', async () => {
    const reply = await signUp(open, createBody(), { authorization: null })
    assert.equal(reply.status, 200)
    const { customerId } = (await open.call('GET', '/organizations/me')).body
    assert.notEqual(reply.body.organization.customerId, customerId)
    const theirs = secretsOf(reply)
    assert.equal((await open.call('GET', '/organizations/me', theirs)).status, 200)
    const mine = (await open.call('GET', '/organizations/me')).body.id
    const joining = await signUp(open, { organization: { id: mine }, user: createBody().user }, { authorization: null })
    assert.equal(joining.status, 403)
    assert.equal((await signUp(open, { organization: { id: mine }, user: createBody().user }, theirs)).status, 403)
    for (const key of ['customer-admin', 'vdrAdmin', 'sys-admin']) {
      const above = await signUp(open, createBody({ user: { roles: [{ key }] } }), { authorization: null })
      assert.equal(above.status, 403, key)
    }
  })

  it('of partners answers everybody with 401 who does not administer a customer', async () => {
    const partner = (options: object) => closed.call('POST', '/signup-partners', options)
    for (const body of [createBody().user, createBody(), undefined])
      assert.equal((await partner({ body, authorization: ordinary })).status, 401)
    assert.equal((await partner({ body: createBody(), authorization: null })).status, 401)
    assert.equal((await partner({ body: {} })).status, 400)
    const reply = await partner({ body: createBody() })
    assert.deepEqual([reply.status, typeof reply.body.user.secret], [200, 'string'])
  })

  it('is on record, and no secret is in the log or the record', async () => {
    const reply = await signUp(closed, createBody({ user: { password: 'Opening day 1' } }))
    const { user, organization } = reply.body
    const rows = await closed.database.db.selectFrom('audit_logs').selectAll().where('resource_uri', 'like', '%signup').execute()
    const mine = rows.filter(({ entity_id: id }) => [String(user.id), String(organization.id)].includes(id))
    assert.deepEqual(mine.map(({ area }) => area).sort(), ['organizations', 'users'])
    const kept = `${closed.log.join('')}${JSON.stringify(rows)}`
    for (const secret of [user.secret, organization.secret, 'Opening day 1']) assert.equal(kept.includes(secret), false)
  })
})
