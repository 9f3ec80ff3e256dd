// Checks of v1 bodies: numbers may come as text, flags as 1 and 0; what is not known is ignored.
import type { Call } from './call.ts'
import { isDay } from './checks.ts'
import { createV1Error } from './errors.ts'
import type { TableName } from './tenant.ts'

/** Gives the value to store. @throws ApiError 400 */
export type V1Check = (value: unknown, name: string, call: Call) => unknown

/** The values of the properties that were sent and are known, checked. Nulls stay nulls. */
export function checkV1Body(call: Call, checks: Record<string, V1Check>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, check] of Object.entries(checks)) {
    const value = call.body[name]
    if (value !== undefined) values[name] = value === null ? null : check(value, name, call)
  }
  return values
}

/** Text, not empty where `filled`. */
export function v1Text(filled: 'filled' | 'blank' = 'blank'): V1Check {
  return (value, name) => {
    if (typeof value !== 'string' || (filled === 'filled' && value.trim() === '')) throw refuse(name)
    return value
  }
}

/** A whole number, as a number or as digits. */
export const v1Whole: V1Check = (value, name) => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw refuse(name)
  return number
}

/** 1 or 0, true or false; stored as a boolean. */
export const v1Flag: V1Check = (value, name) => {
  if ([1, '1', true, 'true'].includes(value as never)) return true
  if ([0, '0', false, 'false'].includes(value as never)) return false
  throw refuse(name)
}

/** A day. */
export const v1Day: V1Check = (value, name) => {
  if (!isDay(value)) throw refuse(name)
  return value
}

/** A time, `yyyy-MM-dd HH:mm:ss`, UTC. */
export const v1Time: V1Check = (value, name) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) || !isDay(value.slice(0, 10))) throw refuse(name)
  return value
}

/** One of a few values. */
export function v1Choice(allowed: readonly unknown[]): V1Check {
  return (value, name) => {
    if (!allowed.includes(value)) throw refuse(name)
    return value
  }
}

/** The id of a record that is there; `sentence` is what v1 says when it is not. */
export function v1Reference(table: TableName, sentence: string): V1Check {
  return (value, name, call) => {
    const id = table === 'leads' || table === 'leadLabels' ? value : v1Whole(value, name, call)
    const row = call.tenant.tables[table].rows.get(id as number)
    if (!row || row['is_deleted'] === true) throw createV1Error(400, sentence)
    return id
  }
}

/** A list, each item checked. */
export function v1List(check: V1Check): V1Check {
  return (value, name, call) => {
    if (!Array.isArray(value)) throw refuse(name)
    return value.map((each) => check(each, name, call))
  }
}

/** An amount with its currency. */
export const v1Money: V1Check = (value, name) => {
  const { amount, currency } = (typeof value === 'object' ? value : {}) as { amount?: unknown; currency?: unknown }
  if (typeof amount !== 'number' || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) throw refuse(name)
  return { amount, currency }
}

function refuse(name: string): Error {
  return createV1Error(400, `Bad request: invalid value for ${name}`)
}
