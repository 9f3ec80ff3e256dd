/** The password policies of organizations. */
import type { Kysely, Selectable } from 'kysely'
import type { PasswordPoliciesTable, Tables } from '../../store/tables.ts'
import { defaultPolicy, type PasswordPolicy } from './password-policy.ts'

/** The policy that holds in an organization: its own, or everybody's. */
export async function readPolicy(db: Kysely<Tables>, organizationId: number): Promise<PasswordPolicy> {
  const row = await db.selectFrom('password_policies').selectAll().where('organization_id', '=', organizationId).executeTakeFirst()
  return row === undefined ? defaultPolicy : readRow(row)
}

/** Sets the policy of an organization. */
export async function putPolicy(transaction: Kysely<Tables>, organizationId: number, policy: PasswordPolicy): Promise<void> {
  const values = { ...writeRow(policy), updated_at: new Date() }
  await transaction
    .insertInto('password_policies')
    .values({ organization_id: organizationId, ...values })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(values))
    .execute()
}

/** Takes the organization's own policy away. */
export async function deletePolicy(transaction: Kysely<Tables>, organizationId: number): Promise<void> {
  await transaction.deleteFrom('password_policies').where('organization_id', '=', organizationId).execute()
}

function readRow(row: Selectable<PasswordPoliciesTable>): PasswordPolicy {
  return {
    minLength: row.min_length,
    minUppercase: row.min_uppercase,
    minLowercase: row.min_lowercase,
    minNumbers: row.min_numbers,
    minSymbols: row.min_symbols,
    symbolCharacterSet: row.symbol_character_set,
    previousPasswordCount: row.previous_password_count,
    expirationDays: row.expiration_days,
  }
}

function writeRow(policy: PasswordPolicy) {
  return {
    min_length: policy.minLength,
    min_uppercase: policy.minUppercase,
    min_lowercase: policy.minLowercase,
    min_numbers: policy.minNumbers,
    min_symbols: policy.minSymbols,
    symbol_character_set: policy.symbolCharacterSet,
    previous_password_count: policy.previousPasswordCount,
    expiration_days: policy.expirationDays,
  }
}
