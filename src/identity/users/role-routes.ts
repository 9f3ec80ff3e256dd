/** Roles of a user (contract 8.3). The order of the refusals is the contract's: an unknown role, an unknown user, one out of reach, oneself, a role above one's own. */
import { type Kysely, sql } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import type { Tables } from '../../store/tables.ts'
import { changeDirectory } from '../change-directory.ts'
import { readId } from '../directory-ids.ts'
import { readableColumns, type UserRow } from '../directory-store.ts'
import { keepAdministrator } from '../keep-administrator.ts'
import { findUserOfOrganization } from '../reach.ts'
import { describeRole } from '../roles/describe-role.ts'
import { demandGrantable, demandRole } from '../roles/grant.ts'
import { readRoleBook } from '../roles/role-store.ts'
import type { RouteParts } from '../route-parts.ts'
import { announce } from './change-user.ts'
import { demandInAccount, demandNotAbove, type UserAct } from './reach-users.ts'

export function createUserRoleRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  return [
    {
      method: 'GET',
      path: '/users/:userId/roles',
      access: 'caller',
      async handle(request) {
        const user = await reachHolder(db, request, 'view')
        const book = await readRoleBook(db, user.organization_id)
        const roles = user.roles.flatMap((key) => book.find(key) ?? [])
        if (roles.length === 0) throw createError('no-roles')
        return { body: roles.map(describeRole) }
      },
    },
    { method: 'PUT', path: '/users/:userId/roles/:roleKey', access: 'caller', handle: (request) => changeRole(parts, request, true) },
    { method: 'DELETE', path: '/users/:userId/roles/:roleKey', access: 'caller', handle: (request) => changeRole(parts, request, false) },
  ]
}

async function changeRole(parts: RouteParts, request: RouteRequest, grant: boolean): Promise<RouteReply> {
  const { db } = parts.database
  const [caller, key] = [callerOf(request), request.params['roleKey'] ?? '']
  const role = demandRole(await readRoleBook(db, caller.organizationId), key)
  const user = await reachHolder(db, request, 'edit')
  if (user.id === caller.user.id) throw createError('role-of-oneself')
  demandGrantable(caller, role)
  await demandNotAbove(db, caller, user)
  await changeDirectory(parts, async (transaction) => {
    const changed = sql<boolean>`${grant} <> (${key} = any(roles))`
    const { numUpdatedRows } = await transaction
      .updateTable('users')
      .set({ roles: grant ? sql`array_append(roles, ${key})` : sql`array_remove(roles, ${key})`, updated_at: new Date() })
      .where('id', '=', user.id)
      .where(changed)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      throw createError(grant ? 'role-granted' : 'role-not-granted', { params: { holder: `user ${user.id}`, key } })
    if (!grant) await keepAdministrator(transaction, caller)
    await announce(parts, transaction, user)
  })
  return { body: grant ? describeRole(role) : undefined }
}

/** Throws no-user (404) for who is nowhere, missing-privilege (403) for a user of another organization, or out of the caller's reach. */
async function reachHolder(db: Kysely<Tables>, request: RouteRequest, act: UserAct): Promise<UserRow> {
  const [caller, text] = [callerOf(request), request.params['userId'] ?? '']
  const user = await findUserOfOrganization(db, caller.organizationId, text)
  if (user !== undefined) return demandReach(caller, user, act)
  const id = readId(text)
  const stranger =
    id === undefined ? undefined : await db.selectFrom('users').select(readableColumns).where('id', '=', id).executeTakeFirst()
  if (stranger === undefined) throw createError('no-user', { params: { id: text } })
  throw createError('missing-privilege', { params: { action: `see and change the roles of user ${stranger.id}` } })
}

function demandReach(caller: Caller, user: UserRow, act: UserAct): UserRow {
  const isOwn = act === 'view' && user.id === caller.user.id
  if (!isOwn && !caller.privileges.has(`${act}UsersOrg`)) demandInAccount(caller, act, user.account_id)
  return user
}
