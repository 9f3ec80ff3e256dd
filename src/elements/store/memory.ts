/**
 * Remembers what is costly to read: the latest used ones up to a total size, each loaded once however many ask, dropped when it changes.
 * What was pushed out and is still in somebody's hands is shared again instead of loaded twice.
 */
import { LRUCache } from 'lru-cache'

export interface Memory<V> {
  /** From memory when warm. A load that finds nothing gives undefined and is not remembered. */
  get(key: string): Promise<V | undefined>
  forget(key: string): void
  /** Forgets every value that is meant, and every load under way: what it will give is not known yet. */
  forgetWhere(isMeant: (value: V) => boolean): void
  clear(): void
}

export interface MemoryOptions<V> {
  readonly load: (key: string) => Promise<V | undefined>
  /** In whatever unit `maxSize` has; at least 1. */
  readonly sizeOf: (value: V) => number
  readonly maxSize: number
  /** False while changes are not heard of: then nothing is remembered. */
  readonly isTrusted: () => boolean
}

interface Load<V> {
  readonly promise: Promise<V | undefined>
  /** Something changed while it was under way: it serves who asked before, and is not remembered. */
  stale: boolean
}

/** Creates an empty memory. */
export function createMemory<V extends object>({ load, sizeOf, maxSize, isTrusted }: MemoryOptions<V>): Memory<V> {
  const alive = new Map<string, WeakRef<V>>()
  const cleanup = new FinalizationRegistry<string>((key) => alive.get(key)?.deref() === undefined && alive.delete(key))
  const warm = new LRUCache<string, V>({ maxSize, sizeCalculation: (value) => Math.max(1, Math.ceil(sizeOf(value))) })
  const loads = new Map<string, Load<V>>()

  function remember(key: string, value: V): void {
    alive.set(key, new WeakRef(value))
    cleanup.register(value, key)
    warm.set(key, value)
  }
  function recall(key: string): V | undefined {
    const value = warm.get(key) ?? alive.get(key)?.deref()
    if (value !== undefined && !warm.has(key)) warm.set(key, value)
    return value
  }
  function drop(key: string): void {
    warm.delete(key)
    alive.delete(key)
    dropLoad(key)
  }
  function dropLoad(key: string): void {
    const load = loads.get(key)
    if (load === undefined) return
    load.stale = true
    loads.delete(key)
  }
  function begin(key: string): Promise<V | undefined> {
    const promise = load(key)
      .then((value) => {
        if (value !== undefined && !entry.stale && isTrusted()) remember(key, value)
        return value
      })
      .finally(() => loads.get(key) === entry && loads.delete(key))
    const entry: Load<V> = { promise, stale: false }
    loads.set(key, entry)
    return promise
  }

  return {
    async get(key) {
      return recall(key) ?? loads.get(key)?.promise ?? begin(key)
    },
    forget: drop,
    forgetWhere(isMeant) {
      for (const [key, ref] of alive) {
        const value = ref.deref()
        if (value === undefined || isMeant(value)) drop(key)
      }
      for (const key of [...loads.keys()]) dropLoad(key)
    },
    clear() {
      for (const key of [...alive.keys(), ...loads.keys()]) drop(key)
    },
  }
}
