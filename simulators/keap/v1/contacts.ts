// v1 contacts: list and read, create, delete.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { checkBody } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { createContactChecks } from '../resources/contact-checks.ts'
import { readSlot } from '../resources/contact-filter.ts'
import { removeContact } from '../resources/contact-removal.ts'
import { findContact } from '../resources/contacts.ts'
import { formatRowName } from '../resources/names.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { listV1Page } from './page.ts'
import { formatV1CustomFields, formatV1Id, formatV1Time, orNull } from './values.ts'

export const v1ContactRoutes: Routes = {
  'GET /contacts': (call) => answerOk(listContacts(call)),
  'POST /contacts': createContact,
  'GET /contacts/{contact_id}': (call) => answerOk(renderDetail(findContact(call), readOptional(call))),
  'DELETE /contacts/{contact_id}': (call) => {
    const { id } = findContact(call)
    removeContact(call.tenant, id)
    call.announce('contact', 'delete', id)
    return answerNothing()
  },
}

/** Properties shown only when `optional_properties` names them. */
const optionalV1Properties = [
  'custom_fields',
  'job_title',
  'lead_source_id',
  'preferred_locale',
  'preferred_name',
  'prefix',
  'suffix',
  'spouse_name',
  'social_accounts',
  'source_type',
  'time_zone',
  'website',
  'anniversary',
  'birthday',
  'fax_numbers',
  'origin',
] as const

function readOptional(call: Call): string[] {
  const names = call.query.getAll('optional_properties').flatMap((value) => value.split(','))
  const unknown = names.find((name) => name !== '' && !optionalV1Properties.some((each) => each === name))
  if (unknown !== undefined) throw new ApiError(400, `Invalid optional property: ${unknown}`)
  return names
}

function renderContact(row: Row, optional: string[]): Record<string, unknown> {
  const company = row['company'] as { id?: string; company_name?: string } | undefined
  const shown: Record<string, unknown> = {
    id: Number(row.id),
    given_name: orNull(row['given_name']),
    middle_name: orNull(row['middle_name']),
    family_name: orNull(row['family_name']),
    email_addresses: plainSlots(row['email_addresses'], ['email', 'field']),
    phone_numbers: row['phone_numbers'] ?? [],
    addresses: plainSlots(row['addresses'], [
      'line1',
      'line2',
      'locality',
      'region',
      'postal_code',
      'zip_code',
      'zip_four',
      'country_code',
      'field',
    ]),
    company: company?.id ? { id: Number(company.id), company_name: company.company_name } : null,
    company_name: company?.company_name ?? null,
    contact_type: orNull(row['contact_type']),
    owner_id: formatV1Id(row['owner_id']),
    email_opted_in: readSlot(row, 'email_addresses', 'EMAIL1')?.['is_opt_in'] === true,
    email_status: 'UnengagedMarketable',
    date_created: formatV1Time(row['create_time']),
    last_updated: formatV1Time(row['update_time']),
    last_updated_utc_millis: Date.parse(String(row['update_time'])),
    ScoreValue: null,
  }
  for (const name of optional) if (name !== '') shown[name] = renderOptional(row, name)
  return shown
}

// A list has no tags.
function renderDetail(row: Row, optional: string[]): Record<string, unknown> {
  return {
    ...renderContact(row, optional),
    tag_ids: ((row['tag_ids'] ?? []) as string[]).map(Number),
    relationships: [],
    opt_in_reason: null,
  }
}

function renderOptional(row: Row, name: string): unknown {
  if (name === 'custom_fields') return formatV1CustomFields(row['custom_fields'])
  if (name === 'lead_source_id') return formatV1Id(row['leadsource_id'])
  if (name === 'anniversary') return orNull(row['anniversary_date'])
  if (name === 'birthday') return typeof row['birth_date'] === 'string' ? formatV1Time(`${row['birth_date']}T00:00:00Z`) : null
  return orNull(row[name])
}

function plainSlots(items: unknown, names: string[]): unknown {
  return ((items ?? []) as Record<string, unknown>[]).map((item) => Object.fromEntries(names.map((name) => [name, orNull(item[name])])))
}

function listContacts(call: Call): unknown {
  const optional = readOptional(call)
  const rows = sortContacts(call, listRows(call.tenant.tables.contacts).filter(createTest(call)))
  return listV1Page(call, { key: 'contacts', rows, render: (row) => renderContact(row, optional) })
}

function createTest(call: Call): (row: Row) => boolean {
  const email = (row: Row) => readSlot(row, 'email_addresses', 'EMAIL1')?.['email']
  const same = (left: unknown, wanted: string) => String(left ?? '').toLowerCase() === wanted.toLowerCase()
  const wanted = (name: string) => call.query.get(name)
  const [address, given, family] = [wanted('email'), wanted('given_name'), wanted('family_name')]
  const [since, until] = [readTime(call, 'since'), readTime(call, 'until')]
  return (row) =>
    (address === null || same(email(row), address)) &&
    (given === null || same(row['given_name'], given)) &&
    (family === null || same(row['family_name'], family)) &&
    (since === undefined || Date.parse(String(row['update_time'])) >= since) &&
    (until === undefined || Date.parse(String(row['update_time'])) <= until)
}

function readTime(call: Call, name: string): number | undefined {
  const text = call.query.get(name)
  if (text === null) return undefined
  const time = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new ApiError(400, `${name} must be a date-time, for example 2017-01-01T22:17:59.039Z`)
  return time
}

const orders: Record<string, (row: Row) => string | number> = {
  id: (row) => Number(row.id),
  date_created: (row) => String(row['create_time']),
  last_updated: (row) => String(row['update_time']),
  name: formatRowName,
  firstName: (row) => String(row['given_name'] ?? ''),
  email: (row) => String(readSlot(row, 'email_addresses', 'EMAIL1')?.['email'] ?? ''),
}

function sortContacts(call: Call, rows: Row[]): Row[] {
  const order = call.query.get('order') ?? 'id'
  const read = Object.hasOwn(orders, order) ? orders[order] : undefined
  if (!read) throw new ApiError(400, `order must be one of ${Object.keys(orders).join(', ')}`)
  const sign = /^desc/i.test(call.query.get('order_direction') ?? '') ? -1 : 1
  return rows.sort((left, right) => {
    const [a, b] = [read(left), read(right)]
    return sign * (a < b ? -1 : a > b ? 1 : 0) || Number(left.id) - Number(right.id)
  })
}

function createContact(call: Call): Answer {
  // References are integers here and strings in v2, whose checks these are: they are left out.
  const { company: _company, owner_id: _owner, leadsource_id: _source, custom_fields: _custom, ...checks } = createContactChecks(call)
  const values = checkBody(call.body, checks)
  const reachable = ['email_addresses', 'phone_numbers'].some((name) => Array.isArray(values[name]) && values[name].length > 0)
  if (!reachable) throw new ApiError(400, 'Contact must contain an e-mail address or phone number')
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.contacts, { ...values, create_time: now, update_time: now })
  call.announce('contact', 'add', row.id)
  return answerCreated(renderDetail(row, []))
}
