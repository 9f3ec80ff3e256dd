/** Roles of an account: all its users have them beside their own (contract 8.2). */
import { type Kysely, sql } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import { channels, type Tables } from '../../store/tables.ts'
import { changeDirectory } from '../change-directory.ts'
import { readId } from '../directory-ids.ts'
import type { AccountRow } from '../directory-store.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import { describeRole } from '../roles/describe-role.ts'
import { demandGrantable, demandRole } from '../roles/grant.ts'
import { readRoleBook } from '../roles/role-store.ts'
import { isOrganizationAdmin } from '../roles.ts'
import type { RouteParts } from '../route-parts.ts'

export function createAccountRoleRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  return [
    {
      method: 'GET',
      path: '/accounts/:id/roles',
      access: 'caller',
      async handle(request) {
        const account = await reachAccountOfRoles(db, request)
        const book = await readRoleBook(db, account.organization_id)
        const roles = account.roles.flatMap((key) => book.find(key) ?? [])
        if (roles.length === 0) throw createError('no-roles')
        return { body: roles.map(describeRole) }
      },
    },
    { method: 'PUT', path: '/accounts/:id/roles/:roleKey', access: 'caller', handle: (request) => changeRole(parts, request, true) },
    { method: 'DELETE', path: '/accounts/:id/roles/:roleKey', access: 'caller', handle: (request) => changeRole(parts, request, false) },
  ]
}

async function changeRole(parts: RouteParts, request: RouteRequest, grant: boolean) {
  const { database } = parts
  const [caller, key] = [callerOf(request), request.params['roleKey'] ?? '']
  // An unknown role comes first (400), then the account (404, 403), then the role itself (403, 409).
  const role = demandRole(await readRoleBook(database.db, caller.organizationId), key)
  const account = await reachAccountOfRoles(database.db, request)
  demandGrantable(caller, role)
  const holder = `account ${account.id}`
  await changeDirectory(parts, async (transaction) => {
    const changed = await (grant ? addRole : removeRole)(transaction, account.id, key)
    if (!changed) throw createError(grant ? 'role-granted' : 'role-not-granted', { params: { holder, key } })
    if (!grant) await keepAdministrator(transaction, caller)
    await recordChange(transaction, {
      area: 'accounts',
      entityId: account.id,
      entityName: account.name,
      organizationId: account.organization_id,
    })
    await database.notify(channels.secrets, String(account.id), transaction)
  })
  return { body: grant ? describeRole(role) : undefined }
}

/** Throws no-account (404) for what is nowhere, missing-privilege (403) for what is not the caller's organization's, or for who does not administer it. */
async function reachAccountOfRoles(db: Kysely<Tables>, request: RouteRequest): Promise<AccountRow> {
  const [caller, text] = [callerOf(request), request.params['id'] ?? '']
  const id = readId(text)
  const account = id === undefined ? undefined : await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
  if (account === undefined) throw createError('no-account', { params: { id: text } })
  if (account.organization_id !== caller.organizationId || !isOrganizationAdmin(caller.roles))
    throw createError('missing-privilege', { params: { action: `see and change the roles of account ${account.id}` } })
  return account
}

async function addRole(transaction: Kysely<Tables>, id: number, key: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('accounts')
    .set({ roles: sql`array_append(roles, ${key})` })
    .where('id', '=', id)
    .where(sql<boolean>`not ${key} = any(roles)`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function removeRole(transaction: Kysely<Tables>, id: number, key: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('accounts')
    .set({ roles: sql`array_remove(roles, ${key})` })
    .where('id', '=', id)
    .where(sql<boolean>`${key} = any(roles)`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
