// Contacts: people, each on exactly one lead; without one a lead is made for them.
import type { Answer } from '../../lib/http/answer.ts'
import type { Call, Routes } from '../call.ts'
import { answerOk } from '../call.ts'
import { type Checks, checkBody, reference } from '../checks.ts'
import { readCustomValues } from '../custom-fields.ts'
import { InvalidRequest } from '../errors.ts'
import { filterBy, filterRows } from '../filter.ts'
import { listNewest, listPage, listTable } from '../list.ts'
import { createRecord, deleteRecord, findRecord, type Kind, showRecord, updateRecord } from '../records.ts'
import { moveRow, type Row } from '../tenant.ts'
import { contactChecks, contactKind, leadKind } from './kinds.ts'

export const contactRoutes: Routes = {
  'GET /contact/': listContacts,
  'POST /contact/': createContact,
  'GET /contact/{id}/': (call) => showRecord(call, contactKind, findRecord(call, contactKind)),
  'PUT /contact/{id}/': updateContact,
  'DELETE /contact/{id}/': (call) => deleteRecord(call, contactKind, findRecord(call, contactKind)),
}

const checks: Checks = { ...contactChecks, lead_id: reference((id, call) => call.tenant.tables.leads.rows.has(id)) }

function listContacts(call: Call): Answer {
  const table = call.tenant.tables.contacts
  const filters = { ...filterBy('lead_id'), ...filterBy('id') }
  const isFiltered = ['lead_id', 'lead_id__in', 'id', 'id__in'].some((each) => call.query.has(each))
  if (!isFiltered) return answerOk(listTable(call, table, contactKind.view))
  return answerOk(listPage(call, filterRows(call, listNewest(call, table), filters), contactKind.view))
}

function createContact(call: Call): Answer {
  refuseEmpty(call)
  const values = { ...checkBody(call, checks), ...readCustomValues(call, 'contact') }
  return showRecord(call, contactKind, addContact(call, values))
}

/** Makes a contact, and a lead for it when it names none. */
function addContact(call: Call, values: Record<string, unknown>): Row {
  const name = call.options.orphanLead === 'unnamed' ? '' : (values['name'] ?? '')
  const leadId = values['lead_id'] ?? createOrphanLead(call, name).id
  return createRecord(call, contactKind, { ...values, lead_id: leadId })
}

/** The lead that the vendor makes for a record without one. */
export function createOrphanLead(call: Call, name: unknown): Row {
  return createRecord(call, leadKind, { name, addresses: [], status_id: call.tenant.tables.leadStatuses.order[0]?.id })
}

/** @throws InvalidRequest for a body without a single property, where the knob refuses it */
export function refuseEmpty(call: Call): void {
  const isEmpty = Object.keys(call.body).length === 0
  if (isEmpty && call.options.emptyCreate === 'refuse') throw new InvalidRequest({}, ['The request body must not be empty.'])
}

function updateContact(call: Call): Answer {
  const row = findRecord(call, contactKind)
  const values: Record<string, unknown> = { ...checkBody(call, checks), ...readCustomValues(call, 'contact', row) }
  const leadId = values['lead_id']
  if (typeof leadId === 'string' && leadId !== row['lead_id']) moveRow(call.tenant.tables.contacts, row, leadId)
  return showRecord(call, contactKind satisfies Kind, updateRecord(call, contactKind, { row, values }))
}
