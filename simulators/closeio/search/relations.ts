// From a record to those it is related to, as `has_related` walks.
import { listOnLead, type Row, type TableName, type Tenant } from '../tenant.ts'

type Relation = (row: Row, tenant: Tenant) => Row[]

const onLead =
  (table: TableName): Relation =>
  (row, tenant) =>
    listOnLead(tenant.tables[table], row.id)

const parts =
  (list: string): Relation =>
  (row) =>
    (row[list] as Row[] | undefined) ?? []

const leadOf: Relation = (row, tenant) => {
  const lead = tenant.tables.leads.rows.get(String(row['lead_id']))
  return lead ? [lead] : []
}

const notes: Relation = (row, tenant) => onLead('activities')(row, tenant).filter((each) => each['_type'] === 'Note')

const relations: Record<string, Record<string, Relation>> = {
  lead: {
    contact: onLead('contacts'),
    opportunity: onLead('opportunities'),
    task: onLead('tasks'),
    'activity.note': notes,
    address: parts('addresses'),
  },
  contact: {
    lead: leadOf,
    contact_email: parts('emails'),
    contact_phone: parts('phones'),
    contact_url: parts('urls'),
    opportunity: (row, tenant) =>
      listOnLead(tenant.tables.opportunities, String(row['lead_id'])).filter((each) => each['contact_id'] === row.id),
  },
  opportunity: { lead: leadOf },
  task: { lead: leadOf },
  'activity.note': { lead: leadOf },
}

/** How one kind of record reaches another; undefined when it does not. */
export function findRelation(from: string, to: string): Relation | undefined {
  const known = relations[from] ?? {}
  return Object.hasOwn(known, to) ? known[to] : undefined
}
