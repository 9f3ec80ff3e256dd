// What v2 opportunities may be filtered on. There is no filter by time of change.
import { ApiError } from '../errors.ts'
import type { FilterRules } from '../list/filter.ts'
import { comparisons, idField, idSetField, numberField, property, textField } from '../list/filter-fields.ts'
import type { Row, Tenant } from '../tenant.ts'
import { addressPart, readSlot } from './contact-filter.ts'

/** The filter rules of opportunities in a tenant. */
export function createOpportunityFilter(tenant: Tenant): FilterRules {
  const { contacts, leadSources } = tenant.tables
  const ofContact = (read: (contact: Row) => unknown) => (row: Row) => {
    const contact = contacts.rows.get(String(row['contact_id']))
    return contact && read(contact)
  }
  return {
    customFields: tenant.customFields.filter((each) => each.record_type === 'OPPORTUNITY'),
    check: (names) => {
      if (names.has('ids') && names.has('opportunity_id')) throw new ApiError(400, 'opportunity_id and ids cannot be used together')
    },
    fields: {
      stage_id: idField(property('stage_id')),
      user_id: idField(property('user_id')),
      contact_id: idField(property('contact_id')),
      affiliate_id: idField(property('affiliate_id')),
      opportunity_title: textField(property('opportunity_title'), 'wildcard'),
      lead_source_name: textField(
        ofContact((contact) => leadSources.rows.get(String(contact['leadsource_id']))?.['name']),
        'wildcard',
      ),
      opportunity_id: idField(property('id'), comparisons),
      ids: idSetField(property('id'), 100),
      contact_phone: textField(
        ofContact((contact) => readSlot(contact, 'phone_numbers', 'PHONE1')?.['number']),
        'wildcard',
      ),
      contact_city: textField(ofContact(addressPart('BILLING', 'locality')), 'wildcard'),
      contact_state: textField(ofContact(addressPart('BILLING', 'region')), 'wildcard'),
      projected_revenue_high: numberField(property('projected_revenue_high')),
      projected_revenue_low: numberField(property('projected_revenue_low')),
    },
  }
}
