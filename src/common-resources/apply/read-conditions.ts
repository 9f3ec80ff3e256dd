/** The conditions of `where` that a script hands back: it may hand over anything. */
import type { Condition } from './mapping-runner.ts'

/** Reads them; undefined for what is no list of `{attribute, operator, value}` with operators that there are. Numbers and booleans become texts, a list its members joined by commas. */
export function readConditions(value: unknown): readonly Condition[] | undefined {
  if (!Array.isArray(value)) return undefined
  const conditions = value.map(readCondition)
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined
}

function readCondition(condition: unknown): Condition | undefined {
  if (typeof condition !== 'object' || condition === null) return undefined
  const { attribute, value, ...rest } = condition as Readonly<Record<string, unknown>>
  const operator = readOperator(rest['operator'])
  if (typeof attribute !== 'string' || attribute === '' || operator === undefined) return undefined
  const text = readValue(value)
  return text === undefined ? undefined : { attribute, operator, value: text }
}

const operators: ReadonlySet<string> = new Set('= != > >= < <= LIKE IN'.split(' ').concat('NOT LIKE', 'NOT IN', 'IS NULL', 'IS NOT NULL'))

/** One that is none must not leave its condition out: more records than were asked for would be answered. */
function readOperator(operator: unknown): string | undefined {
  if (typeof operator !== 'string') return undefined
  const name = operator.trim().toUpperCase().replace(/\s+/g, ' ')
  if (name === '<>') return '!='
  return operators.has(name) ? name : undefined
}

function readValue(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.every((member) => typeof member !== 'object') ? value.join(',') : undefined
  return typeof value === 'object' ? undefined : String(value)
}
