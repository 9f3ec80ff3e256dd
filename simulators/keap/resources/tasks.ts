// v2 tasks.
import { type Answer, answerCreated, answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, choice, flag, reference, requireValues, text, time } from '../checks.ts'
import { ApiError } from '../errors.ts'
import { hideFields, readFields } from '../list/fields.ts'
import type { FilterRules } from '../list/filter.ts'
import type { FilterField } from '../list/filter-field.ts'
import { booleanField, choiceField, comparisons, idField, idSetField, property, textField, timeField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { applyValues, readUpdateMask } from '../list/update-mask.ts'
import { formatTime, insertRow, listRows, type Row, type Tenant } from '../tenant.ts'
import { findRow } from './find-row.ts'
import { customFields } from './slots.ts'

const optional = ['custom_fields']
const priorities = ['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL']
const reminders = [5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880]

export const taskRoutes: Routes = {
  'GET /tasks': (call) => answerOk(listTasks(call)),
  'POST /tasks': createTask,
  'GET /tasks/{task_id}': (call) => answerOk(show(call, findTask(call))),
  'PATCH /tasks/{task_id}': updateTask,
  'DELETE /tasks/{task_id}': (call) => {
    const { id } = findTask(call)
    call.tenant.tables.tasks.rows.delete(id)
    call.announce('task', 'delete', id)
    return answerNothing()
  },
}

function findTask(call: Call): Row {
  return findRow(call, { table: 'tasks', parameter: 'task_id', noun: 'Task' })
}

function show(call: Call, row: Row): Record<string, unknown> {
  return hideFields(row, optional, readFields(call, optional))
}

function listTasks(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'tasks',
    rows: () => listRows(call.tenant.tables.tasks),
    filter: () => createTaskFilter(call.tenant),
    orders: {
      id: property('id'),
      create_time: property('create_time'),
      due_time: property('due_time'),
      update_time: property('modification_time'),
    },
    render: (row) => show(call, row),
  })
}

function createTaskFilter(tenant: Tenant): FilterRules {
  return {
    customFields: tenant.customFields.filter((each) => each.record_type === 'TASK_NOTE_APPOINTMENT'),
    fields: {
      contact_id: idField(property('contact_id')),
      has_due_date: booleanField((row) => row['due_time'] !== undefined),
      is_completed: booleanField((row) => row['completed'] === true),
      user_id: userField,
      opportunity_id: idField(property('opportunity_id')),
      task_ids: idSetField(property('id')),
      priority: choiceField(property('priority'), priorities),
      since_time: timeField(property('modification_time'), 'from'),
      until_time: timeField(property('modification_time'), 'to'),
      id: idField(property('id'), comparisons),
      title: textField(property('title'), 'wildcard'),
    },
  }
}

const userField: FilterField = {
  operators: ['=='],
  compile: (condition) => {
    if (condition.value === 'UNASSIGNED') return (row) => row['assigned_to_user_id'] === undefined
    return idField(property('assigned_to_user_id')).compile(condition)
  },
}

function createChecks({ tables, customFields: definitions }: Tenant): Checks {
  return {
    title: text(),
    description: text(),
    type: text(),
    priority: choice(priorities),
    completed: flag,
    completion_time: time,
    due_time: time,
    remind_time_mins: checkReminder,
    assigned_to_user_id: reference((id) => tables.users.rows.has(id)),
    contact_id: reference((id) => tables.contacts.rows.has(id)),
    opportunity_id: reference((id) => tables.opportunities.rows.has(id)),
    accepted: flag,
    custom_fields: customFields(definitions, 'TASK_NOTE_APPOINTMENT'),
  }
}

function checkReminder(value: unknown, name: string): unknown {
  if (!reminders.includes(value as number)) throw new ApiError(400, `${name} must be one of ${reminders.join(', ')}`)
  return value
}

function createTask(call: Call): Answer {
  const values = checkBody(call.body, createChecks(call.tenant))
  requireValues(values, ['assigned_to_user_id'])
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.tasks, { completed: false, create_time: now, created_by_user_id: call.user.id })
  writeTask(call, row, { values, mask: undefined })
  call.announce('task', 'add', row.id)
  return answerCreated(show(call, row))
}

function updateTask(call: Call): Answer {
  const row = findTask(call)
  const checks = createChecks(call.tenant)
  const mask = readUpdateMask(call, [...Object.keys(checks), 'id', 'last_updated_by_user_id'])
  writeTask(call, row, { values: checkBody(call.body, checks), mask })
  call.announce('task', 'edit', row.id)
  return answerOk(show(call, row))
}

// A task is completed exactly when it has a time of completion.
function writeTask(call: Call, row: Row, change: { values: Record<string, unknown>; mask: string[] | undefined }): void {
  const now = formatTime(call.now)
  applyValues(row, change.values, change.mask, call.options.maskWithoutValue)
  if (change.values['completion_time']) row['completed'] = true
  if (row['completed'] === true) row['completion_time'] ??= now
  else delete row['completion_time']
  row['completed'] = row['completed'] === true
  row['modification_time'] = now
  row['last_updated_by_user_id'] = call.user.id
}
