/** The first start of all on a database: an organization, its default account and an admin user, with the two secrets to show once. */
import { type Kysely, sql } from 'kysely'
import { createOrganizationSecret, createSecret } from '../lib/ids.ts'
import type { Tables } from '../store/tables.ts'
import type { Keyring } from './keyring.ts'
import { placeOfSecret, type SecretPair, type SecretParts } from './read-secrets.ts'
import { hashSecret } from './secret-hash.ts'

const organizationName = 'My organization'
const adminUser = {
  email: 'admin@localhost',
  first_name: 'Admin',
  last_name: 'User',
  roles: ['org-admin', 'admin', 'customer-admin', 'vdrAdmin'],
}

/** Creates the first organization unless there is one already (then undefined); of several servers that start at once, one does it. */
export function runFirstStart(parts: SecretParts): Promise<SecretPair | undefined> {
  const { database } = parts
  return database.withAdvisoryLock('first-start', 0, async () => {
    const existing = await database.db.selectFrom('organizations').select('id').limit(1).executeTakeFirst()
    return existing === undefined ? database.db.transaction().execute((transaction) => insertFirst(transaction, parts.keyring)) : undefined
  })
}

async function insertFirst(transaction: Kysely<Tables>, keyring: Keyring): Promise<SecretPair> {
  const secrets = { userSecret: createSecret(), organizationSecret: createOrganizationSecret() }
  // Ids first: a sealed value is bound to its row.
  const organizationId = await reserveId(transaction, 'organizations')
  const userId = await reserveId(transaction, 'users')
  const { wrapped, sealer } = await keyring.createDataKey(transaction, organizationId)
  await transaction
    .insertInto('organizations')
    .values({
      id: organizationId,
      name: organizationName,
      secret_hash: hashSecret(secrets.organizationSecret),
      secret_sealed: sealer.seal(placeOfSecret('organizations', organizationId), secrets.organizationSecret),
      data_key_wrapped: wrapped.wrapped,
      key_id: wrapped.keyId,
    })
    .execute()
  const account = await transaction
    .insertInto('accounts')
    .values({
      organization_id: organizationId,
      name: organizationName,
      description: organizationName,
      external_id: null,
      type: 'Default',
      default_account: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('users')
    .values({
      id: userId,
      organization_id: organizationId,
      account_id: account.id,
      ...adminUser,
      secret_hash: hashSecret(secrets.userSecret),
      secret_sealed: sealer.seal(placeOfSecret('users', userId), secrets.userSecret),
    })
    .execute()
  return secrets
}

async function reserveId(transaction: Kysely<Tables>, table: 'organizations' | 'users'): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as id`.execute(transaction)
  return rows[0]!.id
}
