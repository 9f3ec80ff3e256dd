// Leads: companies, with contacts, addresses and custom fields in one body; opportunities, tasks and activities hang on them.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, list, object, text, time } from '../checks.ts'
import { listCustomFields, readCustomValues } from '../custom-fields.ts'
import { InvalidRequest } from '../errors.ts'
import { filterBy, filterRows } from '../filter.ts'
import { listNewest, listPage, listTable } from '../list.ts'
import { createRecord, deleteRecord, findRecord, type Kind, showRecord, updateRecord } from '../records.ts'
import { compileTerms } from '../search/terms.ts'
import { listOnLead, moveRow, type Row } from '../tenant.ts'
import { readFieldNames, type View } from '../view.ts'
import { noteActivityKind } from './activity-kinds.ts'
import { refuseEmpty } from './contacts.ts'
import { contactChecks, contactKind, leadKind, leadReference, opportunityKind, taskKind, webAddress } from './kinds.ts'

export const leadRoutes: Routes = {
  'GET /lead/': listLeads,
  'POST /lead/': createLead,
  'POST /lead/merge/': mergeLeads,
  'GET /lead/{id}/': (call) => showLead(call, findRecord(call, leadKind)),
  'PUT /lead/{id}/': updateLead,
  'DELETE /lead/{id}/': removeLead,
}

const children: Kind[] = [contactKind, opportunityKind, taskKind, noteActivityKind]

const addressParts = ['label', 'address_1', 'address_2', 'city', 'state', 'zipcode', 'country']

const checks: Checks = {
  name: text,
  url: webAddress,
  description: text,
  status: text,
  status_id: text,
  date_created: time,
  addresses: list(
    object(Object.fromEntries(addressParts.map((each) => [each, text])), [], (values) =>
      Object.fromEntries(addressParts.map((each) => [each, values[each] ?? (each === 'label' ? 'business' : null)])),
    ),
  ),
}

function listLeads(call: Call): Answer {
  const table = call.tenant.tables.leads
  const terms = call.query.get('query')
  const isFiltered = Boolean(terms) || ['id', 'id__in'].some((each) => call.query.has(each))
  const view = chooseView(call)
  if (!isFiltered) return answerOk(withTotal(call, listTable(call, table, view), table.order.length))
  const matches = terms ? compileTerms(terms, call.tenant) : () => true
  const rows = filterRows(call, listNewest(call, table).filter(matches), filterBy('id'))
  return answerOk(withTotal(call, listPage(call, rows, view), rows.length))
}

function withTotal(call: Call, page: Record<string, unknown>, total: number): Record<string, unknown> {
  return call.options.leadTotal ? { ...page, total_results: total } : page
}

// The dictionary of custom fields by name is deprecated and still there.
function chooseView(call: Call): View {
  if (!call.options.customByName || readFieldNames(call.query.get('_fields'))) return leadKind.view
  return {
    ...leadKind.view,
    custom: (row, tenant) =>
      Object.fromEntries(
        listCustomFields(tenant, 'lead').flatMap((field) => {
          const value = row[`custom.${field.id}`]
          return value === undefined ? [] : [[field['name'], value]]
        }),
      ),
  }
}

function showLead(call: Call, row: Row): Answer {
  return showRecord(call, { ...leadKind, view: chooseView(call) }, row)
}

function createLead(call: Call): Answer {
  refuseEmpty(call)
  const { contacts = [], ...values } = checkBody(call, { ...checks, contacts: list(object(contactChecks, [], (each) => each)) })
  const custom = readCustomValues(call, 'lead')
  const status = readStatusId(call, values) ?? call.tenant.tables.leadStatuses.order[0]?.id
  const row = createRecord(call, leadKind, { addresses: [], ...dropStatus(values), status_id: status, ...custom })
  for (const each of (contacts ?? []) as Record<string, unknown>[]) createRecord(call, contactKind, { ...each, lead_id: row.id })
  return showLead(call, row)
}

function updateLead(call: Call): Answer {
  const row = findRecord(call, leadKind)
  const values = checkBody(call, checks)
  const custom = readCustomValues(call, 'lead', row)
  const status = readStatusId(call, values)
  const change = { ...dropStatus(values), ...(status ? { status_id: status } : {}), ...custom }
  return showLead(call, updateRecord(call, leadKind, { row, values: change }))
}

function dropStatus({ status: _status, status_id: _statusId, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest
}

function readStatusId(call: Call, values: Record<string, unknown>): string | undefined {
  const { status, status_id: id } = values
  if (status && id) throw new InvalidRequest({ status: 'Send either status or status_id, not both.' })
  if (!status && !id) return undefined
  const found = call.tenant.tables.leadStatuses.order.find((each) => (id ? each.id === id : each['label'] === status))
  if (!found) throw new InvalidRequest({ [id ? 'status_id' : 'status']: 'Lead status does not exist.' })
  return found.id
}

function removeLead(call: Call): Answer {
  const row = findRecord(call, leadKind)
  for (const kind of children) {
    for (const each of listOnLead(call.tenant.tables[kind.table], row.id)) deleteRecord(call, kind, each)
  }
  return deleteRecord(call, leadKind, row)
}

function mergeLeads(call: Call): Answer {
  const { source, destination } = checkBody(call, { source: leadReference, destination: leadReference }, ['source', 'destination'])
  const { tables } = call.tenant
  const from = tables.leads.rows.get(String(source))
  if (!from || source === destination) throw new InvalidRequest({ source: 'Cannot merge a lead into itself.' })
  for (const kind of children) {
    for (const each of listOnLead(tables[kind.table], from.id)) moveRow(tables[kind.table], each, String(destination))
  }
  return deleteRecord(call, leadKind, from)
}
