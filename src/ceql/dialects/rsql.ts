/**
 * Tree → RSQL as vendors' REST APIs speak it: `name==value`, joined by `;`, lists with commas, a trailing `*` for a prefix.
 * The grammar has no escape, so a value that would be read as anything but itself is refused. Percent-encoding is the caller's.
 */
import { type Condition, planConditions } from '../conditions.ts'
import type { Dialect } from '../dialect.ts'
import type { ComparisonOperator } from '../expression.ts'
import { refuse } from '../refuse.ts'

const symbols: Record<ComparisonOperator, string> = { '=': '==', '!=': '!=', '>': '>', '>=': '>=', '<': '<', '<=': '<=' }

/** One filter text; nothing when nothing is left to ask the vendor. */
export const sayRsql: Dialect = ({ parameter = 'filter' }) => {
  return (expression, asking) => {
    const text = planConditions(expression, asking).map(printCondition).join(';')
    return text === '' ? {} : { [parameter]: text }
  }
}

function printCondition(condition: Condition): string {
  for (const value of condition.values) checkValue(condition, value)
  const operand = condition.shape === 'prefix' ? `${condition.values[0]}*` : condition.values.join(',')
  return condition.name + symbols[condition.operator] + operand
}

function checkValue({ source }: Condition, value: string): void {
  if (value.includes(';')) throw refuse(source, 'a semicolon in a value would end the condition')
  if (value.endsWith('*')) throw refuse(source, 'a value that ends in * would match by its beginning')
  if (/^[=<>!~]/.test(value)) throw refuse(source, `a value that begins with ${value[0]} would change the operator`)
}
