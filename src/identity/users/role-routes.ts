/** Roles of a user (contract 8.3). */
import type { Kysely } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import type { Tables } from '../../store/tables.ts'
import { readId } from '../directory-ids.ts'
import { readableColumns, type UserRow } from '../directory-store.ts'
import { findUserOfOrganization } from '../reach.ts'
import { createHolderRoutes } from '../roles/holder-routes.ts'
import type { RouteParts } from '../route-parts.ts'
import { announce } from './change-user.ts'
import { demandInAccount, demandNotAbove, type UserAct } from './reach-users.ts'

export function createUserRoleRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  return createHolderRoutes<UserRow>(parts, {
    ...{ table: 'users', noun: 'user', path: '/users/:userId' },
    async reach(request, act) {
      const user = await reachHolder(db, request, act)
      // Nobody changes roles of their own.
      if (act === 'edit' && user.id === callerOf(request).user.id) throw createError('role-of-oneself')
      return user
    },
    demandNotAbove: (caller, user) => demandNotAbove(db, caller, user),
    announce: (transaction, user) => announce(parts, transaction, user),
  })
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
