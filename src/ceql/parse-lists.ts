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
  const scanner = new Scanner(text)
  const sorts = readSorts(scanner)
  if (!scanner.isAtEnd()) scanner.fail('asc, desc, a comma or the end')
  return sorts
}

/** Reads as far as the list goes: in a select, more follows it. */
export function readSorts(scanner: Scanner): readonly Sort[] {
  const sorts = [readSort(scanner)]
  while (scanner.takeCharacter(',')) sorts.push(readSort(scanner))
  return Object.freeze(sorts)
}

function readSort(scanner: Scanner): Sort {
  const field = scanner.readField()
  scanner.skipSpace()
  return Object.freeze({ field, direction: /^d/i.test(scanner.take(direction)?.[1] ?? '') ? 'desc' : 'asc' })
}

/**
 * Parses `fields`: `a,b.c` → dotted paths; empty items ask for nothing. Undefined when `*` is among them, or nothing is asked for: everything.
 * @throws query-malformed (400) with position, expected and found.
 */
export function parseFields(text: string): readonly string[] | undefined {
  const scanner = new Scanner(text)
  const paths: string[] = []
  let all = false
  do {
    scanner.skipSpace()
    if (scanner.takeCharacter('*')) all = true
    else if (!scanner.isAtEnd() && scanner.text[scanner.at] !== ',') paths.push(scanner.readField().path)
  } while (scanner.takeCharacter(','))
  if (!scanner.isAtEnd()) scanner.fail('a comma or the end')
  return all || paths.length === 0 ? undefined : Object.freeze(paths)
}
