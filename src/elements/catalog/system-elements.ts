/**
 * The system's elements: all checked at the start, of each only an outline kept; read and compiled when asked for, and kept while there is room.
 * Nothing here blocks the event loop for longer than one definition takes.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parseId } from '../../lib/ids.ts'
import type { Database } from '../../store/database.ts'
import { compileElement, type ElementIds, listResourceKeys } from '../compile/compile-element.ts'
import type { CompiledElement } from '../compile/compiled.ts'
import type { ElementDocument } from '../document/element-document.ts'
import { type ElementSource, openElementSource } from '../document/element-sources.ts'
import { assignIds } from '../element-ids-store.ts'
import { createMemory } from '../store/memory.ts'
import type { CheckedSource } from './check-source.ts'
import { checkSources } from './check-sources.ts'
import type { ElementOutline } from './outline.ts'

export interface SystemEntry {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly hub: string
  readonly outline: ElementOutline
}

export interface SystemElements {
  /** In the order of their keys. */
  readonly entries: readonly SystemEntry[]
  /** An id first, anything else a key (case sensitive). */
  find(keyOrId: string | number): SystemEntry | undefined
  /** From memory when warm. */
  compile(entry: SystemEntry): Promise<CompiledElement>
}

export interface SystemElementsOptions {
  readonly sources: readonly ElementSource[]
  readonly database: Pick<Database, 'db'>
  /** The server's own configuration defaults, by element key. */
  readonly elementDefaults: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Bytes of definitions that stay in memory, compiled. */
const rememberedSize = 32 * 1024 * 1024

/**
 * Loads the elements one after the other, each checked as far as compiling checks.
 * @throws {Error} naming the folder, file or element that cannot be used, and why.
 */
export async function loadSystemElements({ sources, database, elementDefaults }: SystemElementsOptions): Promise<SystemElements> {
  const checked = await checkSources(sources)
  const entries = await indexElements(checked, database)
  const sourceOf = new Map(entries.map((entry) => [entry.id, openElementSource(entry.path)]))
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const memory = createMemory<{ element: CompiledElement; size: number }>({
    load: async (id) => {
      const entry = byId.get(Number(id))!
      const source = sourceOf.get(entry.id)!
      const size = await source.measure()
      const document = await source.read()
      await nextTurn()
      const ids = await assignElementIds(database, document, entry.id)
      return { element: compileElement(document, ids, elementDefaults[entry.key]), size }
    },
    sizeOf: ({ size }) => size,
    maxSize: rememberedSize,
    // The files belong to the release: they do not change while it runs.
    isTrusted: () => true,
  })
  return {
    entries,
    find(keyOrId) {
      const id = typeof keyOrId === 'number' ? keyOrId : parseId(keyOrId)
      return (id === undefined ? undefined : byId.get(id)) ?? byKey.get(String(keyOrId))
    },
    compile: async (entry) => (await memory.get(String(entry.id)))!.element,
  }
}

async function indexElements(checked: readonly CheckedSource[], { db }: Pick<Database, 'db'>) {
  const sorted = [...checked].sort((left, right) => (left.key < right.key ? -1 : 1))
  const natural = ({ key }: CheckedSource) => ({ element: key, kind: 'element', key })
  const idOf = await assignIds(db, sorted.filter(({ ownId }) => ownId === undefined).map(natural))
  const taken = new Map<string, string>()
  return sorted.map(({ ownId, ...rest }) => {
    const entry = { ...rest, id: ownId ?? idOf(natural({ ownId, ...rest })) }
    for (const name of [`the key ${entry.key}`, `the id ${entry.id}`]) {
      const other = taken.get(name)
      if (other !== undefined) throw new Error(`two elements have ${name}: ${other}, ${entry.path}`)
      taken.set(name, entry.path)
    }
    return entry
  })
}

async function assignElementIds({ db }: Pick<Database, 'db'>, document: ElementDocument, element: number): Promise<ElementIds> {
  const naturalKey = (kind: string) => (key: string) => ({ element: document.key, kind, key })
  const items = document.configuration.map(({ key }) => key)
  const resources = [...listResourceKeys(document).keys()]
  const [item, resource] = [naturalKey('configuration'), naturalKey('resource')]
  const idOf = await assignIds(db, [...items.map(item), ...resources.map(resource)])
  return {
    element,
    configuration: new Map(items.map((key) => [key, idOf(item(key))])),
    resources: new Map(resources.map((key) => [key, idOf(resource(key))])),
  }
}
