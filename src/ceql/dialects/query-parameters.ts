/** Tree → one vendor query parameter per condition (contract 6.8, `toQueryParameters`). AND and equality only; lists join with commas (13.7). Encoding is the caller's. */
import { type Condition, planConditions } from '../conditions.ts'
import type { Dialect } from '../dialect.ts'
import { refuse } from '../refuse.ts'

/** Each condition is a parameter of its own. */
export const sayQueryParameters: Dialect = () => (expression, asking) =>
  Object.fromEntries(planConditions(expression, asking).map((condition) => [condition.name, printValues(condition)]))

function printValues(condition: Condition): string {
  if (condition.operator !== '=') throw refuse(condition.source, `${condition.name} can only be compared with =`)
  if (condition.shape === 'prefix') throw refuse(condition.source, 'a search by the beginning of a value is not available')
  return condition.values.join(',')
}
