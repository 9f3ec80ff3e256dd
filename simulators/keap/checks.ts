// Checks of request bodies: one check per property, unknown properties ignored, null means "no value".
import { ApiError } from './errors.ts'
import { formatTime } from './tenant.ts'

/** Gives the value to store. @throws ApiError 400 with the property's name */
export type Check = (value: unknown, name: string) => unknown

export type Checks = Record<string, Check>

/** The values of the properties that were sent and are known, checked. Sent nulls stay nulls. */
export function checkBody(body: Record<string, unknown>, checks: Checks): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, check] of Object.entries(checks)) {
    const value = body[name]
    if (value !== undefined) values[name] = value === null ? null : check(value, name)
  }
  return values
}

/** @throws ApiError 400 naming the first property that is missing, null or empty */
export function requireValues(values: Record<string, unknown>, names: readonly string[]): void {
  const missing = names.find((name) => values[name] === undefined || values[name] === null || values[name] === '')
  if (missing) throw new ApiError(400, `${missing} is required`)
}

/** Text of at most so many characters. */
export function text(longest = 65_535): Check {
  return (value, name) => {
    if (typeof value !== 'string') throw new ApiError(400, `${name} must be a string`)
    if (value.length > longest) throw new ApiError(400, `${name} must be at most ${longest} characters`)
    return value
  }
}

/** An id: a string of digits. `exists` answers whether the record is there. */
export function reference(exists?: (id: string) => boolean): Check {
  return (value, name) => {
    if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) throw new ApiError(400, `${name} must be an id`)
    if (exists && !exists(value)) throw new ApiError(400, `${name} does not exist: ${value}`)
    return value
  }
}

export const flag: Check = (value, name) => {
  if (typeof value !== 'boolean') throw new ApiError(400, `${name} must be a boolean`)
  return value
}

export const amount: Check = (value, name) => {
  if (typeof value !== 'number') throw new ApiError(400, `${name} must be a number`)
  return value
}

/** A whole number within bounds. */
export function whole(smallest = Number.MIN_SAFE_INTEGER, largest = Number.MAX_SAFE_INTEGER): Check {
  return (value, name) => {
    const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= smallest && value <= largest
    if (!fits) throw new ApiError(400, `${name} must be a whole number${smallest > Number.MIN_SAFE_INTEGER ? ` from ${smallest}` : ''}`)
    return value
  }
}

/** One of a few values. */
export function choice(allowed: readonly (string | number)[]): Check {
  return (value, name) => {
    if (!allowed.includes(value as string)) throw new ApiError(400, `${name} must be one of ${allowed.join(', ')}`)
    return value
  }
}

/** A day, `yyyy-MM-dd`. */
export const day: Check = (value, name) => {
  const valid = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isRealDay(value)
  if (!valid) throw new ApiError(400, `${name} must be a date of the form yyyy-MM-dd`)
  return value
}

function isRealDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

/** A time with a zone, stored in v2's form. */
export const time: Check = (value, name) => {
  const full = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value)
  const parsed = full ? Date.parse(value) : Number.NaN
  if (Number.isNaN(parsed)) throw new ApiError(400, `${name} must be an ISO-8601 date-time`)
  return formatTime(parsed)
}

/** An object with known properties. */
export function object(checks: Checks): Check {
  return (value, name) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ApiError(400, `${name} must be an object`)
    return dropNulls(checkBody(value as Record<string, unknown>, checks))
  }
}

/** A list, each item checked. */
export function list(check: Check): Check {
  return (value, name) => {
    if (!Array.isArray(value)) throw new ApiError(400, `${name} must be an array`)
    return value.map((item, at) => check(item, `${name}[${at}]`))
  }
}

function dropNulls(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}
