// Query parameters of v2 lists, read in the words of the vendor's validator.
import type { Call } from '../call.ts'
import { isTime } from '../checks.ts'
import { createValidationError } from '../errors.ts'
import { formatTime } from '../tenant.ts'

/** A whole number, or undefined when the parameter is absent. @throws ApiError 400 */
export function readWhole(query: URLSearchParams, name: string): number | undefined {
  const raw = query.get(name)
  if (raw === null) return undefined
  if (!/^-?\d{1,15}$/.test(raw)) throw createValidationError(name, 'This value should be of type integer.')
  return Number(raw)
}

/** `true` or `false` (or 1 and 0). @throws ApiError 400 */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const raw = query.get(name)
  if (raw === null) return undefined
  if (raw === 'true' || raw === '1') return true
  if (raw === 'false' || raw === '0') return false
  throw createValidationError(name, 'This value should be of type bool.')
}

/** A time of RFC 3339, in UTC; a fraction of a second is refused. @throws ApiError 400 */
export function readTime(query: URLSearchParams, name: string): string | undefined {
  const raw = query.get(name)
  if (raw === null) return undefined
  if (!isTime(raw)) throw createValidationError(name, 'This value is not a valid datetime.')
  return formatTime(Date.parse(raw))
}

/** One of a few words. @throws ApiError 400 */
export function readWord<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[]): T | undefined {
  const raw = query.get(name)
  if (raw === null) return undefined
  if (!allowed.includes(raw as T)) throw createValidationError(name, 'The value you selected is not a valid choice.')
  return raw as T
}

/** Words between commas. @throws ApiError 400 for one that is not allowed */
export function readWords(query: URLSearchParams, name: string, allowed?: readonly string[]): string[] | undefined {
  const raw = query.get(name)
  if (raw === null) return undefined
  const words = raw.split(',').map((each) => each.trim())
  const wrong = allowed && words.find((each) => !allowed.includes(each))
  if (wrong !== undefined) throw createValidationError(name, 'One or more of the given values is invalid.')
  return words
}

/** The page size: 100 unless asked for, at most `maximum`. @throws ApiError 400 */
export function readLimit(call: Call, maximum = 500): number {
  const limit = readWhole(call.query, 'limit') ?? 100
  if (limit < 1) throw createValidationError('limit', 'This value should be greater than or equal to 1.')
  if (limit <= maximum) return limit
  if (call.options.limitBeyondMaximum === 'lower') return maximum
  throw createValidationError('limit', `This value should be less than or equal to ${maximum}.`)
}
