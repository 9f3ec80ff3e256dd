// Leads, contacts, opportunities and tasks: what each shows, and what a body may set in those that nest in one another.
import { type Check, type Checks, choice, list, object, Problem, reference, text } from '../checks.ts'
import type { Kind } from '../records.ts'
import { listOnLead, type Row, type Tenant } from '../tenant.ts'
import { authorship, renderRow, stored, type View } from '../view.ts'
import { opportunityView } from './opportunity-view.ts'
import { taskView } from './task-view.ts'

const searchLink = (name: string, url: string) => [{ name, url }]

const contactView: View = {
  ...stored('id'),
  organization_id: (_row, tenant) => tenant.organizationId,
  ...stored('lead_id'),
  ...stored('created_by'),
  ...stored('updated_by'),
  ...stored('date_created'),
  ...stored('date_updated'),
  name: (row) => row['name'] ?? '',
  ...stored('title'),
  display_name: (row) => row['name'] || readFirst(row, 'emails', 'email') || readFirst(row, 'phones', 'phone') || 'Untitled',
  integration_links: (row) =>
    searchLink(
      'LinkedIn Search',
      `https://www.linkedin.com/search/results/people/?keywords=${encodeURIComponent(String(row['name'] ?? ''))}`,
    ),
  urls: (row) => row['urls'] ?? [],
  emails: (row) => row['emails'] ?? [],
  phones: (row) => row['phones'] ?? [],
}

export const contactKind: Kind = { table: 'contacts', objectType: 'contact', noun: 'Contact', view: contactView, flat: contactView }

export const opportunityKind: Kind = {
  table: 'opportunities',
  objectType: 'opportunity',
  noun: 'Opportunity',
  view: opportunityView,
  flat: opportunityView,
}

export const taskKind: Kind = { table: 'tasks', objectType: 'task.lead', noun: 'Task', view: taskView, flat: taskView }

const flatLead: View = {
  ...stored('id'),
  ...stored('url'),
  html_url: (row) => `https://app.close.com/lead/${row.id}/`,
  name: (row) => row['name'] ?? '',
  display_name: (row) => row['name'] || 'Untitled',
  description: (row) => row['description'] ?? '',
  ...stored('status_id'),
  status_label: (row, tenant) => tenant.tables.leadStatuses.rows.get(String(row['status_id']))?.['label'] ?? null,
  contact_ids: (row, tenant) => listOnLead(tenant.tables.contacts, row.id).map((each) => each.id),
  addresses: (row) => row['addresses'] ?? [],
  ...authorship,
}

const leadView: View = {
  ...flatLead,
  integration_links: (row) => searchLink('Google Search', `https://google.com/search?q=${encodeURIComponent(String(row['name'] ?? ''))}`),
  contacts: (row, tenant) => nest(tenant, row, contactKind),
  opportunities: (row, tenant) => nest(tenant, row, opportunityKind),
  tasks: (row, tenant) => nest(tenant, row, taskKind),
}

export const leadKind: Kind = { table: 'leads', objectType: 'lead', noun: 'Lead', view: leadView, flat: flatLead }

function nest(tenant: Tenant, lead: Row, kind: Kind): Record<string, unknown>[] {
  return listOnLead(tenant.tables[kind.table], lead.id).map((row) => renderRow(kind.view, row, { tenant }))
}

function readFirst(row: Row, list: string, name: string): unknown {
  const items = row[list] as Record<string, unknown>[] | undefined
  return items?.[0]?.[name]
}

const kinds = (more: string[]): Check => choice(['office', 'direct', 'mobile', 'home', 'fax', 'other', ...more])

const email: Check = (value) => {
  const address = typeof value === 'string' ? value.trim() : ''
  if (!/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(address)) throw new Problem('Invalid email address.')
  return address
}

/** An address of the web; one without a scheme gets `http://`. */
export const webAddress: Check = (value) => {
  if (typeof value !== 'string' || !/^([a-z]+:\/\/)?[^\s/]+\.[^\s/.]{2,}(:\d+)?([/?#]\S*)?$/i.test(value)) throw new Problem('Invalid URL.')
  return /^[a-z]+:\/\//i.test(value) ? value : `http://${value}`
}

const phone: Check = (value) => {
  const digits = typeof value === 'string' ? value.replace(/\D/g, '') : ''
  if (digits.length < 7 || digits.length > 15) throw new Problem('Invalid phone number.')
  const isForeign = (value as string).trim().startsWith('+')
  return isForeign ? `+${digits}` : digits.length === 10 ? `+1${digits}` : `+${digits}`
}

function completePhone(values: Record<string, unknown>): Record<string, unknown> {
  const number = String(values['phone'])
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number)
  const formatted = american ? `+1 ${american[1]}-${american[2]}-${american[3]}` : number
  return { type: values['type'] ?? 'office', phone: number, phone_formatted: formatted, country: american ? 'US' : null }
}

/** What a contact may be given, alone or nested in a lead. */
export const contactChecks: Checks = {
  name: text,
  title: text,
  emails: list(
    object({ type: kinds([]), email }, ['email'], (each) => ({
      type: each['type'] ?? 'office',
      email: each['email'],
      is_unsubscribed: false,
    })),
  ),
  phones: list(object({ type: kinds([]), phone }, ['phone'], completePhone)),
  urls: list(object({ type: text, url: webAddress }, ['url'], (each) => ({ type: each['type'] ?? 'url', url: each['url'] }))),
}

/** A lead that is there. */
export const leadReference: Check = reference((id, call) => call.tenant.tables.leads.rows.has(id))

/** A contact that is there. */
export const contactReference: Check = reference((id, call) => call.tenant.tables.contacts.rows.has(id))

/** A user of the organization. */
export const userReference: Check = reference((id, call) => call.tenant.tables.users.rows.has(id))
