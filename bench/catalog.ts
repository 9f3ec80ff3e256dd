/** `npm run bench -- --catalog`: a large catalog loads, and is read through, without holding up the event loop or filling the memory. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { loadSystemElements, type SystemElements } from '../src/elements/catalog/system-elements.ts'
import { listElementSources } from '../src/elements/document/element-sources.ts'
import { openTestDatabase } from '../test/database.ts'
import { createDefinition } from './definition.ts'

export interface CatalogBench {
  readonly elements: number
  /** Of one definition, in bytes. */
  readonly definitionSize: number
}

/** One stage: how long it took, the longest the event loop stood still, and the memory in use after it. */
export interface CatalogStage {
  readonly stage: string
  readonly seconds: number
  readonly longestDelayMs: number
  readonly rssMb: number
  /** The event loop may stand still for as long. */
  readonly allowedMs?: number
}

/** While a catalog loads. */
const longestDelayMs = 50

const placeholder = 'bench-key'

/** Writes the definitions into a temporary folder, loads them (what a start does), then compiles each once (what first calls do). */
export async function measureCatalog({ elements, definitionSize }: CatalogBench): Promise<CatalogStage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'octet-catalog-'))
  const store = await openTestDatabase()
  try {
    const definition = createDefinition(placeholder, definitionSize)
    for (let at = 0; at < elements; at++) await writeFile(join(folder, `bench${at}.json`), definition.replaceAll(placeholder, `bench${at}`))
    const sources = await listElementSources(folder)
    let system: SystemElements | undefined
    const load = await measureStage('load', async () => {
      system = await loadSystemElements({ sources, database: store.database, elementDefaults: {} })
    })
    const compile = await measureStage('compile each', async () => {
      for (const entry of system!.entries) await system!.compile(entry)
    })
    return [{ ...load, allowedMs: longestDelayMs }, compile]
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

/** A Markdown table of the stages. */
export function printCatalog(stages: readonly CatalogStage[]): string {
  const lines = stages.map(
    ({ stage, seconds, longestDelayMs, rssMb, allowedMs }) =>
      `| ${stage} | ${seconds.toFixed(1)} | ${longestDelayMs.toFixed(1)}${allowedMs === undefined ? '' : ` (≤ ${allowedMs})`} | ${rssMb.toFixed(0)} |`,
  )
  return ['| stage | s | longest delay ms | RSS MB |', '|---|---|---|---|', ...lines].join('\n')
}

async function measureStage(stage: string, work: () => Promise<void>): Promise<CatalogStage> {
  const resolution = 1
  const delays = monitorEventLoopDelay({ resolution })
  const start = performance.now()
  delays.enable()
  await work()
  delays.disable()
  return {
    stage,
    seconds: (performance.now() - start) / 1000,
    longestDelayMs: Math.max(0, delays.max / 1e6 - resolution),
    rssMb: process.memoryUsage.rss() / 1024 / 1024,
  }
}
