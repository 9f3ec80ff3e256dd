// Checks of request bodies: one check per property, all problems told at once; properties that are not known are ignored.
import type { Call } from './call.ts'
import { InvalidRequest } from './errors.ts'
import { formatTime, isDay, readTime } from './time.ts'

/** What is wrong with one value. */
export class Problem extends Error {}

/** Gives the value to store. @throws Problem */
export type Check = (value: unknown, call: Call) => unknown

export type Checks = Record<string, Check>

/**
 * The values of the properties that were sent and are known. A null stays null.
 * @throws InvalidRequest with a sentence for each property that does not fit or is missing
 */
export function checkBody(call: Call, checks: Checks, required: readonly string[] = []): Record<string, unknown> {
  const problems: Record<string, unknown> = {}
  const values = checkObject(call, call.body, { checks, problems })
  for (const name of required) {
    const value = call.body[name]
    if (value === undefined || value === null || value === '') problems[name] = 'This field is required.'
  }
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
  return values
}

function checkObject(
  call: Call,
  body: Record<string, unknown>,
  at: { checks: Checks; problems: Record<string, unknown> },
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, check] of Object.entries(at.checks)) {
    const value = body[name]
    if (value === undefined) continue
    try {
      values[name] = value === null ? null : check(value, call)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      at.problems[name] = error.message.startsWith('{') ? JSON.parse(error.message) : error.message
    }
  }
  return values
}

export const text: Check = (value) => {
  if (typeof value !== 'string') throw new Problem('Input should be a valid string')
  return value
}

export const flag: Check = (value) => {
  if (typeof value !== 'boolean') throw new Problem('Input should be a valid boolean')
  return value
}

/** A whole number within bounds. */
export function whole(smallest: number, largest = Number.MAX_SAFE_INTEGER): Check {
  return (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new Problem('Input should be a valid integer')
    if (value < smallest) throw new Problem(`Input should be greater than or equal to ${smallest}`)
    if (value > largest) throw new Problem(`Input should be less than or equal to ${largest}`)
    return value
  }
}

/** One of a few values. */
export function choice(allowed: readonly string[]): Check {
  return (value) => {
    if (!allowed.includes(value as string)) throw new Problem(`Input should be ${allowed.map((each) => `'${each}'`).join(', ')}`)
    return value
  }
}

/** A time with or without a zone, stored in the vendor's form. */
export const time: Check = (value) => {
  const parsed = typeof value === 'string' ? readTime(value) : undefined
  if (parsed === undefined) throw new Problem('Invalid ISO 8601 datetime.')
  return formatTime(parsed)
}

/** A day, or the day of a time. */
export const day: Check = (value) => {
  const parsed = typeof value === 'string' ? readTime(value) : undefined
  if (parsed === undefined) throw new Problem('Invalid ISO 8601 date.')
  return String(value).slice(0, 10)
}

/** A day or a time, kept as what it is. */
export const dayOrTime: Check = (value, call) => (typeof value === 'string' && isDay(value) ? value : time(value, call))

/** The id of a record that must be there. */
export function reference(find: (id: string, call: Call) => boolean): Check {
  return (value, call) => {
    if (typeof value !== 'string') throw new Problem('Input should be a valid string')
    if (!find(value, call)) throw new Problem('Object does not exist.')
    return value
  }
}

/** A list of anything that fits. Problems are told by position, as in `{"errors": {"0": …}}`. */
export function list(check: Check): Check {
  return (value, call) => {
    if (!Array.isArray(value)) throw new Problem('Input should be a valid list')
    const errors: Record<string, unknown> = {}
    const items = value.map((item, at) => {
      try {
        return check(item, call)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        errors[at] = error.message.startsWith('{') ? JSON.parse(error.message) : error.message
        return undefined
      }
    })
    if (Object.keys(errors).length > 0) throw new Problem(JSON.stringify({ errors }))
    return items
  }
}

/** An object with known properties, some required; `complete` puts in what was not sent. */
export function object(
  checks: Checks,
  required: readonly string[],
  complete: (values: Record<string, unknown>) => Record<string, unknown>,
): Check {
  return (value, call) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('Input should be a valid dictionary')
    const problems: Record<string, unknown> = {}
    const body = value as Record<string, unknown>
    const values = checkObject(call, body, { checks, problems })
    for (const name of required) if (!body[name]) problems[name] = 'This field is required.'
    if (Object.keys(problems).length > 0) throw new Problem(JSON.stringify({ 'field-errors': problems }))
    return complete(values)
  }
}
