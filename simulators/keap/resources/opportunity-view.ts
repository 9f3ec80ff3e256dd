// An opportunity as v2 shows it: contact, stage, user and lead source joined in.
import type { Row, Tenant } from '../tenant.ts'
import { addressPart, readSlot } from './contact-filter.ts'

/** The joined row; properties without a value are left out. */
export function renderOpportunity(tenant: Tenant, row: Row): Row {
  const { contact_id: contactId, stage_id: stageId, user_id: userId, ...rest } = row
  const { tables } = tenant
  const contact = tables.contacts.rows.get(String(contactId))
  const user = tables.users.rows.get(String(userId))
  const source = contact && tables.leadSources.rows.get(String(contact['leadsource_id']))
  return {
    ...rest,
    id: row.id,
    contact: contact ? renderContact(contact) : { id: String(contactId) },
    stage: renderStage(tables.stages.rows.get(String(stageId)), String(stageId)),
    ...(user ? { user: { id: user.id, first_name: user['given_name'], last_name: user['family_name'] } } : {}),
    ...(source ? { lead_source: source['name'] } : {}),
  }
}

function renderContact(contact: Row): Record<string, unknown> {
  return {
    id: contact.id,
    email: readSlot(contact, 'email_addresses', 'EMAIL1')?.['email'],
    city: addressPart('BILLING', 'locality')(contact),
    state: addressPart('BILLING', 'region')(contact),
    first_name: contact['given_name'],
    last_name: contact['family_name'],
    company_name: (contact['company'] as { company_name?: string } | undefined)?.company_name,
    job_title: contact['job_title'],
    phone_number: readSlot(contact, 'phone_numbers', 'PHONE1')?.['number'],
  }
}

function renderStage(stage: Row | undefined, id: string): Record<string, unknown> {
  if (!stage) return { id }
  const details = {
    probability: stage['probability'],
    stage_order: stage['order'],
    target_num_days: stage['target_number_days'],
    checklist_items: [],
  }
  return { id, name: stage['name'], details, reasons: [] }
}
