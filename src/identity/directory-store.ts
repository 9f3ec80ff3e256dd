/** Reading accounts and users. Everything is seen from a scope: a whole organization, or one account of it. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import type { CountedPage } from '../lib/platform-page.ts'
import type { AccountsTable, Tables, UsersTable } from '../store/tables.ts'
import { isOrganizationAdmin } from './roles.ts'
import type { Columns, Condition } from './where-sql.ts'

export type AccountRow = Selectable<AccountsTable>
export type UserRow = Omit<Selectable<UsersTable>, 'secret_hash' | 'secret_sealed'>

export interface Scope {
  readonly organizationId: number
  /** Absent: every account. */
  readonly accountId?: number
}

export interface ListOptions {
  readonly page: CountedPage
  readonly includeInactive: boolean
  readonly where: Condition | undefined
}

/** Rows of one page, and how many there are in all. */
export interface Rows<T> {
  readonly rows: readonly T[]
  readonly total: number
}

/** What a caller may see: administrators of the organization all of it, others their account. */
export function scopeOf(caller: Caller): Scope {
  const { organizationId, accountId } = caller
  return isOrganizationAdmin(caller.roles) ? { organizationId } : { organizationId, accountId }
}

/** What `where` may name. */
export const accountColumns: Columns = {
  id: { name: 'id', type: 'number' },
  name: { name: 'name', type: 'text' },
  description: { name: 'description', type: 'text' },
  externalId: { name: 'external_id', type: 'text' },
  type: { name: 'type', type: 'text' },
  active: { name: 'active', type: 'boolean' },
  defaultAccount: { name: 'default_account', type: 'boolean' },
}

/** What `where` may name. */
export const userColumns: Columns = {
  id: { name: 'id', type: 'number' },
  email: { name: 'email', type: 'text' },
  firstName: { name: 'first_name', type: 'text' },
  lastName: { name: 'last_name', type: 'text' },
  externalId: { name: 'external_id', type: 'text' },
  active: { name: 'active', type: 'boolean' },
}

/** What may be read of a user: no secret. */
export const readableColumns = [
  'id',
  'organization_id',
  'account_id',
  'email',
  'first_name',
  'last_name',
  'external_id',
  'profile',
  'roles',
  'active',
  'created_at',
  'updated_at',
] as const
const counted = sql<number>`count(*) over ()`.as('total')

/** One page of the accounts in scope, by id. */
export async function listAccounts(db: Kysely<Tables>, scope: Scope, options: ListOptions): Promise<Rows<AccountRow>> {
  let query = selectAccounts(db, scope)
  if (!options.includeInactive) query = query.where('active', '=', true)
  if (options.where !== undefined) query = query.where(options.where)
  const rows = await query.select(counted).orderBy('id').limit(options.page.size).offset(options.page.offset).execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** An account in scope. */
export function findAccount(db: Kysely<Tables>, scope: Scope, id: number): Promise<AccountRow | undefined> {
  return selectAccounts(db, scope).where('id', '=', id).executeTakeFirst()
}

/** The account whose users work for the whole organization. */
export function findDefaultAccount(db: Kysely<Tables>, organizationId: number): Promise<AccountRow> {
  return selectAccounts(db, { organizationId }).orderBy('default_account', 'desc').orderBy('id').limit(1).executeTakeFirstOrThrow()
}

/** One page of the users in scope, by id. */
export async function listUsers(db: Kysely<Tables>, scope: Scope, options: ListOptions): Promise<Rows<UserRow>> {
  let query = selectUsers(db, scope)
  if (!options.includeInactive) query = query.where('active', '=', true)
  if (options.where !== undefined) query = query.where(options.where)
  const rows = await query.select(counted).orderBy('id').limit(options.page.size).offset(options.page.offset).execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** By id or by email address, whose case does not matter; of several with one address the oldest. */
export function findUser(
  db: Kysely<Tables>,
  scope: Scope,
  by: { readonly id: number } | { readonly email: string },
): Promise<UserRow | undefined> {
  const query = selectUsers(db, scope)
  const found = 'id' in by ? query.where('id', '=', by.id) : query.where(sql<boolean>`lower(email) = lower(${by.email})`)
  return found.orderBy('id').limit(1).executeTakeFirst()
}

function selectAccounts(db: Kysely<Tables>, { organizationId, accountId }: Scope) {
  const query = db.selectFrom('accounts').selectAll().where('organization_id', '=', organizationId)
  return accountId === undefined ? query : query.where('id', '=', accountId)
}

function selectUsers(db: Kysely<Tables>, { organizationId, accountId }: Scope) {
  const query = db.selectFrom('users').select(readableColumns).where('organization_id', '=', organizationId)
  return accountId === undefined ? query : query.where('account_id', '=', accountId)
}
