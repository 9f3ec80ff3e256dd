/** Printing in one go, for callers that print what they were asked as a whole. */
import type { DialectName } from './dialect.ts'
import type { Expression } from './expression.ts'
import { refuse } from './refuse.ts'
import type { SearchableFields } from './searchable-field.ts'
import { createWherePrinter } from './where-printer.ts'

export type Dialect = Extract<DialectName, 'rsql' | 'query-parameters'>

type Print = (expression: Expression, fields: SearchableFields, parameter?: string) => Record<string, string>

const create =
  (dialect: Dialect): Print =>
  (expression, fields, parameter) => {
    const printer = createWherePrinter({ dialect, ...(parameter === undefined ? {} : { parameter }) })
    const printed = printer.print(expression, fields) as Record<string, string>
    if (!printer.isExact(expression, fields)) throw refuse(expression, "only patterns of the form 'abc%' are available")
    return printed
  }

export const printers: Readonly<Record<Dialect, Print>> = { rsql: create('rsql'), 'query-parameters': create('query-parameters') }
