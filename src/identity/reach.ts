/**
 * Tenancy: how far a caller's hand reaches (contract 1.4, 8). Whoever takes the id of an organization, an account or a user from a path
 * asks here. What is in another organization is as if it were not there; what is in another account of one's own organization is 403.
 */
import type { Kysely } from 'kysely'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import type { Tables } from '../store/tables.ts'
import { readId } from './directory-ids.ts'
import { type AccountRow, findAccount, findUser, type UserRow } from './directory-store.ts'
import { isOrganizationAdmin } from './roles.ts'

/** Roles whose holders may keep what all accounts of the organization share. */
const organizationRoles: readonly string[] = ['org-admin', 'org']

/** Whether the caller may act for all of the organization. */
export function actsForOrganization({ roles }: Pick<Caller, 'roles'>): boolean {
  return organizationRoles.some((key) => roles.includes(key))
}

/**
 * The account named by a path: one's own for everybody, another of the organization for its administrators, nobody else's.
 * Throws no-account (404) for what is not there or another organization's, missing-privilege (403) for another account of the own organization.
 */
export async function reachAccount(db: Kysely<Tables>, caller: Caller, idText: string): Promise<AccountRow> {
  const id = readId(idText)
  const account = id === undefined ? undefined : await findAccount(db, { organizationId: caller.organizationId }, id)
  if (account === undefined) throw createError('no-account', { params: { id: idText } })
  if (account.id !== caller.accountId && !isOrganizationAdmin(caller.roles))
    throw createError('missing-privilege', { params: { action: `use account ${account.id}` } })
  return account
}

/** A user of the organization by id or email address, in any account. */
export function findUserOfOrganization(db: Kysely<Tables>, organizationId: number, emailOrId: string): Promise<UserRow | undefined> {
  const id = readId(emailOrId)
  // PostgreSQL has no NUL in text, so no email address of ours has one.
  const by = id === undefined ? { email: emailOrId.replaceAll('\0', '\ufffd') } : { id }
  return findUser(db, { organizationId }, by)
}
