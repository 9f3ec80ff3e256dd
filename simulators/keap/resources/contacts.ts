// v2 contacts: list, read, create with duplicate check, change, delete.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { checkBody } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { fillEmpty, pickFields, readFields } from '../list/fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row } from '../tenant.ts'
import { createContactChecks } from './contact-checks.ts'
import { contactFields } from './contact-fields.ts'
import { createContactFilter, readSlot } from './contact-filter.ts'
import { removeContact } from './contact-removal.ts'

export const contactRoutes: Routes = {
  'GET /contacts': (call) => answerOk(listContacts(call)),
  'POST /contacts': createContact,
  'GET /contacts/{contact_id}': (call) => answerOk(renderContact(call, findContact(call), readFields(call, contactFields))),
  'PATCH /contacts/{contact_id}': updateContact,
  'DELETE /contacts/{contact_id}': (call) => {
    removeContact(call.tenant, findContact(call).id)
    call.announce('contact', 'delete', call.params['contact_id'] ?? '')
    return answerNothing()
  },
}

/** The contact that the path names. @throws ApiError 404 */
export function findContact(call: Call): Row {
  const row = call.tenant.tables.contacts.rows.get(call.params['contact_id'] ?? '')
  if (!row) throw new ApiError(404, 'Unable to find this Contact', 'contact')
  return row
}

function listContacts(call: Call): Record<string, unknown> {
  const fields = readFields(call, contactFields)
  return listPage(call, {
    key: 'contacts',
    rows: () => listRows(call.tenant.tables.contacts),
    filter: () => createContactFilter(call.tenant),
    orders: {
      id: (row) => row.id,
      create_time: (row) => row['create_time'],
      update_time: (row) => row['update_time'],
      email: (row) => readSlot(row, 'email_addresses', 'EMAIL1')?.['email'],
    },
    render: (row) => renderContact(call, row, fields),
  })
}

function renderContact(call: Call, row: Row, fields: string[] | undefined): Record<string, unknown> {
  return fillEmpty(call, fields ? pickFields(row, fields) : row, fields ?? contactFields)
}

function createContact(call: Call): Answer {
  const fields = readFields(call, contactFields)
  const values = checkBody(call.body, createContactChecks(call))
  const reachable = ['email_addresses', 'phone_numbers', 'addresses'].some((name) => Array.isArray(values[name]) && values[name].length > 0)
  if (!reachable) throw new ApiError(400, 'Contact must contain at least one item in email_addresses, phone_numbers, or addresses')
  const duplicate = findDuplicate(call, values)
  if (duplicate) {
    changeContact(call, duplicate, { values, mask: undefined })
    return answerOk(renderContact(call, duplicate, fields))
  }
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.contacts, {
    ...dropNulls(values),
    source_type: values['source_type'] ?? 'API',
    create_time: now,
    update_time: now,
    created_by: call.user.id,
    last_updated_by: call.user.id,
  })
  row['account_id'] ??= row.id
  call.announce('contact', 'add', row.id)
  return answerCreated(renderContact(call, row, fields))
}

function updateContact(call: Call): Answer {
  const row = findContact(call)
  const fields = readFields(call, contactFields)
  const mask = readUpdateMask(call, contactFields)
  changeContact(call, row, { values: checkBody(call.body, createContactChecks(call)), mask })
  return answerOk(renderContact(call, row, fields))
}

const readOnly = [
  'id',
  'create_time',
  'update_time',
  'created_by',
  'last_updated_by',
  'account_id',
  'groups',
  'tag_ids',
  'links',
  'score_value',
]

function changeContact(call: Call, row: Row, change: { values: Record<string, unknown>; mask: string[] | undefined }): void {
  const mask = change.mask?.filter((name) => !readOnly.includes(name))
  applyValues(row, change.values, mask, call.options.maskWithoutValue)
  row['update_time'] = formatTime(call.now)
  row['last_updated_by'] = call.user.id
  call.announce('contact', 'edit', row.id)
}

const duplicateOptions = ['Email', 'EmailAndName', 'EmailAndNameAndCompany']

function findDuplicate(call: Call, values: Record<string, unknown>): Row | undefined {
  const option = call.query.get('duplicate_option')
  if (!option) return undefined
  if (!duplicateOptions.includes(option)) throw new ApiError(400, `duplicate_option must be one of ${duplicateOptions.join(', ')}`)
  const email = readSlot(values, 'email_addresses', 'EMAIL1')?.['email']
  if (!email) return undefined
  const sameText = (left: unknown, right: unknown) => String(left ?? '').toLowerCase() === String(right ?? '').toLowerCase()
  const companyOf = (row: Record<string, unknown>) => (row['company'] as { id?: string } | undefined)?.id
  return listRows(call.tenant.tables.contacts).find((row) => {
    if (!sameText(readSlot(row, 'email_addresses', 'EMAIL1')?.['email'], email)) return false
    if (option === 'Email') return true
    if (!sameText(row['given_name'], values['given_name']) || !sameText(row['family_name'], values['family_name'])) return false
    return option === 'EmailAndName' || companyOf(row) === companyOf(values)
  })
}

function dropNulls(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}
