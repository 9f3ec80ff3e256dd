/** `npm run bench -- --ceql`: how many queries a second are parsed, printed for vendors, and checked on records. One core, no server. */
import { compileEvaluate } from '../src/ceql/evaluate.ts'
import { ceqlShapes } from '../src/ceql/fixtures/shapes.ts'
import { parseSelect } from '../src/ceql/parse-select.ts'
import { parseWhere } from '../src/ceql/parse-where.ts'
import type { SearchableFields } from '../src/ceql/searchable-field.ts'
import { splitWhere } from '../src/ceql/split.ts'
import { createWherePrinter } from '../src/ceql/where-printer.ts'
import { summarize } from './report.ts'

export interface CeqlStage {
  readonly stage: string
  readonly perSecond: number
  /** Half the distance between the extremes of the rounds, relative to the median. */
  readonly spread: number
  readonly wanted?: number
}

const where = "StageName = 'Closed Won' AND CloseDate >= '2026-01-01' AND (Amount > 1000 OR OwnerId IN ('1', '2')) AND Name LIKE 'Ac%'"
const q = `select Id, Name from Opportunity where ${where} order by CloseDate desc limit 200`

const fields: SearchableFields = {
  searchable: [],
  filterOf: (path) => ({ operators: { '*': path }, convert: (literal) => literal }),
}

const record = { Id: 1, Name: 'Acme', StageName: 'Closed Won', CloseDate: '2026-02-03', Amount: 1500, OwnerId: '3' }

function listStages(): readonly (readonly [stage: string, run: () => unknown, wanted?: number])[] {
  const expression = parseWhere(where)
  const test = compileEvaluate(expression)
  const [soql, groups] = [createWherePrinter({ dialect: 'soql' }), createWherePrinter({ dialect: 'filter-groups' })]
  const speaker = {
    canSay: (node: typeof expression) => groups.canSay(node, fields),
    isExact: (node: typeof expression) => groups.isExact(node, fields),
  }
  let at = 0
  return [
    ['parse: the shapes of the original\u2019s tests', () => parseWhere(ceqlShapes[at++ % ceqlShapes.length]!), 100_000],
    ['parse: five conditions', () => parseWhere(where), 100_000],
    ['parse: a select with them', () => parseSelect(q)],
    ['print as soql', () => soql.print(expression, fields)],
    ['split for filter groups', () => splitWhere(expression, speaker)],
    ['check a record', () => test(record)],
  ]
}

/** Medians over the rounds; `seconds` is the length of one round of one stage. */
export function measureCeql({ rounds, seconds }: { readonly rounds: number; readonly seconds: number }): CeqlStage[] {
  const stages = listStages()
  for (const [, run] of stages) countPerSecond(run, 0.2)
  const samples = stages.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, [, run]] of stages.entries()) samples[index]!.push(countPerSecond(run, seconds))
  return stages.map(([stage, , wanted], index) => {
    const { median, spread } = summarize(samples[index]!)
    return { stage, perSecond: median, spread, ...(wanted === undefined ? {} : { wanted }) }
  })
}

function countPerSecond(run: () => unknown, seconds: number): number {
  const began = performance.now()
  let calls = 0
  while (performance.now() - began < seconds * 1000) {
    for (let call = 0; call < 100; call++) run()
    calls += 100
  }
  return (calls / (performance.now() - began)) * 1000
}

/** A Markdown table of the stages. */
export function printCeqlBench(stages: readonly CeqlStage[]): string {
  const lines = stages.map(({ stage, perSecond, spread, wanted }) => {
    const goal = wanted === undefined ? '' : `≥ ${wanted.toLocaleString('en')}`
    return `| ${stage} | ${Math.round(perSecond).toLocaleString('en')} | ±${(spread * 100).toFixed(0)} % | ${goal} |`
  })
  return ['| stage | per second | spread | wanted |', '|---|---|---|---|', ...lines].join('\n')
}
