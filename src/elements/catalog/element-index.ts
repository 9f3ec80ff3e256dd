/** The compiled elements of a catalog, found by key or by id. */
import { parseId } from '../../lib/ids.ts'
import type { CompiledElement } from '../compile/compiled.ts'

export interface ElementIndex {
  /** A number, or what `parseId` takes for one, is an id; any other text a key (case sensitive). */
  readonly find: (keyOrId: string | number) => CompiledElement | undefined
  /** In the order of their keys. */
  readonly list: () => readonly CompiledElement[]
}

/** Indexes elements. @throws {Error} when two of them share a key or an id. */
export function createElementIndex(elements: readonly CompiledElement[]): ElementIndex {
  const sorted = [...elements].sort((left, right) => (left.key < right.key ? -1 : 1))
  const byKey = new Map(sorted.map((element) => [element.key, element]))
  const byId = new Map(sorted.map((element) => [element.id, element]))
  const double = sorted.find((element) => byKey.get(element.key) !== element || byId.get(element.id) !== element)
  if (double !== undefined) throw new Error(`two elements have the key ${double.key} or the id ${double.id}`)
  return {
    find: (keyOrId) => byKey.get(String(keyOrId)) ?? byId.get(parseId(String(keyOrId)) ?? Number.NaN),
    list: () => sorted,
  }
}
