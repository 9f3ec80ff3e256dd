/** Which privilege each call on users needs, and how far it reaches (contract 8.3, 8.4): all of the organization, or the caller's account. */
import type { Kysely } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import type { Tables } from '../../store/tables.ts'
import type { Scope, UserRow } from '../directory-store.ts'
import { findUserOfOrganization } from '../reach.ts'
import { isWithin } from '../roles/grant.ts'
import { readRoleBook } from '../roles/role-store.ts'
import { demandPrivilege } from '../roles.ts'

/** What is done to users. */
export type UserAct = 'view' | 'add' | 'edit' | 'delete'

/** Through which path: any user by `/users`, the organization's by `/organizations/users`. */
export type UserPath = 'any' | 'organization'

/** Throws missing-privilege (403) unless the caller may do that to users of the account. */
export function demandInAccount(caller: Caller, act: UserAct, accountId: number): void {
  demandPrivilege(caller, accountId === caller.accountId ? `${act}UsersAccount` : `${act}UsersOrg`)
}

/** The users whom a list may show. Throws missing-privilege (403). */
export function viewOfUsers(caller: Caller, path: UserPath): Scope {
  const { organizationId, accountId } = caller
  if (caller.privileges.has('viewUsersOrg')) return { organizationId }
  demandPrivilege(caller, path === 'organization' ? 'viewUsersOrg' : 'viewUsersAccount')
  return { organizationId, accountId }
}

export interface ReachOptions {
  readonly act: UserAct
  readonly path: UserPath
}

/**
 * The user whom a path names, by id or email address. One may always see oneself. Throws no-user (404) for who is not there or in another
 * organization, missing-privilege (403) where the caller's privileges do not reach.
 */
export async function reachUserTo(
  db: Kysely<Tables>,
  caller: Caller,
  { emailOrId, act, path }: ReachOptions & { emailOrId: string },
): Promise<UserRow> {
  if (path === 'organization') demandPrivilege(caller, `${act}UsersOrg`)
  const user = await findUserOfOrganization(db, caller.organizationId, emailOrId)
  // Who may do that to nobody is not told who is there.
  if (user === undefined) demandAny(caller, act)
  if (user === undefined) throw createError('no-user', { params: { id: emailOrId } })
  if (act === 'view' && user.id === caller.user.id) return user
  if (!caller.privileges.has(`${act}UsersOrg`)) demandInAccount(caller, act, user.account_id)
  return user
}

/** A user of an account, by id or email address. Throws no-user (404). */
export async function findUserOfAccount(db: Kysely<Tables>, scope: Required<Scope>, emailOrId: string): Promise<UserRow> {
  const found = await findUserOfOrganization(db, scope.organizationId, emailOrId)
  const user = found?.account_id === scope.accountId ? found : undefined
  if (user === undefined) throw createError('no-user', { params: { id: emailOrId } })
  return user
}

/** Throws user-above-own (403) for a user whose roles allow what the caller's do not: whoever sets such a one's password would have them. */
export async function demandNotAbove(db: Kysely<Tables>, caller: Caller, user: UserRow): Promise<void> {
  if (user.id === caller.user.id) return
  const account = await db.selectFrom('accounts').select('roles').where('id', '=', user.account_id).executeTakeFirstOrThrow()
  const book = await readRoleBook(db, user.organization_id)
  const keys = [...user.roles, ...account.roles]
  if (!isWithin(caller, { keys, privileges: book.privilegesOf(keys) })) throw createError('user-above-own', { params: { id: user.id } })
}

function demandAny(caller: Caller, act: UserAct): void {
  if (act !== 'view' && !caller.privileges.has(`${act}UsersOrg`)) demandPrivilege(caller, `${act}UsersAccount`)
}
