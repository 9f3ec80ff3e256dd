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
/** For twenty values a record. */
const wantedMs = 1

interface PageCase {
  readonly stage: string
  readonly record: (id: number) => unknown
  readonly fields: readonly MappingField[]
  readonly passes?: boolean
  /** Values a record; a list has several of one field. */
  readonly values?: number
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
const tenMembers = (id: number): Record<string, unknown> => Object.fromEntries(numbers.slice(0, 10).map((at) => [`F${at}`, value(id, at)]))
/** Two lists of two, ten members each. */
const lists = (id: number): Record<string, unknown> => ({
  Lists: [tenMembers(id), tenMembers(id)],
  Others: [tenMembers(id), tenMembers(id)],
})

const plainFields = numbers.map((at): MappingField => ({ path: `field${at}`, vendorPath: `F${at}` }))

const nestedFields = numbers.map(
  (at): MappingField => ({ path: `part${at % 4}.field${at >> 2}`, vendorPath: `Group${at % 4}.F${at >> 2}` }),
)
const listFields = numbers.map((at): MappingField => {
  const [path, vendorPath] = at % 2 === 0 ? ['lists', 'Lists'] : ['others', 'Others']
  return { path: `${path}[*].field${at >> 1}`, vendorPath: `${vendorPath}[*].F${at >> 1}` }
})

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
  { stage: 'nested', record: groups, fields: nestedFields },
  { stage: 'nested, 20 others pass', record: (id) => ({ ...groups(id), ...members(id, 'Other') }), fields: nestedFields, passes: true },
  { stage: 'arrays of two: 40 values', values: 40, record: lists, fields: listFields },
  {
    stage: 'arrays of two: 40 values, 10 others pass',
    values: 40,
    record: (id) => ({ ...lists(id), ...tenMembers(id) }),
    fields: listFields,
    passes: true,
  },
]

/** Medians over the rounds; `seconds` is the length of one round of one case. */
export function measureMapping({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }): MappingStage[] {
  const runs = cases.map((page) => ({
    stage: page.stage,
    wantedMs: (wantedMs * (page.values ?? fields)) / fields,
    ...createRuns(page),
    unmappedMs: [] as number[],
    mappedMs: [] as number[],
  }))
  for (const { unmapped, mapped } of runs) for (const run of [unmapped, mapped]) readCpu(run, 0.3)
  for (let round = 0; round < rounds; round++) {
    for (const { unmapped, mapped, unmappedMs, mappedMs } of runs) {
      unmappedMs.push(readCpu(unmapped, seconds))
      mappedMs.push(readCpu(mapped, seconds))
    }
  }
  return runs.map(({ stage, wantedMs: wanted, unmappedMs, mappedMs }) => ({
    stage,
    unmapped: summarize(unmappedMs).median,
    mapped: summarize(mappedMs).median,
    wantedMs: wanted,
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
