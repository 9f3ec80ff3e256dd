/** Elements exported from the original platform, where there are some beside this repository; tests of them say that they were skipped where there are none. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ElementDocument } from '../../src/elements/document/element-document.ts'

const folder = new URL('../../../shared/element-exports/', import.meta.url)

/** By name of the file; none when there is no such folder. */
export function readExports(): ReadonlyMap<string, ElementDocument> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]))
}
