// Activities: all of them in one list, and notes, calls and emails to read and write.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { checkBody } from '../checks.ts'
import { createNotFound, InvalidRequest } from '../errors.ts'
import { filterBy, filterRows, orderRows } from '../filter.ts'
import { listNewest, listPage } from '../list.ts'
import { createRecord, deleteRecord, findRecord, showRecord, updateRecord } from '../records.ts'
import { listOnLead, type Row } from '../tenant.ts'
import { formatTime } from '../time.ts'
import { readFieldNames, renderRow, type View } from '../view.ts'
import { type ActivityType, activityTypes, findActivityType } from './activity-kinds.ts'

export const activityRoutes: Routes = {
  'GET /activity/': (call) => answerOk(listActivities(call, undefined)),
  ...Object.fromEntries(activityTypes.flatMap((type) => Object.entries(createRoutes(type)))),
}

function createRoutes(type: ActivityType): Routes {
  const path = `/activity/${type.segment}/`
  return {
    [`GET ${path}`]: (call) => answerOk(listActivities(call, type)),
    [`POST ${path}`]: (call) => createActivity(call, type),
    [`GET ${path}{id}/`]: (call) => showRecord(call, type.kind, findActivity(call, type)),
    [`PUT ${path}{id}/`]: (call) => updateActivity(call, type),
    [`DELETE ${path}{id}/`]: (call) => deleteRecord(call, type.kind, findActivity(call, type)),
  }
}

function findActivity(call: Call, type: ActivityType): Row {
  const row = findRecord(call, type.kind)
  if (row['_type'] !== type.type) throw createNotFound(type.kind.noun)
  return row
}

const filters = {
  ...filterBy('id'),
  ...filterBy('lead_id', 'words'),
  ...filterBy('contact_id', 'words'),
  ...filterBy('user_id', 'words'),
  ...filterBy('_type', 'words'),
  ...filterBy('date_created', 'time'),
  ...filterBy('activity_at', 'time'),
}

const onOneLead = ['user_id', 'user_id__in', 'contact_id', 'contact_id__in', '_type', '_type__in']

function listActivities(call: Call, type: ActivityType | undefined): Record<string, unknown> {
  const leadId = call.query.get('lead_id')
  const isOneLead = leadId !== null && leadId !== '' && !leadId.includes(',')
  if (!isOneLead) {
    const wrong = onOneLead.filter((each) => call.query.get(each))
    const problem = 'This filter can only be used together with lead_id.'
    if (wrong.length > 0) throw new InvalidRequest(Object.fromEntries(wrong.map((each) => [each, problem])))
  }
  const table = call.tenant.tables.activities
  const rows = isOneLead ? listOnLead(table, leadId).reverse() : listNewest(call, table)
  const chosen = filterRows(call, type ? rows.filter((each) => each['_type'] === type.type) : rows, filters)
  const ordered = orderRows(call, chosen, { date_created: (row) => row['date_created'], activity_at: (row) => row['activity_at'] })
  if (type) return listPage(call, ordered, type.kind.view)
  const names = readFieldNames(call.query.get('_fields'))
  const page = listPage(call, ordered, wholeRow)
  const data = page.data.map(({ row }) => renderRow(findActivityType(row as Row).kind.view, row as Row, { tenant: call.tenant, names }))
  return { ...page, data }
}

// Each row of the common list has the view of its own type; the page is cut first.
const wholeRow: View = { row: (row) => row }

function createActivity(call: Call, type: ActivityType): Answer {
  const values = checkBody(call, type.checks, type.required)
  const now = formatTime(call.now)
  const own = { user_id: call.user.id, activity_at: values['date_created'] ?? now, ...values, ...pairNote(values), ...pin(call, values) }
  return showRecord(call, type.kind, createRecord(call, type.kind, { _type: type.type, ...own }))
}

function updateActivity(call: Call, type: ActivityType): Answer {
  const row = findActivity(call, type)
  const { lead_id: _leadId, date_created: _created, ...values } = checkBody(call, type.checks)
  const change = { ...values, ...pairNote(values), ...pin(call, values) }
  return showRecord(call, type.kind, updateRecord(call, type.kind, { row, values: change }))
}

// A note is kept as text and as HTML; the HTML wins when both are sent.
function pairNote(values: Record<string, unknown>): Record<string, unknown> {
  const { note, note_html: html } = values
  if (typeof html === 'string') return { note: html.replace(/<\/p>\s*<p>|<br\s*\/?>/g, '\n').replace(/<[^>]+>/g, ''), note_html: html }
  if (typeof note === 'string') return { note, note_html: `<p>${note.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>` }
  return {}
}

function pin(call: Call, { pinned }: Record<string, unknown>): Record<string, unknown> {
  return typeof pinned === 'boolean' ? { pinned_at: pinned ? formatTime(call.now) : null } : {}
}
