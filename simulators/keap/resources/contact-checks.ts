// What a v2 contact may hold on write: lengths as published, references to records that exist, slots used once.
import type { Call } from '../call.ts'
import { type Check, type Checks, choice, day, list, object, reference, text } from '../checks.ts'
import { formatTime } from '../tenant.ts'
import { addresses, customFields, emailAddresses, faxNumbers, phoneNumbers } from './slots.ts'

const sourceTypes = [
  'SOURCE_TYPE_UNSPECIFIED',
  'API',
  'APPOINTMENT',
  'FORM_API_HOSTED',
  'FORM_API_INTERNAL',
  'IMPORT',
  'INTERNAL_FORM',
  'LANDING_PAGE',
  'MANUAL',
  'OTHER',
  'UNKNOWN',
  'WEBFORM',
]

const socialTypes = ['SOCIAL_ACCOUNT_TYPE_UNSPECIFIED', 'FACEBOOK', 'LINKED_IN', 'TWITTER', 'INSTAGRAM', 'SNAPCHAT', 'YOUTUBE', 'PINTEREST']

/** The checks of a contact in this call's tenant. */
export function createContactChecks(call: Call): Checks {
  const { tables } = call.tenant
  const checks: Checks = {
    addresses,
    company: createCompanyCheck(call),
    origin: (value, name) => ({ ...(object({ ip_address: text() })(value, name) as object), date: formatTime(call.now) }),
    prefix: text(),
    suffix: text(),
    website: text(100),
    anniversary_date: day,
    birth_date: day,
    contact_type: text(),
    custom_fields: customFields(call.tenant.customFields, 'CONTACT'),
    email_addresses: emailAddresses,
    family_name: text(40),
    fax_numbers: faxNumbers,
    given_name: text(40),
    job_title: text(255),
    leadsource_id: reference((id) => tables.leadSources.rows.has(id)),
    middle_name: text(100),
    owner_id: reference((id) => tables.users.rows.has(id)),
    phone_numbers: phoneNumbers,
    preferred_locale: text(),
    preferred_name: text(100),
    referral_code: text(),
    social_accounts: list(object({ name: text(), type: choice(socialTypes) })),
    source_type: choice(sourceTypes),
    spouse_name: text(100),
    time_zone: text(),
    assistant_name: text(20),
    assistant_phone: text(15),
    billing_information: text(100),
  }
  if (call.options.contactNotesField) checks['notes'] = text()
  return checks
}

// By id the name comes from the record; by name the record is linked when one bears that name.
function createCompanyCheck(call: Call): Check {
  const { rows } = call.tenant.tables.companies
  const shape = object({ id: reference((id) => rows.has(id)), company_name: text() })
  return (value, name) => {
    const { id, company_name: companyName } = shape(value, name) as { id?: string; company_name?: string }
    if (id !== undefined) return { id, company_name: rows.get(id)?.['company_name'] }
    const found = [...rows.values()].find((row) => row['company_name'] === companyName)
    return found ? { id: found.id, company_name: companyName } : { company_name: companyName }
  }
}
