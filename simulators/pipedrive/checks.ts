// Checks of v2 bodies: one check per property, in the words of the vendor's validator. Nothing is converted: numbers are numbers, flags flags.
import type { Call } from './call.ts'
import { createValidationError } from './errors.ts'
import type { TableName } from './tenant.ts'

/** Gives the value to store. @throws ApiError 400 with the property's name */
export type Check = (value: unknown, name: string, call: Call) => unknown

export type Checks = Record<string, Check>

/** The values sent, checked. A property that is not known is refused (or, by a knob, ignored). */
export function checkBody(call: Call, checks: Checks, body: Record<string, unknown> = call.body): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (check) values[name] = check(value, name, call)
    else if (call.options.unknownProperties === 'refuse') throw createValidationError(name, 'This field was not expected.')
  }
  return values
}

/** @throws ApiError 400 naming the first property that was not sent */
export function requireValues(values: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) if (values[name] === undefined) throw createValidationError(name, 'This field is missing.')
}

/** Lets null through. */
export function nullable(check: Check): Check {
  return (value, name, call) => (value === null ? null : check(value, name, call))
}

/** Text of at most so many characters; blank only where allowed. */
export function text(longest = 255, blank: 'blank' | 'filled' = 'blank'): Check {
  return (value, name) => {
    if (typeof value !== 'string') throw createValidationError(name, 'This value should be of type string.')
    if (blank === 'filled' && value.trim() === '') throw createValidationError(name, 'This value should not be blank.')
    if (value.length > longest) throw createValidationError(name, `This value is too long. It should have ${longest} characters or less.`)
    return value
  }
}

export const flag: Check = (value, name) => {
  if (typeof value !== 'boolean') throw createValidationError(name, 'This value should be of type bool.')
  return value
}

export const amount: Check = (value, name) => {
  if (typeof value !== 'number') throw createValidationError(name, 'This value should be of type float.')
  return value
}

/** A whole number within bounds. */
export function whole(smallest = Number.MIN_SAFE_INTEGER, largest = Number.MAX_SAFE_INTEGER): Check {
  return (value, name) => {
    if (!Number.isSafeInteger(value)) throw createValidationError(name, 'This value should be of type integer.')
    if (Number(value) < smallest) throw createValidationError(name, `This value should be greater than or equal to ${smallest}.`)
    if (Number(value) > largest) throw createValidationError(name, `This value should be less than or equal to ${largest}.`)
    return value
  }
}

/** One of a few values. */
export function choice(allowed: readonly (string | number)[]): Check {
  return (value, name) => {
    if (!allowed.includes(value as string)) throw createValidationError(name, 'The value you selected is not a valid choice.')
    return value
  }
}

export const visibility = choice([1, 3, 5, 7])

/** A day, `yyyy-MM-dd`. */
export const day: Check = (value, name) => {
  if (!isDay(value)) throw createValidationError(name, 'This value is not a valid date.')
  return value
}

/** A time of RFC 3339 in whole seconds. */
export const time: Check = (value, name) => {
  if (!isTime(value)) throw createValidationError(name, 'This value is not a valid datetime.')
  return `${new Date(value as string).toISOString().slice(0, 19)}Z`
}

/** A time of day or a duration, `HH:mm` or `HH:mm:ss`; stored with seconds. */
export const clock: Check = (value, name) => {
  if (typeof value !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value)) {
    throw createValidationError(name, 'This value is not a valid datetime.')
  }
  return value.length === 5 ? `${value}:00` : value
}

/** The id of a record that is there. */
export function reference(table: TableName, noun: string): Check {
  return (value, name, call) => {
    whole(1)(value, name, call)
    const row = call.tenant.tables[table].rows.get(value as number)
    if (!row || row['is_deleted'] === true) throw createValidationError(name, `${noun} not found or not accessible.`)
    return value
  }
}

/** An object with known properties. */
export function object(checks: Checks, required: readonly string[] = []): Check {
  return (value, name, call) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw createValidationError(name, 'Invalid collection')
    const values: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      const check = Object.hasOwn(checks, key) ? checks[key] : undefined
      if (check) values[key] = check(item, `${name}.${key}`, call)
      else if (call.options.unknownProperties === 'refuse') throw createValidationError(`${name}.${key}`, 'This field was not expected.')
    }
    for (const key of required) if (values[key] === undefined) throw createValidationError(`${name}.${key}`, 'This field is missing.')
    return values
  }
}

/** A list, each item checked. */
export function list(check: Check): Check {
  return (value, name, call) => {
    if (!Array.isArray(value)) throw createValidationError(name, 'This value should be of type array.')
    return value.map((item, at) => check(item, `${name}[${at}]`, call))
  }
}

/** Whether a value is a day that exists. */
export function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const parsed = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(value)
}

/** Whether a value is a time the vendor reads: RFC 3339 without a fraction of a second. */
export function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value)) return false
  return isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
}
