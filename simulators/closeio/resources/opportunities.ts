// Opportunities: filters and order in the query string, totals over all that match, a status that dates what is won.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, choice, day, list, object, text, time, whole } from '../checks.ts'
import { readCustomValues } from '../custom-fields.ts'
import { InvalidRequest } from '../errors.ts'
import { filterBy, filterRows, orderRows } from '../filter.ts'
import { listNewest, listPage } from '../list.ts'
import { createRecord, deleteRecord, findRecord, showRecord, updateRecord } from '../records.ts'
import { listOnLead, type Row, type Tenant } from '../tenant.ts'
import { formatDay, formatTime } from '../time.ts'
import { readUserName } from '../view.ts'
import { createOrphanLead, refuseEmpty } from './contacts.ts'
import { contactReference, leadReference, opportunityKind, userReference } from './kinds.ts'
import { opportunityView, readAnnualValue, readStatus, weigh } from './opportunity-view.ts'

export const opportunityRoutes: Routes = {
  'GET /opportunity/': listOpportunities,
  'POST /opportunity/': createOpportunity,
  'GET /opportunity/{id}/': (call) => showRecord(call, opportunityKind, findRecord(call, opportunityKind)),
  'PUT /opportunity/{id}/': updateOpportunity,
  'DELETE /opportunity/{id}/': (call) => deleteRecord(call, opportunityKind, findRecord(call, opportunityKind)),
}

const readers: Record<string, (row: Row, tenant: Tenant) => unknown> = {
  status_label: (row, tenant) => readStatus(row, tenant)?.['label'],
  status: (row, tenant) => readStatus(row, tenant)?.['label'],
  status_type: (row, tenant) => readStatus(row, tenant)?.['status_type'],
}

const filters = {
  ...filterBy('id'),
  ...filterBy('lead_id'),
  ...filterBy('user_id'),
  ...filterBy('status_id'),
  ...filterBy('value_period'),
  ...Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, { read, kind: 'word' as const }])),
  ...filterBy('date_won', 'time'),
  ...filterBy('date_created', 'time'),
  ...filterBy('date_updated', 'time'),
}

const orders: Parameters<typeof orderRows>[2] = {
  ...Object.fromEntries(['date_won', 'date_updated', 'date_created', 'confidence', 'value'].map((each) => [each, (row: Row) => row[each]])),
  user_name: (row, tenant) => readUserName(tenant, row['user_id']),
  annualized_value: readAnnualValue,
  annualized_expected_value: (row) => weigh(row, readAnnualValue(row)),
}

function listOpportunities(call: Call): Answer {
  const table = call.tenant.tables.opportunities
  const leadId = call.query.get('lead_id')
  const candidates = leadId ? listOnLead(table, leadId).reverse() : listNewest(call, table)
  const rows = orderRows(call, filterRows(call, candidates, filters), orders)
  return answerOk({ ...listPage(call, rows, opportunityView), total_results: rows.length, ...sumValues(rows) })
}

function sumValues(rows: Row[]): Record<string, unknown> {
  const totals: Record<string, unknown> = { count_by_value_period: {} }
  const counts = totals['count_by_value_period'] as Record<string, number>
  for (const period of ['one_time', 'monthly', 'annual']) {
    const chosen = rows.filter((each) => each['value_period'] === period)
    if (chosen.length > 0) counts[period] = chosen.length
    totals[`total_value_${period}`] = sum(chosen, (row) => row['value'])
    totals[`expected_value_${period}`] = sum(chosen, (row) => weigh(row, row['value']))
  }
  totals['total_value_annualized'] = sum(rows, readAnnualValue)
  totals['expected_value_annualized'] = sum(rows, (row) => weigh(row, readAnnualValue(row)))
  return totals
}

function sum(rows: Row[], read: (row: Row) => unknown): number {
  return rows.reduce((total, row) => total + Number(read(row) ?? 0), 0)
}

const checks: Checks = {
  lead_id: leadReference,
  contact_id: contactReference,
  user_id: userReference,
  status_id: text,
  status: text,
  pipeline_id: text,
  note: text,
  confidence: whole(0, 100),
  value: whole(0),
  value_period: choice(['one_time', 'monthly', 'annual']),
  date_won: day,
  date_created: time,
  attachments: list(
    object({ filename: text, url: text, content_type: text }, ['filename', 'url'], (each) => ({ content_type: '', size: null, ...each })),
  ),
}

function createOpportunity(call: Call): Answer {
  refuseEmpty(call)
  const values = checkBody(call, checks)
  const custom = readCustomValues(call, 'opportunity')
  const status = findStatus(call, values) as Row
  const leadId = values['lead_id'] ?? createOrphanLead(call, '').id
  const defaults = { confidence: 50, value_period: 'one_time', user_id: call.user.id, note: '' }
  const row = createRecord(call, opportunityKind, {
    ...defaults,
    ...dropStatus(values),
    ...custom,
    lead_id: leadId,
    status_id: status.id,
    ...dateStatus(call, status, values['date_won']),
  })
  return showRecord(call, opportunityKind, row)
}

function updateOpportunity(call: Call): Answer {
  const row = findRecord(call, opportunityKind)
  const { lead_id: _leadId, ...values } = checkBody(call, checks)
  const custom = readCustomValues(call, 'opportunity', row)
  const isMoved = ['status_id', 'status', 'pipeline_id'].some((each) => values[each])
  const status = isMoved ? findStatus(call, values) : undefined
  const moved = status && status.id !== row['status_id']
  const change = {
    ...dropStatus(values),
    ...custom,
    ...(moved ? { status_id: status.id, ...dateStatus(call, status, values['date_won'] ?? row['date_won']) } : {}),
  }
  return showRecord(call, opportunityKind, updateRecord(call, opportunityKind, { row, values: change }))
}

function dropStatus(values: Record<string, unknown>): Record<string, unknown> {
  const { status: _status, status_id: _statusId, pipeline_id: _pipelineId, ...rest } = values
  return rest
}

// Won: dated today unless it was dated before; going back from won leaves the date.
function dateStatus(call: Call, status: Row, dateWon: unknown): Record<string, unknown> {
  const type = status['status_type']
  if (type === 'won') return { date_won: dateWon ?? formatDay(call.now, call.offsetHours), date_lost: null, confidence: 100 }
  return { date_lost: type === 'lost' ? formatTime(call.now) : null }
}

function findStatus(call: Call, values: Record<string, unknown>): Row | undefined {
  const { pipelines, opportunityStatuses } = call.tenant.tables
  const { status_id: id, status: label, pipeline_id: pipelineId } = values
  if (pipelineId && !pipelines.rows.has(String(pipelineId))) throw new InvalidRequest({ pipeline_id: 'Pipeline does not exist.' })
  const open = opportunityStatuses.order.filter((each) => !pipelineId || each['pipeline_id'] === pipelineId)
  if (!id && !label) return open[0]
  const found = open.find((each) => (id ? each.id === id : each['label'] === label))
  if (!found) throw new InvalidRequest({ [id ? 'status_id' : 'status']: 'Opportunity status does not exist.' })
  return found
}
