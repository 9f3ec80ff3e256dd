/** The caller's organization, and those that an administrator of the customer makes beside it (contract 8.1). */
import { Type } from 'typebox'
import { recordChange } from '../../audit/record-change.ts'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import { callerOf, readBody } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { describeAccount } from '../accounts/describe-account.ts'
import { demandActive, insertAccount, newAccountSchema, replyAccounts } from '../accounts/routes.ts'
import { changeDirectory } from '../change-directory.ts'
import { readId } from '../directory-ids.ts'
import { findAccount } from '../directory-store.ts'
import { readOrganizationSecret } from '../read-secrets.ts'
import { changeRole, findRole, type RoleBody } from '../roles/change-role.ts'
import { createRoleBook } from '../roles/role.ts'
import { putRole } from '../roles/role-store.ts'
import { isOrganizationAdmin } from '../roles.ts'
import { includeInactiveParameter, listParameters, nameSchema, optionalTextSchema, type RouteParts } from '../route-parts.ts'
import { createOrganization } from './create-organization.ts'
import { createCustomerRoutes } from './customer-routes.ts'
import { describeOrganization } from './describe-organization.ts'
import { findOrganization } from './organization-store.ts'
import { demandCustomer, reachOrganization } from './reach-organization.ts'

interface NewOrganizationBody {
  readonly name: string
  readonly externalId?: string | null
  readonly environment?: string | null
  readonly status?: string | null
  readonly roles?: readonly RoleBody[] | null
}

const roleSchema = Type.Object({
  key: Type.String({ maxLength: 64 }),
  privileges: Type.Array(Type.Object({ key: Type.String() }), { maxItems: 500 }),
})

/** What a new organization is made of. */
const newOrganizationSchema = Type.Object({
  name: nameSchema,
  externalId: optionalTextSchema,
  environment: Type.Optional(Type.Unsafe<string | null>({ enum: ['production', 'test', null] })),
  status: Type.Optional(Type.Unsafe<string | null>({ enum: ['paid', 'trial', null] })),
  roles: Type.Optional(Type.Array(roleSchema, { maxItems: 200 })),
})

export function createOrganizationRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  const reach = (request: RouteRequest) => reachOrganization(db, callerOf(request), request.params['id'] ?? '')
  return [
    { method: 'GET', path: '/organizations/me', access: 'caller', handle: (request) => showOrganization(parts, callerOf(request)) },
    {
      method: 'PUT',
      path: '/organizations/me',
      access: 'caller',
      body: Type.Object({ name: nameSchema }),
      handle: (request) => renameOrganization(parts, request),
    },
    {
      method: 'POST',
      path: '/organizations',
      access: 'caller',
      body: newOrganizationSchema,
      handle: (request) => addOrganization(parts, request),
    },
    {
      method: 'GET',
      path: '/organizations/:id/accounts',
      access: 'caller',
      query: listParameters,
      handle: async (request) => replyAccounts(parts, request, { organizationId: (await reach(request)).id }),
    },
    {
      method: 'POST',
      path: '/organizations/:id/accounts',
      access: 'caller',
      body: newAccountSchema,
      handle: async (request) => ({ body: describeAccount(await insertAccount(parts, (await reach(request)).id, readBody(request))) }),
    },
    {
      method: 'GET',
      path: '/organizations/:id/accounts/:accountId',
      access: 'caller',
      query: [includeInactiveParameter],
      async handle(request) {
        const [organization, text] = [await reach(request), request.params['accountId'] ?? '']
        const id = readId(text)
        const account = id === undefined ? undefined : await findAccount(db, { organizationId: organization.id }, id)
        if (account === undefined) throw createError('no-account', { params: { id: text } })
        return { body: describeAccount(demandActive(request, account)) }
      },
    },
    ...createCustomerRoutes(parts),
  ]
}

async function showOrganization({ database, keyring }: RouteParts, { organizationId }: Caller): Promise<RouteReply> {
  const row = await findOrganization(database.db, organizationId)
  // Deleted since the caller was looked up.
  if (row === undefined) throw createError('invalid-secrets')
  return { body: describeOrganization(row, await readOrganizationSecret(database, keyring, organizationId)) }
}

async function renameOrganization(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = callerOf(request)
  if (!isOrganizationAdmin(caller.roles)) throw createError('missing-privilege', { params: { action: 'change the organization' } })
  const name = readBody<{ readonly name: string }>(request).name.trim()
  const id = caller.organizationId
  await changeDirectory(parts, async (transaction) => {
    await transaction.updateTable('organizations').set({ name, updated_at: new Date() }).where('id', '=', id).execute()
    await recordChange(transaction, { area: 'organizations', entityId: id, entityName: name, organizationId: id })
  })
  return showOrganization(parts, caller)
}

/** Its roles may differ from the start from those that the server brings. */
async function addOrganization(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const [caller, body] = [callerOf(request), readBody<NewOrganizationBody>(request)]
  const { database, keyring } = parts
  const customer = await demandCustomer(database.db, caller)
  const book = createRoleBook([])
  const roles = (body.roles ?? []).map((role) => changeRole({ book, caller }, findRole(book, role.key), role))
  const values = {
    name: body.name.trim(),
    customerId: customer.id,
    externalId: body.externalId ?? undefined,
    environment: body.environment ?? undefined,
    status: body.status ?? undefined,
  }
  const created = await changeDirectory(parts, async (transaction) => {
    const organization = await createOrganization(transaction, keyring, values)
    for (const role of roles) await putRole(transaction, organization.id, role)
    await recordChange(transaction, { area: 'organizations', entityId: organization.id, entityName: values.name })
    return organization
  })
  return { body: describeOrganization((await findOrganization(database.db, created.id))!, created.secret) }
}
