// Times and days as the vendor writes them: `2025-01-14T10:44:06.154000+00:00` and `2025-01-14`.

/** The vendor's form of a time, from milliseconds since 1970. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000+00:00')
}

/** The day of a time at an offset from UTC in hours. */
export function formatDay(milliseconds: number, offsetHours = 0): string {
  return new Date(milliseconds + offsetHours * 3_600_000).toISOString().slice(0, 10)
}

const day = /^\d{4}-\d\d-\d\d$/
const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  return day.test(text) && readTime(text) !== undefined
}

/** Milliseconds since 1970 of a time or a day; without a zone, UTC. Undefined for anything else. */
export function readTime(text: string): number | undefined {
  const isDayText = day.test(text)
  if (!isDayText && !time.test(text)) return undefined
  const zoned = isDayText || /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`
  const parsed = Date.parse(zoned.replace(' ', 'T'))
  if (Number.isNaN(parsed)) return undefined
  return isDayText && formatDay(parsed) !== text ? undefined : parsed
}
