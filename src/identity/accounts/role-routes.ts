/** Roles of an account: all its users have them beside their own (contract 8.2). */
import type { Kysely } from 'kysely'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteRequest } from '../../lib/route.ts'
import { channels, type Tables } from '../../store/tables.ts'
import { readId } from '../directory-ids.ts'
import type { AccountRow } from '../directory-store.ts'
import { createHolderRoutes } from '../roles/holder-routes.ts'
import { isOrganizationAdmin } from '../roles.ts'
import type { RouteParts } from '../route-parts.ts'

export function createAccountRoleRoutes(parts: RouteParts): readonly Route[] {
  const { database } = parts
  return createHolderRoutes<AccountRow>(parts, {
    ...{ table: 'accounts', noun: 'account', path: '/accounts/:id' },
    reach: (request) => reachAccountOfRoles(database.db, request),
    async announce(transaction, { id, name, organization_id: organizationId }) {
      await recordChange(transaction, { area: 'accounts', entityId: id, entityName: name, organizationId })
      await database.notify(channels.secrets, String(id), transaction)
    },
  })
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
