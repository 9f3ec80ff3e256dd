/** From when to when a question about the past goes (contract 10): days or ISO 8601 moments; a moment without a zone is in UTC. */
import { createError } from '../lib/errors.ts'
import type { QueryValues } from '../lib/hub-request.ts'
import { parseInstant } from '../lib/instant.ts'
import type { QueryParameter } from '../lib/query-parameters.ts'
import { readText } from '../lib/query-values.ts'

/** Epoch ms, both ends inclusive. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

export const rangeParameters: readonly QueryParameter[] = [
  {
    name: 'from',
    description: 'The first day (`2026-11-24`) or moment (ISO 8601, UTC where no zone is given); default: seven days before the last',
  },
  { name: 'to', description: 'The last day or moment; default: now' },
]

const dayMs = 24 * 60 * 60_000
const defaultDays = 7

/** Seven days until now by default. Throws invalid-parameter (400) for what is no moment, and where the end is before the beginning. */
export function readRange(query: QueryValues, now: number): TimeRange {
  const first = readMoment(query, 'from', 'first')
  const to = readMoment(query, 'to', 'last') ?? Math.max(now, first ?? now)
  const from = first ?? to - defaultDays * dayMs
  if (to < from) {
    const got = readText(query, 'to') ?? new Date(to).toISOString()
    throw createError('invalid-parameter', { params: { name: 'to', expected: `a moment not before ${readText(query, 'from')}`, got } })
  }
  return { from, to }
}

function readMoment(query: QueryValues, name: string, edge: 'first' | 'last'): number | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const moment = parseInstant(padOffset(text))
  if (moment === undefined) {
    const got = JSON.stringify(text.slice(0, 40))
    throw createError('invalid-parameter', { params: { name, expected: 'a day like 2026-11-24 or an ISO 8601 moment', got } })
  }
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  return isDay && edge === 'last' ? moment + dayMs - 1 : moment
}

/** Offsets are also written with one digit: `-4:00`. */
function padOffset(text: string): string {
  return text.replace(/([+\- ])(\d:\d\d)$/, '$10$2')
}
