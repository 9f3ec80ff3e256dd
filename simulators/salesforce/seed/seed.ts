// The data every simulator starts with: two organizations, the same records on every start.
import { createTenant, readTable, type Tenant } from '../tenant.ts'
import { insertSeed } from './insert.ts'
import { addAccounts, addContacts, addLeads } from './people.ts'
import { addActivities, addFiles, addSales } from './work.ts'

export const tenantIds = ['meridian', 'harbour'] as const

const heads: Record<(typeof tenantIds)[number], { name: string; pod: string }> = {
  meridian: { name: 'Meridian Instruments', pod: '5g000' },
  harbour: { name: 'Harbour & Quay', pod: '7Q000' },
}

/** The organizations with their data, by id. */
export function createSeed(): Map<string, Tenant> {
  return new Map(tenantIds.map((id) => [id, seedTenant(createTenant({ id, ...heads[id] }))]))
}

function seedTenant(tenant: Tenant): Tenant {
  addUsers(tenant)
  addAccounts(tenant)
  addContacts(tenant, 36)
  addLeads(tenant)
  addSales(tenant)
  addActivities(tenant)
  addFiles(tenant)
  return tenant
}

const people = [
  ['Nora', 'Field', 'System Administrator', true],
  ['Omar', 'Reyes', 'Standard User', true],
  ['Petra', 'Lang', 'Standard User', true],
  ['Quentin', 'Gone', 'Standard User', false],
] as const

// The first user makes everything before there are users, the profiles and the user itself among it.
function addUsers(tenant: Tenant): void {
  const profiles = ['System Administrator', 'Standard User'].map((Name) => insertSeed(tenant, 'Profile', { Name, UserType: 'Standard' }, 0))
  for (const [at, [FirstName, LastName, profile, IsActive]] of people.entries()) {
    const values = {
      FirstName,
      LastName,
      Username: `${FirstName}.${LastName}@${tenant.id}.example.com`.toLowerCase(),
      Email: `${FirstName}.${LastName}@${tenant.id}.example.com`.toLowerCase(),
      Alias: `${FirstName[0]}${LastName.slice(0, 4)}`.toLowerCase(),
      Title: at === 0 ? 'Administrator' : 'Sales Representative',
      ProfileId: profiles.find((each) => each.values['Name'] === profile)?.id,
      IsActive,
      TimeZoneSidKey: 'America/Los_Angeles',
      LocaleSidKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: 'en_US',
    }
    insertSeed(tenant, 'User', values, 0)
  }
  const [first] = readTable(tenant, 'User').list
  for (const row of [...profiles, ...(first ? [first] : [])])
    Object.assign(row.values, { CreatedById: first?.id, LastModifiedById: first?.id })
  addOrganization(tenant)
}

// The organization's record has the organization's own id.
function addOrganization(tenant: Tenant): void {
  const { object, rows, list } = readTable(tenant, 'Organization')
  const made = insertSeed(
    tenant,
    object.name,
    { Name: tenant.name, OrganizationType: 'Developer Edition', InstanceName: 'LOC1', City: 'San Francisco', Country: 'US' },
    0,
  )
  rows.delete(made.id)
  const row = { ...made, id: tenant.organizationId, values: { ...made.values, Id: tenant.organizationId } }
  rows.set(row.id, row)
  list.splice(0, list.length, row)
}
