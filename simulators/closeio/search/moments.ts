// Moments in ranges: fixed ones, days where the caller is, now, and offsets from another moment.
import { readTime } from '../time.ts'
import { refuse } from './fields.ts'

export interface MomentClock {
  /** Milliseconds since 1970. */
  now: number
  offsetHours: number
}

const day = 86_400_000

const units: Record<string, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: day, weeks: 7 * day }

/** Milliseconds since 1970 of a moment. @throws InvalidRequest for one that cannot be read */
export function readMoment(named: unknown, clock: MomentClock): number {
  const moment = (named ?? {}) as Record<string, unknown>
  switch (moment['type']) {
    case 'now':
      return clock.now
    case 'fixed_utc':
      return readFixed(moment['value'])
    case 'fixed_local_date': {
      const start = readFixed(moment['value']) - clock.offsetHours * 3_600_000
      return moment['which'] === 'end' ? start + day : start
    }
    case 'offset':
      return readOffset(moment, clock)
    default:
      throw refuse(`There is no moment of type ${String(moment['type'])}.`)
  }
}

function readFixed(value: unknown): number {
  const time = typeof value === 'string' ? readTime(value) : undefined
  if (time === undefined) throw refuse(`Not a date: ${String(value)}`)
  return time
}

function readOffset(moment: Record<string, unknown>, clock: MomentClock): number {
  const sign = moment['direction'] === 'future' ? 1 : -1
  const amounts = (moment['offset'] ?? {}) as Record<string, unknown>
  const base = new Date(readMoment(moment['moment'] ?? { type: 'now' }, clock))
  base.setUTCMonth(base.getUTCMonth() + sign * (Number(amounts['months'] ?? 0) + 12 * Number(amounts['years'] ?? 0)))
  const exact = Object.entries(units).reduce((time, [name, length]) => time + sign * Number(amounts[name] ?? 0) * length, base.getTime())
  const which = moment['which_day_end']
  if (which !== 'start' && which !== 'end') return exact
  const shift = clock.offsetHours * 3_600_000
  const start = Math.floor((exact + shift) / day) * day - shift
  return which === 'start' ? start : start + day
}
