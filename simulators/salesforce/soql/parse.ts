// SOQL: text to tree.
import { refuse } from '../errors.ts'
import { createFilterParser } from './parse-filter.ts'
import type { Aggregate, Column, Filter, Order, Path, Query } from './query.ts'
import { createReader, isName, type Reader, readPath } from './reader.ts'

/** Reads a query. @throws ApiError 400 MALFORMED_QUERY */
export function parseSoql(text: string): Query {
  if (text.trim() === '') throw refuse(400, 'MALFORMED_QUERY', 'A query string has to be specified')
  const reader = createReader(text)
  const query = readQuery(reader)
  if (reader.peek().kind !== 'end') throw reader.refuse(reader.peek())
  return query
}

function readQuery(reader: Reader): Query {
  reader.expect('SELECT')
  const columns: Column[] = []
  do columns.push(readColumn(reader))
  while (reader.take(','))
  reader.expect('FROM')
  const object = reader.next()
  if (!isName(object)) throw reader.refuse(object)
  const alias = readAlias(reader)
  const where = readWhere(reader)
  const groupBy = readGroupBy(reader)
  const orderBy = readOrderBy(reader)
  const limit = reader.take('LIMIT') ? readCount(reader) : undefined
  const offset = reader.take('OFFSET') ? readCount(reader) : undefined
  if (reader.take('FOR') && !reader.take('VIEW') && !reader.take('REFERENCE')) throw reader.refuse(reader.peek())
  return {
    text: reader.text,
    columns,
    object: object.text,
    objectAt: object.at,
    groupBy,
    orderBy,
    ...(alias === undefined ? {} : { alias }),
    ...(where ? { where } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  }
}

const aggregates = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']

function readColumn(reader: Reader): Column {
  if (reader.take('(')) {
    const query = readQuery(reader)
    reader.expect(')')
    return { kind: 'children', query }
  }
  const { at, text } = reader.peek()
  if (reader.ahead().text !== '(') {
    const path = readPath(reader)
    const alias = readAlias(reader)
    return alias === undefined ? { kind: 'field', path } : { kind: 'field', path, alias }
  }
  if (text.toUpperCase() === 'FIELDS') {
    reader.next()
    reader.expect('(')
    const set = reader.next()
    const name = set.text.toUpperCase()
    if (name !== 'ALL' && name !== 'STANDARD' && name !== 'CUSTOM') throw reader.refuse(set)
    reader.expect(')')
    return { kind: 'set', set: name, at }
  }
  const aggregate = readAggregate(reader)
  const alias = readAlias(reader)
  return { kind: 'aggregate', aggregate, at, ...(alias === undefined ? {} : { alias }) }
}

function readAggregate(reader: Reader): Aggregate {
  const token = reader.next()
  const name = token.text.toUpperCase()
  if (!aggregates.includes(name)) throw reader.refuse(token)
  reader.expect('(')
  if (name === 'COUNT' && reader.take(')')) return { name }
  const path = readPath(reader)
  reader.expect(')')
  return { name, path }
}

const clauses = new Set(['FROM', 'WHERE', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'HAVING', 'WITH', 'USING'])

function readAlias(reader: Reader): string | undefined {
  const token = reader.peek()
  if (!isName(token) || clauses.has(token.text.toUpperCase()) || token.text.includes('.')) return undefined
  return reader.next().text
}

function readWhere(reader: Reader): Filter | undefined {
  return reader.take('WHERE') ? createFilterParser(reader, () => readQuery(reader)).readAll() : undefined
}

function readGroupBy(reader: Reader): Path[] {
  if (!reader.take('GROUP')) return []
  reader.expect('BY')
  const paths: Path[] = []
  do paths.push(readPath(reader))
  while (reader.take(','))
  return paths
}

function readOrderBy(reader: Reader): Order[] {
  if (!reader.take('ORDER')) return []
  reader.expect('BY')
  const orders: Order[] = []
  do {
    const by = reader.ahead().text === '(' ? readAggregate(reader) : readPath(reader)
    const descending = reader.take('DESC')
    if (!descending) reader.take('ASC')
    orders.push({ by, descending, ...readNulls(reader) })
  } while (reader.take(','))
  return orders
}

function readNulls(reader: Reader): Pick<Order, 'nulls'> {
  if (!reader.take('NULLS')) return {}
  if (reader.take('LAST')) return { nulls: 'last' }
  reader.expect('FIRST')
  return { nulls: 'first' }
}

function readCount(reader: Reader): number {
  const token = reader.next()
  if (token.kind !== 'number' || !/^\d{1,10}$/.test(token.text)) throw reader.refuse(token)
  return Number(token.text)
}
