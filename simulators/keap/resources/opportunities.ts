// v2 opportunities: ids on write, joined contact, stage and user on read; a change of stage leaves a stage move.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { amount, type Checks, checkBody, flag, reference, requireValues, text, time } from '../checks.ts'
import { hideFields, readFields } from '../list/fields.ts'
import { property } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row, type Tenant } from '../tenant.ts'
import { findRow } from './find-row.ts'
import { formatRowName } from './names.ts'
import { createOpportunityFilter } from './opportunity-filter.ts'
import { renderOpportunity } from './opportunity-view.ts'
import { customFields } from './slots.ts'

const optional = ['custom_fields', 'created_by', 'last_updated_by', 'status_id']
const legacy = ['monthly_revenue', 'order_revenue', 'objection', 'status', 'stage_entrance_time']
const writable = [
  'opportunity_title',
  'next_action_time',
  'next_action_notes',
  'opportunity_notes',
  'estimated_close_time',
  'include_in_forecast',
  'projected_revenue_low',
  'projected_revenue_high',
  'contact_id',
  'stage_id',
  'user_id',
  'custom_fields',
  'affiliate_id',
]

export const opportunityRoutes: Routes = {
  'GET /opportunities': (call) => answerOk(listOpportunities(call)),
  'POST /opportunities': createOpportunity,
  'GET /opportunities/{opportunity_id}': (call) => answerOk(show(call, findOpportunity(call))),
  'PATCH /opportunities/{opportunity_id}': updateOpportunity,
  'DELETE /opportunities/{opportunity_id}': (call) => {
    const { id } = findOpportunity(call)
    call.tenant.tables.opportunities.rows.delete(id)
    call.announce('opportunity', 'delete', id)
    return answerNothing()
  },
}

function findOpportunity(call: Call): Row {
  return findRow(call, { table: 'opportunities', parameter: 'opportunity_id', noun: 'Opportunity' })
}

function show(call: Call, row: Row): Record<string, unknown> {
  return hideFields(renderOpportunity(call.tenant, row), [...optional, ...legacy], readFields(call, [...optional, ...legacy]))
}

function listOpportunities(call: Call): Record<string, unknown> {
  const { tenant } = call
  const contactName = (row: Row) => {
    const contact = tenant.tables.contacts.rows.get(String(row['contact_id']))
    return contact && formatRowName(contact)
  }
  return listPage(call, {
    key: 'opportunities',
    rows: () => listRows(tenant.tables.opportunities),
    filter: () => createOpportunityFilter(tenant),
    orders: {
      next_action_time: property('next_action_time'),
      contact_name: contactName,
      opportunity_title: property('opportunity_title'),
      created_time: property('created_time'),
      update_time: property('last_updated_time'),
    },
    render: (row) => show(call, row),
  })
}

function createOpportunity(call: Call): Answer {
  const values = checkBody(call.body, createChecks(call.tenant))
  requireValues(values, ['opportunity_title', 'contact_id', 'stage_id'])
  const now = formatTime(call.now)
  const owner = { user_id: call.user.id, created_by: call.user.id, last_updated_by: call.user.id }
  const row = insertRow(call.tenant.tables.opportunities, { ...owner, status_id: '1', created_time: now, last_updated_time: now })
  applyValues(row, values, undefined, 'skip')
  call.announce('opportunity', 'add', row.id)
  return answerCreated(show(call, row))
}

function updateOpportunity(call: Call): Answer {
  const row = findOpportunity(call)
  const mask = readUpdateMask(call, writable)
  const values = checkBody(call.body, createChecks(call.tenant))
  const stageBefore = row['stage_id']
  applyValues(row, values, mask, call.options.maskWithoutValue)
  row['last_updated_time'] = formatTime(call.now)
  row['last_updated_by'] = call.user.id
  if (row['stage_id'] !== stageBefore) noteStageMove(call, row, stageBefore)
  call.announce('opportunity', 'edit', row.id)
  return answerOk(show(call, row))
}

function noteStageMove(call: Call, row: Row, from: unknown): void {
  const now = formatTime(call.now)
  const earlier = listRows(call.tenant.tables.stageMoves).findLast((move) => move['opportunity_id'] === row.id)
  insertRow(call.tenant.tables.stageMoves, {
    opportunity_id: row.id,
    move_time: now,
    move_from_stage_id: from,
    move_to_stage_id: row['stage_id'],
    prev_stage_move_time: earlier?.['move_time'] ?? row['created_time'],
    user_id: call.user.id,
    created_by: call.user.id,
    create_time: now,
  })
  call.announce('opportunity', 'stage_move', row.id)
}

function createChecks(tenant: Tenant): Checks {
  const { contacts, stages, users } = tenant.tables
  return {
    opportunity_title: text(),
    next_action_time: time,
    next_action_notes: text(),
    opportunity_notes: text(),
    estimated_close_time: time,
    include_in_forecast: flag,
    projected_revenue_low: amount,
    projected_revenue_high: amount,
    contact_id: reference((id) => contacts.rows.has(id)),
    stage_id: reference((id) => stages.rows.has(id)),
    user_id: reference((id) => users.rows.has(id)),
    custom_fields: customFields(tenant.customFields, 'OPPORTUNITY'),
    affiliate_id: reference(),
  }
}
