/** Spans that time is cut into, in UTC: minutes, hours, days, weeks from Monday, months. */

/** Name → its least length in ms. */
export const leastLengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 28 * 86_400_000 }

export type Interval = keyof typeof leastLengths

/** From `start`, before `end`; epoch ms. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The first Monday of the epoch: the 5th of January 1970. */
const monday = 4 * leastLengths.day

/** The span that a moment (epoch ms) lies in. */
export function spanOf(interval: Interval, moment: number): Span {
  if (interval === 'month') {
    const [year, month] = [new Date(moment).getUTCFullYear(), new Date(moment).getUTCMonth()]
    return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
  }
  const length = leastLengths[interval]
  const origin = interval === 'week' ? monday : 0
  const start = Math.floor((moment - origin) / length) * length + origin
  return { start, end: start + length }
}
