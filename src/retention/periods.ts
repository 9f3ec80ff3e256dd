/** Periods that rows are kept together by, and how their partitions are called. */
import { type Span, spanOf } from '../lib/time-spans.ts'

export type Period = 'week' | 'month'

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
