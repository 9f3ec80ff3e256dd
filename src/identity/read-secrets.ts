/** The sealed copies of secrets, opened for the few places that show them. */
import type { Place } from '../lib/sealing.ts'
import type { Database } from '../store/database.ts'
import type { Keyring } from './keyring.ts'

export interface SecretPair {
  readonly userSecret: string
  readonly organizationSecret: string
}

export interface SecretParts {
  readonly database: Database
  readonly keyring: Keyring
}

/** Where the sealed copy of a secret stands. */
export function placeOfSecret(table: 'organizations' | 'users', row: number): Place {
  return { table, row, column: 'secret_sealed' }
}

/** The two secrets of the first active administrator; undefined before the first start. Rejects with `SealingError` when a copy does not open. */
export async function readAdminSecrets(parts: SecretParts): Promise<SecretPair | undefined> {
  const { database, keyring } = parts
  const admin = await database.db
    .selectFrom('users')
    .select(['id', 'organization_id'])
    .where('active', '=', true)
    .where((where) => where(where.val('org-admin'), '=', where.fn.any('roles')))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (admin === undefined) return undefined
  const userSecret = await readUserSecret(parts, admin.id)
  if (userSecret === undefined) return undefined
  return { userSecret, organizationSecret: await readOrganizationSecret(database, keyring, admin.organization_id) }
}

/** A user's own secret; undefined when there is no such user. Rejects with `SealingError` when the copy does not open. */
export async function readUserSecret({ database, keyring }: SecretParts, userId: number): Promise<string | undefined> {
  const query = database.db.selectFrom('users').select(['organization_id', 'secret_sealed']).where('id', '=', userId)
  const user = await query.executeTakeFirst()
  if (user === undefined) return undefined
  return (await keyring.forOrganization(user.organization_id)).open(placeOfSecret('users', userId), user.secret_sealed)
}

/** The secret of an organization (contract 8.8). */
export async function readOrganizationSecret(database: Database, keyring: Keyring, organizationId: number): Promise<string> {
  const query = database.db.selectFrom('organizations').select('secret_sealed').where('id', '=', organizationId)
  const { secret_sealed: sealed } = await query.executeTakeFirstOrThrow()
  return (await keyring.forOrganization(organizationId)).open(placeOfSecret('organizations', organizationId), sealed)
}
