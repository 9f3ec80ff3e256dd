/** The types that a hub field can have: what a vendor's value becomes when read, what of a client's is accepted, and what to say of the rest. */

import { formatDay, formatInstant, parseInstant } from '../lib/instant.ts'
import type { FieldTransformation } from './document.ts'

type HubType = NonNullable<FieldTransformation['type']>

interface HubTypeRules {
  /** What a vendor's value (not null) is on the hub. What does not fit stays as it is: nothing of an answer is lost. */
  readonly read: (value: unknown) => unknown
  /** What a client's value (not null) is, or undefined when it is none of the type. */
  readonly accept: (value: unknown) => unknown
  /** Completes "expected …". */
  readonly expected: string
}

const numeric = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i
const day = /^\d{4}-\d\d-\d\d$/

export const hubTypes: Record<HubType, HubTypeRules> = {
  string: {
    read: writeScalar,
    accept: (value) =>
      typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined,
    expected: 'a text',
  },
  number: {
    read: (value) => readNumber(value) ?? value,
    accept: readNumber,
    expected: 'a number',
  },
  boolean: {
    read: (value) => readBoolean(value) ?? value,
    accept: readBoolean,
    expected: 'true or false',
  },
  date: {
    read: (value) => (typeof value === 'string' && day.test(value) ? value : (readDay(value) ?? value)),
    accept: readDay,
    expected: 'a date (yyyy-MM-dd)',
  },
  datetime: {
    read: (value) => (isPlainUtc(value) ? value : (readMoment(value) ?? value)),
    accept: readMoment,
    expected: 'a date-time (ISO 8601, UTC when it names no zone)',
  },
}

function writeScalar(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

/** A number, or a text that is one and loses nothing by it: a whole number beyond 2^53 is none. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !numeric.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) || (!Number.isInteger(number) && Number.isFinite(number)) ? number : undefined
}

export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.toLowerCase() : value
  if (text === 'true' || text === '1' || text === 1) return true
  return text === 'false' || text === '0' || text === 0 ? false : undefined
}

function readDay(value: unknown): string | undefined {
  const instant = readInstant(value)
  return instant === undefined ? undefined : formatDay(instant)
}

function readMoment(value: unknown): string | undefined {
  const instant = readInstant(value)
  return instant === undefined ? undefined : formatInstant(instant)
}

function readInstant(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseInstant(String(value)) : undefined
}

/** `2024-03-15T10:30:00Z`, the form most vendors send: nothing to do. */
function isPlainUtc(value: unknown): boolean {
  return typeof value === 'string' && value.length === 20 && value.charCodeAt(19) === 90 && value.charCodeAt(10) === 84
}
