// Custom fields in request bodies: `custom.cf_…`, `.add` and `.remove`, and the deprecated forms by name.
import type { Call } from './call.ts'
import { flag, Problem, text, time } from './checks.ts'
import { InvalidRequest } from './errors.ts'
import type { Row, Tenant } from './tenant.ts'
import { isDay } from './time.ts'

/** The custom fields of leads, contacts or opportunities, in their order. */
export function listCustomFields(tenant: Tenant, objectType: string): Row[] {
  return tenant.tables.customFields.order.filter((each) => each['object_type'] === objectType)
}

/**
 * The custom values a body sets, by `custom.cf_…`; null unsets. `row` is the record to be changed, if there is one.
 * @throws InvalidRequest naming each key whose field is not there or whose value does not fit
 */
export function readCustomValues(call: Call, objectType: string, row?: Row): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const problems: Record<string, unknown> = {}
  for (const [key, value] of listCustomKeys(call.body)) {
    const [, reference = '', operation] = /^custom\.(.+?)(?:\.(add|remove))?$/.exec(key) ?? []
    const field = listCustomFields(call.tenant, objectType).find((each) => each.id === reference || each['name'] === reference)
    if (!field) {
      problems[key] = 'Custom field does not exist.'
      continue
    }
    const name = `custom.${field.id}`
    try {
      values[name] = operation
        ? changeItem(call, field, { operation, value, current: values[name] ?? row?.[name] })
        : checkValue(call, field, value)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems[key] = error.message
    }
  }
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
  return values
}

function listCustomKeys(body: Record<string, unknown>): [string, unknown][] {
  const byName = body['custom']
  const dictionary = typeof byName === 'object' && byName !== null ? Object.entries(byName) : []
  return [
    ...dictionary.map(([name, value]): [string, unknown] => [`custom.${name}`, value]),
    ...Object.entries(body).filter(([name]) => name.startsWith('custom.')),
  ]
}

function changeItem(call: Call, field: Row, change: { operation: string; value: unknown; current: unknown }): unknown {
  if (field['accepts_multiple_values'] !== true) throw new Problem('This custom field does not accept multiple values.')
  const current = Array.isArray(change.current) ? (change.current as unknown[]) : []
  const item = checkItem(call, field, change.value)
  if (change.operation === 'remove') return current.filter((each) => each !== item)
  return current.includes(item) ? current : [...current, item]
}

function checkValue(call: Call, field: Row, value: unknown): unknown {
  if (value === null || value === '') return null
  if (field['accepts_multiple_values'] !== true) return checkItem(call, field, value)
  const items = (Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => checkItem(call, field, each))
  return items.length > 0 ? items : null
}

function checkItem(call: Call, field: Row, value: unknown): unknown {
  const check = itemChecks[String(field['type'])]
  return check ? check(value, call, field) : text(value, call)
}

const itemChecks: Record<string, (value: unknown, call: Call, field: Row) => unknown> = {
  number: (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || Number.isNaN(number)) throw new Problem('Input should be a valid number')
    return number
  },
  date: (value) => {
    if (typeof value !== 'string' || !isDay(value.slice(0, 10))) throw new Problem('Invalid ISO 8601 date.')
    return value.slice(0, 10)
  },
  datetime: (value, call) => time(value, call),
  checkbox: (value, call) => flag(value, call),
  choices: (value, _call, field) => {
    if (!(field['choices'] as unknown[]).includes(value)) throw new Problem(`Not a valid choice: ${String(value)}`)
    return value
  },
  user: (value, call) => {
    if (!call.tenant.tables.users.rows.has(String(value))) throw new Problem('User does not exist.')
    return value
  },
  contact: (value, call) => {
    if (!call.tenant.tables.contacts.rows.has(String(value))) throw new Problem('Contact does not exist.')
    return value
  },
}
