/** The table: for each call a group of lines, one for each vendor. */
import { type Cell, calls } from './five-calls.ts'
import type { Asked } from './watch-vendor.ts'

const titles = ['call', 'element', 'status', 'came', 'ms', 'the vendor was asked']

/** Lines of the table; `columns[v][c]` is what came of call `c` at vendor `v`. */
export function printTable(columns: readonly (readonly Cell[])[]): string[] {
  const groups = calls.map((call, at) =>
    columns.map((cells, index) => {
      const { vendor, status, came, milliseconds, asked, problem } = cells[at]!
      const told = problem === '' ? printAsked(asked) : `✗ ${problem}`
      return [index === 0 ? call : '', vendor.key, String(status || 'none'), came, milliseconds.toFixed(0), told]
    }),
  )
  const widths = titles.map((title, at) => Math.max(title.length, ...groups.flat().map((row) => row[at]!.length)))
  const printRow = (row: readonly string[]): string =>
    row
      .map((text, at) => (titles[at] === 'came' || titles[at] === 'ms' ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd()
  return [printRow(titles), ...groups.flatMap((rows) => ['', ...rows.map(printRow)])]
}

/** Method and path of each request; what was asked several times in a row is told once. */
function printAsked(asked: readonly Asked[]): string {
  if (asked.length === 0) return 'nothing: Octet has it from a call before'
  const counted: { line: string; times: number }[] = []
  for (const { method, path } of asked) {
    const line = `${method} ${path}`
    const last = counted.at(-1)
    if (last?.line === line) last.times++
    else counted.push({ line, times: 1 })
  }
  return counted.map(({ line, times }) => (times === 1 ? line : `${line} ×${times}`)).join(', ')
}

/** How a vendor was asked for `value`: the part of the request around it. */
export function printSearch(asked: readonly Asked[], value: string): string {
  const found = asked.find(({ text }) => text.includes(value))
  if (found === undefined) return 'cannot be asked: Octet reads the rows and checks them'
  const at = found.text.indexOf(value)
  const [from, to] = [Math.max(0, at - 60), at + value.length + 30]
  return `${from > 0 ? '…' : ''}${found.text.slice(from, to)}${to < found.text.length ? '…' : ''}`
}
