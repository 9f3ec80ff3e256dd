// Addresses of organizations and activities: one line, and the parts it was taken apart into.
import { type Check, object, text } from '../checks.ts'

const parts = [
  'value',
  'country',
  'admin_area_level_1',
  'admin_area_level_2',
  'locality',
  'sublocality',
  'route',
  'street_number',
  'subpremise',
  'postal_code',
] as const

/** A sent address; parts that were not sent become null. */
export const address: Check = (value, name, call) => {
  const check = object(Object.fromEntries([...parts, 'formatted_address'].map((part) => [part, text()])), ['value'])
  return completeAddress(check(value, name, call) as Record<string, unknown>)
}

/** An address with every part. */
export function completeAddress(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(parts.map((part) => [part, values[part] ?? null]))
}
