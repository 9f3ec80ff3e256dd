/** A hub request's query as single values. */
import type { QueryValues } from '../lib/hub-request.ts'

/** The first value of a parameter; undefined when it was not sent. */
export function readFirst(query: QueryValues, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' || value === undefined ? value : value[0]
}

/** All values of a parameter, joined with commas (contract 13.7). */
export function readJoined(query: QueryValues, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' || value === undefined ? value : value.join(',')
}
