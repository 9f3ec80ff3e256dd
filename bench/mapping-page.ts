/**
 * `npm run bench -- --mapping`: what a mapping of a common resource costs a page of 200 records with 20 mapped fields. CPU of reading the page and writing the
 * answer with the mapping, over the same page without; both in this process, one core, rounds interleaved.
 */
import { compileMapping } from '../src/transform/mapping/compile-mapping.ts'
import type { MappingField } from '../src/transform/mapping/mapping-document.ts'
import { summarize } from './report.ts'

export interface MappingStage {
  readonly stage: string
  /** Milliseconds of CPU a page. */
  readonly unmapped: number
  readonly mapped: number
  readonly wantedMs: number
}

const records = 200
const fields = 20
const wantedMs = 1

interface PageCase {
  readonly stage: string
  readonly record: (id: number) => unknown
  readonly fields: readonly MappingField[]
  readonly passes?: boolean
}

const numbers = Array.from({ length: fields }, (_, at) => at)
const value = (id: number, at: number): unknown => (at % 4 === 0 ? id * at : `value ${at} of ${id}`)
const members = (id: number, prefix: string): Record<string, unknown> =>
  Object.fromEntries(numbers.map((at) => [`${prefix}${at}`, value(id, at)]))
/** Four objects of five members. */
const groups = (id: number): Record<string, unknown> =>
  Object.fromEntries(
    [0, 1, 2, 3].map((group) => [`Group${group}`, Object.fromEntries(numbers.slice(0, 5).map((at) => [`F${at}`, value(id, at)]))]),
  )
/** A list of two, ten members each. */
const items = (id: number): unknown => [0, 1].map(() => Object.fromEntries(numbers.slice(0, 10).map((at) => [`F${at}`, value(id, at)])))

const plainFields = numbers.map((at): MappingField => ({ path: `field${at}`, vendorPath: `F${at}` }))

const cases: readonly PageCase[] = [
  { stage: 'plain', record: (id) => members(id, 'F'), fields: plainFields },
  {
    stage: 'plain, a quarter converted',
    record: (id) => members(id, 'F'),
    fields: plainFields.map((field, at) => (at % 4 === 0 ? { ...field, type: 'string', vendorType: 'number' } : field)),
  },
  {
    stage: 'plain, 20 others pass',
    record: (id) => ({ ...members(id, 'F'), ...members(id, 'Other') }),
    fields: plainFields,
    passes: true,
  },
  {
    stage: 'nested',
    record: groups,
    fields: numbers.map((at) => ({ path: `part${at % 4}.field${at >> 2}`, vendorPath: `Group${at % 4}.F${at >> 2}` })),
  },
  {
    stage: 'arrays of two',
    record: (id) => ({ Lists: items(id), Others: items(id) }),
    fields: numbers.map((at) => ({
      path: `${at % 2 === 0 ? 'lists' : 'others'}[*].field${at >> 1}`,
      vendorPath: `${at % 2 === 0 ? 'Lists' : 'Others'}[*].F${at >> 1}`,
    })),
  },
]

/** Medians over the rounds; `seconds` is the length of one round of one case. */
export function measureMapping({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }): MappingStage[] {
  const runs = cases.map((page) => ({ stage: page.stage, ...createRuns(page), unmappedMs: [] as number[], mappedMs: [] as number[] }))
  for (const { unmapped, mapped } of runs) for (const run of [unmapped, mapped]) readCpu(run, 0.3)
  for (let round = 0; round < rounds; round++) {
    for (const { unmapped, mapped, unmappedMs, mappedMs } of runs) {
      unmappedMs.push(readCpu(unmapped, seconds))
      mappedMs.push(readCpu(mapped, seconds))
    }
  }
  return runs.map(({ stage, unmappedMs, mappedMs }) => ({
    stage,
    unmapped: summarize(unmappedMs).median,
    mapped: summarize(mappedMs).median,
    wantedMs,
  }))
}

function createRuns({ record, fields: mapped, passes = false }: PageCase): { unmapped: () => unknown; mapped: () => unknown } {
  const page = JSON.stringify(Array.from({ length: records }, (_, id) => record(id)))
  const configuration = [{ type: 'passThrough', properties: { fromVendor: passes, toVendor: passes } }]
  const mapping = compileMapping({ objectName: 'mine', vendorName: 'theirs', fields: mapped, configuration })
  return {
    unmapped: () => JSON.stringify(JSON.parse(page)),
    mapped: () => JSON.stringify((JSON.parse(page) as unknown[]).map(mapping.fromVendor)),
  }
}

/** Milliseconds of CPU that one run takes. */
function readCpu(run: () => unknown, seconds: number): number {
  const [began, before] = [performance.now(), process.cpuUsage()]
  let calls = 0
  while (performance.now() - began < seconds * 1000) {
    run()
    calls++
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / calls
}

/** A Markdown table of the stages. */
export function printMapping(stages: readonly MappingStage[]): string {
  const lines = stages.map(({ stage, unmapped, mapped, wantedMs: wanted }) => {
    const more = mapped - unmapped
    return `| ${stage} | ${unmapped.toFixed(2)} | ${mapped.toFixed(2)} | ${more.toFixed(2)} | ${(mapped / unmapped).toFixed(2)} | < ${wanted} |`
  })
  return [
    '| 200 records, 20 fields | unmapped ms | mapped ms | more ms | ratio | wanted more |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}
