/** The customer and its organizations, for who administers it (contract 8.1). */
import { recordChange } from '../../audit/record-change.ts'
import { createError } from '../../lib/errors.ts'
import { readSwitch } from '../../lib/query-values.ts'
import { callerOf } from '../../lib/read-request.ts'
import type { Route, RouteReply, RouteRequest } from '../../lib/route.ts'
import { channels } from '../../store/tables.ts'
import { closingOf, runClosing } from '../accounts/change-account.ts'
import { includeInactiveParameter, listParameters, type RouteParts, readListOptions, replyFound } from '../route-parts.ts'
import { describeCustomer, describeOrganization } from './describe-organization.ts'
import { listOrganizations, organizationColumns } from './organization-store.ts'
import { demandCustomer, reachOrganizationOfCustomer } from './reach-organization.ts'

/** As many organizations as a customer is shown with. */
const shownOrganizations = { page: { offset: 0, size: 5000 }, includeInactive: false, where: undefined }

export function createCustomerRoutes(parts: RouteParts): readonly Route[] {
  const { db } = parts.database
  return [
    {
      method: 'GET',
      path: '/customers/me',
      access: 'caller',
      async handle(request) {
        const customer = await demandCustomer(db, callerOf(request))
        return { body: describeCustomer(customer, (await listOrganizations(db, customer.id, shownOrganizations)).rows) }
      },
    },
    {
      method: 'GET',
      path: '/customers/organizations',
      access: 'caller',
      query: listParameters,
      async handle(request) {
        const customer = await demandCustomer(db, callerOf(request))
        const options = readListOptions(request, organizationColumns)
        const found = await listOrganizations(db, customer.id, options)
        return replyFound(options, found, { none: 'no-organizations', show: (rows) => rows.map((row) => describeOrganization(row)) })
      },
    },
    {
      method: 'GET',
      path: '/customers/organizations/:id',
      access: 'caller',
      query: [includeInactiveParameter],
      async handle(request) {
        const id = request.params['id'] ?? ''
        const row = await reachOrganizationOfCustomer(db, callerOf(request), id)
        if (!row.active && !readSwitch(request.query, 'includeInactive')) throw createError('no-organization', { params: { id } })
        return { body: describeOrganization(row) }
      },
    },
    { method: 'DELETE', path: '/customers/organizations/:id', access: 'caller', handle: (request) => deleteOrganization(parts, request) },
  ]
}

/** Its users and instances go; the row stays, inactive, as an account's does. */
async function deleteOrganization(parts: RouteParts, request: RouteRequest): Promise<RouteReply> {
  const caller = callerOf(request)
  const { id, name } = await reachOrganizationOfCustomer(parts.database.db, caller, request.params['id'] ?? '')
  if (id === caller.organizationId) throw createError('organization-not-closable', { params: { id } })
  await runClosing(parts, async (transaction, close) => {
    await transaction.updateTable('organizations').set({ active: false, updated_at: new Date() }).where('id', '=', id).execute()
    const changed = { active: false, updated_at: new Date() }
    const accounts = await transaction.updateTable('accounts').set(changed).where('organization_id', '=', id).returningAll().execute()
    for (const account of accounts) await close(closingOf(account, true))
    await recordChange(transaction, { area: 'organizations', entityId: id, entityName: name })
    await parts.database.notify(channels.secrets, String(id), transaction)
  })
  return { body: undefined }
}
