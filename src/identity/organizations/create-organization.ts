/** Making a customer and an organization with its data key, its secret and its default account (contract 8.1). */
import type { Kysely } from 'kysely'
import { createOrganizationSecret } from '../../lib/ids.ts'
import type { Sealer } from '../../lib/sealing.ts'
import type { Tables } from '../../store/tables.ts'
import { createAccount, type NewAccount } from '../accounts/create-account.ts'
import type { Keyring } from '../keyring.ts'
import { placeOfSecret } from '../read-secrets.ts'
import { reserveId } from '../reserve-id.ts'
import { hashSecret } from '../secret-hash.ts'

export interface NewOrganization {
  readonly name: string
  readonly customerId: number
  readonly externalId?: string | undefined
  /** Default: `production`. */
  readonly environment?: string | undefined
  /** Default: `paid`. */
  readonly status?: string | undefined
  /** What the default account is called. Default: as the organization. */
  readonly account?: Omit<NewAccount, 'organizationId' | 'isDefault'> | undefined
}

export interface CreatedOrganization {
  readonly id: number
  /** Of the default account. */
  readonly accountId: number
  readonly secret: string
  /** Seals what belongs to it, before the transaction ends too. */
  readonly sealer: Sealer
}

/** Creates a customer; gives its id. */
export async function createCustomer(transaction: Kysely<Tables>, name: string): Promise<number> {
  return (await transaction.insertInto('customers').values({ name }).returning('id').executeTakeFirstOrThrow()).id
}

/** Creates an organization with a secret of its own and a default account. The values are checked already. */
export async function createOrganization(
  transaction: Kysely<Tables>,
  keyring: Keyring,
  values: NewOrganization,
): Promise<CreatedOrganization> {
  const id = await reserveId(transaction, 'organizations')
  const secret = createOrganizationSecret()
  const { wrapped, sealer } = await keyring.createDataKey(transaction, id)
  const { name, customerId, externalId = null, environment, status, account } = values
  await transaction
    .insertInto('organizations')
    .values({
      id,
      name,
      customer_id: customerId,
      external_id: externalId,
      ...(environment === undefined ? {} : { environment }),
      ...(status === undefined ? {} : { status }),
      secret_hash: hashSecret(secret),
      secret_sealed: sealer.seal(placeOfSecret('organizations', id), secret),
      data_key_wrapped: wrapped.wrapped,
      key_id: wrapped.keyId,
    })
    .execute()
  const { id: accountId } = await createAccount(transaction, { name, ...account, organizationId: id, isDefault: true })
  return { id, accountId, secret, sealer }
}
