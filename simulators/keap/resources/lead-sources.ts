// v2 lead sources.
import { type Answer, answerCreated, answerOk, type Call, type Routes } from '../call.ts'
import { checkBody, choice, requireValues, text, time } from '../checks.ts'
import { choiceField, comparisons, idField, property, textField, timeField } from '../list/filter-fields.ts'
import { listPage } from '../list/page.ts'
import { formatTime, insertRow, listRows } from '../tenant.ts'
import { findRow } from './find-row.ts'

export const leadSourceRoutes: Routes = {
  'GET /leadSources': (call) => answerOk(listLeadSources(call)),
  'POST /leadSources': createLeadSource,
  'GET /leadSources/{lead_source_id}': (call) =>
    answerOk(findRow(call, { table: 'leadSources', parameter: 'lead_source_id', noun: 'Lead Source' })),
}

function listLeadSources(call: Call): Record<string, unknown> {
  return listPage(call, {
    key: 'lead_sources',
    rows: () => listRows(call.tenant.tables.leadSources),
    filter: () => ({
      fields: {
        id: idField(property('id'), [...comparisons, '!=']),
        name: textField(property('name'), 'wildcard'),
        status: choiceField(property('status'), ['ACTIVE', 'INACTIVE']),
        lead_source_category_id: idField(property('lead_source_category_id')),
        vendor: textField(property('vendor'), 'wildcard'),
        medium: textField(property('medium'), 'wildcard'),
        message: textField(property('message'), 'wildcard'),
        description: textField(property('description'), 'wildcard'),
        start_time: timeField(property('start_time'), 'from'),
        end_time: timeField(property('end_time'), 'to'),
      },
    }),
    orders: { id: property('id'), name: property('name'), create_time: property('create_time'), update_time: property('update_time') },
    render: (row) => row,
  })
}

function createLeadSource(call: Call): Answer {
  const words = Object.fromEntries(['name', 'description', 'vendor', 'medium', 'message'].map((name) => [name, text()]))
  const values = checkBody(call.body, { ...words, status: choice(['ACTIVE', 'INACTIVE']), start_time: time, end_time: time })
  requireValues(values, ['name'])
  const now = formatTime(call.now)
  const row = insertRow(call.tenant.tables.leadSources, { status: 'ACTIVE', ...values, create_time: now, update_time: now })
  call.announce('leadsource', 'add', row.id)
  return answerCreated(row)
}
