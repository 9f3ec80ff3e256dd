/** What is told of fields whoever describes them: the normalised type, the native one, the mask of dates, and the verbs that carry them (contract 5.4). */
import type { DiscoveredType, FieldMethod, ObjectField } from '../document/octet.ts'

/** Hub type → the normalised type, the native one and the mask of dates (ISO 8601, UTC). */
export const fieldTypes: Readonly<Record<DiscoveredType, Pick<ObjectField, 'type' | 'vendorNativeType' | 'mask'>>> = {
  string: { type: 'string', vendorNativeType: 'string' },
  number: { type: 'number', vendorNativeType: 'number' },
  boolean: { type: 'boolean', vendorNativeType: 'boolean' },
  date: { type: 'date', vendorNativeType: 'date', mask: 'yyyy-MM-dd' },
  datetime: { type: 'date', vendorNativeType: 'date-time', mask: "yyyy-MM-dd'T'HH:mm:ssX" },
  object: { type: 'object', vendorNativeType: 'object' },
  array: { type: 'array', vendorNativeType: 'array' },
}

/** Verbs whose request and response hold a record, in the order of the answer. */
export const recordVerbs: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH']

/** What each verb does with a field: all responses hold it, requests where it can be written with that verb. */
export function describeMethods(verbs: readonly string[], canWrite: (verb: string) => boolean): FieldMethod[] {
  return verbs.map((name) => ({ name, request: name !== 'GET' && canWrite(name), response: true }))
}
