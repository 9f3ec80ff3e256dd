// The data every simulator starts with: two companies, the same records on every start.
import { addCustomField, createBuiltInFields } from '../fields/create-field.ts'
import { createTenant, type Tenant } from '../tenant.ts'
import { addLeads } from './leads.ts'
import { addMail } from './mail.ts'
import { addOrganizations, addPersons } from './people.ts'
import { addActivityTypes, addCurrencies, addFilters, addPipelines, addUsers } from './settings.ts'
import { addActivities, addDeals, addNotes, addProducts } from './work.ts'

export const tenantIds = ['alder-birch', 'cove-dale'] as const

/** The companies with their data, by domain. */
export function createSeed(): Map<string, Tenant> {
  const alder = { id: tenantIds[0], companyId: 540_110, companyName: 'Alder & Birch', country: 'US', industry: 'Retail', currency: 'USD' }
  const cove = { id: tenantIds[1], companyId: 540_220, companyName: 'Cove & Dale', country: 'DE', industry: 'IT Services', currency: 'EUR' }
  return new Map([alder, cove].map((company, at) => [company.id, seedTenant(createTenant(company, createBuiltInFields()), at)]))
}

function seedTenant(tenant: Tenant, at: number): Tenant {
  addFields(tenant)
  addUsers(tenant, 11_000 * (at + 1))
  addCurrencies(tenant)
  addActivityTypes(tenant)
  addPipelines(tenant)
  addOrganizations(tenant)
  addPersons(tenant, 36)
  addProducts(tenant)
  addDeals(tenant)
  addLeads(tenant)
  addActivities(tenant)
  addNotes(tenant)
  addMail(tenant)
  addFilters(tenant)
  return tenant
}

// One custom field of every type for deals, some for the others.
function addFields(tenant: Tenant): void {
  const types = [
    ['Customer reference', 'varchar'],
    ['Competitor', 'varchar_auto'],
    ['Background', 'text'],
    ['Margin', 'double'],
    ['Setup fee', 'monetary'],
    ['Region', 'enum'],
    ['Channels', 'set'],
    ['Account manager', 'user'],
    ['Reseller', 'org'],
    ['Decision maker', 'people'],
    ['Hotline', 'phone'],
    ['Contract date', 'date'],
    ['Trial period', 'daterange'],
    ['Call time', 'time'],
    ['Office hours', 'timerange'],
    ['Delivery address', 'address'],
  ] as const
  const labels: Record<string, readonly string[]> = { enum: ['North', 'South', 'West'], set: ['Fair', 'Web', 'Referral'] }
  for (const [name, type] of types) addCustomField(tenant, 'deal', { name, type, ...(labels[type] ? { labels: labels[type] } : {}) })
  addCustomField(tenant, 'person', { name: 'Nickname', type: 'varchar' })
  addCustomField(tenant, 'person', { name: 'Score', type: 'double' })
  addCustomField(tenant, 'person', { name: 'Tier', type: 'enum', labels: ['Gold', 'Silver', 'Bronze'] })
  addCustomField(tenant, 'person', { name: 'Interests', type: 'set', labels: ['Tools', 'Books', 'Cycles'] })
  addCustomField(tenant, 'organization', { name: 'Tax number', type: 'varchar' })
  addCustomField(tenant, 'organization', { name: 'Employees', type: 'double' })
  addCustomField(tenant, 'organization', { name: 'Sector', type: 'enum', labels: ['Retail', 'Tech', 'Crafts'] })
  addCustomField(tenant, 'product', { name: 'Colour', type: 'enum', labels: ['Red', 'Green', 'Blue'] })
  addCustomField(tenant, 'product', { name: 'Weight', type: 'double' })
}
