// What v2 contacts may be filtered on.
import { ApiError } from '../errors.ts'
import type { FilterRules } from '../list/filter.ts'
import type { Condition, FilterField } from '../list/filter-field.ts'
import { comparisons, idField, idSetField, property, textField, timeField } from '../list/filter-fields.ts'
import type { Row, Tenant } from '../tenant.ts'

/** The item of a collection that sits in a slot. */
export function readSlot(row: Record<string, unknown>, collection: string, slot: string): Record<string, unknown> | undefined {
  const items = row[collection]
  return Array.isArray(items) ? (items as Record<string, unknown>[]).find((item) => item['field'] === slot) : undefined
}

/** Reads the property of a contact's address. */
export function addressPart(slot: string, name: string): (row: Row) => unknown {
  return (row) => readSlot(row, 'addresses', slot)?.[name]
}

/** The filter rules of contacts in a tenant. */
export function createContactFilter(tenant: Tenant): FilterRules {
  const sourceName = (row: Row) => tenant.tables.leadSources.rows.get(String(row['leadsource_id']))?.['name']
  return {
    customFields: tenant.customFields.filter((each) => each.record_type === 'CONTACT'),
    check: (names) => {
      if (names.has('phone_number') && !names.has('phone_fields'))
        throw new ApiError(400, 'phone_fields is required when phone_number is supplied')
    },
    fields: {
      email: textField((row) => readSlot(row, 'email_addresses', 'EMAIL1')?.['email'], 'wildcard'),
      given_name: textField(property('given_name'), 'wildcard'),
      family_name: textField(property('family_name'), 'wildcard'),
      middle_name: textField(property('middle_name'), 'wildcard'),
      website: textField(property('website'), 'wildcard'),
      company_id: idField((row) => (row['company'] as { id?: string } | undefined)?.id),
      contact_id: idField(property('id'), comparisons),
      ids: idSetField(property('id')),
      contact_ids: idSetField(property('id')),
      start_update_time: timeField(property('update_time'), 'from'),
      end_update_time: timeField(property('update_time'), 'to'),
      city: textField(addressPart('BILLING', 'locality'), 'wildcard'),
      state: textField(addressPart('BILLING', 'region'), 'wildcard'),
      lead_source_name: textField(sourceName, 'wildcard'),
      ...createAddressFields(),
      ...createPhoneFields(),
    },
  }
}

function createAddressFields(): Record<string, FilterField> {
  const parts = ['line1', 'locality', 'region', 'postal_code', 'country_code']
  const slots = ['billing', 'shipping', 'other']
  const entries = slots.flatMap((slot) =>
    parts.map((part) => [`${slot}_address_${part}`, textField(addressPart(slot.toUpperCase(), part))] as const),
  )
  return Object.fromEntries(entries)
}

// `phone_fields` narrows where `phone_number` looks: the two are one condition in two parts.
function createPhoneFields(): Record<string, FilterField> {
  const pending: { number?: string; fields?: string[] } = {}
  const test = (row: Row) => {
    if (pending.number === undefined) return true
    return (pending.fields ?? []).some((slot) => readSlot(row, 'phone_numbers', slot)?.['number'] === pending.number)
  }
  return {
    phone_number: {
      operators: ['=='],
      compile: ({ value }: Condition) => {
        pending.number = value
        return test
      },
    },
    phone_fields: {
      operators: ['=='],
      compile: ({ value }: Condition) => {
        const fields = value.split(',').map((each) => each.trim())
        const wrong = fields.find((each) => !/^PHONE[1-5]$/.test(each))
        if (wrong !== undefined) throw new ApiError(400, `phone_fields: no such field: ${wrong}`)
        pending.fields = fields
        return test
      },
    },
  }
}
