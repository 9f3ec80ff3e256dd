// Lists: `_skip` and `_limit` within the caps, newest first, `has_more`.
import type { Call } from './call.ts'
import { InvalidRequest } from './errors.ts'
import type { Row, Table } from './tenant.ts'
import { readTime } from './time.ts'
import { readFieldNames, renderRow, type View } from './view.ts'

/** The page asked for. @throws InvalidRequest when a number does not fit or is beyond the cap */
function readPage(call: Call): { limit: number; skip: number } {
  const { defaultLimit, maximumLimit, maximumSkip } = call.options
  const problems: Record<string, unknown> = {}
  const limit = readNumber(call, '_limit', problems) ?? defaultLimit
  const skip = readNumber(call, '_skip', problems) ?? 0
  if (limit > maximumLimit) problems['_limit'] = `Input should be less than or equal to ${maximumLimit}`
  if (skip > maximumSkip) {
    problems['_skip'] =
      `The _skip you set is larger than the maximum skip for this resource (max_skip=${maximumSkip}). Narrow your query instead.`
  }
  if (Object.keys(problems).length > 0) throw new InvalidRequest(problems)
  return { limit, skip }
}

function readNumber(call: Call, name: string, problems: Record<string, unknown>): number | undefined {
  const value = call.query.get(name)
  if (value === null || value === '') return undefined
  if (!/^-?\d{1,9}$/.test(value)) problems[name] = 'Input should be a valid integer, unable to parse string as an integer'
  else if (Number(value) < 0) problems[name] = 'Input should be greater than or equal to 0'
  return Number(value)
}

/** The body of a list reply over rows that are in the order to show. */
export function listPage(call: Call, rows: Row[], view: View): { data: Record<string, unknown>[]; has_more: boolean } {
  const { limit, skip } = readPage(call)
  const names = readFieldNames(call.query.get('_fields'))
  const data = rows.slice(skip, skip + limit).map((row) => renderRow(view, row, { tenant: call.tenant, names }))
  return { data, has_more: skip + limit < rows.length }
}

/** The same over a whole table, newest first. */
export function listTable(call: Call, table: Table, view: View): { data: Record<string, unknown>[]; has_more: boolean } {
  if (call.options.indexLagSeconds > 0) return listPage(call, listNewest(call, table), view)
  const { limit, skip } = readPage(call)
  const names = readFieldNames(call.query.get('_fields'))
  const end = Math.max(0, table.order.length - skip)
  const start = Math.max(0, end - limit)
  const data = table.order.slice(start, end).reverse()
  return { data: data.map((row) => renderRow(view, row, { tenant: call.tenant, names })), has_more: start > 0 }
}

/** The rows of a table as its index shows them, newest first: with a lag, new ones are missing and deleted ones still there. */
export function listNewest(call: Call, table: Table): Row[] {
  const lag = call.options.indexLagSeconds * 1000
  if (lag === 0) return table.order.toReversed()
  const settled = table.order.filter((row) => (readTime(String(row['date_created'])) ?? 0) <= call.now - lag)
  const ghosts = [...table.ghosts.values()].filter((each) => call.now - each.at < lag).map((each) => each.row)
  return [...settled, ...ghosts].reverse()
}
