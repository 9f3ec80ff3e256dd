/** The fields that an element declares itself, in `objects[]` or in the newer `models[]` (contract 2.9), as metadata shows them (contract 5.4). */
import type { DescribedField, FieldMethod } from '../document/octet.ts'
import { isSchema, type LooseSchema } from './model-schemas.ts'

/** Describes declared fields. `verbs` are those that the element has on the object; a field that says nothing goes with all of them. */
export function describeDeclaredFields(fields: unknown, verbs: readonly string[]): DescribedField[] {
  if (!Array.isArray(fields)) return []
  return fields.filter((field): field is LooseSchema => isSchema(field) && nameOf(field) !== '').map((field) => describeField(field, verbs))
}

function describeField(field: LooseSchema, verbs: readonly string[]): DescribedField {
  const declared = isSchema(field['dataType']) ? field['dataType'] : undefined
  const native = text(declared?.['jsonType']) || text(field['type']) || 'string'
  const format = text(declared?.['format']) || text(field['format'])
  const readOnly = field['readOnly'] === true
  const displayName = text(field['displayName'])
  const mask = text(field['mask'])
  return {
    vendorPath: nameOf(field),
    type: normalise(native, format),
    vendorNativeType: native,
    vendorRequired: field['required'] === true,
    vendorReadOnly: readOnly,
    hidden: field['hidden'] === true,
    ...(displayName !== '' && { displayName }),
    ...(mask !== '' && { mask }),
    method: Array.isArray(field['fieldMethods']) ? readMethods(field['fieldMethods']) : chooseMethods(field, verbs, readOnly),
  }
}

/** The newer form: one entry for each verb and direction. */
function readMethods(entries: readonly unknown[]): FieldMethod[] {
  const methods = new Map<string, { request: boolean; response: boolean }>()
  for (const entry of entries.filter(isSchema)) {
    const name = text(entry['method']) === 'GET_BY_ID' ? 'GET' : text(entry['method'])
    const side = text(entry['direction']).toLowerCase()
    if (name === '' || (side !== 'request' && side !== 'response')) continue
    methods.set(name, { ...(methods.get(name) ?? { request: false, response: false }), [side]: true })
  }
  return [...methods].map(([name, flags]) => ({ name, ...flags }))
}

/** The older form: `request` and `response` of the field count for every verb. */
function chooseMethods(field: LooseSchema, verbs: readonly string[], readOnly: boolean): FieldMethod[] {
  const request = field['request'] !== false && !readOnly
  const response = field['response'] !== false
  return verbs.map((name) => ({ name, request: request && name !== 'GET', response }))
}

function nameOf(field: LooseSchema): string {
  return text(field['vendorName']) || text(field['name'])
}

function normalise(native: string, format: string): string {
  if (format === 'date' || format === 'date-time' || native === 'date' || native === 'dateTime') return 'date'
  return native === 'integer' ? 'number' : native
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
