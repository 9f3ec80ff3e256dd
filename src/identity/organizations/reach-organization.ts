/** Organizations that a caller may see from above (contract 8.1): one's own, and for an administrator of the customer all of the customer's. */
import type { Kysely } from 'kysely'
import type { Caller } from '../../lib/caller.ts'
import { createError } from '../../lib/errors.ts'
import type { Tables } from '../../store/tables.ts'
import { readId } from '../directory-ids.ts'
import { demandPrivilege, isOrganizationAdmin } from '../roles.ts'
import { type CustomerRow, findCustomer, findOrganization, type OrganizationRow } from './organization-store.ts'

/** The customer of the caller's organization. Throws missing-privilege (403) unless the caller administers it, no-customer (404) when there is none. */
export async function demandCustomer(db: Kysely<Tables>, caller: Caller): Promise<CustomerRow> {
  demandPrivilege(caller, 'customerAdmin')
  const id = (await findOrganization(db, caller.organizationId))?.customer_id
  const customer = id == null ? undefined : await findCustomer(db, id)
  if (customer === undefined) throw createError('no-customer')
  return customer
}

/** An organization of the customer. Throws missing-privilege (403), no-customer and no-organization (404). */
export async function reachOrganizationOfCustomer(db: Kysely<Tables>, caller: Caller, idText: string): Promise<OrganizationRow> {
  const customer = await demandCustomer(db, caller)
  const id = readId(idText)
  const organization = id === undefined ? undefined : await findOrganization(db, id)
  if (organization?.customer_id !== customer.id) throw createError('no-organization', { params: { id: idText } })
  return organization
}

/** The same, and one's own for its administrators. Throws missing-privilege (403) for one's own otherwise, no-organization (404) for every other, and for one that is not active. */
export async function reachOrganization(db: Kysely<Tables>, caller: Caller, idText: string): Promise<OrganizationRow> {
  if (readId(idText) === caller.organizationId) {
    if (!isOrganizationAdmin(caller.roles) && !caller.privileges.has('customerAdmin'))
      throw createError('missing-privilege', { params: { action: 'see all accounts of the organization' } })
    return (await findOrganization(db, caller.organizationId))!
  }
  const found = caller.privileges.has('customerAdmin') ? await reachOrganizationOfCustomer(db, caller, idText) : undefined
  if (!found?.active) throw createError('no-organization', { params: { id: idText } })
  return found
}
