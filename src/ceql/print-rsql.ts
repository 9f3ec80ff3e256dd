/**
 * Tree → RSQL as vendors' REST APIs speak it: `name==value`, joined by `;`, lists with commas, a trailing `*` for a prefix.
 * The grammar has no escape, so a value that would be read as anything but itself is refused. Percent-encoding is the caller's.
 */
import { type Condition, planConditions, refuse } from './conditions.ts'
import type { ComparisonOperator, Expression } from './expression.ts'
import type { SearchableFields } from './searchable-field.ts'

const symbols: Record<ComparisonOperator, string> = { '=': '==', '!=': '!=', '>': '>', '>=': '>=', '<': '<', '<=': '<=' }

/**
 * Prints a tree as one filter text; empty when nothing is left to ask the vendor.
 * @throws field-not-searchable, expression-not-supported (400); invalid-parameter (400) for a value that is none of its field's type.
 */
export function printRsql(expression: Expression, fields: SearchableFields): string {
  return planConditions(expression, fields).map(printCondition).join(';')
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
