// v2 notes: one list over all contacts; read and written below their contact.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, choice, flag, reference, requireValues, text } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { hideFields, readFields } from '../list/fields.ts'
import type { FilterRules } from '../list/filter.ts'
import type { Operator } from '../list/filter-field.ts'
import { comparisons, idField, idSetField, property, textField, timeField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row, type Tenant } from '../tenant.ts'
import { readSlot } from './contact-filter.ts'
import { findContact } from './contacts.ts'
import { customFields } from './slots.ts'

const optional = ['custom_fields']

export const noteRoutes: Routes = {
  'GET /notes': (call) => answerOk(listNotes(call, () => listRows(call.tenant.tables.notes))),
  'GET /contacts/{contact_id}/notes': (call) => {
    const { id } = findContact(call)
    return answerOk(listNotes(call, () => listRows(call.tenant.tables.notes).filter((row) => row['contact_id'] === id)))
  },
  'POST /contacts/{contact_id}/notes': createNote,
  'GET /contacts/{contact_id}/notes/{note_id}': (call) => answerOk(show(call, findNote(call))),
  'PATCH /contacts/{contact_id}/notes/{note_id}': updateNote,
  'DELETE /contacts/{contact_id}/notes/{note_id}': (call) => {
    const { id } = findNote(call)
    call.tenant.tables.notes.rows.delete(id)
    call.announce('note', 'delete', id)
    return answerNothing()
  },
}

function findNote(call: Call): Row {
  const contact = findContact(call)
  const row = call.tenant.tables.notes.rows.get(call.params['note_id'] ?? '')
  if (!row || row['contact_id'] !== contact.id) throw new ApiError(404, 'Unable to find this Note', 'note')
  return row
}

function listNotes(call: Call, rows: () => Row[]): Record<string, unknown> {
  return listPage(call, {
    key: 'notes',
    rows,
    filter: () => createNoteFilter(call.tenant),
    orders: { id: property('id'), create_time: property('create_time'), update_time: property('update_time') },
    render: (row) => show(call, row),
  })
}

const idOperators: readonly Operator[] = [...comparisons, '!=']

function createNoteFilter(tenant: Tenant): FilterRules {
  return {
    customFields: tenant.customFields.filter((each) => each.record_type === 'TASK_NOTE_APPOINTMENT'),
    check: (names) => {
      if (names.has('id') && names.has('ids')) throw new ApiError(400, 'id and ids cannot be combined')
    },
    fields: {
      id: idField(property('id'), idOperators),
      ids: idSetField(property('id')),
      title: textField(property('title'), 'contains'),
      contact_id: idField(property('contact_id')),
      assigned_to_user_id: idField(property('user_id')),
      since_time: timeField(property('update_time'), 'from'),
      until_time: timeField(property('update_time'), 'to'),
    },
  }
}

function show(call: Call, row: Row): Record<string, unknown> {
  const { user_id: userId, ...rest } = row
  const user = call.tenant.tables.users.rows.get(String(userId))
  const assigned = user && {
    id: user.id,
    given_name: user['given_name'],
    family_name: user['family_name'],
    email_address: readSlot(user, 'email_addresses', 'EMAIL1')?.['email'],
  }
  return hideFields({ ...rest, id: row.id, assigned_to_user: assigned }, optional, readFields(call, optional))
}

function createChecks(tenant: Tenant): Checks {
  const { users, contacts } = tenant.tables
  return {
    title: text(),
    text: text(),
    type: choice(['Appointment', 'Call', 'Email', 'Fax', 'Letter', 'Other']),
    user_id: reference((id) => users.rows.has(id)),
    contact_id: reference((id) => contacts.rows.has(id)),
    is_pinned: flag,
    custom_fields: customFields(tenant.customFields, 'TASK_NOTE_APPOINTMENT'),
  }
}

function createNote(call: Call): Answer {
  const contact = findContact(call)
  const values = checkBody(call.body, createChecks(call.tenant))
  requireValues(values, ['user_id'])
  if (!values['title'] && !values['type']) throw new ApiError(400, 'title or type is required')
  const { contact_id: _inPath, ...note } = values
  const now = formatTime(call.now)
  const authors = { created_by_user_id: call.user.id, last_updated_by_user_id: call.user.id }
  const row = insertRow(call.tenant.tables.notes, { contact_id: contact.id, ...authors, create_time: now, update_time: now })
  writeNote(call, row, { values: note, mask: undefined })
  call.announce('note', 'add', row.id)
  return answerCreated(show(call, row))
}

function updateNote(call: Call): Answer {
  const row = findNote(call)
  const checks = createChecks(call.tenant)
  const mask = readUpdateMask(call, Object.keys(checks))
  const values = checkBody(call.body, checks)
  requireValues(values, ['user_id'])
  writeNote(call, row, { values, mask })
  call.announce('note', 'edit', row.id)
  return answerOk(show(call, row))
}

function writeNote(call: Call, row: Row, change: { values: Record<string, unknown>; mask: string[] | undefined }): void {
  const now = formatTime(call.now)
  const { is_pinned: pinned, ...values } = change.values
  const stored = pinned === undefined ? values : { ...values, pinned_at: pinned ? now : null }
  const mask = change.mask?.map((name) => (name === 'is_pinned' ? 'pinned_at' : name))
  applyValues(row, stored, mask, call.options.maskWithoutValue)
  row['update_time'] = now
  row['last_updated_by_user_id'] = call.user.id
}
