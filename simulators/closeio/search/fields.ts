// Fields that Advanced Filtering knows: of leads, contacts and what hangs on them; how each is read, compared and sorted.
import { listCustomFields } from '../custom-fields.ts'
import { InvalidRequest } from '../errors.ts'
import { readAnnualValue, readStatus } from '../resources/opportunity-view.ts'
import type { Row, Tenant } from '../tenant.ts'

export type FieldKind = 'text' | 'term' | 'reference' | 'number' | 'moment' | 'boolean'

export interface SearchField {
  kind: FieldKind
  /** One value or, for a field of several values, a list. */
  read: (row: Row, tenant: Tenant) => unknown
}

const own = (kind: FieldKind, ...names: string[]): Record<string, SearchField> =>
  Object.fromEntries(names.map((name) => [name, { kind, read: (row: Row) => row[name] }]))

const counted = (field: string, list: string): Record<string, SearchField> => ({
  [field]: { kind: 'number', read: (row) => ((row[list] as unknown[] | undefined) ?? []).length },
})

const common: Record<string, SearchField> = {
  ...own('term', 'id'),
  ...own('moment', 'date_created', 'date_updated'),
  ...own('reference', 'created_by', 'updated_by'),
}

const fields: Record<string, Record<string, SearchField>> = {
  lead: {
    ...common,
    ...own('text', 'name', 'description', 'url'),
    display_name: { kind: 'text', read: (row) => row['name'] || 'Untitled' },
    ...own('reference', 'status_id'),
    status_label: {
      kind: 'term',
      read: (row, tenant) => tenant.tables.leadStatuses.rows.get(String(row['status_id']))?.['label'],
    },
    ...counted('addresses_count', 'addresses'),
    num_contacts: { kind: 'number', read: (row, tenant) => tenant.tables.contacts.byLead.get(row.id)?.size ?? 0 },
    num_opportunities: { kind: 'number', read: (row, tenant) => tenant.tables.opportunities.byLead.get(row.id)?.size ?? 0 },
  },
  contact: {
    ...common,
    ...own('text', 'name', 'title'),
    display_name: { kind: 'text', read: (row) => row['name'] || 'Untitled' },
    ...own('reference', 'lead_id'),
    ...counted('emails_count', 'emails'),
    ...counted('phones_count', 'phones'),
    ...counted('urls_count', 'urls'),
  },
  contact_email: own('text', 'email', 'type'),
  contact_phone: own('text', 'phone', 'type', 'country'),
  contact_url: own('text', 'url', 'type'),
  address: own('text', 'label', 'address_1', 'address_2', 'city', 'state', 'zipcode', 'country'),
  opportunity: {
    ...common,
    ...own('text', 'note'),
    ...own('reference', 'lead_id', 'contact_id', 'user_id', 'status_id'),
    ...own('number', 'confidence', 'value'),
    ...own('term', 'value_period'),
    ...own('moment', 'date_won'),
    annualized_value: { kind: 'number', read: readAnnualValue },
    status_type: { kind: 'term', read: (row, tenant) => readStatus(row, tenant)?.['status_type'] },
  },
  task: {
    ...common,
    ...own('text', 'text'),
    ...own('reference', 'lead_id', 'assigned_to'),
    ...own('moment', 'date'),
    ...own('boolean', 'is_complete'),
  },
  'activity.note': {
    ...common,
    ...own('text', 'note', 'title'),
    ...own('reference', 'lead_id', 'user_id'),
    ...own('moment', 'activity_at'),
  },
}

const customKinds: Record<string, FieldKind> = {
  number: 'number',
  date: 'moment',
  datetime: 'moment',
  choices: 'term',
  user: 'reference',
  contact: 'reference',
  checkbox: 'boolean',
}

/**
 * The field that a query names, on records of a kind.
 * @throws InvalidRequest for a field that is not there, or that belongs to another kind
 */
export function findField(tenant: Tenant, objectType: string, named: unknown): SearchField {
  const field = (named ?? {}) as Record<string, unknown>
  if (field['type'] === 'custom_field') {
    const id = String(field['custom_field_id'])
    const found = listCustomFields(tenant, objectType).find((each) => each.id === id)
    if (!found) throw refuse(`Custom field ${id} does not exist on ${objectType}.`)
    return { kind: customKinds[String(found['type'])] ?? 'text', read: (row) => row[`custom.${id}`] }
  }
  if (field['type'] !== 'regular_field') throw refuse('A field is a regular_field or a custom_field.')
  const owner = field['object_type'] ?? objectType
  if (owner !== objectType) throw refuse(`A field of ${String(owner)} cannot be asked of ${objectType}; use has_related.`)
  const name = String(field['field_name'])
  const known = fields[objectType] ?? {}
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  if (!found) throw refuse(`${objectType} has no field ${name}.`)
  return found
}

/** A query that cannot be understood. */
export function refuse(reason: string): InvalidRequest {
  return new InvalidRequest({ query: reason })
}

/** The texts of a record that a text query looks through. */
export function listTexts(objectType: string, row: Row, tenant: Tenant): string[] {
  const known = Object.values(fields[objectType] ?? {}).filter((each) => each.kind === 'text')
  const texts = known.map((each) => each.read(row, tenant))
  const custom = Object.entries(row).flatMap(([name, value]) => (name.startsWith('custom.') ? [value].flat() : []))
  return [...texts, ...custom].filter((each): each is string => typeof each === 'string')
}
