/** The dialects that a `where` can be printed in for a vendor, by the name an element gives in `where.dialect`. */
import type { Expression } from './expression.ts'
import { printQueryParameters } from './print-query-parameters.ts'
import { printRsql } from './print-rsql.ts'
import type { SearchableFields } from './searchable-field.ts'

export type Dialect = 'rsql' | 'query-parameters'

/** Gives the vendor's query parameters, not yet encoded; `parameter` is the one that takes the text of a dialect that prints one text. */
export type WherePrinter = (expression: Expression, fields: SearchableFields, parameter?: string) => Record<string, string>

export const printers: Record<Dialect, WherePrinter> = {
  rsql: (expression, fields, parameter = 'filter') => {
    const text = printRsql(expression, fields)
    return text === '' ? {} : { [parameter]: text }
  },
  'query-parameters': (expression, fields) => printQueryParameters(expression, fields),
}
