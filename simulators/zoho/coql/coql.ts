// `POST /coql`: a query in the vendor's own language, up to two thousand records a call and a hundred thousand in all.
import { answerNothing, answerOk, type Call, type Routes } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Module } from '../modules/module.ts'
import { compareValues } from '../records/compare.ts'
import { readModule } from '../records/module-in-path.ts'
import { type Reference, type Row, readTable } from '../tenant.ts'
import { compileFilter } from './compile-filter.ts'
import { parseCoql } from './parse.ts'
import type { Column, Query } from './query.ts'
import { resolvePath } from './resolve.ts'

export const coqlRoutes: Routes = {
  'POST /coql': (call) => {
    const query = readQuery(call)
    checkLimits(call, query)
    if (!call.tenant.modules.has(query.module)) throw new ApiError(400, 'INVALID_MODULE', 'the given module is not supported in api')
    const module = readModule(call, query.module)
    const records = runQuery(call, module, query)
    const shown = records.slice(query.offset, query.offset + query.limit)
    if (shown.length === 0) return answerNothing()
    return answerOk({
      data: shown.map((show) => show()),
      info: { count: shown.length, more_records: query.offset + query.limit < records.length },
    })
  },
}

/** The credits a query costs: by its limit. */
export function countCoqlCredits(body: Record<string, unknown>): number {
  const limit = Number(/\blimit\s+(?:\d+\s*,\s*)?(\d+)/i.exec(String(body['select_query'] ?? ''))?.[1] ?? 200)
  return limit <= 200 ? 1 : limit <= 1_000 ? 2 : 3
}

function readQuery(call: Call): Query {
  const text = call.body['select_query']
  if (text === undefined) throw new ApiError(400, 'MANDATORY_NOT_FOUND', 'mandatory key not found', { api_name: 'select_query' })
  if (typeof text !== 'string') {
    const details = { expected_data_type: 'text', api_name: 'select_query', json_path: '$.select_query' }
    throw new ApiError(400, 'INVALID_DATA', 'invalid data', details)
  }
  return parseCoql(text, { pairs: call.options.coqlPairs })
}

function checkLimits({ options }: Call, { limit, offset }: Query): void {
  if (limit < 1) throw new ApiError(400, 'INVALID_DATA', 'limit should be greater than 0')
  if (limit > options.coqlRowLimit)
    throw new ApiError(400, 'LIMIT_EXCEEDED', 'limit exceeded', { limit: options.coqlRowLimit, clause: 'limit' })
  if (offset + limit > 100_000) throw new ApiError(400, 'LIMIT_EXCEEDED', 'limit exceeded', { limit: 100_000, clause: 'offset' })
}

function runQuery(call: Call, module: Module, query: Query): (() => Record<string, unknown>)[] {
  const test = compileFilter(call, module, query.filter)
  const orders = query.orderBy.map(({ path, descending }) => ({ read: resolvePath(call.tenant, module, path).read, descending }))
  const rows = readTable(call.tenant, module.apiName).list.filter((row) => test(row) === true)
  if (orders.length > 0) rows.sort((a, b) => compareRows(a, b, orders))
  if (query.groupBy.length > 0 || query.columns.some((each) => each.aggregate)) return groupRows(call, module, rows, query)
  const columns = query.columns.map((column) => ({ key: column.key, read: resolvePath(call.tenant, module, column.path).read }))
  return rows.map((row) => () => {
    const record: Record<string, unknown> = {}
    for (const { key, read } of columns) record[key] = shorten(read(row))
    record['id'] = row.id
    return record
  })
}

function compareRows(a: Row, b: Row, orders: { read: (row: Row) => unknown; descending: boolean }[]): number {
  for (const { read, descending } of orders) {
    const order = compareValues(read(a), read(b))
    if (order !== 0) return descending ? -order : order
  }
  return 0
}

// A lookup shows its id alone; names are asked for by path.
function shorten(value: unknown): unknown {
  const isReference = typeof value === 'object' && value !== null && 'id' in value
  return isReference ? { id: (value as Reference).id } : value
}

function groupRows(call: Call, module: Module, rows: Row[], query: Query): (() => Record<string, unknown>)[] {
  const keys = query.groupBy.map((path) => resolvePath(call.tenant, module, path).read)
  const stray = query.columns.find((each) => !each.aggregate && !query.groupBy.includes(each.path))
  if (stray) throw new ApiError(400, 'INVALID_QUERY', 'unsupported column', { column_name: stray.path })
  const columns = query.columns.map((column) => ({ column, read: resolvePath(call.tenant, module, column.path).read }))
  const groups = new Map<string, Row[]>()
  if (keys.length === 0) groups.set('', rows)
  for (const row of keys.length === 0 ? [] : rows) {
    const name = JSON.stringify(keys.map((read) => read(row) ?? null))
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return [...groups.values()].map(
    (group) => () => Object.fromEntries(columns.map(({ column, read }) => [column.key, aggregate(column, group.map(read))])),
  )
}

function aggregate(column: Column, values: unknown[]): unknown {
  if (!column.aggregate) return shorten(values[0])
  const present = values.filter((each) => each !== null && each !== undefined)
  if (column.aggregate === 'COUNT') return present.length
  if (present.length === 0) return null
  if (column.aggregate === 'MAX') return present.reduce((a, b) => (compareValues(a, b) >= 0 ? a : b))
  if (column.aggregate === 'MIN') return present.reduce((a, b) => (compareValues(a, b) <= 0 ? a : b))
  const sum = present.reduce((total: number, each) => total + Number(each), 0)
  return column.aggregate === 'SUM' ? sum : sum / present.length
}
