/** An organization that has an administrator keeps one: without any, nobody in it could make another. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { Tables } from '../store/tables.ts'
import { isOrganizationAdmin } from './roles.ts'

/**
 * To be called in the transaction of a change that takes roles or users away, after it. Such changes of an administrator wait for each other here,
 * so that two who take the role from one another at once do not both succeed. Throws last-administrator (403).
 */
export async function keepAdministrator(transaction: Kysely<Tables>, { organizationId, roles }: Caller): Promise<void> {
  // Only who administers the organization can take from its administrators.
  if (!isOrganizationAdmin(roles)) return
  await transaction.selectFrom('organizations').select('id').where('id', '=', organizationId).forUpdate().execute()
  const left = await transaction
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select('users.id')
    .where('users.organization_id', '=', organizationId)
    .where('users.active', '=', true)
    .where('accounts.active', '=', true)
    .where(sql<boolean>`'org-admin' = any(users.roles || accounts.roles)`)
    .limit(1)
    .executeTakeFirst()
  if (left === undefined) throw createError('last-administrator')
}
