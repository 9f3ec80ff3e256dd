// COQL: text to tree. More than two conditions must be bracketed in pairs, as the vendor demands.
import { ApiError } from '../errors.ts'
import { createFilterParser } from './parse-filter.ts'
import type { Column, Query } from './query.ts'
import { createReader, type Reader, readWord } from './reader.ts'
import { refuseSyntax, type Token, tokenize } from './tokens.ts'

/** Reads a query. @throws ApiError 400 as the vendor words it */
export function parseCoql(query: string, rules: { pairs: boolean }): Query {
  const reader = createReader(tokenize(query))
  if (!reader.take('select')) throw new ApiError(400, 'SYNTAX_ERROR', 'given coql query not supported')
  const columns = readColumns(reader)
  if (!reader.take('from')) throw missing('from')
  const module = readWord(reader)
  if (!reader.take('where')) throw reader.peek().kind === 'end' || isClause(reader.peek()) ? missing('where') : refuseSyntax(reader.peek())
  const filter = createFilterParser(reader, rules).readAll()
  const groupBy = readGroupBy(reader)
  const orderBy = readOrderBy(reader)
  const { limit, offset } = readLimit(reader)
  if (reader.peek().kind !== 'end') throw refuseSyntax(reader.peek())
  return { columns, module, filter, groupBy, orderBy, limit, offset }
}

const clauses = ['where', 'group', 'order', 'limit', 'offset']

function isClause(token: Token): boolean {
  return token.kind === 'word' && clauses.includes(token.text.toLowerCase())
}

function missing(clause: string): ApiError {
  return new ApiError(400, 'SYNTAX_ERROR', 'missing clause', { clause })
}

function readColumns(reader: Reader): Column[] {
  const columns: Column[] = []
  do columns.push(readColumn(reader))
  while (reader.take(','))
  if (columns.length > 50) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Max field limit exceeded', { limit: 50, clause: 'select' })
  const repeated = columns.find((each, index) => columns.findIndex((other) => other.key === each.key) < index)
  if (repeated) throw new ApiError(400, 'DUPLICATE_DATA', 'duplicate select column', { column_name: repeated.path })
  return columns
}

function readColumn(reader: Reader): Column {
  const name = readWord(reader)
  let column: Column = { path: name, key: name }
  if (reader.take('(')) {
    const path = reader.take('*') ? 'id' : readWord(reader)
    reader.expect(')')
    const aggregate = name.toUpperCase()
    if (!['COUNT', 'SUM', 'MAX', 'MIN', 'AVG'].includes(aggregate)) {
      throw new ApiError(400, 'INVALID_DATA', 'invalid data', { reason: 'unsupported aggregate function', column: `${name}(${path})` })
    }
    column = { path, aggregate, key: `${aggregate}(${path})` }
  }
  return reader.take('as') ? { ...column, key: readWord(reader) } : column
}

function readGroupBy(reader: Reader): string[] {
  if (!reader.take('group')) return []
  reader.expect('by')
  const paths: string[] = []
  do paths.push(readWord(reader))
  while (reader.take(','))
  if (paths.length > 4) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Max field limit exceeded', { limit: 4, clause: 'group by' })
  return paths
}

function readOrderBy(reader: Reader): Query['orderBy'] {
  if (!reader.take('order')) return []
  reader.expect('by')
  const orders: Query['orderBy'] = []
  do {
    const path = readWord(reader)
    if (orders.some((each) => each.path === path))
      throw new ApiError(400, 'DUPLICATE_DATA', 'duplicate order by column', { column_name: path })
    const descending = reader.take('desc')
    if (!descending) reader.take('asc')
    orders.push({ path, descending })
  } while (reader.take(','))
  if (orders.length > 10) throw new ApiError(400, 'LIMIT_EXCEEDED', 'Max field limit exceeded', { limit: 10, clause: 'order by' })
  return orders
}

// `limit n`, `limit offset, n` or `limit n offset m`; two hundred unless given.
function readLimit(reader: Reader): { limit: number; offset: number } {
  if (!reader.take('limit')) return { limit: 200, offset: reader.take('offset') ? readCount(reader) : 0 }
  const first = readCount(reader)
  if (reader.take(',')) return { offset: first, limit: readCount(reader) }
  return { limit: first, offset: reader.take('offset') ? readCount(reader) : 0 }
}

function readCount(reader: Reader): number {
  const { text } = reader.next()
  if (!/^\d{1,9}$/.test(text)) throw new ApiError(400, 'INVALID_QUERY', 'limit given seems to be invalid', { limit: text })
  return Number(text)
}
