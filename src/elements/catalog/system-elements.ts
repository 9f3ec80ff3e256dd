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
import type { ElementSource } from '../document/element-sources.ts'
import { assignIds } from '../element-ids-store.ts'
import { createMemory } from '../store/memory.ts'
import { type ElementOutline, outlineDocument } from './outline.ts'

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

/** Ids from here on belong to elements of accounts and to what gets its id from the database. */
const firstForeignId = 100_000
/** Characters of definitions that stay in memory, compiled. */
const rememberedSize = 64 * 1024 * 1024

type Loaded = Omit<SystemEntry, 'id'> & { readonly source: ElementSource; readonly ownId: number | undefined }

/**
 * Loads the elements one after the other, each checked as far as compiling checks.
 * @throws {Error} naming the folder, file or element that cannot be used, and why.
 */
export async function loadSystemElements({ sources, database, elementDefaults }: SystemElementsOptions): Promise<SystemElements> {
  const loaded: Loaded[] = []
  for (const source of sources) loaded.push(await loadElement(source))
  const { entries, sourceOf } = await indexElements(loaded, database)
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const memory = createMemory<{ element: CompiledElement; size: number }>({
    load: async (id) => {
      const entry = byId.get(Number(id))!
      const document = await sourceOf.get(entry)!.read()
      const size = JSON.stringify(document).length
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

async function loadElement(source: ElementSource): Promise<Loaded> {
  const document = await source.read()
  await nextTurn()
  try {
    compileElement(document, blankIds(document))
  } catch (error) {
    throw new Error(`${source.path}: ${(error as Error).message}`, { cause: error })
  }
  await nextTurn()
  const { key, name, hub, id } = document
  if (typeof id === 'number' && id >= firstForeignId) throw new Error(`${source.path}: the id ${id} is not below ${firstForeignId}`)
  return { key, name, hub, outline: outlineDocument(document), source, ownId: id ?? undefined }
}

/** Enough to see whether it compiles. */
function blankIds(document: ElementDocument): ElementIds {
  return {
    element: 0,
    configuration: new Map(document.configuration.map(({ key }) => [key, 0])),
    resources: new Map([...listResourceKeys(document).keys()].map((key) => [key, 0])),
  }
}

async function indexElements(loaded: readonly Loaded[], { db }: Pick<Database, 'db'>) {
  const sorted = [...loaded].sort((left, right) => (left.key < right.key ? -1 : 1))
  const natural = ({ key }: Loaded) => ({ element: key, kind: 'element', key })
  const idOf = await assignIds(
    db,
    sorted.filter(({ ownId }) => ownId === undefined).map((element) => natural(element)),
  )
  const sourceOf = new Map<SystemEntry, ElementSource>()
  const taken = new Map<string, string>()
  for (const element of sorted) {
    const { source, ownId, ...rest } = element
    const entry = { ...rest, id: ownId ?? idOf(natural(element)) }
    for (const name of [`the key ${entry.key}`, `the id ${entry.id}`]) {
      const other = taken.get(name)
      if (other !== undefined) throw new Error(`two elements have ${name}: ${other}, ${source.path}`)
      taken.set(name, source.path)
    }
    sourceOf.set(entry, source)
  }
  return { entries: [...sourceOf.keys()], sourceOf }
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
