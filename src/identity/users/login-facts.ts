/** What is told of the log-ins of users. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../store/tables.ts'

export interface LoginFacts {
  readonly lastLogin: Date | null
  /** After too many failures in a row. */
  readonly locked: boolean
  /** The password is older than the organization allows. */
  readonly expired: boolean
}

/** The facts of those who have a password or had one. */
export async function readLoginFacts(db: Kysely<Tables>, userIds: readonly number[]): Promise<ReadonlyMap<number, LoginFacts>> {
  const rows = await db
    .selectFrom('logins')
    .innerJoin('users', 'users.id', 'logins.user_id')
    .leftJoin('password_policies', 'password_policies.organization_id', 'users.organization_id')
    .select([
      'logins.user_id',
      'logins.last_login_at',
      sql<boolean>`coalesce(locked_until > clock_timestamp(), false)`.as('locked'),
      sql<boolean>`coalesce(expiration_days > 0 and password_set_at < clock_timestamp() - make_interval(days => expiration_days), false)`.as(
        'expired',
      ),
    ])
    .where('logins.user_id', 'in', [...userIds])
    .execute()
  return new Map(rows.map((row) => [row.user_id, { lastLogin: row.last_login_at, locked: row.locked, expired: row.expired }]))
}
