// One value of a record, checked and brought into the form in which it is stored.
import type { Field } from '../modules/module.ts'
import { formatTime, isId, type Tenant } from '../tenant.ts'

/** The value to store, or what the error's details say besides the field's name. */
export type Checked = { value: unknown } | { wrong: Record<string, unknown>; message?: string }

/** Checks a value that is not null against its field's data type. Lookups are resolved elsewhere. */
export function checkValue(tenant: Tenant, field: Field, value: unknown, strictPicklists: boolean): Checked {
  switch (field.dataType) {
    case 'text':
    case 'textarea':
    case 'phone':
    case 'website':
      return checkText(field, value)
    case 'email':
      return typeof value === 'string' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? expected('email') : checkText(field, value)
    case 'picklist':
      return strictPicklists && !field.options?.includes(value as string) ? expected('picklist') : checkText(field, value)
    case 'multiselectpicklist':
      return checkSeveral(field, value, strictPicklists)
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) < 10 ** 9 ? { value } : expected('integer')
    case 'bigint':
      return checkBigint(value)
    case 'double':
    case 'currency':
    case 'percent':
      return typeof value === 'number' && Number.isFinite(value) ? { value } : expected('double')
    case 'boolean':
      return typeof value === 'boolean' ? { value } : expected('boolean')
    case 'date':
      return typeof value === 'string' && isDay(value) ? { value } : expected('date')
    case 'datetime':
      return checkTime(tenant, value)
    case 'lookup':
    case 'ownerlookup':
      return expected('jsonobject')
  }
}

/** The id in a lookup: `{id}` or the id itself. */
export function readLookupId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
  const text = typeof id === 'number' ? String(id) : id
  return isId(text) ? text : undefined
}

/** Milliseconds of a time with a zone, or NaN. */
export function parseTime(value: unknown): number {
  const full = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value)
  return full ? Date.parse(value as string) : Number.NaN
}

/** Whether a text is a day of the calendar, `yyyy-MM-dd`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

function expected(type: string): Checked {
  return { wrong: { expected_data_type: type } }
}

function checkText(field: Field, value: unknown): Checked {
  if (typeof value !== 'string') return expected('text')
  return value.length > field.length ? { wrong: { maximum_length: field.length } } : { value }
}

function checkSeveral(field: Field, value: unknown, strict: boolean): Checked {
  if (!Array.isArray(value)) return expected('jsonarray')
  const wrong = value.some((each) => typeof each !== 'string' || (strict && !field.options?.includes(each)))
  return wrong ? expected('text') : { value }
}

// Shown as text, as numbers of that size are.
function checkBigint(value: unknown): Checked {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^-?\d{1,18}$/.test(text) ? { value: text } : expected('bigint')
}

function checkTime(tenant: Tenant, value: unknown): Checked {
  const time = parseTime(value)
  return Number.isNaN(time) ? expected('datetime') : { value: formatTime(tenant, time) }
}
