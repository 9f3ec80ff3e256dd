/** Who may call: a user is nobody unless the user, the account and the organization are active. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** Active users with their accounts and organizations. */
export function selectActiveUsers(db: Kysely<Tables>) {
  return db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .innerJoin('organizations', 'organizations.id', 'users.organization_id')
    .where('users.active', '=', true)
    .where('accounts.active', '=', true)
    .where('organizations.active', '=', true)
}
