/**
 * The mappings of instances, from memory when warm: an instance without any costs one look-up in a map. What an instance has is remembered by
 * names and keys; the mapping behind a key is compiled once for all instances that share it.
 */
import { LRUCache } from 'lru-cache'
import { createMemory } from '../../elements/store/memory.ts'
import type { Database } from '../../store/database.ts'
import { channels } from '../../store/tables.ts'
import type { InstanceMapping, MappedInstance } from '../instance-mapping.ts'
import { loadMapping } from './load-mapping.ts'
import { type Heads, readHeads } from './read-heads.ts'

export interface MappingMemory {
  /** At once when warm; undefined: the instance has no mapping of that name. Rejects with common-resource-unusable (400). */
  mappingOf(instance: MappedInstance, name: string): InstanceMapping | undefined | Promise<InstanceMapping | undefined>
  /** The mapped names of an instance, in their order. */
  namesOf(instance: MappedInstance): readonly string[] | Promise<readonly string[]>
  /** Drops, in this process, what is remembered of an organization; null: of all. */
  forget(organizationId: number | null): void
}

const rememberedInstances = 10_000
/** Fields of mappings kept compiled. */
const rememberedFields = 200_000

interface Known {
  readonly organizationId: number
  readonly elementId: number
  readonly names: readonly string[]
  readonly mappings: ReadonlyMap<string, Slot>
}

interface Slot {
  readonly key: string
  mapping?: InstanceMapping
}

interface Load {
  readonly promise: Promise<Known>
  /** Something changed while it was under way: it serves who asked before, and is not remembered. */
  stale: boolean
}

const noMappings: ReadonlyMap<string, Slot> = new Map()

/** Resolves once changes by other processes are heard. */
export async function createMappingMemory(database: Database): Promise<MappingMemory> {
  const warm = new LRUCache<number, Known>({ max: rememberedInstances })
  const loads = new Map<number, Load>()
  const compiled = createMemory<InstanceMapping>({
    load: (key) => loadMapping(database.db, key),
    sizeOf: ({ document, definition }) => document.fields.length + definition.length,
    maxSize: rememberedFields,
    isTrusted: database.isListening,
  })

  function dropLoads(): void {
    for (const load of loads.values()) load.stale = true
    loads.clear()
  }
  function forget(organizationId: number | null): void {
    if (organizationId === null) warm.clear()
    else for (const [id, known] of warm.entries()) if (known.organizationId === organizationId) warm.delete(id)
    dropLoads()
  }
  function forgetInstance(id: number): void {
    warm.delete(id)
    dropLoads()
  }

  await database.listen(channels.commonResources, (payload) => forget(payload === '*' ? null : Number(payload)))
  await database.listen(channels.instances, (id) => forgetInstance(Number(id)))
  database.onGap(() => {
    forget(null)
    compiled.clear()
  })

  function load(instance: MappedInstance): Promise<Known> {
    const promise = readHeads(database.db, instance)
      .then((heads) => {
        const known = describe(instance, heads)
        if (!entry.stale && database.isListening()) warm.set(instance.id, known)
        return known
      })
      .finally(() => loads.get(instance.id) === entry && loads.delete(instance.id))
    const entry: Load = { promise, stale: false }
    loads.set(instance.id, entry)
    return promise
  }
  function know(instance: MappedInstance): Known | Promise<Known> {
    const known = warm.get(instance.id)
    if (known !== undefined && known.elementId === instance.elementId) return known
    return loads.get(instance.id)?.promise ?? load(instance)
  }
  async function fill(slot: Slot): Promise<InstanceMapping | undefined> {
    const mapping = await compiled.get(slot.key)
    if (mapping !== undefined) slot.mapping = mapping
    return mapping
  }
  function pick(known: Known, name: string): InstanceMapping | undefined | Promise<InstanceMapping | undefined> {
    const slot = known.mappings.get(name)
    return slot === undefined ? undefined : (slot.mapping ?? fill(slot))
  }

  return {
    mappingOf(instance, name) {
      const known = know(instance)
      return known instanceof Promise ? known.then((loaded) => pick(loaded, name)) : pick(known, name)
    },
    namesOf(instance) {
      const known = know(instance)
      return known instanceof Promise ? known.then(({ names }) => names) : known.names
    },
    forget,
  }
}

function describe({ organizationId, elementId }: MappedInstance, heads: Heads): Known {
  const mappings = heads.size === 0 ? noMappings : new Map([...heads].map(([name, key]) => [name, { key }]))
  return { organizationId, elementId, names: [...heads.keys()], mappings }
}
