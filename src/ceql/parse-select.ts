/** The `q` of bulk and query calls (contract 6.3): `select <* | f1,f2> from <object> [where …] [order by …] [limit n]`. Names may be words of the grammar. */
import type { Expression, Field } from './expression.ts'
import { readSorts, type Sort } from './parse-lists.ts'
import { parseExpression } from './parse-where.ts'
import { printCeql, printField } from './print-ceql.ts'
import { Scanner } from './scanner.ts'

export interface Select {
  /** Undefined: `*`, all fields. */
  readonly select: readonly Field[] | undefined
  /** The object. */
  readonly from: Field
  readonly where: Expression | undefined
  readonly orderBy: readonly Sort[]
  /** Rows at most. */
  readonly limit: number | undefined
}

const word = (text: string) => new RegExp(String.raw`${text}(?![\p{L}\p{N}_$-])`, 'iuy')
const [selectWord, fromWord, whereWord, orderWord, limitWord] = [
  word('select'),
  word('from'),
  word('where'),
  word(String.raw`order\s+by`),
  word('limit'),
]
const count = /\d{1,9}(?![\p{L}\p{N}_.])/uy

/**
 * Parses a select.
 * @returns a frozen tree.
 * @throws query-malformed (400), its message naming the position, what was expected and what was found.
 */
export function parseSelect(text: string): Select {
  const scanner = new Scanner(text)
  if (!scanner.takeKeyword(selectWord)) scanner.fail('SELECT')
  const select = readSelected(scanner)
  if (!scanner.takeKeyword(fromWord)) scanner.fail(select === undefined ? 'FROM' : 'a comma or FROM')
  const from = scanner.readField('the name of an object')
  const where = scanner.takeKeyword(whereWord) ? parseExpression(scanner) : undefined
  const orderBy = scanner.takeKeyword(orderWord) ? readSorts(scanner) : Object.freeze([])
  const limit = scanner.takeKeyword(limitWord) ? readCount(scanner) : undefined
  if (!scanner.isAtEnd()) scanner.fail(listWhatMayFollow({ where, orderBy, limit }))
  return Object.freeze({ select, from, where, orderBy, limit })
}

function readSelected(scanner: Scanner): readonly Field[] | undefined {
  if (scanner.takeCharacter('*')) return undefined
  const fields = [scanner.readField('* or a field name')]
  while (scanner.takeCharacter(',')) fields.push(scanner.readField())
  return Object.freeze(fields)
}

function readCount(scanner: Scanner): number {
  scanner.skipSpace()
  return Number(scanner.take(count)?.[0] ?? scanner.fail('a whole number'))
}

function listWhatMayFollow({ where, orderBy, limit }: Pick<Select, 'where' | 'orderBy' | 'limit'>): string {
  if (limit !== undefined) return 'the end'
  if (orderBy.length > 0) return 'ASC, DESC, a comma, LIMIT or the end'
  return where === undefined ? 'WHERE, ORDER BY, LIMIT or the end' : 'AND, OR, ORDER BY, LIMIT or the end'
}

/** Prints a select; what is printed parses to the same tree. */
export function printSelect({ select, from, where, orderBy, limit }: Select): string {
  const sorts = orderBy.map(({ field, direction }) => `${printField(field)} ${direction}`)
  const parts = [
    `select ${select === undefined ? '*' : select.map(printField).join(', ')} from ${printField(from)}`,
    ...(where === undefined ? [] : [`where ${printCeql(where)}`]),
    ...(sorts.length === 0 ? [] : [`order by ${sorts.join(', ')}`]),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
  ]
  return parts.join(' ')
}
