/** Reading single values out of a query string, the same way on every platform list (contract 7.1). */
import { createError } from './errors.ts'
import type { QueryValues } from './hub-request.ts'
import { isStorableText } from './storable-text.ts'

/** The first value of a parameter; undefined when it is absent or empty. */
export function readText(query: QueryValues, name: string): string | undefined {
  return [query[name] ?? []].flat()[0] || undefined
}

/** Whether a switch is on: `true`, in any case. */
export function readSwitch(query: QueryValues, name: string): boolean {
  return readText(query, name)?.toLowerCase() === 'true'
}

/** All values of a list, whether its name ends in `[]` or not, and whether it is repeated or separated by commas; blanks and empty ones are dropped. */
export function readList(query: QueryValues, name: string): string[] {
  const values = [query[`${name}[]`] ?? [], query[name] ?? []].flat(2).flatMap((value) => value.split(','))
  return values.map((value) => value.trim()).filter((value) => value !== '')
}

/** Throws invalid-parameter (400) where a value holds what the database cannot hold (NUL, half a character). */
export function demandStorable(query: QueryValues): void {
  for (const [name, values] of Object.entries(query)) {
    const bad = [values ?? []].flat().find((value) => !isStorableText(value))
    if (bad === undefined) continue
    const got = JSON.stringify(bad.slice(0, 40))
    throw createError('invalid-parameter', { params: { name, expected: 'text without NUL and half characters', got } })
  }
}

/** A whole number of at most nine digits, not below `least`; undefined when it is absent or empty. Throws invalid-parameter (400). */
export function readWholeNumber(query: QueryValues, name: string, least: number): number | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text)
  const got = JSON.stringify(text.slice(0, 40))
  const most = /^\d{10,}$/.test(text) ? ' to 999999999' : ''
  throw createError('invalid-parameter', { params: { name, expected: `a whole number from ${least}${most}`, got } })
}
