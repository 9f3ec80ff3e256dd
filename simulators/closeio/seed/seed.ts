// The data every simulator starts with: two organizations, the same records on every start.
import { createTenant, insertRow, type Tenant } from '../tenant.ts'
import { formatTime } from '../time.ts'
import { addLeads } from './leads.ts'
import { founded, stampSeed } from './stamp.ts'
import { addActivities, addOpportunities, addTasks } from './work.ts'

export const tenantIds = ['alder', 'cove'] as const

const names: Record<string, string> = { alder: 'Alder & Birch', cove: 'Cove & Dale' }

/** The organizations with their data, by id. */
export function createSeed(): Map<string, Tenant> {
  return new Map(tenantIds.map((id) => [id, seedTenant(id)]))
}

function seedTenant(id: string): Tenant {
  const tenant = createTenant(id, names[id] ?? id)
  addUsers(tenant)
  addStatuses(tenant)
  addCustomFields(tenant)
  addLeads(tenant, 40)
  addOpportunities(tenant)
  addTasks(tenant)
  addActivities(tenant)
  return tenant
}

const users = [
  ['Integration', 'User', 'admin'],
  ['Dana', 'Reyes', 'superuser'],
  ['Morgan', 'Falk', 'user'],
  ['Robin', 'Sato', 'restricteduser'],
] as const

function addUsers(tenant: Tenant): void {
  for (const [first, last, role] of users) {
    const time = formatTime(founded)
    const email = `${first}.${last}@${tenant.id}.example.com`.toLowerCase()
    const values = { email, first_name: first, last_name: last, image: 'https://example.com/avatar.png', role_id: role }
    insertRow(tenant, 'users', { ...values, date_created: time, date_updated: time })
  }
}

const leadStatuses = ['Potential', 'Bad Fit', 'Qualified', 'Customer', 'Interested', 'Canceled']

const opportunityStatuses = [
  ['Demo Completed', 'active'],
  ['Proposal Sent', 'active'],
  ['Contract Sent', 'active'],
  ['Won', 'won'],
  ['Lost', 'lost'],
] as const

function addStatuses(tenant: Tenant): void {
  for (const label of leadStatuses) insertRow(tenant, 'leadStatuses', { label })
  const sales = insertRow(tenant, 'pipelines', { name: 'Sales', ...stampSeed(tenant, 0) })
  const renewals = insertRow(tenant, 'pipelines', { name: 'Renewals', ...stampSeed(tenant, 0) })
  for (const [label, type] of opportunityStatuses) {
    insertRow(tenant, 'opportunityStatuses', { label, status_type: type, pipeline_id: sales.id })
  }
  for (const [label, type] of [
    ['Up for Renewal', 'active'],
    ['Renewed', 'won'],
    ['Churned', 'lost'],
  ] as const) {
    insertRow(tenant, 'opportunityStatuses', { label, status_type: type, pipeline_id: renewals.id })
  }
}

const customFields = [
  ['lead', 'Industry', 'choices', { choices: ['Manufacturing', 'Retail', 'Software', 'Services'] }],
  ['lead', 'Company Size', 'number', {}],
  ['lead', 'Current Vendor', 'text', {}],
  ['lead', 'Lead Owner', 'user', {}],
  ['lead', 'Renewal Date', 'date', {}],
  ['lead', 'Channels', 'choices', { choices: ['Web', 'Phone', 'Referral', 'Event'], accepts_multiple_values: true }],
  ['contact', 'Decision Maker', 'choices', { choices: ['Yes', 'No'] }],
  ['contact', 'Birthday', 'date', {}],
  ['contact', 'Last Visit', 'datetime', {}],
  ['opportunity', 'Plan', 'choices', { choices: ['Starter', 'Pro', 'Enterprise'] }],
  ['opportunity', 'Seats', 'number', {}],
] as const

function addCustomFields(tenant: Tenant): void {
  for (const [objectType, name, type, more] of customFields) {
    insertRow(tenant, 'customFields', { object_type: objectType, name, type, ...more, ...stampSeed(tenant, 0) })
  }
}
