// v2 users: list (pages of 1 to 100, inactive ones only when asked for), read, change a few properties. No create.
import { type Answer, answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, text } from '../checks.ts'
import { parseFilter } from '../list/filter.ts'
import type { Condition } from '../list/filter-field.ts'
import { booleanField, idSetField, property, textField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, listRows, type Row } from '../tenant.ts'
import { readSlot } from './contact-filter.ts'
import { findRow } from './find-row.ts'
import { address, emailAddress, faxNumbers, phoneNumbers } from './slots.ts'

export const userRoutes: Routes = {
  'GET /users': (call) => answerOk(listUsers(call)),
  'GET /users/{user_id}': (call) => answerOk(findUser(call)),
  'PATCH /users/{user_id}': updateUser,
  'GET /users/{user_id}/signature': (call) => answerOk(`<p>${String(findUser(call)['given_name'])}</p>`),
}

function findUser(call: Call): Row {
  return findRow(call, { table: 'users', parameter: 'user_id', noun: 'User' })
}

function listUsers(call: Call): Record<string, unknown> {
  const email = (row: Row) => readSlot(row, 'email_addresses', 'EMAIL1')?.['email']
  const conditions = parseFilter(call.query.get('filter') ?? '')
  const withInactive = isAsked(conditions, 'include_inactive')
  const withPartners = isAsked(conditions, 'include_partners')
  const shown = (row: Row) => (withInactive || row['status'] !== 'INACTIVE') && (withPartners || row['partner'] !== true)
  return listPage(call, {
    key: 'users',
    smallestPage: 1,
    largestPage: 100,
    rows: () => listRows(call.tenant.tables.users).filter(shown),
    filter: () => ({
      fields: {
        email: textField(email),
        given_name: textField(property('given_name')),
        user_ids: idSetField(property('id')),
        include_inactive: { ...booleanField(() => true), compile: acceptSwitch },
        include_partners: { ...booleanField(() => true), compile: acceptSwitch },
      },
    }),
    orders: { create_time: property('create_time'), email, name: property('family_name') },
    render: (row) => row,
  })
}

function isAsked(conditions: Condition[], field: string): boolean {
  return conditions.some((each) => each.field === field && each.value === 'true')
}

// The two switches widen the list before it is filtered; as conditions they hold for every row, once their value is checked.
function acceptSwitch(condition: Condition): () => boolean {
  booleanField(() => true).compile(condition)
  return () => true
}

const checks: Checks = {
  address,
  title: text(),
  website: text(100),
  company_name: text(),
  email_address: emailAddress,
  family_name: text(40),
  fax_numbers: faxNumbers,
  given_name: text(40),
  phone_numbers: phoneNumbers,
  time_zone: text(),
}

function updateUser(call: Call): Answer {
  const row = findUser(call)
  const mask = readUpdateMask(call, [...Object.keys(checks), 'job_title'])
  const { email_address: email, time_zone: _shownNowhere, ...values } = checkBody(call.body, checks)
  const stored = { ...values, ...(email ? { email_addresses: [email] } : {}) }
  const storedMask = mask?.map((name) => (name === 'email_address' ? 'email_addresses' : name)).filter((name) => name !== 'time_zone')
  applyValues(row, stored, storedMask, call.options.maskWithoutValue)
  row['update_time'] = formatTime(call.now)
  row['updated_by'] = Number(call.user.id)
  call.announce('user', 'edit', row.id)
  return answerOk(row)
}
