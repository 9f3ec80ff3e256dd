/** The conditions of `where` that a script hands back: it may hand over anything. */
import type { Condition } from './mapping-runner.ts'

/** Reads them; undefined for what is no list of `{attribute, operator, value}`. Numbers and booleans become texts, a list its members joined by commas. */
export function readConditions(value: unknown): readonly Condition[] | undefined {
  if (!Array.isArray(value)) return undefined
  const conditions = value.map(readCondition)
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined
}

function readCondition(condition: unknown): Condition | undefined {
  if (typeof condition !== 'object' || condition === null) return undefined
  const { attribute, operator, value } = condition as Readonly<Record<string, unknown>>
  if (typeof attribute !== 'string' || attribute === '' || typeof operator !== 'string') return undefined
  const text = readValue(value)
  return text === undefined ? undefined : { attribute, operator, value: text }
}

function readValue(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.every((member) => typeof member !== 'object') ? value.join(',') : undefined
  return typeof value === 'object' ? undefined : String(value)
}
