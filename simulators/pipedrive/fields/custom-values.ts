// Values of custom fields in v2's form: what each type takes, and what a record shows.
import type { Call } from '../call.ts'
import { type Check, isDay } from '../checks.ts'
import { createValidationError } from '../errors.ts'
import type { Row } from '../tenant.ts'
import { type Field, type FieldEntity, subfields } from './field.ts'

const shapes: Record<string, 'string' | 'number' | 'array' | 'object'> = {
  varchar: 'string',
  varchar_auto: 'string',
  text: 'string',
  phone: 'string',
  date: 'string',
  double: 'number',
  enum: 'number',
  user: 'number',
  org: 'number',
  people: 'number',
  set: 'array',
  monetary: 'object',
  daterange: 'object',
  time: 'object',
  timerange: 'object',
  address: 'object',
}

/** The check of a body's `custom_fields` for one kind of record. */
export function customFields(entity: FieldEntity): Check {
  return (value, name, call) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw createValidationError(name, 'Invalid collection')
    const known = new Map(call.tenant.fields[entity].filter((each) => each.isCustom).map((each) => [each.code, each]))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const field = known.get(key)
        if (!field) throw createValidationError(name, `Unknown key '${key}'`)
        return [key, item === null ? null : checkValue(item, { field, entity, call })]
      }),
    )
  }
}

function checkValue(value: unknown, { field, entity, call }: { field: Field; entity: FieldEntity; call: Call }): unknown {
  const shape = shapes[field.type] ?? 'string'
  const actual = Array.isArray(value) ? 'array' : typeof value
  const label = `${entity} custom field '${field.name}' (${field.code})`
  if (actual !== shape) throw createValidationError('custom_fields', `Expected '${shape}' as value for ${label}`)
  const refuse = (reason: string) => createValidationError('custom_fields', `${reason} for ${label}`)
  const isOption = (id: unknown) => field.options?.some((each) => each.id === id) ?? false
  if (field.type === 'varchar' && String(value).length > 255) throw refuse('Value is too long')
  if (field.type === 'date' && !isDay(value)) throw refuse('Invalid date')
  if (field.type === 'enum' && !isOption(value)) throw refuse('Invalid option')
  if (Array.isArray(value) && (value.length === 0 || !value.every(isOption))) throw refuse('Invalid option')
  const isMissing =
    (field.type === 'user' && !call.tenant.tables.users.rows.has(value as number)) ||
    (field.type === 'org' && !call.tenant.tables.organizations.rows.has(value as number)) ||
    (field.type === 'people' && !call.tenant.tables.persons.rows.has(value as number))
  if (isMissing) throw refuse('Record not found')
  return shape === 'object' ? completeParts(value as Record<string, unknown>, field, refuse) : value
}

// Parts that were not sent become null; only `value` must be there.
function completeParts(value: Record<string, unknown>, field: Field, refuse: (reason: string) => Error): Record<string, unknown> {
  const parts = subfields[field.type] ?? []
  const wrong = Object.keys(value).find((key) => !parts.some(([code]) => code === key) && key !== 'timezone_id')
  if (wrong) throw refuse(`Unknown key '${wrong}'`)
  const isRight = field.type === 'monetary' ? typeof value['value'] === 'number' : typeof value['value'] === 'string'
  if (!isRight) throw refuse("Expected 'value'")
  return Object.fromEntries(parts.map(([code]) => [code, value[code] ?? null]))
}

/**
 * What a record shows as `custom_fields`: only those named by the `custom_fields` parameter where it is there, options with their
 * labels where `include_option_labels` asks for them.
 */
export function showCustomFields(row: Row, entity: FieldEntity, call: Call): Record<string, unknown> {
  const asked = call.query.get('custom_fields')?.split(',')
  if (asked && asked.length > 15) throw createValidationError('custom_fields', 'This collection should contain 15 elements or less.')
  const withLabels = ['true', '1'].includes(call.query.get('include_option_labels') ?? '')
  const values = (row['custom_fields'] ?? {}) as Record<string, unknown>
  const shown: Record<string, unknown> = {}
  for (const field of call.tenant.fields[entity]) {
    if (!field.isCustom || (asked && !asked.includes(field.code))) continue
    const value = values[field.code] ?? null
    if (value === null && call.options.unsetCustomFields === 'omitted') continue
    shown[field.code] = withLabels && field.options ? labelOptions(value, field) : value
  }
  return shown
}

function labelOptions(value: unknown, field: Field): unknown {
  const find = (id: unknown) => ({ id, label: field.options?.find((each) => each.id === id)?.label ?? null })
  if (Array.isArray(value)) return value.map(find)
  return value === null ? null : find(value)
}
