/** Making, changing and closing users on request (contract 8.3): checks of roles and passwords, the record, and the notice to all processes. */
import type { Transaction } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { codeOf } from '../../store/store-error.ts'
import { channels, type Tables } from '../../store/tables.ts'
import { runClosing } from '../accounts/change-account.ts'
import { changeDirectory } from '../change-directory.ts'
import { type AccountRow, readableColumns, type UserRow } from '../directory-store.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import { hashNewPassword, prepareHash, storePassword } from '../login/passwords.ts'
import { actsForOrganization } from '../reach.ts'
import { readGrantedRoles } from '../roles/grant.ts'
import { readRoleBook } from '../roles/role-store.ts'
import type { RouteParts } from '../route-parts.ts'
import { type CreatedUser, createUser } from './create-user.ts'
import { demandNotAbove } from './reach-users.ts'
import { type NewUserBody, readPassword, readProfile, type UserBody } from './user-body.ts'

export interface UserChange {
  readonly caller: Caller
  readonly user: UserRow
  readonly change: UserBody
}

/**
 * Makes a user of an account; who is given no roles has the one of the account's kind. The caller's privilege is asked before.
 * Throws role-unknown, weak-password (400), role-above-own (403), user-exists (409).
 */
export async function addUser(parts: RouteParts, caller: Caller, target: { account: AccountRow; body: NewUserBody }): Promise<CreatedUser> {
  const { account, body } = target
  const { db } = parts.database
  const [email, firstName, lastName] = [body.email.trim(), body.firstName.trim(), body.lastName.trim()]
  const keys = body.roles?.map(({ key }) => key) ?? []
  const asked = keys.length === 0 ? [defaultRoleOf(account, caller)] : keys
  const roles = readGrantedRoles(await readRoleBook(db, account.organization_id), caller, asked)
  const password = readPassword(body)
  const person = { email, firstName, lastName }
  const hash = password === undefined ? undefined : await hashNewPassword(db, { password, organizationId: account.organization_id, person })
  const sealer = await parts.keyring.forOrganization(account.organization_id)
  return changeDirectory(parts, async (transaction) => {
    const names = { ...person, externalId: body.externalId ?? undefined, profile: readProfile(body) }
    const created = await createUser(transaction, sealer, {
      organizationId: account.organization_id,
      accountId: account.id,
      ...names,
      roles,
    })
    if (hash !== undefined) await storePassword(transaction, created.row.id, hash)
    await recordChange(transaction, { area: 'users', entityId: created.row.id, entityName: email, organizationId: account.organization_id })
    return created
  })
}

/** Users of the default account work for the whole organization, unless whoever makes them does not. */
function defaultRoleOf(account: AccountRow, caller: Caller): string {
  return account.default_account && actsForOrganization(caller) ? 'org' : 'default-user'
}

/**
 * Changes a user; gives the user as it is then. Deactivated, one calls no more, and one's instances rest, or with `permanent` are deleted.
 * Throws role-unknown, weak-password (400), user-above-own, role-above-own, role-of-oneself, user-not-closable, last-administrator (403), user-exists (409).
 */
export async function changeUser(parts: RouteParts, request: UserChange, { permanent }: { readonly permanent: boolean }): Promise<UserRow> {
  const { caller, user, change } = request
  const { db } = parts.database
  await demandNotAbove(db, caller, user)
  if (change.active === false && user.id === caller.user.id) throw createError('user-not-closable')
  const roles = await readRoles(parts, request)
  const password = readPassword(change)
  const hash =
    password === undefined ? undefined : await prepareHash(db, { userId: user.id, organizationId: user.organization_id, password })
  const closes = change.active === false && (user.active || permanent)
  const work = runClosing(parts, async (transaction, close) => {
    if (closes) await close({ organizationId: user.organization_id, accountId: user.account_id, userId: user.id, permanent })
    const row = await updateUser(transaction, user, { ...change, roles })
    if (hash !== undefined) await storePassword(transaction, user.id, hash)
    if (closes || roles !== undefined) await keepAdministrator(transaction, caller)
    await announce(parts, transaction, row)
    return row
  })
  return work.catch((error: unknown) => {
    // Of what can be changed only the address is unique.
    throw codeOf(error) === '23505' ? createError('user-exists', { params: { email: change.email ?? '' } }) : error
  })
}

/** Deletes a user with the instances that the user made. Throws user-above-own, user-not-closable, last-administrator (403). */
export async function deleteUser(parts: RouteParts, caller: Caller, user: UserRow): Promise<void> {
  await demandNotAbove(parts.database.db, caller, user)
  if (user.id === caller.user.id) throw createError('user-not-closable')
  await runClosing(parts, async (transaction, close) => {
    await close({ organizationId: user.organization_id, accountId: user.account_id, userId: user.id, permanent: true })
    await transaction.deleteFrom('users').where('id', '=', user.id).execute()
    await keepAdministrator(transaction, caller)
    await announce(parts, transaction, user)
  })
}

/** Puts a change of a user on record and tells every process to look again. */
export async function announce({ database }: RouteParts, transaction: Transaction<Tables>, user: UserRow): Promise<void> {
  await recordChange(transaction, { area: 'users', entityId: user.id, entityName: user.email, organizationId: user.organization_id })
  await database.notify(channels.secrets, String(user.id), transaction)
}

/** The roles the user is to have; undefined: as they are. What comes and what goes must both be the caller's to give. */
async function readRoles(parts: RouteParts, { caller, user, change }: UserChange): Promise<readonly string[] | undefined> {
  if (change.roles == null) return undefined
  const keys = [...new Set(change.roles.map(({ key }) => key))]
  const differing = [...keys.filter((key) => !user.roles.includes(key)), ...user.roles.filter((key) => !keys.includes(key))]
  if (differing.length === 0) return undefined
  if (user.id === caller.user.id) throw createError('role-of-oneself')
  readGrantedRoles(await readRoleBook(parts.database.db, user.organization_id), caller, differing)
  return keys
}

async function updateUser(
  transaction: Transaction<Tables>,
  user: UserRow,
  change: Omit<UserBody, 'roles'> & { readonly roles: readonly string[] | undefined },
): Promise<UserRow> {
  const { email, firstName, lastName, externalId, active, roles } = change
  const { profile } = await transaction
    .selectFrom('users')
    .select('profile')
    .where('id', '=', user.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return transaction
    .updateTable('users')
    .set({
      ...(email != null && { email: email.trim() }),
      ...(firstName != null && { first_name: firstName.trim() }),
      ...(lastName != null && { last_name: lastName.trim() }),
      ...(externalId != null && { external_id: externalId }),
      ...(active != null && { active }),
      ...(roles !== undefined && { roles: [...roles] }),
      profile: JSON.stringify({ ...profile, ...readProfile(change) }),
      updated_at: new Date(),
    })
    .where('id', '=', user.id)
    .returning(readableColumns)
    .executeTakeFirstOrThrow()
}
