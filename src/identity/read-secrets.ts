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
export async function readAdminSecrets({ database, keyring }: SecretParts): Promise<SecretPair | undefined> {
  const admin = await database.db
    .selectFrom('users')
    .select(['id', 'organization_id', 'secret_sealed'])
    .where('active', '=', true)
    .where((where) => where(where.val('org-admin'), '=', where.fn.any('roles')))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (admin === undefined) return undefined
  const sealer = await keyring.forOrganization(admin.organization_id)
  const userSecret = sealer.open(placeOfSecret('users', admin.id), admin.secret_sealed)
  return { userSecret, organizationSecret: await readOrganizationSecret(database, keyring, admin.organization_id) }
}

/** The secret of an organization (contract 8.8). */
export async function readOrganizationSecret(database: Database, keyring: Keyring, organizationId: number): Promise<string> {
  const query = database.db.selectFrom('organizations').select('secret_sealed').where('id', '=', organizationId)
  const { secret_sealed: sealed } = await query.executeTakeFirstOrThrow()
  return (await keyring.forOrganization(organizationId)).open(placeOfSecret('organizations', organizationId), sealed)
}
