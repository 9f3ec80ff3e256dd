/** Making a user with a secret (contract 8.3), which is shown where it is made and hardly anywhere else (8.8). */
import type { Kysely } from 'kysely'
import { createError } from '../../lib/errors.ts'
import { createSecret } from '../../lib/ids.ts'
import type { Sealer } from '../../lib/sealing.ts'
import type { Tables } from '../../store/tables.ts'
import { readableColumns, type UserRow } from '../directory-store.ts'
import { placeOfSecret } from '../read-secrets.ts'
import { reserveId } from '../reserve-id.ts'
import { hashSecret } from '../secret-hash.ts'

export interface NewUser {
  readonly organizationId: number
  readonly accountId: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** Keys of roles. */
  readonly roles: readonly string[]
  readonly externalId?: string | undefined
  /** Phone and address, by their names on the wire. */
  readonly profile?: Readonly<Record<string, string>> | undefined
}

export interface CreatedUser {
  readonly row: UserRow
  readonly secret: string
}

/** Creates a user; `sealer` is that of the organization. The values are checked already. Throws user-exists (409) when somebody has that email address, whatever its case. */
export async function createUser(transaction: Kysely<Tables>, sealer: Sealer, values: NewUser): Promise<CreatedUser> {
  const id = await reserveId(transaction, 'users')
  const secret = createSecret()
  const row = await transaction
    .insertInto('users')
    .values({
      id,
      organization_id: values.organizationId,
      account_id: values.accountId,
      email: values.email,
      first_name: values.firstName,
      last_name: values.lastName,
      external_id: values.externalId ?? null,
      profile: JSON.stringify(values.profile ?? {}),
      roles: [...values.roles],
      secret_hash: hashSecret(secret),
      secret_sealed: sealer.seal(placeOfSecret('users', id), secret),
    })
    // Only the address can be taken already; a conflict must not end the transaction.
    .onConflict((conflict) => conflict.doNothing())
    .returning(readableColumns)
    .executeTakeFirst()
  if (row === undefined) throw createError('user-exists', { params: { email: values.email } })
  return { row, secret }
}
