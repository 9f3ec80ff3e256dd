/** Periods that rows are kept together by, in UTC: weeks from Monday, months. */

export type Period = 'week' | 'month'

/** From `start`, before `end`; epoch ms. */
export interface Span {
  readonly start: number
  readonly end: number
}

const dayMs = 24 * 60 * 60_000

/** The week or month that a moment (epoch ms) lies in. */
export function spanOf(period: Period, moment: number): Span {
  const day = new Date(moment)
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
  if (period === 'month') return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
  const monday = Date.UTC(year, month, day.getUTCDate()) - ((day.getUTCDay() + 6) % 7) * dayMs
  return { start: monday, end: monday + 7 * dayMs }
}

/** The span of a moment and the `ahead` that follow it. */
export function spansFrom(period: Period, moment: number, ahead: number): Span[] {
  const spans = [spanOf(period, moment)]
  while (spans.length <= ahead) spans.push(spanOf(period, spans.at(-1)!.end))
  return spans
}

/** What a partition is called: `usage_20261123`, by its first day. */
export function namePartition(table: string, { start }: Span): string {
  return `${table}_${new Date(start).toISOString().slice(0, 10).replaceAll('-', '')}`
}

/** The span of a partition by its name; undefined when it is none of ours. */
export function readPartition(table: string, period: Period, name: string): Span | undefined {
  const digits = name.startsWith(`${table}_`) ? /^(\d{4})(\d\d)(\d\d)$/.exec(name.slice(table.length + 1)) : null
  if (digits === null) return undefined
  const span = spanOf(period, Date.UTC(Number(digits[1]), Number(digits[2]) - 1, Number(digits[3])))
  return namePartition(table, span) === name ? span : undefined
}
