// The values of one record as a caller sent them: unknown and read-only ones left out, each checked, lookups resolved, what must be there demanded.
import type { Call } from '../call.ts'
import { createFault, type Fault } from '../errors.ts'
import type { Field, Module } from '../modules/module.ts'
import type { Row } from '../tenant.ts'
import { checkValue, readLookupId } from './check-value.ts'
import { findByValue } from './store.ts'

export type Input = Record<string, unknown>

interface Subject {
  module: Module
  /** Position in `data`. */
  at: number
  /** The record that will be changed; none for a new one. */
  row?: Row | undefined
}

/** The values to store, or the fault that this record's result will be. */
export function checkRecord(call: Call, input: Input, subject: Subject): { values: Input } | { fault: Fault } {
  const { module } = subject
  const values: Input = {}
  for (const [name, sent] of Object.entries(input)) {
    const field = module.fields.get(name)
    if (!field) {
      if (call.options.unknownFields === 'refuse' && name !== 'id' && !name.startsWith('$') && name !== 'Tag') {
        return { fault: fault('INVALID_DATA', 'the field api name given seems to be invalid', name, subject) }
      }
      continue
    }
    if (field.readOnly) continue
    const checked =
      sent === null ? { value: field.dataType === 'multiselectpicklist' ? [] : null } : checkField(call, field, input, subject)
    if ('fault' in checked) return checked
    values[name] = checked.value
  }
  if (values['What_Id'] !== undefined) values['$se_module'] = values['What_Id'] === null ? null : input['$se_module']
  appendSeveral(values, input, subject.row)
  const missing = findMissing(call, values, subject)
  if (missing) return { fault: fault('MANDATORY_NOT_FOUND', 'required field not found', missing, subject) }
  const double = findDuplicate(call, values, subject)
  return double ? { fault: double } : { values }
}

function checkField(call: Call, field: Field, input: Input, subject: Subject): { value: unknown } | { fault: Fault } {
  const sent = input[field.apiName]
  if (field.dataType === 'ownerlookup' || field.dataType === 'lookup') return resolveLookup(call, field, input, subject)
  const checked = checkValue(call.tenant, field, sent, call.options.unknownPicklistValues === 'refuse')
  return 'value' in checked ? checked : { fault: fault('INVALID_DATA', 'invalid data', field.apiName, subject, checked.wrong) }
}

function resolveLookup(call: Call, field: Field, input: Input, subject: Subject): { value: unknown } | { fault: Fault } {
  const { tenant } = call
  const sent = input[field.apiName]
  const id = readLookupId(sent)
  if (id === undefined)
    return { fault: fault('INVALID_DATA', 'invalid data', field.apiName, subject, { expected_data_type: 'jsonobject' }) }
  if (field.dataType === 'ownerlookup') {
    const user = tenant.users.get(id)
    return user ? { value: user.reference } : { fault: fault('INVALID_DATA', 'invalid data', field.apiName, subject) }
  }
  const target = field.target === 'se_module' ? readTarget(sent, input) : field.target
  const module = tenant.modules.get(String(target))
  const row = tenant.tables.get(String(target))?.rows.get(id)
  if (!module || !row) return { fault: fault('INVALID_DATA', 'the id given seems to be invalid', field.apiName, subject) }
  if (field.apiName !== 'Parent_Id') return { value: row.reference }
  return { value: showParent(module, row) }
}

/** What a note shows of the record it belongs to; the name is the record's own, whenever it is read. */
export function showParent(module: Module, row: Row): unknown {
  return {
    module: { api_name: module.apiName, id: module.id },
    get name() {
      return row.reference.name
    },
    id: row.id,
  }
}

function readTarget(sent: unknown, input: Input): unknown {
  const module = (sent as { module?: unknown })?.module
  if (typeof module === 'string') return module
  return (module as { api_name?: unknown })?.api_name ?? input['$se_module'] ?? input['se_module']
}

function appendSeveral(values: Input, input: Input, row: Row | undefined): void {
  const append = input['$append_values']
  if (!row || typeof append !== 'object' || append === null) return
  for (const [name, wanted] of Object.entries(append)) {
    const [old, added] = [row.values[name], values[name]]
    if (wanted === true && Array.isArray(old) && Array.isArray(added)) values[name] = [...new Set([...old, ...added])]
  }
}

function findMissing(call: Call, values: Input, { module, row }: Subject): string | undefined {
  for (const { apiName, mandatory } of module.fields.values()) {
    if (!mandatory || (apiName === 'Stage' && !call.options.dealStageRequired)) continue
    const value = values[apiName]
    if (row ? value === null || value === '' : value === undefined || value === null || value === '') return apiName
  }
  return undefined
}

function findDuplicate(call: Call, values: Input, subject: Subject): Fault | undefined {
  for (const { apiName, unique } of subject.module.fields.values()) {
    if (!unique || values[apiName] === undefined) continue
    const other = findByValue(call.tenant, subject.module, apiName, values[apiName])
    if (!other || other === subject.row) continue
    const { id, name } = other.values['Owner'] as { id: string; name: string }
    const module = { api_name: subject.module.apiName, id: subject.module.id }
    const details = { id: other.id, duplicate_record: { Owner: { name, id }, module, id: other.id } }
    return fault('DUPLICATE_DATA', 'duplicate data', apiName, subject, details)
  }
  return undefined
}

function fault(code: string, message: string, apiName: string, { at }: Subject, more: Record<string, unknown> = {}): Fault {
  return createFault(code, message, { ...more, api_name: apiName, json_path: `$.data[${at}].${apiName}` })
}
