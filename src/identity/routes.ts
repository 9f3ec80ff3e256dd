/** The platform's own people: the organization of the caller, its accounts and users (contract 8.1–8.3). Reading, and renaming the organization. */
import { Type } from 'typebox'
import type { Caller } from '../lib/caller.ts'
import { createError } from '../lib/errors.ts'
import { pageParameters, type QueryParameter, whereParameter } from '../lib/query-parameters.ts'
import { readText } from '../lib/query-values.ts'
import type { Route, RouteReply, RouteRequest } from '../lib/route.ts'
import type { Database } from '../store/database.ts'
import { describeAccount, describeOrganization, describeUser } from './describe-directory.ts'
import {
  accountColumns,
  findAccount,
  findUser,
  type ListOptions,
  listAccounts,
  listUsers,
  scopeOf,
  userColumns,
} from './directory-store.ts'
import type { Keyring } from './keyring.ts'
import { buildPageHeaders, readPage } from './paging.ts'
import { readOrganizationSecret } from './read-secrets.ts'
import { isOrganizationAdmin } from './roles.ts'
import { type Columns, parseCondition } from './where-sql.ts'

export interface RouteParts {
  readonly database: Database
  readonly keyring: Keyring
}

const listParameters: readonly QueryParameter[] = [
  whereParameter,
  ...pageParameters,
  { name: 'offset', description: 'How many to leave out, in place of page', type: 'integer' },
  { name: 'includeInactive', description: 'With those that are not active', type: 'boolean' },
]

const organizationBody = Type.Object({ name: Type.String({ pattern: '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$', maxLength: 255 }) })

/** The routes of identity, all for User + Organization. */
export function createIdentityRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  return [
    { method: 'GET', path: '/organizations/me', access: 'caller', handle: (request) => showOrganization(parts, callerOf(request)) },
    {
      method: 'PUT',
      path: '/organizations/me',
      access: 'caller',
      body: organizationBody,
      handle: (request) => renameOrganization(parts, request),
    },
    {
      method: 'GET',
      path: '/accounts',
      access: 'caller',
      query: listParameters,
      async handle(request) {
        const options = readListOptions(request, accountColumns)
        const found = await listAccounts(db, scopeOf(callerOf(request)), options)
        if (found.rows.length === 0) throw createError('no-accounts')
        return { headers: buildPageHeaders(options.page, found), body: found.rows.map(describeAccount) }
      },
    },
    {
      method: 'GET',
      path: '/accounts/:id',
      access: 'caller',
      async handle(request) {
        const text = request.params['id'] ?? ''
        const id = readId(text)
        const account = id === undefined ? undefined : await findAccount(db, scopeOf(callerOf(request)), id)
        if (account === undefined) throw createError('no-account', { params: { id: text } })
        return { body: describeAccount(account) }
      },
    },
    {
      method: 'GET',
      path: '/users',
      access: 'caller',
      query: listParameters,
      async handle(request) {
        const options = readListOptions(request, userColumns)
        const found = await listUsers(db, scopeOf(callerOf(request)), options)
        if (found.rows.length === 0) throw createError('no-users')
        return { headers: buildPageHeaders(options.page, found), body: found.rows.map(describeUser) }
      },
    },
    {
      method: 'GET',
      path: '/users/:emailOrId',
      access: 'caller',
      async handle(request) {
        const text = request.params['emailOrId'] ?? ''
        const id = readId(text)
        // PostgreSQL has no NUL in text, so no email address of ours has one.
        const by = id === undefined ? { email: text.replaceAll('\0', '\ufffd') } : { id }
        const user = await findUser(db, scopeOf(callerOf(request)), by)
        if (user === undefined) throw createError('no-user', { params: { id: text } })
        return { body: describeUser(user) }
      },
    },
  ]
}

async function showOrganization({ database, keyring }: RouteParts, { organizationId }: Caller): Promise<RouteReply> {
  const row = await database.db
    .selectFrom('organizations')
    .select(['id', 'name', 'created_at'])
    .where('id', '=', organizationId)
    .executeTakeFirst()
  // Deleted since the caller was looked up.
  if (row === undefined) throw createError('invalid-secrets')
  return { body: describeOrganization(row, await readOrganizationSecret(database, keyring, organizationId)) }
}

async function renameOrganization(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = callerOf(request)
  if (!isOrganizationAdmin(caller.roles)) throw createError('missing-privilege', { params: { action: 'change the organization' } })
  const { name } = (request.body as { readonly value: { readonly name: string } }).value
  await parts.database.db.updateTable('organizations').set({ name: name.trim() }).where('id', '=', caller.organizationId).execute()
  return showOrganization(parts, caller)
}

function callerOf({ caller }: RouteRequest): Caller {
  if (caller === undefined) throw createError('invalid-secrets')
  return caller
}

function readListOptions({ query }: RouteRequest, columns: Columns): ListOptions {
  const where = readText(query, 'where')
  return {
    where: where === undefined ? undefined : parseCondition(where, columns),
    page: readPage(query),
    includeInactive: readText(query, 'includeInactive') === 'true',
  }
}

/** Digits are an id, beyond what a table can count nobody's; anything else is not one. */
function readId(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}
