/** The first start of all on a database: a customer with an organization, its default account and an administrator, with the two secrets to show once. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Keyring } from './keyring.ts'
import { createCustomer, createOrganization } from './organizations/create-organization.ts'
import type { SecretPair, SecretParts } from './read-secrets.ts'
import { createUser } from './users/create-user.ts'

const organizationName = 'My organization'
/** Who sets up a server administers everything on it: other organizations and the system's common resources too. */
const administrator = {
  email: 'admin@localhost',
  firstName: 'Admin',
  lastName: 'User',
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
  const customerId = await createCustomer(transaction, organizationName)
  const organization = await createOrganization(transaction, keyring, { name: organizationName, customerId })
  const { id: organizationId, accountId, secret: organizationSecret } = organization
  const { secret: userSecret } = await createUser(transaction, organization.sealer, { ...administrator, organizationId, accountId })
  return { userSecret, organizationSecret }
}
