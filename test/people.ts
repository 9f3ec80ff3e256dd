/** Organizations, accounts and users put into the database beside the first ones: nothing in the product makes them yet. */
import { hashSecret } from '../src/identity/secret-hash.ts'
import type { Database } from '../src/store/database.ts'

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
