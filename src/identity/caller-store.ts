/** Who the secrets belong to: the two statements behind authentication. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import type { Tables } from '../store/tables.ts'
import { selectActiveUsers } from './active-users.ts'
import { createRoleBook, type RoleOverride } from './roles/role.ts'
import { columnOfKey, keyOfColumn } from './secret-hash.ts'

/** The callers behind hashes of user secrets; one whose user, account or organization is not active is nobody. */
export async function findCallers(db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, Caller>> {
  const rows = await selectCallers(db)
    .where(sql<boolean>`users.secret_hash = any(${keys.map(columnOfKey)}::bytea[])`)
    .execute()
  return new Map(rows.map((row) => [keyOfColumn(row.secret_hash), describeCaller(row)]))
}

/** The same of one user, by id: for whoever knows the user by other means than the secret. */
export async function findCallerOfUser(db: Kysely<Tables>, userId: number): Promise<Caller | undefined> {
  const row = await selectCallers(db).where('users.id', '=', userId).executeTakeFirst()
  return row && describeCaller(row)
}

/** What the user's organization made of its roles. */
const overrides = sql<
  RoleOverride[] | null
>`(select json_agg(changed) from roles changed where changed.organization_id = users.organization_id)`

type CallerRow = Awaited<ReturnType<ReturnType<typeof selectCallers>['execute']>>[number]

function selectCallers(db: Kysely<Tables>) {
  return selectActiveUsers(db).select([
    'users.secret_hash',
    'users.id',
    'users.organization_id',
    'users.account_id',
    'users.email',
    'users.first_name',
    'users.last_name',
    'users.roles',
    'accounts.roles as account_roles',
    overrides.as('overrides'),
  ])
}

function describeCaller(row: CallerRow): Caller {
  const book = createRoleBook(row.overrides ?? [])
  // Some roles say by their key how far one reaches: one that is not active says nothing.
  const roles = [...new Set([...row.roles, ...row.account_roles])].filter((key) => book.find(key)?.active !== false)
  return Object.freeze({
    organizationId: row.organization_id,
    accountId: row.account_id,
    user: Object.freeze({ id: row.id, emailAddress: row.email, firstName: row.first_name, lastName: row.last_name }),
    roles: Object.freeze(roles),
    privileges: book.privilegesOf(roles),
  })
}

/** The ids of the organizations behind hashes of organization secrets. */
export async function findOrganizations(db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('organizations')
    .select(['secret_hash', 'id'])
    .where(sql<boolean>`secret_hash = any(${keys.map(columnOfKey)}::bytea[])`)
    .execute()
  return new Map(rows.map((row) => [keyOfColumn(row.secret_hash), row.id]))
}
