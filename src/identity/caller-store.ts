/** Who the secrets belong to: the two statements behind authentication. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import type { Tables } from '../store/tables.ts'
import { columnOfKey, keyOfColumn } from './secret-hash.ts'

/** The callers behind hashes of user secrets; a user or account that is not active is nobody. */
export async function findCallers(db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, Caller>> {
  const rows = await db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select([
      'users.secret_hash',
      'users.id',
      'users.organization_id',
      'users.account_id',
      'users.email',
      'users.first_name',
      'users.last_name',
      'users.roles',
    ])
    .where(sql<boolean>`users.secret_hash = any(${keys.map(columnOfKey)}::bytea[])`)
    .where('users.active', '=', true)
    .where('accounts.active', '=', true)
    .execute()
  return new Map(
    rows.map((row) => [
      keyOfColumn(row.secret_hash),
      Object.freeze({
        organizationId: row.organization_id,
        accountId: row.account_id,
        user: Object.freeze({ id: row.id, emailAddress: row.email, firstName: row.first_name, lastName: row.last_name }),
        roles: Object.freeze([...row.roles]),
      }),
    ]),
  )
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
