// COUNT, SUM and their like, with or without GROUP BY.
import { type ApiError, refuse } from '../errors.ts'
import type { SalesforceOptions } from '../knobs.ts'
import type { Row } from '../tenant.ts'
import { type Comparable, fold } from './operand.ts'
import type { Aggregate, Column, Path, Query } from './query.ts'
import { refuseAt } from './refuse.ts'
import { readValue, resolvePath, type Scope } from './resolve.ts'
import { placeNulls, readSortable, sortBy } from './sort.ts'

interface Output {
  key: string
  read: (rows: Row[]) => unknown
}

/** Whether a query gives groups rather than records; `COUNT()` gives neither. */
export function isAggregate(query: Query): boolean {
  return query.groupBy.length > 0 || query.columns.some((each) => each.kind === 'aggregate' && each.aggregate.path !== undefined)
}

/** Whether a query is `SELECT COUNT()`. */
export function isCount(query: Query): boolean {
  const [first, ...more] = query.columns
  return more.length === 0 && first?.kind === 'aggregate' && first.aggregate.path === undefined
}

/** The groups of rows, as records. @throws ApiError 400 as the vendor words it */
export function groupRows(
  scope: Scope,
  query: Query,
  { rows, options }: { rows: Row[]; options: SalesforceOptions },
): Record<string, unknown>[] {
  if (query.groupBy.length === 0 && query.limit !== undefined) {
    throw refuse(400, 'MALFORMED_QUERY', 'Non-grouped query that uses overall aggregate functions cannot also use LIMIT')
  }
  const keys = query.groupBy.map((path) => resolvePath(scope, path))
  let nameless = 0
  const outputs = query.columns.map((column): Output => {
    if (column.kind === 'aggregate') return { key: column.alias ?? `expr${nameless++}`, read: compileAggregate(scope, column.aggregate) }
    if (column.kind !== 'field') throw refuse(400, 'MALFORMED_QUERY', 'Grouped query cannot select child relationships or FIELDS()')
    return readKeyColumn(scope, query, column)
  })
  const groups = new Map<string, Row[]>()
  if (keys.length === 0) groups.set('', rows)
  else {
    for (const row of rows) {
      const name = JSON.stringify(keys.map(({ field, reach }) => fold(field, readValue(reach(row), field))))
      const group = groups.get(name)
      if (group) group.push(row)
      else groups.set(name, [row])
    }
  }
  const list = [...groups.values()]
  sortBy(
    list,
    query.orderBy.map((order) => ({
      read: readOrder(scope, query, order.by),
      descending: order.descending,
      nullsLast: placeNulls(options, order),
    })),
  )
  return list.map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(outputs.map(({ key, read }) => [key, read(group)])),
  }))
}

function readKeyColumn(scope: Scope, query: Query, column: Extract<Column, { kind: 'field' }>): Output {
  const { field, reach } = resolvePath(scope, column.path)
  if (!isGrouped(query, column.path)) throw refuseStray(query, column.path)
  return { key: column.alias ?? field.name, read: ([row]) => (row ? readValue(reach(row), field) : null) }
}

function isGrouped(query: Query, path: Path): boolean {
  return query.groupBy.some((each) => each.names.join('.').toLowerCase() === path.names.join('.').toLowerCase())
}

function refuseStray(query: Query, path: Path): ApiError {
  return refuseAt(query.text, path.at, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${path.names.join('.')}`)
}

function readOrder(scope: Scope, query: Query, by: Path | Aggregate): (rows: Row[]) => Comparable | null {
  if ('name' in by) {
    const read = compileAggregate(scope, by)
    return (rows) => read(rows) as Comparable | null
  }
  const { field, reach } = resolvePath(scope, by)
  if (!isGrouped(query, by)) throw refuse(400, 'MALFORMED_QUERY', `Ordered field must be grouped or aggregated: ${by.names.join('.')}`)
  return ([row]) => (row ? readSortable(field, readValue(reach(row), field)) : null)
}

function compileAggregate(scope: Scope, { name, path }: Aggregate): (rows: Row[]) => unknown {
  if (!path) throw refuse(400, 'MALFORMED_QUERY', 'Grouped query cannot use COUNT()')
  const { field, reach } = resolvePath(scope, path)
  const isNumber = ['int', 'double', 'currency', 'percent'].includes(field.type)
  if ((name === 'SUM' || name === 'AVG') && !isNumber) {
    throw refuseAt(scope.query.text, path.at, 'INVALID_FIELD', `field ${field.name} does not support aggregate operator ${name}`)
  }
  return (rows) => {
    const values = rows.map((row) => readValue(reach(row), field)).filter((each) => each !== null)
    if (name === 'COUNT') return values.length
    if (name === 'COUNT_DISTINCT') return new Set(values.map((each) => fold(field, each))).size
    if (values.length === 0) return null
    if (name === 'SUM' || name === 'AVG') {
      const sum = values.reduce((total: number, each) => total + Number(each), 0)
      return name === 'SUM' ? sum : sum / values.length
    }
    const sign = name === 'MAX' ? 1 : -1
    return values.reduce((a, b) => ((a as Comparable) > (b as Comparable) === sign > 0 ? a : b))
  }
}
