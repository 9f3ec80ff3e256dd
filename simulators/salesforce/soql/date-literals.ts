// Date literals: spans of whole days in UTC. Weeks begin on Sunday, fiscal years with the calendar's.

const day = 86_400_000

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

/** A span of milliseconds, its end excluded. */
export interface Span {
  from: number
  to: number
}

const units = '(DAY|WEEK|MONTH|QUARTER|YEAR)'
const single = new RegExp(`^(LAST|THIS|NEXT)_(?:FISCAL_)?${units}$`)
const several = new RegExp(`^(LAST|NEXT)_N_(?:FISCAL_)?${units}S$`)
const ago = new RegExp(`^N_(?:FISCAL_)?${units}S_AGO$`)
const days: Record<string, [number, number]> = {
  YESTERDAY: [-1, 0],
  TODAY: [0, 1],
  TOMORROW: [1, 2],
  LAST_90_DAYS: [-90, 1],
  NEXT_90_DAYS: [1, 91],
}

/** Whether a word is a date literal; those with N need a number. */
export function isDateLiteral(name: string, hasCount: boolean): boolean {
  if (hasCount) return several.test(name) || ago.test(name)
  return Object.hasOwn(days, name) || (single.test(name) && !name.endsWith('_DAY'))
}

// Counts beyond some eight thousand years are cut down: no record is as far away.
const farthest: Record<Unit, number> = { DAY: 2_800_000, WEEK: 400_000, MONTH: 94_000, QUARTER: 31_000, YEAR: 7_900 }

/** The span a literal means at a moment (milliseconds since 1970). */
export function resolveDateLiteral(name: string, asked: number, now: number): Span {
  const count = Math.min(asked, farthest[(/(DAY|WEEK|MONTH|QUARTER|YEAR)S/.exec(name)?.[1] ?? 'DAY') as Unit])
  const today = Math.floor(now / day) * day
  const fixed = days[name]
  if (fixed) return { from: today + fixed[0] * day, to: today + fixed[1] * day }
  const [, which, unit] = single.exec(name) ?? []
  if (which) return spanUnits(unit as Unit, now, { from: shifts[which] ?? 0, length: 1 })
  const [, direction, unitOfMany] = several.exec(name) ?? []
  // A number of last days takes in today; of last weeks, months and so on, only whole ones.
  if (direction === 'LAST' && unitOfMany === 'DAY') return { from: today - count * day, to: today + day }
  if (direction === 'LAST') return spanUnits(unitOfMany as Unit, now, { from: -count, length: count })
  if (direction === 'NEXT') return spanUnits(unitOfMany as Unit, now, { from: 1, length: count })
  return spanUnits(ago.exec(name)?.[1] as Unit, now, { from: -count, length: 1 })
}

const shifts: Record<string, number> = { LAST: -1, THIS: 0, NEXT: 1 }

function spanUnits(unit: Unit, now: number, span: { from: number; length: number }): Span {
  return { from: startUnit(unit, now, span.from), to: startUnit(unit, now, span.from + span.length) }
}

// Where the unit that is `shift` units from now begins.
function startUnit(unit: Unit, now: number, shift: number): number {
  const date = new Date(now)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const today = Math.floor(now / day) * day
  switch (unit) {
    case 'DAY':
      return today + shift * day
    case 'WEEK':
      return today + (shift * 7 - date.getUTCDay()) * day
    case 'MONTH':
      return Date.UTC(year, month + shift, 1)
    case 'QUARTER':
      return Date.UTC(year, Math.floor(month / 3) * 3 + shift * 3, 1)
    case 'YEAR':
      return Date.UTC(year + shift, 0, 1)
  }
}
