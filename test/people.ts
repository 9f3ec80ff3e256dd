/** Organizations, accounts and users beside the first ones: put into the database with secrets that a test knows beforehand, or made as clients make them. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashSecret } from '../src/identity/secret-hash.ts'
import type { Database } from '../src/store/database.ts'
import { seedBody, type TestApp } from './app.ts'

const nothing = Buffer.alloc(0)

/** An organization with a known secret; gives its id. */
export async function addOrganization({ db }: Database, secret: string): Promise<number> {
  const values = { name: secret, secret_hash: hashSecret(secret), secret_sealed: nothing, data_key_wrapped: nothing, key_id: 'none' }
  return (await db.insertInto('organizations').values(values).returning('id').executeTakeFirstOrThrow()).id
}

export interface Stranger {
  readonly accountId: number
  /** `User …` of the header. */
  readonly user: string
}

export interface StrangerOptions {
  readonly organizationId: number
  readonly secret: string
  /** Default: `default-user`. */
  readonly roles?: string[]
}

/** A user in an account of their own. */
export async function addStranger(
  { db }: Database,
  { organizationId, secret, roles = ['default-user'] }: StrangerOptions,
): Promise<Stranger> {
  const account = {
    organization_id: organizationId,
    name: secret,
    description: null,
    external_id: null,
    type: 'CompanyAccount',
    default_account: false,
  }
  const { id } = await db.insertInto('accounts').values(account).returning('id').executeTakeFirstOrThrow()
  const names = { email: `${secret}@example.com`, first_name: secret, last_name: secret, roles }
  const secrets = { secret_hash: hashSecret(secret), secret_sealed: nothing }
  await db
    .insertInto('users')
    .values({ organization_id: organizationId, account_id: id, ...names, ...secrets })
    .execute()
  return { accountId: id, user: `User ${secret}` }
}

export interface Hired {
  readonly id: number
  readonly accountId: number
  readonly email: string
  readonly secret: string
  /** `User …, Organization …`. */
  readonly authorization: string
}

export interface HireOptions {
  /** Absent: the organization's default account. */
  readonly accountId?: number
  readonly roles?: readonly string[]
  readonly password?: string
}

let hired = 0

/** A user of the administrator's organization, made as a client would. */
export async function hire(test: Pick<TestApp, 'call' | 'organization'>, options: HireOptions = {}): Promise<Hired> {
  const { accountId, roles, password } = options
  const body = {
    ...{ email: `person${++hired}@acme.test`, firstName: 'Pat', lastName: `Number ${hired}`, password },
    ...(roles === undefined ? {} : { roles: roles.map((key) => ({ key })) }),
  }
  const path = accountId === undefined ? '/organizations/users' : `/accounts/${accountId}/users`
  const reply = await test.call('POST', path, { body })
  if (reply.status !== 200) throw new Error(`The user was not made: ${reply.status} ${reply.text}`)
  const { id, email, secret } = reply.body
  return { id, email, secret, accountId: accountId ?? 0, authorization: `User ${secret}, ${test.organization}` }
}

/** An account of the administrator's organization; gives its id. */
export async function openAccount(test: Pick<TestApp, 'call'>, externalId: string): Promise<number> {
  const reply = await test.call('POST', '/accounts', { body: { externalId } })
  if (reply.status !== 200) throw new Error(`The account was not made: ${reply.status} ${reply.text}`)
  return reply.body.id
}

/** An instance of a user's own; gives the authorization of its hub calls. */
export async function connectAs(test: Pick<TestApp, 'call' | 'authorize'>, { authorization, secret }: Hired): Promise<string> {
  const code = (await test.authorize()).get('code')
  const { status, body } = await test.call('POST', '/instances', { authorization, body: seedBody(code) })
  assert.equal(status, 200)
  return `User ${secret}, Element ${body.token}`
}

interface Expected {
  readonly authorization: string
  readonly status: number
}

/** Until a server answers so: what another one changed is known to it within a second. */
export async function waitForStatus(call: TestApp['call'], path: string, { authorization, status }: Expected): Promise<void> {
  for (const end = Date.now() + 1000; ; await sleep(5)) {
    const reply = await call('GET', path, { authorization })
    if (reply.status === status) return
    if (Date.now() > end) assert.fail(`${path} still answers ${reply.status}`)
  }
}
