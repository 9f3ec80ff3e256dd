// Custom fields of every type for contacts, and a few for the other record types.
import type { CustomFieldDefinition, RecordType } from '../tenant.ts'

const contactTypes: readonly [type: string, options?: readonly string[]][] = [
  ['CURRENCY'],
  ['DATE'],
  ['DATE_TIME'],
  ['DAY_OF_WEEK'],
  ['DECIMAL_NUMBER'],
  ['DRILLDOWN', ['1', '2', '3']],
  ['DROPDOWN', ['Bronze', 'Silver', 'Gold']],
  ['EMAIL'],
  ['LIST_BOX', ['red', 'green', 'blue']],
  ['MONTH'],
  ['NAME'],
  ['PERCENT'],
  ['PHONE_NUMBER'],
  ['RADIO', ['Yes', 'No', 'Maybe']],
  ['SOCIAL_SECURITY_NUMBER'],
  ['STATE'],
  ['TEXT'],
  ['TEXT_AREA'],
  ['USER'],
  ['USER_LIST_BOX'],
  ['WEBSITE'],
  ['WHOLE_NUMBER'],
  ['YEAR'],
  ['YES_NO'],
]

const otherFields: readonly [recordType: RecordType, type: string, label: string][] = [
  ['COMPANY', 'TEXT', 'Industry'],
  ['COMPANY', 'WHOLE_NUMBER', 'Employees'],
  ['OPPORTUNITY', 'TEXT', 'Competitor'],
  ['OPPORTUNITY', 'DATE', 'Contract Start'],
  ['TASK_NOTE_APPOINTMENT', 'TEXT', 'Channel'],
]

/** The definitions, ids from 1 on; contact fields are named after their type (`customWholeNumber`). */
export function createCustomFields(): CustomFieldDefinition[] {
  const fields = contactTypes.map(([type, options]) => define({ recordType: 'CONTACT', type, label: formatLabel(type), options }))
  const others = otherFields.map(([recordType, type, label]) => define({ recordType, type, label, options: undefined }))
  return [...fields, ...others].map((field, at) => ({ ...field, id: String(at + 1) }))
}

function define(field: {
  recordType: RecordType
  type: string
  label: string
  options: readonly string[] | undefined
}): CustomFieldDefinition {
  const definition: CustomFieldDefinition = {
    id: '',
    label: field.label,
    field_name: field.label.replaceAll(' ', '').replace(/^./, (first) => first.toLowerCase()),
    field_type: field.type,
    record_type: field.recordType,
    group_id: '1',
    group_name: 'Custom Fields',
  }
  if (field.options) definition.options = field.options.map((label, at) => ({ id: String(at + 1), label }))
  return definition
}

function formatLabel(type: string): string {
  const words = type.toLowerCase().split('_')
  return ['Custom', ...words.map((word) => word.replace(/^./, (first) => first.toUpperCase()))].join(' ')
}
