// The kinds of filterable field: text with or without a trailing wildcard, ids, id sets, times, numbers, yes/no.
import { ApiError } from '../errors.ts'
import type { Row } from '../tenant.ts'
import type { Condition, FilterField, Operator, Test } from './filter-field.ts'

type Read = (row: Row) => unknown

export const comparisons: readonly Operator[] = ['==', '>', '<', '>=', '<=']

/** Reads a property of the row itself. */
export function property(name: string): Read {
  return (row) => row[name]
}

/** Text, compared without regard to case. `wildcard`: a trailing `*` asks for a beginning; `contains`: a bare value may stand anywhere. */
export function textField(read: Read, style: 'exact' | 'wildcard' | 'contains' = 'exact'): FilterField {
  return { operators: ['=='], compile: (condition) => compileText(read, condition, style) }
}

function compileText(read: Read, { field, value }: Condition, style: 'exact' | 'wildcard' | 'contains'): Test {
  const wanted = value.toLowerCase()
  if (style === 'exact') return (row) => toText(read(row)) === wanted
  if (wanted.slice(0, -1).includes('*')) throw new ApiError(400, `Wildcard is only allowed at the end of the value of ${field}`)
  if (wanted.endsWith('*')) {
    const start = wanted.slice(0, -1)
    if (start === '') throw new ApiError(400, `A wildcard alone is not allowed for ${field}`)
    return (row) => toText(read(row)).startsWith(start)
  }
  return style === 'contains' ? (row) => toText(read(row)).includes(wanted) : (row) => toText(read(row)) === wanted
}

function toText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).toLowerCase()
}

/** An id or other whole number, with the operators given. */
export function idField(read: Read, operators: readonly Operator[] = ['==']): FilterField {
  return {
    operators,
    compile: ({ field, operator, value }) => {
      if (!/^\d+$/.test(value)) throw new ApiError(400, `${field} must be a number`)
      return compareNumbers(read, operator, Number(value))
    },
  }
}

/** A number with fractions. */
export function numberField(read: Read): FilterField {
  return {
    operators: comparisons,
    compile: ({ field, operator, value }) => {
      if (!/^-?\d+(\.\d+)?$/.test(value)) throw new ApiError(400, `${field} must be a number`)
      return compareNumbers(read, operator, Number(value))
    },
  }
}

function compareNumbers(read: Read, operator: Operator, wanted: number): Test {
  const compare = comparators[operator]
  return (row) => {
    const value = read(row)
    return value !== undefined && value !== null && value !== '' && compare(Number(value), wanted)
  }
}

export const comparators: Record<Operator, (left: number, right: number) => boolean> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
}

/** A comma list of ids: any of them. */
export function idSetField(read: Read, most = 1_000): FilterField {
  return {
    operators: ['=='],
    compile: ({ field, value }) => {
      const ids = value.split(',').map((each) => each.trim())
      if (ids.some((each) => !/^\d+$/.test(each))) throw new ApiError(400, `${field} must be a comma-separated list of ids`)
      if (ids.length > most) throw new ApiError(400, `${field} takes at most ${most} ids`)
      const wanted = new Set(ids)
      return (row) => wanted.has(String(read(row)))
    },
  }
}

/** A time bound, inclusive: `from` keeps rows at or after it, `to` rows at or before it. */
export function timeField(read: Read, bound: 'from' | 'to'): FilterField {
  return {
    operators: ['=='],
    compile: ({ field, value }) => {
      const wanted = parseFilterTime(field, value)
      return (row) => {
        const time = Date.parse(String(read(row)))
        return bound === 'from' ? time >= wanted : time <= wanted
      }
    },
  }
}

/** A full ISO-8601 time with a zone, in milliseconds. @throws ApiError 400, also for a date alone */
export function parseFilterTime(field: string, value: string): number {
  const full = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:?\d\d)$/.test(value)
  const time = full ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw new ApiError(400, `${field} must be an ISO-8601 date-time with milliseconds and a time zone`)
  return time
}

/** `true` or `false`. */
export function booleanField(read: (row: Row) => boolean): FilterField {
  return {
    operators: ['=='],
    compile: ({ field, value }) => {
      if (value !== 'true' && value !== 'false') throw new ApiError(400, `${field} must be true or false`)
      return (row) => read(row) === (value === 'true')
    },
  }
}

/** One of a few words. */
export function choiceField(read: Read, words: readonly string[]): FilterField {
  return {
    operators: ['=='],
    compile: ({ field, value }) => {
      if (!words.includes(value)) throw new ApiError(400, `${field} must be one of ${words.join(', ')}`)
      return (row) => read(row) === value
    },
  }
}
