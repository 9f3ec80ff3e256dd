/** Tree → one vendor query parameter per condition (contract 6.8, `toQueryParameters`). AND and equality only; lists join with commas (13.7). Encoding is the caller's. */
import { type Condition, planConditions, refuse } from './conditions.ts'
import type { Expression } from './expression.ts'
import type { SearchableFields } from './searchable-field.ts'

/**
 * Prints a tree as the vendor's query parameters by name.
 * @throws field-not-searchable, expression-not-supported (400); invalid-parameter (400) for a value that is none of its field's type.
 */
export function printQueryParameters(expression: Expression, fields: SearchableFields): Record<string, string> {
  return Object.fromEntries(planConditions(expression, fields).map((condition) => [condition.name, printValues(condition)]))
}

function printValues(condition: Condition): string {
  if (condition.operator !== '=') throw refuse(condition.source, `${condition.name} can only be compared with =`)
  if (condition.shape === 'prefix') throw refuse(condition.source, 'a search by the beginning of a value is not available')
  return condition.values.join(',')
}
