// The data every simulator starts with: two tenants, the same records on every start.

import { companyNames, pickAt } from '../../lib/names.ts'
import { createTenant, formatTime, insertRow, type Tenant } from '../tenant.ts'
import { addContacts } from './contacts.ts'
import { createCustomFields } from './custom-fields.ts'
import { places } from './names.ts'
import { addActivities, addOpportunities, addProducts } from './work.ts'

export const tenantIds = ['ab123.infusionsoft.com', 'cd456.infusionsoft.com'] as const

const created = formatTime(Date.UTC(2024, 0, 10, 9))

/** The tenants with their data, by id. */
export function createSeed(): Map<string, Tenant> {
  return new Map(tenantIds.map((id) => [id, seedTenant(id)]))
}

function seedTenant(id: string): Tenant {
  const tenant = createTenant(id)
  tenant.customFields = createCustomFields()
  tenant.businessProfile = createBusinessProfile(id)
  addUsers(tenant)
  addLists(tenant)
  addCompanies(tenant)
  addContacts(tenant, 36)
  addOpportunities(tenant)
  addActivities(tenant)
  addProducts(tenant)
  applySomeTags(tenant)
  return tenant
}

function createBusinessProfile(id: string): Record<string, unknown> {
  const name = id.startsWith('ab') ? 'Alder & Birch' : 'Cove & Dale'
  const { line1, locality, region, postal_code, country_code } = places[0]
  return {
    name,
    email: `hello@${id.split('.')[0]}.example.com`,
    website: 'https://example.com',
    phone: '(480) 555-0000',
    address: { line1, line2: '', locality, region, postal_code, country_code },
    time_zone: 'America/Phoenix',
    currency_code: 'USD',
    language_tag: 'en-US',
    business_type: 'Retail',
    business_goals: [],
  }
}

const users: readonly [given: string, family: string, status: string, admin: boolean][] = [
  ['Integration', 'User', 'ACTIVE', true],
  ['Dana', 'Reyes', 'ACTIVE', true],
  ['Morgan', 'Falk', 'ACTIVE', false],
  ['Robin', 'Limited', 'ACTIVE', false],
  ['Former', 'Colleague', 'INACTIVE', false],
]

function addUsers(tenant: Tenant): void {
  for (const [given, family, status, admin] of users) {
    const { line1, locality, region, region_code, postal_code, country_code } = places[0]
    insertRow(tenant.tables.users, {
      given_name: given,
      family_name: family,
      status,
      admin,
      partner: false,
      title: 'Ms.',
      company_name: String(tenant.businessProfile['name']),
      website: 'https://example.com',
      email_addresses: [{ email: `${given}.${family}@${tenant.id.split('.')[0]}.example.com`.toLowerCase(), field: 'EMAIL1' }],
      phone_numbers: [{ number: '(480) 555-0199', extension: '7', type: 'Work', field: 'PHONE1' }],
      fax_numbers: [],
      address: { line1, locality, region, region_code, postal_code, country_code },
      global_user_id: String(90_000 + tenant.tables.users.nextId),
      keap_id: `${given}.${family}@example.com`.toLowerCase(),
      created_by: 1,
      create_time: created,
      updated_by: 1,
      update_time: created,
    })
  }
}

const stages: readonly [id: string, name: string, order: number, probability: number][] = [
  ['18', 'New Opportunity', 10, 10],
  ['20', 'Contacting', 20, 20],
  ['22', 'Engaging', 30, 40],
  ['24', 'Qualified', 40, 60],
  ['26', 'Won', 50, 100],
  ['28', 'Lost', 60, 0],
]

function addLists(tenant: Tenant): void {
  const { tables } = tenant
  for (const [id, name, order, probability] of stages) {
    insertRow(tables.stages, {
      id,
      name,
      order,
      probability,
      target_number_days: 7,
      checklist_items: [],
      created_time: created,
      updated_time: created,
    })
  }
  for (const name of ['Customers', 'Marketing']) {
    insertRow(tables.tagCategories, { name, description: `${name} tags`, create_time: created, update_time: created })
  }
  for (const [at, name] of ['Nurture', 'Newsletter', 'VIP', 'Do not call'].entries()) {
    insertRow(tables.tags, {
      name,
      description: `${name} contacts`,
      ...(at < 3 ? { category: { id: String(1 + (at % 2)) } } : {}),
      create_time: created,
      update_time: created,
    })
  }
  for (const name of ['Google Ads', 'Referral', 'Trade Show']) {
    insertRow(tables.leadSources, { name, description: `${name} leads`, status: 'ACTIVE', create_time: created, update_time: created })
  }
}

function addCompanies(tenant: Tenant): void {
  for (const [at, name] of companyNames.entries()) {
    const time = formatTime(Date.UTC(2024, 1, 1) + at * 86_400_000)
    insertRow(tenant.tables.companies, {
      company_name: name,
      first_name: 'Alex',
      last_name: 'Front-Desk',
      website: `https://example.com/companies/${at + 1}`,
      notes: `Met ${name} at the fair.`,
      email_address: {
        email: `office.${at + 1}@${tenant.id.split('.')[0]}.example.com`,
        field: 'EMAIL1',
        is_opt_in: false,
        email_opt_status: 'UNENGAGED_MARKETABLE',
      },
      phone_number: { number: `(480) 555-1${String(at).padStart(3, '0')}`, extension: '1', type: 'Work', field: 'PHONE1' },
      fax_number: { number: `(480) 555-2${String(at).padStart(3, '0')}`, type: 'Work', field: 'FAX1' },
      address: { ...pickAt(places, at), field: 'BILLING' },
      custom_fields: [
        { id: '25', content: pickAt(['Retail', 'Tech', 'Crafts'], at) },
        { id: '26', content: (at + 1) * 5 },
      ],
      owner_id: '1',
      account_id: String(at + 1),
      created_by: '1',
      last_updated_by: '1',
      create_time: time,
      update_time: time,
    })
  }
}

function applySomeTags(tenant: Tenant): void {
  for (const row of tenant.tables.contacts.rows.values()) {
    const number = Number(row.id)
    if (number % 2 === 0) continue
    const tagIds = number % 3 === 0 ? ['1', '3'] : ['2']
    tenant.appliedTags.set(
      row.id,
      tagIds.map((tagId) => ({ tagId, appliedTime: created })),
    )
    row['tag_ids'] = tagIds
    row['groups'] = tagIds.join(',')
  }
}
