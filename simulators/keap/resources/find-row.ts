// Finding the record a path names.
import type { Call } from '../call.ts'
import { ApiError } from '../errors.ts'
import type { Row, TableName } from '../tenant.ts'

/** The record whose id stands in the path. @throws ApiError 404 "Unable to find this …" */
export function findRow(call: Call, what: { table: TableName; parameter: string; noun: string }): Row {
  const row = call.tenant.tables[what.table].rows.get(call.params[what.parameter] ?? '')
  if (!row) throw new ApiError(404, `Unable to find this ${what.noun}`, what.noun.toLowerCase())
  return row
}
