// The other v1 lists: companies, tasks, products, users, appointments.
import { answerOk, type Call, type Routes } from '../call.ts'
import { readSlot } from '../resources/contact-filter.ts'
import { listRows, type Row, type TableName } from '../tenant.ts'
import { listV1Page } from './page.ts'
import { formatV1CustomFields, formatV1Id, formatV1Time, orNull } from './values.ts'

export const v1RecordRoutes: Routes = {
  'GET /companies': (call) => {
    const name = call.query.get('company_name')
    const withCustom = call.query.getAll('optional_properties').some((value) => value.split(',').includes('custom_fields'))
    const rows = select(call, 'companies', (row) => name === null || row['company_name'] === name)
    return answerOk(listV1Page(call, { key: 'companies', rows, render: (row) => renderCompany(row, withCustom) }))
  },
  'GET /tasks': (call) => {
    const contactId = call.query.get('contact_id')
    const rows = select(call, 'tasks', (row) => contactId === null || row['contact_id'] === contactId)
    return answerOk(listV1Page(call, { key: 'tasks', rows, render: (row) => renderTask(call, row), syncToken: true }))
  },
  'GET /products': (call) =>
    answerOk(listV1Page(call, { key: 'products', rows: select(call, 'products'), render: renderProduct, syncToken: true })),
  'GET /users': (call) => {
    const all = call.query.get('include_inactive') === 'true'
    const rows = select(call, 'users', (row) => all || row['status'] !== 'INACTIVE')
    return answerOk(listV1Page(call, { key: 'users', rows, render: renderUser }))
  },
  'GET /appointments': (call) =>
    answerOk(listV1Page(call, { key: 'appointments', rows: select(call, 'appointments'), render: renderAppointment, syncToken: true })),
  'GET /oauth/connect/userinfo': (call) => answerOk(renderCaller(call)),
}

function select(call: Call, table: TableName, test: (row: Row) => boolean = () => true): Row[] {
  return listRows(call.tenant.tables[table]).filter(test)
}

function renderCompany(row: Row, withCustom: boolean): Record<string, unknown> {
  const address = row['address'] as Record<string, unknown> | undefined
  const parts = ['line1', 'line2', 'locality', 'region', 'zip_code', 'zip_four', 'country_code']
  return {
    id: Number(row.id),
    company_name: orNull(row['company_name']),
    website: orNull(row['website']),
    notes: orNull(row['notes']),
    email_address: orNull((row['email_address'] as { email?: string } | undefined)?.email),
    email_opted_in: false,
    email_status: 'UnengagedMarketable',
    address: address ? Object.fromEntries(parts.map((name) => [name, orNull(address[name])])) : null,
    phone_number: dropField(row['phone_number']),
    fax_number: dropField(row['fax_number']),
    ...(withCustom ? { custom_fields: formatV1CustomFields(row['custom_fields']) } : {}),
  }
}

function dropField(value: unknown): unknown {
  if (value === undefined) return null
  const { field: _field, ...rest } = value as Record<string, unknown>
  return rest
}

const priorities = ['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL']

function renderTask(call: Call, row: Row): Record<string, unknown> {
  const contact = call.tenant.tables.contacts.rows.get(String(row['contact_id']))
  const email = contact && readSlot(contact, 'email_addresses', 'EMAIL1')?.['email']
  return {
    id: Number(row.id),
    title: orNull(row['title']),
    description: orNull(row['description']),
    type: orNull(row['type']),
    priority: 1 + priorities.indexOf(String(row['priority'])),
    completed: row['completed'],
    completion_date: formatV1Time(row['completion_time']),
    creation_date: formatV1Time(row['create_time']),
    modification_date: formatV1Time(row['modification_time']),
    due_date: formatV1Time(row['due_time']),
    remind_time: orNull(row['remind_time_mins']),
    user_id: formatV1Id(row['assigned_to_user_id']),
    contact: contact ? { id: Number(contact.id), email, first_name: contact['given_name'], last_name: contact['family_name'] } : null,
    url: null,
  }
}

function renderProduct(row: Row): Record<string, unknown> {
  return {
    id: Number(row.id),
    product_name: row['name'],
    product_price: Number(row['price_amount']) / 100,
    product_desc: orNull(row['description']),
    product_short_desc: orNull(row['short_description']),
    sku: orNull(row['sku']),
    status: row['active'] === true ? 1 : 0,
    subscription_only: row['subscription_only'] === true,
    product_options: [],
    subscription_plans: [],
    url: null,
  }
}

const userStatus: Record<string, string> = { ACTIVE: 'Active', INVITED: 'Invited', INACTIVE: 'Inactive' }

function renderUser(row: Row): Record<string, unknown> {
  return {
    id: Number(row.id),
    given_name: row['given_name'],
    family_name: row['family_name'],
    middle_name: null,
    email_address: orNull(readSlot(row, 'email_addresses', 'EMAIL1')?.['email']),
    status: userStatus[String(row['status'])] ?? null,
    partner: row['partner'],
    company_name: row['company_name'],
    job_title: null,
    phone_numbers: row['phone_numbers'],
    date_created: formatV1Time(row['create_time']),
    last_updated: formatV1Time(row['update_time']),
  }
}

function renderCaller({ user }: Call): Record<string, unknown> {
  return {
    email: orNull(readSlot(user, 'email_addresses', 'EMAIL1')?.['email']),
    sub: user['keap_id'],
    global_user_id: Number(user['global_user_id']),
    infusionsoft_id: user['keap_id'],
    given_name: user['given_name'],
    middle_name: null,
    family_name: user['family_name'],
    preferred_name: user['given_name'],
    is_admin: user['admin'],
  }
}

function renderAppointment(row: Row): Record<string, unknown> {
  return {
    id: Number(row.id),
    title: row['title'],
    description: row['description'],
    location: row['location'],
    contact_id: formatV1Id(row['contact_id']),
    user: formatV1Id(row['user_id']),
    start_date: formatV1Time(row['start_time']),
    end_date: formatV1Time(row['end_time']),
    remind_time: row['remind_time_mins'],
  }
}
