/** From samples to the table that people read: medians over the rounds, with their spread. */
import type { Sample } from './load.ts'

/** The middle value; `spread` is half the distance between the extremes, relative to it. */
export function summarize(values: readonly number[]): { median: number; spread: number } {
  const sorted = [...values].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]!
  return { median, spread: (sorted.at(-1)! - sorted[0]!) / 2 / median }
}

export interface Row {
  readonly body: string
  readonly concurrency: number
  readonly floor: readonly Sample[]
  readonly octet: readonly Sample[]
  /** The ratio that must be reached: the floor's CPU per call ÷ ours. */
  readonly wanted: number
}

/** The medians' ratio of CPU per call, floor ÷ ours: 1 would be as cheap as the floor. */
export function ratioOf(row: Row): number {
  const cpu = (samples: readonly Sample[]): number => summarize(samples.map((sample) => sample.cpuPerCall)).median
  return cpu(row.floor) / cpu(row.octet)
}

/** A Markdown table, two lines a row: floor and server. */
export function printReport(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) => [
    line(row, 'floor', row.floor, ''),
    line(row, 'octet', row.octet, `${ratioOf(row).toFixed(2)} (≥ ${row.wanted})`),
  ])
  return [
    '| body | in flight | server | req/s | p50 ms | p99 ms | CPU µs/call | ratio |',
    '|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

function line(row: Row, name: string, samples: readonly Sample[], ratio: string): string {
  const show = (key: keyof Sample, digits: number): string => {
    const { median, spread } = summarize(samples.map((sample) => sample[key]))
    return `${median.toFixed(digits)} ± ${(spread * 100).toFixed(0)} %`
  }
  return `| ${row.body} | ${row.concurrency} | ${name} | ${show('requestsPerSecond', 0)} | ${show('p50', 2)} | ${show('p99', 2)} | ${show('cpuPerCall', 0)} | ${ratio} |`
}
