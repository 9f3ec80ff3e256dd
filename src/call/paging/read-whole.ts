/** Whole numbers among the query values of a list: `page`, `pageSize`. */
import { createError } from '../../lib/errors.ts'
import type { QueryValues } from '../../lib/hub-request.ts'
import { readFirst } from '../query.ts'

/** The number, at least `least`; undefined when it was not sent or is empty. Throws invalid-parameter (400). */
export function readWhole(query: QueryValues, name: string, least: number): number | undefined {
  const text = readFirst(query, name)?.trim()
  if (text === undefined || text === '') return undefined
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least) return value
  const most = /^\d{16,}$/.test(text) ? ` to ${'9'.repeat(15)}` : ''
  throw createError('invalid-parameter', {
    params: { name, expected: `a whole number from ${least}${most}`, got: JSON.stringify(text.slice(0, 40)) },
  })
}

/** The token of a request; clients without one send nothing, an empty text or `null` (contract 7.2 rule 4). */
export function readToken(query: QueryValues): string | undefined {
  const token = readFirst(query, 'nextPage')
  return token === undefined || token === '' || token === 'null' ? undefined : token
}
