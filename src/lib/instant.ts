/** Dates as vendors and clients write them → one moment in UTC, and back. No locale, no time zone of the machine. */

const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+\- ])(\d\d)(?::?(\d\d))?)?)?$/i
const epochMilliseconds = /^\d{12,14}$/

/**
 * Reads `yyyy-MM-dd`, ISO 8601 date-times with or without seconds, fraction and zone (none is UTC; a space before an offset is a lost `+`),
 * and milliseconds since 1970 (contract 6.2).
 * @returns epoch milliseconds, or undefined when it is no such moment (the 30th of February is none).
 */
export function parseInstant(text: string): number | undefined {
  return parse(text, 0)
}

/** The same with the digits behind milliseconds, as parts of one: moments a microsecond apart are told apart. */
export function parseFineInstant(text: string): number | undefined {
  return parse(text, 6)
}

function parse(text: string, digits: number): number | undefined {
  if (epochMilliseconds.test(text)) return Number(text)
  const match = form.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, offsetHours = '0', offsetMinutes = '0'] = match
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const read = new Date(time)
  // Date.UTC carries over what is out of range; a moment that moved was none.
  const moved = read.getUTCMonth() !== Number(month) - 1 || read.getUTCDate() !== Number(day) || read.getUTCFullYear() !== Number(year)
  if (moved || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) {
    return undefined
  }
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000
  const fine = fraction.slice(3, 3 + digits)
  return time + Number(`${fraction.slice(0, 3).padEnd(3, '0')}${fine && `.${fine}`}`) + (sign === '-' ? offset : -offset)
}

/** ISO 8601 in UTC, milliseconds only where there are some: `2024-03-15T10:30:00Z`. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}

/** ISO 8601 in UTC, always with milliseconds: `2024-03-15T10:30:00.000Z`. */
export function formatMilliseconds(instant: number): string {
  return new Date(instant).toISOString()
}

/** The day in UTC: `2024-03-15`. */
export function formatDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
