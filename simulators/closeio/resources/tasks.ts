// Tasks: to-dos of users on leads; several can be changed at once, chosen by the filters of the list.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, choice, dayOrTime, flag, text } from '../checks.ts'
import { InvalidRequest } from '../errors.ts'
import { filterBy, filterRows, orderRows } from '../filter.ts'
import { listNewest, listPage } from '../list.ts'
import { createRecord, deleteRecord, findRecord, type Kind, showRecord, updateRecord } from '../records.ts'
import { listOnLead, type Row } from '../tenant.ts'
import { formatDay } from '../time.ts'
import { contactReference, leadReference, taskKind, userReference } from './kinds.ts'
import { readTaskView } from './task-view.ts'

export const taskRoutes: Routes = {
  'GET /task/': (call) => answerOk(listPage(call, selectTasks(call), showKind(call).view)),
  'POST /task/': createTask,
  'PUT /task/': updateTasks,
  'GET /task/{id}/': (call) => showRecord(call, showKind(call), findRecord(call, taskKind)),
  'PUT /task/{id}/': updateTask,
  'DELETE /task/{id}/': (call) => deleteRecord(call, taskKind, findRecord(call, taskKind)),
}

// Where a task is found depends on the caller's day.
function showKind(call: Call): Kind {
  const today = formatDay(call.now, call.offsetHours)
  return { ...taskKind, view: { ...taskKind.view, view: (row) => readTaskView(row, today) } }
}

const filters = {
  ...filterBy('id'),
  ...filterBy('lead_id'),
  ...filterBy('assigned_to'),
  ...filterBy('is_complete', 'flag'),
  ...filterBy('date', 'time'),
  due_date: { read: (row: Row) => row['date'], kind: 'time' as const },
  ...filterBy('date_created', 'time'),
  ...filterBy('date_updated', 'time'),
}

function selectTasks(call: Call): Row[] {
  const { query, tenant } = call
  const leadId = query.get('lead_id')
  const rows = leadId ? listOnLead(tenant.tables.tasks, leadId).reverse() : listNewest(call, tenant.tables.tasks)
  const types = (query.get('_type__in') ?? query.get('_type') ?? 'lead').split(',')
  const today = formatDay(call.now, call.offsetHours)
  const view = query.get('view')
  const chosen = rows.filter((row) => {
    if (!types.includes('all') && !types.includes(String(row['_type']))) return false
    return !view || readTaskView(row, today) === view
  })
  const orders = { date: (row: Row) => row['date'], date_created: (row: Row) => row['date_created'] }
  return orderRows(call, filterRows(call, chosen, filters), orders)
}

const changes: Checks = { assigned_to: userReference, date: dayOrTime, due_date: dayOrTime, is_complete: flag }

const checks: Checks = {
  ...changes,
  _type: choice(['lead', 'outgoing_call']),
  lead_id: leadReference,
  contact_id: contactReference,
  text,
  priority: choice(['high', 'medium']),
  resolution: choice(['abandoned', 'skipped']),
}

function createTask(call: Call): Answer {
  const required = call.options.taskTypeRequired ? ['_type', 'lead_id'] : ['lead_id']
  const values = checkBody(call, checks, required)
  const defaults = { _type: 'lead', text: '', is_complete: false, assigned_to: call.user.id, date: null }
  const row = createRecord(call, taskKind, { ...defaults, ...readDate(values) })
  return showRecord(call, showKind(call), row)
}

function updateTask(call: Call): Answer {
  const row = findRecord(call, taskKind)
  const { _type: _unused, lead_id: _leadId, ...values } = checkBody(call, checks)
  if ('text' in values && row['_type'] !== 'lead') throw new InvalidRequest({ text: 'Only tasks of type lead have a text.' })
  return showRecord(call, showKind(call), updateRecord(call, taskKind, { row, values: readDate(values) }))
}

function updateTasks(call: Call): Answer {
  const values = readDate(checkBody(call, changes))
  for (const row of selectTasks(call)) updateRecord(call, taskKind, { row, values })
  return answerOk({})
}

// `due_date` is another name of `date`.
function readDate({ due_date: due, ...values }: Record<string, unknown>): Record<string, unknown> {
  return due === undefined ? values : { date: due, ...values }
}
