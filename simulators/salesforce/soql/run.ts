// Running a query: find, sort, cut, and hand over what shows each row.
import { refuse } from '../errors.ts'
import type { SalesforceOptions } from '../knobs.ts'
import type { ObjectType } from '../schema/object.ts'
import { findRow, isDeleted, type Row, readTable, type Tenant } from '../tenant.ts'
import { groupRows, isAggregate, isCount } from './aggregate.ts'
import { compileFilter, type FilterScope, isFilterable } from './compile-filter.ts'
import { createProjection, type Show } from './project.ts'
import type { Filter, Query } from './query.ts'
import { refuseAt } from './refuse.ts'
import { readValue, resolveObject, resolvePath } from './resolve.ts'
import { placeNulls, readSortable, sortBy } from './sort.ts'

export interface QueryContext {
  tenant: Tenant
  options: SalesforceOptions
  /** Milliseconds since 1970. */
  now: number
  version: string
  /** Whether deleted records are found too. */
  all: boolean
}

/** What a query found: only a number, groups in one piece, or rows to be shown one after the other. */
export type Found =
  | { kind: 'count'; count: number }
  | { kind: 'groups'; records: Record<string, unknown>[] }
  | { kind: 'rows'; rows: Row[]; show: Show }

/** Runs a query. @throws ApiError 400 as the vendor words it */
export function runQuery(context: QueryContext, query: Query): Found {
  const { options } = context
  const object = resolveObject(context.tenant, query)
  if (query.offset !== undefined && query.offset > options.offsetLimit) {
    throw refuse(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed for apiName ${object.name} is ${options.offsetLimit}`)
  }
  const scope = createScope(context, query, object)
  if (isCount(query)) return { kind: 'count', count: cut(options, query, findRows(scope, context, query)).length }
  if (isAggregate(query)) {
    const records = cut(options, query, groupRows(scope, query, { rows: findRows(scope, context, query), options }))
    if (records.length <= options.batchMaximum) return { kind: 'groups', records }
    throw refuse(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    )
  }
  const show = createProjection(scope, query.columns, {
    version: context.version,
    limit: query.limit,
    listChildren: (inner) => listChildren(context, object, inner),
  })
  const rows = findRows(scope, context, query)
  sortRows(scope, context, { query, rows })
  return { kind: 'rows', rows: cut(options, query, rows), show }
}

function createScope(context: QueryContext, query: Query, object: ObjectType): FilterScope {
  return {
    tenant: context.tenant,
    object,
    query,
    now: context.now,
    missingIsUnknown: context.options.missingValues === 'unknown',
    listValues: (inner) => listValues(context, inner),
  }
}

function findRows(scope: FilterScope, context: QueryContext, query: Query): Row[] {
  const test = query.where ? compileFilter(scope, query.where) : undefined
  const wanted = findIdTest(query.where)
  const { list } = readTable(context.tenant, scope.object.name)
  const candidates = wanted === undefined ? list : [findRow(context.tenant, wanted)].filter((row) => row?.object === scope.object)
  const found: Row[] = []
  const enough = countEnough(query)
  for (const row of candidates) {
    if (!row || !(context.all || !isDeleted(row)) || (test && test(row) !== true)) continue
    found.push(row)
    if (found.length >= enough) break
  }
  return found
}

// Where nothing sorts or groups, the first rows that fit will do.
function countEnough(query: Query): number {
  const isFree = query.orderBy.length === 0 && !isAggregate(query) && query.limit !== undefined
  return isFree ? Math.max(1, (query.limit ?? 0) + (query.offset ?? 0)) : Number.POSITIVE_INFINITY
}

// `Id = '…'`, alone or under AND, needs no look at the other rows.
function findIdTest(filter: Filter | undefined): string | undefined {
  if (filter?.kind === 'and') return filter.parts.map(findIdTest).find((each) => each !== undefined)
  if (filter?.kind !== 'compare' || filter.operator !== '=' || filter.value.kind !== 'text') return undefined
  return filter.path.names.join('.').toLowerCase() === 'id' ? filter.value.text : undefined
}

function sortRows(scope: FilterScope, { options }: QueryContext, { query, rows }: { query: Query; rows: Row[] }): void {
  const keys = query.orderBy.map((order) => {
    if ('name' in order.by) throw refuse(400, 'MALFORMED_QUERY', 'Ordering by an aggregate needs GROUP BY')
    const { field, reach } = resolvePath(scope, order.by)
    if (!isFilterable(field) || field.type === 'multipicklist') {
      throw refuseAt(query.text, order.by.at, 'INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`)
    }
    return {
      read: (row: Row) => readSortable(field, readValue(reach(row), field)),
      descending: order.descending,
      nullsLast: placeNulls(options, order),
    }
  })
  sortBy(rows, keys)
}

// With OFFSET, even OFFSET 0, a query ends after as many rows as one batch holds.
function cut<T>(options: SalesforceOptions, query: Query, items: T[]): T[] {
  const from = query.offset ?? 0
  const most = query.offset === undefined ? Number.POSITIVE_INFINITY : options.batchMaximum
  const limit = Math.min(query.limit ?? Number.POSITIVE_INFINITY, most)
  return from === 0 && items.length <= limit ? items : items.slice(from, from + limit)
}

// `IN (SELECT AccountId FROM Contact)`.
function listValues(context: QueryContext, query: Query): unknown[] {
  const object = resolveObject(context.tenant, query)
  const [column, ...more] = query.columns
  if (column?.kind !== 'field' || more.length > 0) {
    throw refuse(400, 'MALFORMED_QUERY', 'semi join sub-selects must select exactly one field')
  }
  const scope = createScope(context, query, object)
  const { field, reach } = resolvePath(scope, column.path)
  return findRows(scope, context, query).map((row) => readValue(reach(row), field))
}

// `(SELECT Id FROM Contacts)` under an account.
function listChildren(context: QueryContext, parent: ObjectType, query: Query): { name: string; list: (row: Row) => unknown } {
  for (const { object } of context.tenant.tables.values()) {
    const link = object.fields.find(
      (each) => each.childName?.toLowerCase() === query.object.toLowerCase() && each.referenceTo.includes(parent.name),
    )
    if (!link) continue
    const { limit, ...unlimited } = query
    const found = runQuery(context, { ...unlimited, object: object.name })
    if (found.kind !== 'rows') break
    const byParent = Map.groupBy(found.rows, (row) => row.values[link.name])
    const list = (row: Row) => {
      const rows = (byParent.get(row.id) ?? []).slice(0, limit)
      return rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map(found.show) }
    }
    return { name: link.childName ?? query.object, list }
  }
  const reason = `Didn't understand relationship '${query.object}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
  throw refuseAt(query.text, query.objectAt, 'INVALID_TYPE', reason)
}
