// Times as the vendor writes them: UTC, with milliseconds and `+0000`. All have one length, so that their order is that of their texts.

/** `2024-01-08T09:00:00.000+0000`. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000')
}

/** A moment of the record clock, which counts whole seconds. */
export function formatSecond(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000) * 1000)
}

/** `2024-01-08` of a moment. */
export function formatDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}

/** Milliseconds of an ISO 8601 time with a zone, `+0000` included; NaN for anything else. */
export function parseTime(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/i.exec(text)
  if (!match) return Number.NaN
  const [, day = '', clock = '', fraction = '', zone = ''] = match
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  return isDay(day) ? Date.parse(`${day}T${clock}${fraction.slice(0, 4)}${offset}`) : Number.NaN
}
