/** The one table of the converters that an element names for its `where` (contract 6.8): literal name → the grammar that it stands for. */
import type { Expression } from '../ceql/expression.ts'
import { printBracketQuery } from '../ceql/print-bracket-query.ts'
import { printFilterTriples } from '../ceql/print-filter-triples.ts'
import { printFlatParameters } from '../ceql/print-flat-parameters.ts'
import { printOdata, printOdata3 } from '../ceql/print-odata.ts'
import { printSoql, printSql } from '../ceql/print-sql.ts'
import { printWiql } from '../ceql/print-wiql.ts'
import { createError } from '../lib/errors.ts'

type Pairs = readonly (readonly [string, string])[]

interface Converter {
  /** The vendor's parameter where the element names none; undefined: every condition is one. */
  readonly parameter: string | undefined
  readonly print: (expression: Expression, parameter: string) => Pairs
}

const converters: Readonly<Record<string, Converter>> = {
  toQueryParameters: { parameter: undefined, print: printFlatParameters },
  toODataFilter: asText('$filter', printOdata),
  toODataV3Filter: asText('$filter', printOdata3),
  toBazaarvoice: { parameter: 'filter', print: (expression, name) => printFilterTriples(expression).map((text) => [name, text]) },
  toQuickbase: asText('query', printBracketQuery),
  toWiql: asText('where', printWiql),
  toSoql: asText('where', printSoql),
  toSql: asText('where', printSql),
}

/** The names that an element may give, for whoever checks one. */
export const converterNames: readonly string[] = Object.keys(converters)

function asText(parameter: string, print: (expression: Expression) => string): Converter {
  return { parameter, print: (expression, name) => [[name, print(expression)]] }
}

/**
 * Converts a `where` into the vendor's parameters, not yet encoded. Names may repeat. `vendorName` is the parameter's own: `converter:…` stands for the
 * usual name of the grammar.
 * Throws expression-not-supported (400) for what the grammar cannot say, converter-unknown (400) for a converter that is not known.
 */
export function convertWhere(converter: string, expression: Expression, vendorName: string): Pairs {
  const found = Object.hasOwn(converters, converter) ? converters[converter] : undefined
  if (found === undefined) {
    throw createError('converter-unknown', { params: { converter, known: Object.keys(converters).join(', ') } })
  }
  const named = vendorName.startsWith('converter:') ? undefined : vendorName
  return found.print(expression, named ?? found.parameter ?? '')
}
