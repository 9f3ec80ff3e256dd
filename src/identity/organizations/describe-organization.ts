/** Customers and organizations as clients see them (contract 8.1); a secret only where 8.8 shows one. */
import { formatDay } from '../format-day.ts'
import type { CustomerRow, OrganizationRow } from './organization-store.ts'

/** With its secret where it is given. */
export function describeOrganization(row: OrganizationRow, secret?: string): object {
  return {
    id: row.id,
    name: row.name,
    createdDate: formatDay(row.created_at),
    ...(secret !== undefined && { secret }),
    vdrVersion: row.vdr_version,
    ...(row.external_id !== null && { externalId: row.external_id }),
    ...(row.customer_id !== null && { customerId: row.customer_id }),
    environment: row.environment,
    status: row.status,
    active: row.active,
    twoFactorAuthEnabled: false,
    canCreatePeer: false,
  }
}

/** A customer with its organizations. */
export function describeCustomer(row: CustomerRow, organizations: readonly OrganizationRow[]): object {
  return {
    id: row.id,
    name: row.name,
    environment: row.environment,
    status: row.status,
    active: row.active,
    createdDate: formatDay(row.created_at),
    updatedDate: formatDay(row.updated_at),
    organizations: organizations.map((organization) => describeOrganization(organization)),
    contacts: [],
  }
}
