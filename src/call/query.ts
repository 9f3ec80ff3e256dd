/** A hub request's query as single values. */
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'

/** The first value of a parameter; undefined when it was not sent. */
export function readFirst(query: QueryValues, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' || value === undefined ? value : value[0]
}

/** All values of a parameter, joined with commas (contract 13.7). Throws invalid-parameter (400) for more than one `where`. */
export function readJoined(query: QueryValues, name: string): string | undefined {
  const value = query[name]
  if (typeof value === 'string' || value === undefined) return value
  if (name === 'where' && value.length > 1) {
    const expected = 'one where, its conditions joined by AND or OR'
    throw createError('invalid-parameter', { params: { name, expected, got: `${value.length} of them` } })
  }
  return value.join(',')
}
