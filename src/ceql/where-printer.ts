/** A `where` in a vendor's dialect: what it can say, how exactly, and what goes where. Built once for each request that an element describes. */
import { OctetError } from '../lib/errors.ts'
import type { Printed, WhereSettings } from './dialect.ts'
import { dialects, ignoringCase } from './dialects/all.ts'
import type { Expression } from './expression.ts'
import type { FilterOperator, SearchableFields } from './searchable-field.ts'

export interface WherePrinter {
  /**
   * Whether the dialect can say the expression as a whole, perhaps more widely than it is (`isExact`), never more narrowly.
   * @throws invalid-parameter (400) for a value that is none of its field's type.
   */
  readonly canSay: (expression: Expression, fields: SearchableFields) => boolean
  /** Whether the vendor answers no more than the expression asks for; false too for one that cannot be said. */
  readonly isExact: (expression: Expression, fields: SearchableFields) => boolean
  /**
   * What the vendor is asked: place → text or JSON. Empty when nothing is left to ask.
   * @throws field-not-searchable, expression-not-supported, invalid-parameter (400)
   */
  readonly print: (expression: Expression, fields: SearchableFields) => Printed
}

/** Builds the printer. Throws an Error that names the setting when one does not fit the dialect. */
export function createWherePrinter(settings: WhereSettings): WherePrinter {
  const say = dialects[settings.dialect](settings)
  const isFolding = ignoringCase.has(settings.dialect) && settings.text !== 'ignore-case'
  const inexact = new Set<FilterOperator>([...(settings.inexact ?? []), ...(isFolding ? (['=', 'IN', 'LIKE'] as const) : [])])
  const ask = (expression: Expression, fields: SearchableFields): { said: Printed; isExact: boolean } => {
    let isExact = true
    const widen = () => {
      isExact = false
    }
    const said = say(expression, { fields, inexact, ordersTexts: !isFolding, widen })
    return { said, isExact }
  }
  const tryToAsk = (expression: Expression, fields: SearchableFields) => {
    try {
      return ask(expression, fields)
    } catch (error) {
      if (error instanceof OctetError && refusals.has(error.code)) return undefined
      throw error
    }
  }
  return {
    canSay: (expression, fields) => tryToAsk(expression, fields) !== undefined,
    isExact: (expression, fields) => tryToAsk(expression, fields)?.isExact === true,
    print: (expression, fields) => ask(expression, fields).said,
  }
}

const refusals: ReadonlySet<string> = new Set(['field-not-searchable', 'expression-not-supported'])
