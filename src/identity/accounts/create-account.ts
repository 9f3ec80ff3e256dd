/** Making an account (contract 8.2). */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import type { AccountRow } from '../directory-store.ts'

export interface NewAccount {
  readonly organizationId: number
  readonly name: string
  /** Default: the name. */
  readonly description?: string | undefined
  readonly externalId?: string | undefined
  /** An organization has one. Default: false. */
  readonly isDefault?: boolean
}

/** Creates an account. The values are checked already. */
export function createAccount(transaction: Kysely<Tables>, values: NewAccount): Promise<AccountRow> {
  const { organizationId, name, description = name, externalId = null, isDefault = false } = values
  return transaction
    .insertInto('accounts')
    .values({
      organization_id: organizationId,
      name,
      description,
      external_id: externalId,
      type: isDefault ? 'Default' : 'CompanyAccount',
      default_account: isDefault,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
