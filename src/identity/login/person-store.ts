/** Whoever logs in, with the names and roles that a log-in shows. */
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/tables.ts'
import { selectActiveUsers } from '../active-users.ts'

export type LoginPerson = NonNullable<Awaited<ReturnType<typeof findPerson>>>

/** By id or by email address, whose case does not matter; one whose user, account or organization is not active is nobody. */
export function findPerson(db: Kysely<Tables>, by: { readonly id: number } | { readonly email: string }) {
  const query = selectActiveUsers(db)
    .leftJoin('logins', 'logins.user_id', 'users.id')
    .select([
      'users.id',
      'users.organization_id',
      'users.account_id',
      'users.email',
      'users.first_name',
      'users.last_name',
      'users.roles',
      'users.created_at',
      'accounts.name as account_name',
      'accounts.roles as account_roles',
      'organizations.name as organization_name',
      'logins.last_login_at',
    ])
  const found =
    'id' in by
      ? query.where('users.id', '=', by.id)
      : query.where((where) => where(where.fn('lower', ['email']), '=', where.fn('lower', [where.val(by.email)])))
  return found.executeTakeFirst()
}
