// Definitions of custom fields, by kind of record, and the schema that lists them in order.
import type { Answer } from '../../lib/http/answer.ts'
import { answerOk, type Call, type Routes } from '../call.ts'
import { type Checks, checkBody, choice, flag, list, text } from '../checks.ts'
import { listCustomFields } from '../custom-fields.ts'
import { createNotFound, createUnknownUrl, InvalidRequest } from '../errors.ts'
import { listPage } from '../list.ts'
import { insertRow, type Row, removeRow, type Tenant } from '../tenant.ts'
import { formatTime } from '../time.ts'
import { authorship, renderRow, stored, type View } from '../view.ts'

const objectTypes = ['lead', 'contact', 'opportunity']

export const customFieldRoutes: Routes = {
  ...Object.fromEntries(objectTypes.flatMap((each) => Object.entries(createRoutes(each)))),
  'GET /custom_field_schema/{object_type}/': showSchema,
}

const fieldView: View = {
  ...stored('id'),
  ...stored('name'),
  ...stored('type'),
  ...stored('description'),
  accepts_multiple_values: (row) => row['accepts_multiple_values'] ?? false,
  editable_with_roles: () => [],
  choices: (row) => row['choices'] ?? null,
  ...authorship,
}

const types = ['text', 'textarea', 'number', 'date', 'datetime', 'choices', 'user', 'contact', 'checkbox', 'hidden', 'custom_object']

const checks: Checks = {
  name: text,
  type: choice(types),
  description: text,
  choices: list(text),
  accepts_multiple_values: flag,
}

function showField(row: Row, tenant: Tenant): Record<string, unknown> {
  const shown = renderRow(fieldView, row, { tenant })
  if (row['type'] !== 'choices') delete shown['choices']
  return shown
}

function createRoutes(objectType: string): Routes {
  const path = `/custom_field/${objectType}/`
  const find = (call: Call): Row => {
    const row = listCustomFields(call.tenant, objectType).find((each) => each.id === call.params['id'])
    if (!row) throw createNotFound('CustomField')
    return row
  }
  return {
    [`GET ${path}`]: (call) => answerOk(listFields(call, objectType)),
    [`POST ${path}`]: (call) => {
      const values = checkBody(call, checks, ['name', 'type'])
      if (values['type'] === 'choices' && !values['choices']) throw new InvalidRequest({ choices: 'This field is required.' })
      const now = formatTime(call.now)
      const stamp = { created_by: call.user.id, updated_by: call.user.id, date_created: now, date_updated: now }
      return answerOk(showField(insertRow(call.tenant, 'customFields', { object_type: objectType, ...values, ...stamp }), call.tenant))
    },
    [`GET ${path}{id}/`]: (call) => answerOk(showField(find(call), call.tenant)),
    [`PUT ${path}{id}/`]: (call) => {
      const row = find(call)
      const { type: _type, ...values } = checkBody(call, checks)
      Object.assign(row, values, { updated_by: call.user.id, date_updated: formatTime(call.now) })
      return answerOk(showField(row, call.tenant))
    },
    [`DELETE ${path}{id}/`]: (call) => removeField(call, find(call)),
  }
}

function listFields(call: Call, objectType: string): Record<string, unknown> {
  const page = listPage(call, listCustomFields(call.tenant, objectType), { row: (row) => row })
  return { ...page, data: page.data.map(({ row }) => showField(row as Row, call.tenant)) }
}

// The field goes, and its values with it.
function removeField(call: Call, row: Row): Answer {
  removeRow(call.tenant.tables.customFields, row, call.now)
  for (const table of ['leads', 'contacts', 'opportunities'] as const) {
    for (const each of call.tenant.tables[table].order) delete each[`custom.${row.id}`]
  }
  return answerOk({})
}

function showSchema(call: Call): Answer {
  const objectType = call.params['object_type'] ?? ''
  if (!objectTypes.includes(objectType)) throw createUnknownUrl()
  const fields = listCustomFields(call.tenant, objectType).map((row) => ({
    ...showField(row, call.tenant),
    is_shared: false,
    required: false,
  }))
  return answerOk({ id: `${objectType}`, object_type: objectType, fields })
}
