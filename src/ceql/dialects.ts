/** The dialects that a `where` can be printed in for a vendor, by the name that an element gives in `where.dialect`. */
import type { Dialect, DialectName } from './dialect.ts'
import { sayQueryParameters } from './print-query-parameters.ts'
import { sayRsql } from './print-rsql.ts'

export const dialects: Readonly<Partial<Record<DialectName, Dialect>>> = {
  rsql: sayRsql,
  'query-parameters': sayQueryParameters,
}
