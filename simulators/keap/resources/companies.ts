// v2 companies: sparse in lists unless `fields` asks for more; one address, phone, fax and e-mail each.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, day, reference, text } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { fillEmpty, hideFields, readFields } from '../list/fields.ts'
import { comparisons, idField, property, textField, timeField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { companyFields, optionalCompanyFields } from './company-fields.ts'
import { findRow } from './find-row.ts'
import { address, customFields, emailAddress, faxNumber, phoneNumber } from './slots.ts'

export const companyRoutes: Routes = {
  'GET /companies': (call) => answerOk(listCompanies(call)),
  'POST /companies': createCompany,
  'GET /companies/{company_id}': (call) => {
    readFields(call, companyFields)
    return answerOk(fillEmpty(call, findCompany(call), companyFields))
  },
  'PATCH /companies/{company_id}': updateCompany,
  'DELETE /companies/{company_id}': (call) => {
    const { id } = findCompany(call)
    call.tenant.tables.companies.rows.delete(id)
    renameInContacts(call, id, undefined)
    call.announce('company', 'delete', id)
    return answerNothing()
  },
}

function findCompany(call: Call): Row {
  return findRow(call, { table: 'companies', parameter: 'company_id', noun: 'Company' })
}

function listCompanies(call: Call): Record<string, unknown> {
  const fields = readFields(call, companyFields)
  const email = (row: Row) => (row['email_address'] as { email?: string } | undefined)?.email
  const part = (name: string) => (row: Row) => (row['address'] as Record<string, unknown> | undefined)?.[name]
  return listPage(call, {
    key: 'companies',
    rows: () => listRows(call.tenant.tables.companies),
    filter: () => ({
      customFields: call.tenant.customFields.filter((each) => each.record_type === 'COMPANY'),
      fields: {
        company_name: textField(property('company_name')),
        name: textField(property('company_name'), 'wildcard'),
        email: textField(email),
        city: textField(part('locality'), 'wildcard'),
        state: textField(part('region'), 'wildcard'),
        since_time: timeField(property('update_time'), 'from'),
        until_time: timeField(property('update_time'), 'to'),
        company_id: idField(property('id'), comparisons),
      },
    }),
    orders: { id: property('id'), create_time: property('create_time'), name: property('company_name'), email },
    render: (row) => hideFields(row, optionalCompanyFields, fields),
  })
}

function createCompany(call: Call): Answer {
  const values = checkBody(call.body, createChecks(call))
  const named = ['company_name', 'first_name', 'last_name'].some((name) => values[name])
  if (call.options.companyNameRequired && !named) throw new ApiError(400, 'company_name is required')
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.companies, { create_time: now, created_by: call.user.id })
  row['account_id'] = row.id
  changeCompany(call, row, { values, mask: undefined })
  call.announce('company', 'add', row.id)
  return answerCreated(row)
}

function updateCompany(call: Call): Answer {
  const row = findCompany(call)
  const mask = readUpdateMask(call, companyFields)
  changeCompany(call, row, { values: checkBody(call.body, createChecks(call)), mask })
  renameInContacts(call, row.id, row['company_name'])
  call.announce('company', 'edit', row.id)
  return answerOk(row)
}

const readOnly = ['id', 'create_time', 'update_time', 'created_by', 'last_updated_by', 'account_id', 'groups']

function changeCompany(call: Call, row: Row, change: { values: Record<string, unknown>; mask: string[] | undefined }): void {
  const mask = change.mask?.filter((name) => !readOnly.includes(name))
  applyValues(row, change.values, mask, call.options.maskWithoutValue)
  row['update_time'] = formatTime(call.now)
  row['last_updated_by'] = call.user.id
}

// Contacts show the name of their company, and lose the link when the company goes.
function renameInContacts(call: Call, id: string, name: unknown): void {
  for (const contact of call.tenant.tables.contacts.rows.values()) {
    if ((contact['company'] as { id?: string } | undefined)?.id !== id) continue
    if (name === undefined) delete contact['company']
    else contact['company'] = { id, company_name: name }
  }
}

function createChecks(call: Call): Checks {
  const words = ['notes', 'website', 'suffix', 'title', 'company_name', 'assistant_name', 'assistant_phone', 'billing_information']
  const more = ['contact_type', 'first_name', 'job_title', 'last_name', 'middle_name', 'preferred_name', 'referral_code', 'spouse_name']
  return {
    ...Object.fromEntries([...words, ...more].map((name) => [name, text()])),
    address,
    custom_fields: customFields(call.tenant.customFields, 'COMPANY'),
    email_address: emailAddress,
    fax_number: faxNumber,
    phone_number: phoneNumber,
    anniversary_date: day,
    birth_date: day,
    owner_id: reference((id) => call.tenant.tables.users.rows.has(id)),
  }
}
