// Making and changing records whose values have been checked.
import type { Module } from '../modules/module.ts'
import { formatTime, insertRow, type Reference, type Row, readTable, removeRow, type Tenant, takeId } from '../tenant.ts'
import { deriveValues } from './derive.ts'

export interface Author {
  user: Reference
  now: number
}

/** Stores a new record. */
export function createRow(tenant: Tenant, module: Module, changed: Record<string, unknown>, { user, now }: Author): Row {
  const id = takeId(tenant)
  const time = formatTime(tenant, now)
  const values: Record<string, unknown> = {
    ...blankValues(module),
    Owner: user,
    ...changed,
    id,
    Created_By: user,
    Modified_By: user,
    Created_Time: time,
    Modified_Time: time,
  }
  if (module.fields.has('Last_Activity_Time')) values['Last_Activity_Time'] = time
  deriveValues(module, values, { tenant, now, changed })
  const row: Row = { id, values, reference: { id, name: null }, createdAt: now, modifiedAt: now }
  row.reference.name = nameOf(module, row)
  insertRow(readTable(tenant, module.apiName), row)
  return row
}

/** Changes a record in place. */
export function updateRow(
  tenant: Tenant,
  module: Module,
  row: Row,
  { changed, user, now }: Author & { changed: Record<string, unknown> },
): void {
  Object.assign(row.values, changed)
  row.values['Modified_By'] = user
  row.values['Modified_Time'] = formatTime(tenant, now)
  row.modifiedAt = now
  deriveValues(module, row.values, { tenant, now, changed })
  row.reference.name = nameOf(module, row)
}

/** Deletes a record; lookups that pointed at it point nowhere, and its notes go with it. */
export function deleteRow(tenant: Tenant, module: Module, row: Row, by: Author): void {
  removeRow(readTable(tenant, module.apiName), row, by)
  for (const other of tenant.modules.values()) {
    const lookups = [...other.fields.values()].filter((each) => each.target === module.apiName || each.target === 'se_module')
    if (lookups.length === 0) continue
    for (const candidate of readTable(tenant, other.apiName).list) {
      for (const { apiName } of lookups) {
        const value = candidate.values[apiName] as Reference | null
        if (value?.id !== row.id) continue
        if (other.apiName === 'Notes') removeRow(readTable(tenant, 'Notes'), candidate, by)
        else candidate.values[apiName] = null
      }
    }
  }
}

/** How many records carry a value in a field that must be unique, or one of them. */
export function findByValue(tenant: Tenant, module: Module, apiName: string, value: unknown): Row | undefined {
  const wanted = foldValue(value)
  if (wanted === '') return undefined
  return readTable(tenant, module.apiName).list.find((row) => foldValue(row.values[apiName]) === wanted)
}

function foldValue(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase()
}

function nameOf(module: Module, row: Row): string | null {
  const name = row.values[module.nameField]
  return typeof name === 'string' ? name : null
}

function blankValues(module: Module): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { apiName, dataType } of module.fields.values()) {
    values[apiName] = dataType === 'boolean' ? false : dataType === 'multiselectpicklist' ? [] : null
  }
  if (module.apiName === 'Notes') return { ...values, ...noteMembers }
  if (module.fields.has('What_Id')) values['$se_module'] = null
  return { ...values, Tag: [], ...recordMembers }
}

const recordMembers = { $currency_symbol: '$', $state: 'save', $approved: true, $approval_state: 'approved', $editable: true }
const noteMembers = {
  $attachments: [],
  $editable: true,
  $is_shared_to_client: false,
  $sharing_permission: 'full_access',
  $size: null,
  $state: 'save',
  $voice_note: false,
}
