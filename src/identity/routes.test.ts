import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import Value from 'typebox/value'
import { openTestDatabase, type TestDatabase } from '../../test/database.ts'
import type { Caller } from '../lib/caller.ts'
import type { Method } from '../lib/hub-request.ts'
import { createSecret } from '../lib/ids.ts'
import type { RouteReply } from '../lib/route.ts'
import { runFirstStart } from './first-start.ts'
import { createIdentity, type Identity } from './identity.ts'
import { createGivenKeys } from './key-source.ts'
import { openKeyring } from './keyring.ts'
import type { SecretPair } from './read-secrets.ts'
import { describeRole } from './roles/describe-role.ts'
import { createRoleBook } from './roles/role.ts'
import { hashSecret } from './secret-hash.ts'

let store: TestDatabase
let identity: Identity
let secrets: SecretPair
let admin: Caller
/** A user of a second account of the same organization, without the administrator's role. */
let member: Caller

const created = new Date('2026-11-24T23:59:59.9Z')

before(async () => {
  store = await openTestDatabase()
  const { database } = store
  const keyring = await openKeyring({ database, keys: createGivenKeys([randomBytes(32)]) })
  secrets = (await runFirstStart({ database, keyring }))!
  identity = await createIdentity({ database, keyring, clock: Date.now, openToStrangers: false, onClosed: [] })
  admin = await identity.authenticate(`User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`)
  const { organizationId } = admin
  const account = { name: 'Second', description: null, external_id: 'ext-2', type: 'CompanyAccount', default_account: false }
  const accounts = await database.db
    .insertInto('accounts')
    .values(
      [true, false].map((active) => ({ ...account, organization_id: organizationId, active, created_at: created, updated_at: created })),
    )
    .returning('id')
    .execute()
  const secret = createSecret()
  const person = {
    organization_id: organizationId,
    account_id: accounts[0]!.id,
    first_name: 'Ann',
    last_name: "O'Neil",
    secret_sealed: Buffer.alloc(0),
  }
  await database.db
    .insertInto('users')
    .values([
      { ...person, email: 'Ann.O+x@acme.co.test', roles: ['default-user'], secret_hash: hashSecret(secret), created_at: created },
      { ...person, email: 'gone@acme.test', roles: [], secret_hash: randomBytes(32), active: false },
    ])
    .execute()
  member = await identity.authenticate(`User ${secret}, Organization ${secrets.organizationSecret}`)
  await addForeignOrganization()
})
after(() => store.close())

async function addForeignOrganization(): Promise<void> {
  const { db } = store.database
  const sealed = { secret_sealed: Buffer.alloc(0) }
  const organization = { id: 900, name: 'Foreign', secret_hash: randomBytes(32), ...sealed, data_key_wrapped: Buffer.alloc(0), key_id: 'x' }
  await db.insertInto('organizations').values(organization).execute()
  const account = {
    id: 901,
    organization_id: 900,
    name: 'Foreign',
    description: null,
    external_id: null,
    type: 'Default',
    default_account: true,
  }
  await db.insertInto('accounts').values(account).execute()
  const user = {
    id: 902,
    organization_id: 900,
    account_id: 901,
    email: 'foreign@x.test',
    first_name: 'F',
    last_name: 'F',
    roles: ['org-admin'],
  }
  await db
    .insertInto('users')
    .values({ ...user, secret_hash: randomBytes(32), ...sealed })
    .execute()
}

interface Call {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
}

async function call(caller: Caller, route: `${Method} ${string}`, { params = {}, query = {}, body }: Call = {}): Promise<RouteReply> {
  const [method, path] = route.split(' ')
  const found = identity.routes.find((candidate) => candidate.method === method && candidate.path === path)!
  assert.equal(found.access, 'caller')
  const sent = body === undefined ? ({ kind: 'empty' } as const) : ({ kind: 'json', value: body } as const)
  return found.handle({ requestId: 'r', method: found.method, params, query, headers: {}, body: sent, caller, clientAddress: '127.0.0.1' })
}

const today = () => new Date().toISOString().slice(0, 10)
const listNames = async (caller: Caller, route: 'GET /users' | 'GET /accounts', query: Record<string, string>) =>
  ((await call(caller, route, { query })).body as { email?: string; id: number; name?: string }[]).map((row) => row.email ?? row.name)

test('the organization shows its secret, which is the one that was shown at first', async () => {
  const { body } = await call(admin, 'GET /organizations/me')
  assert.partialDeepStrictEqual(body, {
    id: admin.organizationId,
    name: 'My organization',
    secret: secrets.organizationSecret,
    environment: 'production',
    status: 'paid',
    active: true,
  })
  assert.match((body as { createdDate: string }).createdDate, /^\d{4}-\d\d-\d\d$/)
  assert.ok(Math.abs(Date.parse((body as { createdDate: string }).createdDate) - Date.parse(today())) <= 86_400_000)
})

test('an administrator renames the organization; what else a client sends back is ignored', async () => {
  const { body } = await call(admin, 'PUT /organizations/me', { body: { id: 77, name: ' Acme ', secret: 'x', status: 'trial' } })
  assert.partialDeepStrictEqual(body, { id: admin.organizationId, name: 'Acme', secret: secrets.organizationSecret, status: 'paid' })
  await assert.rejects(call(member, 'PUT /organizations/me', { body: { name: 'Mine' } }), { code: 'missing-privilege', status: 403 })
  assert.partialDeepStrictEqual((await call(member, 'GET /organizations/me')).body, { name: 'Acme' })
})

test('a name that is none does not pass the check of the body', () => {
  const schema = identity.routes.find((route) => route.method === 'PUT')!.body as Parameters<typeof Value.Check>[0]
  for (const name of ['', '  ', '\0', 'a\0b', 'x'.repeat(256), 5, null]) assert.equal(Value.Check(schema, { name }), false, String(name))
  for (const name of ['A', ' Acme & Söhne ', 'x'.repeat(255)]) assert.equal(Value.Check(schema, { name }), true, name)
  assert.equal(Value.Check(schema, {}), false)
})

test('accounts have the shape of the contract, without what is null', async () => {
  const { body, headers } = await call(admin, 'GET /accounts', { query: { where: "externalId = 'ext-2'" } })
  const { organizationId } = admin
  const dates = { createdDate: '2026-11-24', updatedDate: '2026-11-24' }
  assert.deepEqual(body, [
    {
      id: member.accountId,
      name: 'Second',
      externalId: 'ext-2',
      type: 'CompanyAccount',
      companyId: organizationId,
      active: true,
      defaultAccount: false,
      ...dates,
    },
  ])
  assert.deepEqual(headers, { 'Elements-Returned-Count': '1', 'Elements-Total-Count': '1' })
  assert.partialDeepStrictEqual((await call(admin, 'GET /accounts/:id', { params: { id: String(admin.accountId) } })).body, {
    type: 'Default',
    defaultAccount: true,
  })
})

test('users have the shape of the contract, and no secret', async () => {
  const { body } = await call(member, 'GET /users')
  assert.deepEqual(body, [
    {
      id: member.user.id,
      createdDate: '2026-11-24',
      firstName: 'Ann',
      lastName: "O'Neil",
      fullName: "Ann O'Neil",
      email: 'Ann.O+x@acme.co.test',
      password: 'secured',
      active: true,
      accountExpired: false,
      accountLocked: false,
      credentialsExpired: false,
      emailValid: true,
      accountNonExpired: true,
      credentialsNonExpired: true,
      accountNonLocked: true,
      enabled: true,
      lastLoginDate: '1970-01-01',
      roles: [describeRole(createRoleBook([]).find('default-user')!)],
    },
  ])
})

test('trap 30: a user is found by id and by an email address with dots and a plus, in any case', async () => {
  const expected = (await call(admin, 'GET /users/:emailOrId', { params: { emailOrId: String(member.user.id) } })).body
  for (const emailOrId of ['Ann.O+x@acme.co.test', 'ann.o+X@ACME.co.test']) {
    assert.deepEqual((await call(admin, 'GET /users/:emailOrId', { params: { emailOrId } })).body, expected)
  }
})

test('an administrator sees the organization, others their account, nobody a foreign organization', async () => {
  assert.deepEqual(await listNames(admin, 'GET /users', {}), ['admin@localhost', 'Ann.O+x@acme.co.test'])
  assert.deepEqual(await listNames(member, 'GET /users', {}), ['Ann.O+x@acme.co.test'])
  assert.equal((await listNames(admin, 'GET /accounts', {})).length, 2)
  assert.deepEqual(await listNames(member, 'GET /accounts', {}), ['Second'])
  for (const emailOrId of ['902', 'foreign@x.test'])
    await assert.rejects(call(admin, 'GET /users/:emailOrId', { params: { emailOrId } }), { code: 'no-user' })
  await assert.rejects(call(admin, 'GET /accounts/:id', { params: { id: '901' } }), { code: 'no-account' })
  await assert.rejects(call(member, 'GET /accounts/:id', { params: { id: String(admin.accountId) } }), { code: 'missing-privilege' })
  const emailOrId = String(admin.user.id)
  await assert.rejects(call(member, 'GET /users/:emailOrId', { params: { emailOrId } }), { code: 'missing-privilege' })
})

test('inactive ones are shown when asked for', async () => {
  assert.deepEqual(await listNames(member, 'GET /users', { includeInactive: 'true' }), ['Ann.O+x@acme.co.test', 'gone@acme.test'])
  assert.equal((await listNames(admin, 'GET /accounts', { includeInactive: 'true' })).length, 3)
  assert.deepEqual(await listNames(member, 'GET /users', { includeInactive: 'false' }), ['Ann.O+x@acme.co.test'])
})

test('lists are paged, and the last page has no token', async () => {
  const first = await call(admin, 'GET /users', { query: { pageSize: '1' } })
  assert.equal(first.headers?.['Elements-Total-Count'], '2')
  const nextPage = first.headers?.['Elements-Next-Page-Token'] ?? ''
  const second = await call(admin, 'GET /users', { query: { pageSize: '1', nextPage, page: '9' } })
  assert.deepEqual(
    [first, second].flatMap(({ body }) => body),
    (await call(admin, 'GET /users')).body,
  )
  assert.equal(second.headers?.['Elements-Next-Page-Token'], undefined)
})

test('trap 5: an empty list is a 404 in the words that clients look for', async () => {
  const query = { where: "name = 'nobody'" }
  await assert.rejects(call(admin, 'GET /accounts', { query }), { status: 404, message: 'No accounts found' })
  await assert.rejects(call(admin, 'GET /users', { query: { where: 'id < 0' } }), { status: 404, message: 'No users found' })
})

test('an unknown one is a 404 that repeats what was asked for', async () => {
  for (const id of ['-1', '123456', '999999999999999', '9'.repeat(30), 'abc', '1.5', '0x1']) {
    await assert.rejects(call(admin, 'GET /accounts/:id', { params: { id } }), { status: 404, message: `No account found with ID ${id}` })
  }
  for (const emailOrId of ['-1', '9'.repeat(30), 'nobody@acme.test', 'a\0b@acme.test', "' or 1=1 --", '%']) {
    await assert.rejects(call(admin, 'GET /users/:emailOrId', { params: { emailOrId } }), {
      status: 404,
      message: `No user found with ID ${emailOrId}`,
    })
  }
})

test('where filters by what the list knows', async () => {
  const cases: Record<string, readonly string[]> = {
    "firstName = 'Ann'": ['Ann.O+x@acme.co.test', 'gone@acme.test'],
    "lastName = 'O''Neil' and active = true": ['Ann.O+x@acme.co.test'],
    "active = 'false'": ['gone@acme.test'],
    "active != true or email like 'admin%'": ['admin@localhost', 'gone@acme.test'],
    "email in ('gone@acme.test', 'x')": ['gone@acme.test'],
    "email not in ('gone@acme.test')": ['admin@localhost', 'Ann.O+x@acme.co.test'],
    "email not like '%acme%'": ['admin@localhost'],
    "firstName is null or id >= 0 and (firstName = 'Ann' or firstName is null)": ['Ann.O+x@acme.co.test', 'gone@acme.test'],
    "email like 'admin\\%'": [],
  }
  for (const [where, expected] of Object.entries(cases)) {
    const found = await listNames(admin, 'GET /users', { where, includeInactive: 'true' }).catch((error: { code: string }) =>
      error.code === 'no-users' ? [] : error,
    )
    assert.deepEqual(found, expected, where)
  }
  assert.deepEqual(await listNames(admin, 'GET /accounts', { where: "externalId != 'other'" }), ['My organization', 'Second'])
  assert.equal((await listNames(admin, 'GET /accounts', { where: 'externalId is null' })).length, 1)
  assert.equal((await listNames(admin, 'GET /accounts', { where: 'externalId is not null' })).length, 1)
})

test('a where that cannot be read is a 400 with the reason', async () => {
  const cases: Record<string, RegExp> = {
    "secret = 'x'":
      /^Error parsing query: secret at position 0 cannot be searched here; searchable: id, email, firstName, lastName, externalId, active$/,
    "secret_hash = 'x'": /secret_hash at position 0/,
    "constructor = 'x'": /constructor at position 0/,
    "id = 'x'": /expected a number at position 5/,
    'active = 1': /expected a boolean at position 9/,
    "email = 'a\0'": /NUL character/,
    'email =': /^Error parsing query/,
  }
  for (const [where, message] of Object.entries(cases))
    await assert.rejects(call(admin, 'GET /users', { query: { where } }), { status: 400, message }, where)
})
