/** The two comma lists beside `where`: what to sort by, and which fields to answer (contract 6.4). Names are written as in `where`. */
import type { Field } from './expression.ts'
import { Scanner } from './scanner.ts'

export interface Sort {
  readonly field: Field
  readonly direction: 'asc' | 'desc'
}

const direction = /(asc|desc)(?![\p{L}\p{N}_$-])/iuy

/**
 * Parses `orderBy`: `name desc, createdDate`. Without a direction: ascending.
 * @throws query-malformed (400) with position, expected and found; for a blank text too.
 */
export function parseOrderBy(text: string): readonly Sort[] {
  return parseList(text, 'asc, desc, a comma or the end', (scanner) => {
    const field = scanner.readField()
    scanner.skipSpace()
    return Object.freeze({ field, direction: /^d/i.test(scanner.take(direction)?.[1] ?? '') ? 'desc' : 'asc' })
  })
}

/**
 * Parses `fields`: `a,b.c` → dotted paths.
 * @throws query-malformed (400) with position, expected and found; for a blank text too.
 */
export function parseFields(text: string): readonly string[] {
  return parseList(text, 'a comma or the end', (scanner) => scanner.readField().path)
}

function parseList<T>(text: string, afterItem: string, readItem: (scanner: Scanner) => T): readonly T[] {
  const scanner = new Scanner(text)
  const items = [readItem(scanner)]
  while (scanner.takeCharacter(',')) items.push(readItem(scanner))
  if (!scanner.isAtEnd()) scanner.fail(afterItem)
  return Object.freeze(items)
}
