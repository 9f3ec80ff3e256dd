// Leads, their labels and sources (v1). Custom fields are those of deals, flat and by their codes.
import { randomUUID } from 'node:crypto'
import { answerCreated, answerData, type Call, type Operations, serve } from '../call.ts'
import { checkV1Body, type V1Check, v1Choice, v1Day, v1Flag, v1List, v1Money, v1Reference, v1Text, v1Whole } from '../checks-v1.ts'
import { createV1Error } from '../errors.ts'
import { answerV1Page, sortV1 } from '../list/page-v1.ts'
import { insertRow, listRows, type Row, type Table } from '../tenant.ts'

const reading = 'leads:read leads:full'
const writing = 'leads:full'

const checks: Record<string, V1Check> = {
  title: v1Text('filled'),
  owner_id: v1Reference('users', 'Owner was not found.'),
  label_ids: v1List(v1Reference('leadLabels', 'Lead label was not found.')),
  person_id: v1Reference('persons', 'Person was not found.'),
  organization_id: v1Reference('organizations', 'Organization was not found.'),
  is_archived: v1Flag,
  value: v1Money,
  expected_close_date: v1Day,
  visible_to: v1Choice(['1', '3', '5', '7']),
  was_seen: v1Flag,
  channel: v1Whole,
  channel_id: v1Text(),
}

export const leadOperations: Operations = {
  'GET /v1/leads': serve(20, reading, (call) => listLeads(call, false)),
  'GET /v1/leads/archived': serve(40, reading, (call) => listLeads(call, true)),
  'POST /v1/leads': serve(10, writing, createLead),
  'GET /v1/leads/{id}': serve(2, reading, (call) => answerData(findLead(call))),
  'PATCH /v1/leads/{id}': serve(10, writing, updateLead),
  'DELETE /v1/leads/{id}': serve(6, writing, (call) => {
    const row = findLead(call)
    call.tenant.tables.leads.rows.delete(row.id)
    call.announce({ entity: 'lead', action: 'delete', id: row.id, data: null, previous: row })
    return answerData({ id: row.id })
  }),
  'GET /v1/leadLabels': serve(10, reading, (call) => answerData(listRows(call.tenant.tables.leadLabels))),
  'POST /v1/leadLabels': serve(10, writing, (call) => {
    const sent = checkV1Body(call, labelChecks)
    if (typeof sent['name'] !== 'string' || sent['color'] === undefined) throw createV1Error(400, 'Label name and color must be given.')
    const stamp = new Date(call.now).toISOString()
    return answerData(insertRow(call.tenant.tables.leadLabels, { id: randomUUID(), ...sent, add_time: stamp, update_time: stamp }))
  }),
  'PATCH /v1/leadLabels/{id}': serve(10, writing, (call) => {
    const row = findRow(call, call.tenant.tables.leadLabels, 'requested lead label not found')
    return answerData(Object.assign(row, checkV1Body(call, labelChecks), { update_time: new Date(call.now).toISOString() }))
  }),
  'DELETE /v1/leadLabels/{id}': serve(6, writing, (call) => {
    const { id } = findRow(call, call.tenant.tables.leadLabels, 'requested lead label not found')
    call.tenant.tables.leadLabels.rows.delete(id)
    return answerData({ id })
  }),
  'GET /v1/leadSources': serve(2, reading, () => answerData(sources.map((name) => ({ name })))),
}

const colors = ['blue', 'brown', 'dark-gray', 'gray', 'green', 'orange', 'pink', 'purple', 'red', 'yellow']
const labelChecks: Record<string, V1Check> = { name: v1Text('filled'), color: v1Choice(colors) }

const sources = [
  'Manually created',
  'Deal',
  'Web forms',
  'Prospector',
  'Leadbooster',
  'Live chat',
  'Import',
  'Website visitors',
  'Workflow automation',
  'API',
]

const sortable = ['id', 'title', 'owner_id', 'creator_id', 'was_seen', 'expected_close_date', 'next_activity_id', 'add_time', 'update_time']

function listLeads(call: Call, archived: boolean) {
  const { query } = call
  if (query.has('filter_id')) throw createV1Error(400, 'Filter not found or not accessible.')
  const wanted = ['owner_id', 'person_id', 'organization_id'].filter((name) => query.has(name))
  const since = query.get('updated_since')
  if (since !== null && Number.isNaN(Date.parse(since))) throw createV1Error(400, 'Bad request: invalid value for updated_since')
  const from = since === null ? undefined : Date.parse(since)
  const rows = listRows(call.tenant.tables.leads).filter(
    (row) =>
      row['is_archived'] === archived &&
      wanted.every((name) => String(row[name]) === query.get(name)) &&
      (from === undefined || Date.parse(String(row['update_time'])) >= from),
  )
  return answerV1Page(call, sortV1(call, rows, sortable), (row) => row, 'list')
}

function createLead(call: Call) {
  const sent = { ...checkV1Body(call, checks), ...pickCustomValues(call) }
  if (typeof sent['title'] !== 'string') throw createV1Error(400, 'Lead title must be given.')
  if (typeof sent['person_id'] !== 'number' && typeof sent['organization_id'] !== 'number') {
    throw createV1Error(400, 'A lead must be linked to a person or an organization.')
  }
  const stamp = new Date(call.now).toISOString()
  const id = randomUUID()
  const origin = typeof call.body['origin_id'] === 'string' ? call.body['origin_id'] : null
  const row = insertRow(call.tenant.tables.leads, {
    id,
    title: '',
    owner_id: call.user.id,
    creator_id: call.user.id,
    label_ids: [],
    person_id: null,
    organization_id: null,
    source_name: 'API',
    origin: 'API',
    origin_id: origin,
    channel: null,
    channel_id: null,
    source_deal_id: null,
    is_archived: false,
    was_seen: false,
    value: null,
    expected_close_date: null,
    next_activity_id: null,
    add_time: stamp,
    update_time: stamp,
    visible_to: '3',
    cc_email: `${call.tenant.id}+${call.tenant.companyId}+lead${id.slice(0, 8)}@pipedrivemail.example.com`,
    ...sent,
  })
  call.tenant.writtenAt.set(row, call.now)
  call.announce({ entity: 'lead', action: 'create', id: row.id, data: row, previous: null })
  return answerCreated(row)
}

function updateLead(call: Call) {
  const row = findLead(call)
  const previous = { ...row }
  const sent = { ...checkV1Body(call, checks), ...pickCustomValues(call) }
  if (row['is_archived'] === true && sent['is_archived'] !== false) throw createV1Error(400, 'Archived leads cannot be edited.')
  Object.assign(row, sent, { update_time: new Date(call.now).toISOString() })
  call.tenant.writtenAt.set(row, call.now)
  call.announce({ entity: 'lead', action: 'change', id: row.id, data: row, previous })
  return answerData(row)
}

function pickCustomValues({ body, tenant }: Call): Record<string, unknown> {
  const codes = tenant.fields.deal.filter((each) => each.isCustom && body[each.code] !== undefined).map((each) => each.code)
  return Object.fromEntries(codes.map((code) => [code, body[code]]))
}

function findLead(call: Call): Row {
  return findRow(call, call.tenant.tables.leads, 'requested lead not found')
}

function findRow(call: Call, table: Table, sentence: string): Row {
  const row = table.rows.get(call.params['id'] ?? '')
  if (!row) throw createV1Error(404, sentence, 'Object was not found.')
  return row
}
