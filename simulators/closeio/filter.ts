// Filters in the query string: `status_id=…`, `status_id__in=a,b`, `date_created__gte=…`. Names that are not known are ignored, as the vendor does.
import type { Call } from './call.ts'
import { InvalidRequest } from './errors.ts'
import type { Row, Tenant } from './tenant.ts'
import { readTime } from './time.ts'

export interface FilterField {
  read: (row: Row, tenant: Tenant) => unknown
  /** `words`: a comma-separated list where others take one value. */
  kind: 'word' | 'words' | 'time' | 'flag'
}

type Predicate = (row: Row) => boolean

const suffixes = ['', '__in', '__gte', '__gt', '__lte', '__lt'] as const

/** A stored property as a filter. */
export function filterBy(name: string, kind: FilterField['kind'] = 'word'): Record<string, FilterField> {
  return { [name]: { read: (row) => row[name], kind } }
}

/** The rows that every filter of the query lets through. @throws InvalidRequest for a value that cannot be read */
export function filterRows(call: Call, rows: Row[], fields: Record<string, FilterField>): Row[] {
  const predicates = Object.entries(fields).flatMap(([name, field]) =>
    suffixes.flatMap((suffix) => {
      const value = call.query.get(`${name}${suffix}`)
      return value === null || value === '' ? [] : [createPredicate(call, { name: `${name}${suffix}`, suffix, field, value })]
    }),
  )
  return predicates.length === 0 ? rows : rows.filter((row) => predicates.every((each) => each(row)))
}

function createPredicate(
  call: Call,
  at: { name: string; suffix: (typeof suffixes)[number]; field: FilterField; value: string },
): Predicate {
  const { name, suffix, field, value } = at
  const read = (row: Row): unknown => field.read(row, call.tenant)
  if (field.kind === 'time') return createTimePredicate(call, at)
  if (field.kind === 'flag') {
    if (!['true', 'false', 'True', 'False', '1', '0'].includes(value))
      throw new InvalidRequest({ [name]: 'Input should be a valid boolean' })
    const wanted = ['true', 'True', '1'].includes(value)
    return (row) => (read(row) === true) === wanted
  }
  if (suffix === '__in' || field.kind === 'words') {
    const words = new Set(value.split(','))
    return (row) => words.has(String(read(row)))
  }
  return (row) => String(read(row) ?? '') === value
}

function createTimePredicate(call: Call, at: { name: string; suffix: string; field: FilterField; value: string }): Predicate {
  const { field } = at
  const bound = readTime(at.value.replace(/ (\d\d:?\d\d)$/, '+$1'))
  if (bound === undefined) throw new InvalidRequest({ [at.name]: 'Invalid ISO 8601 datetime.' })
  // A bare day means that day where the caller is.
  const shifted = at.value.length === 10 ? bound - call.offsetHours * 3_600_000 : bound
  const compare = comparisons[at.suffix] ?? ((value, wanted) => value === wanted)
  return (row) => {
    const value = field.read(row, call.tenant)
    const time = typeof value === 'string' ? readTime(value) : undefined
    return time !== undefined && compare(time, shifted)
  }
}

const comparisons: Record<string, (value: number, wanted: number) => boolean> = {
  __gte: (value, wanted) => value >= wanted,
  __gt: (value, wanted) => value > wanted,
  __lte: (value, wanted) => value <= wanted,
  __lt: (value, wanted) => value < wanted,
}

/** Orders rows by `_order_by` (`-` before the name descends). @throws InvalidRequest for a name that is not allowed */
export function orderRows(call: Call, rows: Row[], orders: Record<string, (row: Row, tenant: Tenant) => unknown>): Row[] {
  const order = call.query.get('_order_by')
  if (!order) return rows
  const name = order.replace(/^-/, '')
  const read = Object.hasOwn(orders, name) ? orders[name] : undefined
  if (!read) throw new InvalidRequest({ _order_by: `Cannot order by ${name}.` })
  const sign = order.startsWith('-') ? -1 : 1
  const keyed = rows.map((row) => ({ row, key: read(row, call.tenant) as string | number | null }))
  keyed.sort((left, right) => sign * compareKeys(left.key, right.key))
  return keyed.map((each) => each.row)
}

/** Nothing comes before everything; numbers by size, anything else as text without regard to case. */
export function compareKeys(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (left === null || left === undefined) return -1
  if (right === null || right === undefined) return 1
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}
