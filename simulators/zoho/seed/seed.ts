// Two organizations: one in the data center of the United States, one in that of Europe.
import { moduleDefinitions } from '../modules/all.ts'
import { createTenant, type Tenant } from '../tenant.ts'
import { addRecords, seedStart } from './records.ts'
import { addUsers } from './users.ts'

export const tenantIds = ['northwind', 'suedwind'] as const

/** Fresh organizations by name. */
export function createSeed(): Map<string, Tenant> {
  const heads = [
    { id: tenantIds[0], dataCenter: 'us', offset: -480, companyName: 'Northwind Traders', prefix: '5843104' },
    { id: tenantIds[1], dataCenter: 'eu', offset: 60, companyName: 'Südwind GmbH', prefix: '6210337' },
  ] as const
  return new Map(heads.map((head) => [head.id, fill(createTenant(head, moduleDefinitions))]))
}

function fill(tenant: Tenant): Tenant {
  addUsers(tenant, seedStart)
  addRecords(tenant)
  return tenant
}
