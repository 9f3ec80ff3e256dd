/** Accounts of the caller's organization (contract 8.2). */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { readSwitch } from '../../lib/query-values.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { type AccountRow, accountColumns, listAccounts, type Scope, scopeOf } from '../directory-store.ts'
import { reachAccount } from '../reach.ts'
import { isOrganizationAdmin } from '../roles.ts'
import {
  includeInactiveParameter,
  listParameters,
  nameSchema,
  optionalNameSchema,
  optionalSwitchSchema,
  optionalTextSchema,
  permanentParameter,
  type RouteParts,
  readListOptions,
  replyFound,
} from '../route-parts.ts'
import { type AccountChange, changeAccount, deleteAccount } from './change-account.ts'
import { createAccount } from './create-account.ts'
import { describeAccount } from './describe-account.ts'
import { createAccountRoleRoutes } from './role-routes.ts'
import { createSettingsRoutes } from './settings.ts'

export interface AccountBody {
  readonly externalId: string
  readonly name?: string | null
  readonly description?: string | null
}

/** What a new account is made of. */
export const newAccountSchema = Type.Object({ externalId: nameSchema, name: optionalNameSchema, description: optionalTextSchema })

const changeSchema = Type.Object({
  name: optionalNameSchema,
  description: optionalTextSchema,
  externalId: optionalNameSchema,
  active: optionalSwitchSchema,
})

export function createAccountRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  const reach = (request: RouteRequest) => reachAccount(db, callerOf(request), request.params['id'] ?? '')
  const change = (method: 'PUT' | 'PATCH'): Route => ({
    method,
    path: '/accounts/:id',
    access: 'caller',
    query: [permanentParameter],
    body: changeSchema,
    async handle(request) {
      const [caller, body] = [callerOf(request), readBody<AccountChange>(request)]
      const permanent = readSwitch(request.query, 'permanent') && body.active === false
      const row = await changeAccount(parts, { caller, account: await reach(request), change: body }, { permanent })
      return { body: describeAccount(row) }
    },
  })
  return [
    {
      method: 'GET',
      path: '/accounts',
      access: 'caller',
      query: listParameters,
      handle: (request) => replyAccounts(parts, request, scopeOf(callerOf(request))),
    },
    {
      method: 'POST',
      path: '/accounts',
      access: 'caller',
      body: newAccountSchema,
      async handle(request) {
        const caller = callerOf(request)
        if (!isOrganizationAdmin(caller.roles)) throw createError('missing-privilege', { params: { action: 'create accounts' } })
        return { body: describeAccount(await insertAccount(parts, caller.organizationId, readBody<AccountBody>(request))) }
      },
    },
    {
      method: 'GET',
      path: '/accounts/:id',
      access: 'caller',
      query: [includeInactiveParameter],
      async handle(request) {
        return { body: describeAccount(demandActive(request, await reach(request))) }
      },
    },
    change('PUT'),
    change('PATCH'),
    {
      method: 'DELETE',
      path: '/accounts/:id',
      access: 'caller',
      async handle(request) {
        await deleteAccount(parts, callerOf(request), await reach(request))
        return { body: undefined }
      },
    },
    ...createSettingsRoutes(parts),
    ...createAccountRoleRoutes(parts),
  ]
}

/** A page of accounts; throws no-accounts (404). */
export async function replyAccounts({ database }: RouteParts, request: RouteRequest, scope: Scope): Promise<RouteReply> {
  const options = readListOptions(request, accountColumns)
  const found = await listAccounts(database.db, scope, options)
  return replyFound(options, found, { none: 'no-accounts', show: (rows) => rows.map(describeAccount) })
}

/** Makes an account in an organization, on record. */
export function insertAccount({ database }: RouteParts, organizationId: number, body: AccountBody): Promise<AccountRow> {
  const { externalId, name, description } = body
  const values = { organizationId, externalId, name: (name ?? externalId).trim(), description: description ?? name ?? externalId }
  return database.db.transaction().execute(async (transaction) => {
    const row = await createAccount(transaction, values)
    await recordChange(transaction, { area: 'accounts', entityId: row.id, entityName: row.name, organizationId })
    return row
  })
}

/** Throws no-account (404) for an inactive account, unless the request asks for such too. */
export function demandActive({ query }: RouteRequest, account: AccountRow): AccountRow {
  if (!account.active && !readSwitch(query, 'includeInactive')) throw createError('no-account', { params: { id: account.id } })
  return account
}
