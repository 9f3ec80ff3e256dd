// Contacts for the seed and for bulk seeding: the first few use every slot, the others a plain mix.

import { companyNames, familyNames, givenNames, pickAt } from '../../lib/names.ts'
import { formatTime, insertRow, type Row, type Tenant } from '../tenant.ts'
import { places } from './names.ts'

const started = Date.UTC(2024, 2, 15, 10, 30)

/** Adds so many contacts, an hour of creation time apart, and returns them. The same tenant always gets the same people. */
export function addContacts(tenant: Tenant, count: number): Row[] {
  return Array.from({ length: count }, () => insertRow(tenant.tables.contacts, createContact(tenant, tenant.tables.contacts.nextId)))
}

function createContact(tenant: Tenant, number: number): Record<string, unknown> {
  const [given, family] = [pickAt(givenNames, number), pickAt(familyNames, number * 3 + Math.floor(number / 11))]
  const created = formatTime(started + number * 3_600_000)
  const contact: Record<string, unknown> = {
    given_name: given,
    family_name: family,
    email_addresses: createEmails(tenant, { number, given, family }),
    create_time: created,
    update_time: created,
    created_by: '1',
    last_updated_by: '1',
    owner_id: String(1 + (number % 3)),
    contact_type: number % 4 === 0 ? 'Lead' : 'Customer',
    source_type: 'MANUAL',
    account_id: String(number),
    tag_ids: [],
  }
  if (number % 2 === 1) contact['company'] = createCompany(tenant, number)
  return Object.assign(contact, isFull(number) ? createFullParts(number) : createPlainParts(number))
}

// The first ten, and every fiftieth after them, have something in every slot.
function isFull(number: number): boolean {
  return number <= 10 || number % 50 === 0
}

function createCompany(tenant: Tenant, number: number): Record<string, unknown> {
  const id = String(1 + (number % companyNames.length))
  return { id, company_name: tenant.tables.companies.rows.get(id)?.['company_name'] ?? pickAt(companyNames, number) }
}

function createEmails(tenant: Tenant, person: { number: number; given: string; family: string }): Record<string, unknown>[] {
  const plain = `${person.given}.${person.family}`
    .normalize('NFD')
    .replace(/[^a-zA-Z.]/g, '')
    .toLowerCase()
  const address = `${plain}.${person.number}@${tenant.id.split('.')[0]}.example.com`
  const status = {
    is_opt_in: person.number % 3 === 0,
    email_opt_status: person.number % 3 === 0 ? 'SINGLE_OPT_IN' : 'UNENGAGED_MARKETABLE',
  }
  const first = { email: address, field: 'EMAIL1', ...status }
  if (!isFull(person.number)) return [first]
  return [first, { email: `work.${address}`, field: 'EMAIL2', ...status }, { email: `home.${address}`, field: 'EMAIL3', ...status }]
}

function createPlainParts(number: number): Record<string, unknown> {
  return {
    phone_numbers: [{ number: formatPhone(number, 1), type: 'Mobile', field: 'PHONE1' }],
    addresses: [{ ...pickAt(places, number), field: 'BILLING' }],
    ...(number % 3 === 0 ? { leadsource_id: String(1 + (number % 3)) } : {}),
  }
}

function createFullParts(number: number): Record<string, unknown> {
  const phoneTypes = ['Work', 'Home', 'Mobile', 'Other', 'Other']
  return {
    middle_name: 'Lee',
    preferred_name: 'Sunny',
    prefix: 'Dr.',
    suffix: 'Jr.',
    job_title: 'Buyer',
    spouse_name: 'Robin',
    website: `https://example.com/people/${number}`,
    birth_date: '1985-04-12',
    anniversary_date: '2015-06-20',
    preferred_locale: 'en_US',
    time_zone: 'America/Phoenix',
    referral_code: `REF-${number}`,
    leadsource_id: String(1 + (number % 3)),
    assistant_name: 'Pat Doe',
    assistant_phone: '4805550100',
    billing_information: 'Net 30',
    origin: { date: formatTime(started), ip_address: '192.0.2.10' },
    phone_numbers: phoneTypes.map((type, at) => ({
      number: formatPhone(number, at + 1),
      ...(at === 0 ? { extension: '42' } : {}),
      type,
      field: `PHONE${at + 1}`,
    })),
    fax_numbers: [1, 2].map((at) => ({ number: formatPhone(number, at + 6), type: 'Work', field: `FAX${at}` })),
    addresses: ['BILLING', 'SHIPPING', 'OTHER'].map((field, at) => ({ ...pickAt(places, number + at), field })),
    social_accounts: [{ name: `person${number}`, type: 'LINKED_IN' }],
    custom_fields: [
      { id: '7', content: pickAt(['Bronze', 'Silver', 'Gold'], number) },
      { id: '2', content: '2025-01-31T00:00:00.000Z' },
      { id: '9', content: ['red', 'blue'] },
      { id: '17', content: `Note to person ${number}` },
      { id: '22', content: number },
      { id: '24', content: number % 2 },
    ],
  }
}

function formatPhone(number: number, line: number): string {
  return `(480) 555-${String((number * 10 + line) % 10_000).padStart(4, '0')}`
}
